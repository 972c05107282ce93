"""The checks on a real table by name: what a reader calls them, and the kind of trouble a finding of each points to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CheckKind:
    """One check: `short` heads a column of the matrix; `trouble` is a value of the register's column `kind`.

    `needs` says in words what must be given for it to run; "" where it always runs.
    """

    id: str
    title: str
    short: str
    trouble: str
    needs: str = ""


_LABEL = "a column with the right answer (label)"
_GROUPS = "columns that name groups"
_RULES = "a rule that you declare"
_SECOND = "a second table"

CHECKS: Mapping[str, CheckKind] = {
    check.id: check
    for check in (
        CheckKind("reading", "How the file could be read", "Reading", "wrong"),
        CheckKind("missing", "Empty cells", "Empty", "gaps"),
        CheckKind("disguised-missing", "Cells that are empty in disguise", "Disguised", "gaps"),
        CheckKind("duplicate-rows", "Rows that are there twice", "Twice", "wrong"),
        CheckKind("mixed-type", "Text among numbers", "Mixed", "wrong"),
        CheckKind("format", "A few cells written in another way", "Format", "wrong"),
        CheckKind("category-collision", "One thing spelled in several ways", "Spelling", "wrong"),
        CheckKind("near-duplicate", "Names that look like slips of the pen", "Slips", "wrong"),
        CheckKind("encoding", "Broken letters, hidden characters, stray spaces", "Letters", "wrong"),
        CheckKind("constant", "Columns with one value only", "Constant", "meaning"),
        CheckKind("outliers", "Numbers far from all others", "Far off", "wrong"),
        CheckKind("dependency", "Columns that should go together and do not", "Together", "wrong"),
        CheckKind("key", "Keys that are not unique", "Key", "wrong", _RULES),
        CheckKind("orphans", "Rows that point to nothing", "Orphans", "gaps", _RULES),
        CheckKind("range", "Values outside what was declared", "Range", "wrong", _RULES),
        CheckKind("freshness", "How old the newest row is", "Fresh", "stops", _RULES),
        CheckKind("imbalance", "Answers that hardly occur", "Rare", "people", _LABEL),
        CheckKind("leakage", "Columns that give the answer away", "Leak", "hindsight", _LABEL),
        CheckKind("conflicting-labels", "Same facts, other answer", "Conflict", "wrong", _LABEL),
        CheckKind("label-noise", "Answers that look wrong", "Noise", "wrong", _LABEL),
        CheckKind("missing-by-group", "Gaps that fall on some more than others", "Gaps by group", "people", _GROUPS),
        CheckKind("representation", "Who is in it, against who should be", "Share", "people", _GROUPS),
        CheckKind(
            "label-rate-gap", "Answers that differ between groups", "Rates", "people", f"{_GROUPS}, and {_LABEL}"
        ),
        CheckKind(
            "error-rate-gap",
            "Errors that fall on some more than others",
            "Errors",
            "people",
            f"{_GROUPS}, {_LABEL} and a column with the prediction",
        ),
        CheckKind("overlap", "Rows that are in both tables", "Overlap", "hindsight", _SECOND),
        CheckKind("drift", "What moved between the two tables", "Moved", "changed", _SECOND),
    )
}

GRAVEST_FIRST = (
    "leakage", "overlap", "key", "orphans", "range", "freshness", "error-rate-gap", "label-rate-gap",
    "representation", "conflicting-labels", "reading", "mixed-type", "missing", "disguised-missing", "duplicate-rows",
    "missing-by-group", "drift",
)  # fmt: skip
"""Among findings of the same severity: what ruins a whole project before what costs some rows; the others follow."""


def place_of(check: str) -> int:
    """Return the place of a check among findings of the same severity, 0 for the first."""
    return GRAVEST_FIRST.index(check) if check in GRAVEST_FIRST else len(GRAVEST_FIRST) + list(CHECKS).index(check)

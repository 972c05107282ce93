"""Rules from what a team confirmed: what was wrong once is watched for in every later delivery.

A scan keeps no cells, so a confirmed finding becomes a rule only where its columns and its figure say all that the
rule needs. `YIELDS` tells for every check what becomes of it; docs/rules.md tells readers the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from premortem.errors import RefusedInput
from premortem.model.checks import CHECKS
from premortem.model.evidence import Finding, Scanned
from premortem.model.shown import quoted
from premortem.scan.rules.declared import ColumnRule, Dependency, Kind, Rules
from premortem.scan.rules.merging import merged

HELD_TRUE = ("confirmed", "risk")
"""The judgements by which a team holds a finding to be true; a dismissed one becomes no rule."""

_STAYS = "the declared rule stays as it is"
_CELLS = "its rule would need cells of the table, which a scan does not keep; write it by hand"
_ALL = "it is a matter of whole rows or of the future use, which no rule of this format tells"
_PEOPLE = "what would be right has to be declared (`populations`), the table cannot tell"

YIELDS: Mapping[str, str] = {
    "missing": "missing_max",
    "mixed-type": "type",
    "key": "keys",
    "dependency": "dependencies",
    "range": _STAYS,
    "orphans": _STAYS,
    "freshness": _STAYS,
    "reading": "it is about the file and not about its cells",
    "disguised-missing": _CELLS,
    "format": _CELLS,
    "category-collision": _CELLS,
    "near-duplicate": _CELLS,
    "encoding": _CELLS,
    "constant": _CELLS,
    "outliers": _CELLS,
    "duplicate-rows": _ALL,
    "imbalance": _ALL,
    "leakage": _ALL,
    "conflicting-labels": _ALL,
    "label-noise": _ALL,
    "overlap": _ALL,
    "drift": _ALL,
    "missing-by-group": _PEOPLE,
    "representation": _PEOPLE,
    "label-rate-gap": _PEOPLE,
    "error-rate-gap": _PEOPLE,
}
"""By check: the part of the rules that a confirmed finding becomes, or a sentence that says why it becomes none."""

_PARTS = ("missing_max", "type", "keys", "dependencies")


def confirmed(scanned: Scanned, given: Rules | None = None) -> Rules:
    """Return the rules that a team's judgements on one scan come to, together with those given.

    `given` are the rules of the scan, or what the team adds by hand: they hold what evidence cannot (values, bounds,
    populations), and count where both say something.
    """
    rules = Rules(source=scanned.scan.source)
    for finding in _held(scanned):
        rules = merged(rules, _rule(finding))
    return rules if given is None else merged(rules, given)


def without_rule(scanned: Scanned) -> tuple[str, ...]:
    """Return a line for each confirmed finding that becomes no rule, with the reason."""
    lines = (
        f"No rule from “{CHECKS[each.check].title if each.check in CHECKS else each.check}”"
        f" ({', '.join(map(quoted, each.columns)) or 'the whole table'}): {reason}."
        for each in _held(scanned)
        if (reason := _reason(each))
    )
    return tuple(dict.fromkeys(lines))


def rules_of(scans: Iterable[Scanned], source: str = "", given: Rules | None = None) -> Rules:
    """Return the rules from all scans of one source in a workbook, in their order: a later scan counts over an earlier.

    Without a name there must be one source only. Raises RefusedInput where there is none of that name, or several.
    """
    scans = tuple(scans)
    sources = tuple(dict.fromkeys(each.scan.source for each in scans))
    if not scans:
        raise RefusedInput(
            "This workbook holds no scan yet, so there is nothing to make rules from: scan a table first."
        )
    if source and source not in sources:
        raise RefusedInput(f"No scan is called {quoted(source)}; there is {_or(sources)}.")
    if not source and len(sources) > 1:
        raise RefusedInput(f"This workbook holds scans of several tables: say which, {_or(sources)}.")
    ours = [confirmed(each) for each in scans if each.scan.source == (source or sources[0])]
    rules = reduce(merged, ours)
    return rules if given is None else merged(rules, given)


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(map(quoted, names))


def _held(scanned: Scanned) -> Iterator[Finding]:
    for finding in scanned.scan.findings:
        judged = scanned.judged.get(finding.key)
        if judged is not None and judged.judgement in HELD_TRUE:
            yield finding


def _reason(finding: Finding) -> str:
    """Why a finding becomes no rule; "" where it becomes one, or where its rule is declared already."""
    told = YIELDS.get(finding.check, _ALL)
    if told == _STAYS:
        return ""
    if told in _PARTS:
        return "" if _rule(finding) else "it names no column of which a rule could be made"
    return told


def _rule(finding: Finding) -> Rules:
    columns = finding.columns
    if finding.about == "no such column" or not columns or not all(columns):
        return Rules()
    part = YIELDS.get(finding.check)
    if part == "keys":
        return Rules(keys=(columns,))
    if part == "dependencies" and len(columns) > 1:  # the last one follows from the others
        return Rules(dependencies=(Dependency(columns[:-1], columns[-1:]),))
    if part == "type" and len(columns) == 1:
        kind = Kind.DATE if finding.about == "days" else Kind.NUMBER
        return Rules(columns={columns[0]: ColumnRule(type=kind)})
    if part == "missing_max" and len(columns) == 1 and finding.unit == "share" and finding.amount is not None:
        most = min(1.0, math.ceil(finding.amount * 1_000 - 1e-9) / 1_000)
        return Rules(columns={columns[0]: ColumnRule(missing_max=most)})
    return Rules()

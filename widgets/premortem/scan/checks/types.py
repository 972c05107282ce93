"""Text among numbers or days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks import empty_words
from premortem.scan.checks.spellings import Spellings, spellings
from premortem.scan.checks.wording import COUNTED, named, of_all
from premortem.scan.job import Check, Seen
from premortem.scan.letters import DAY, NUMBER

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Column, Job

LEAST, MOST = 0.01, 0.20
"""Text from 1 % on, in a column of which at least 80 % are numbers (DATA-CHECKS: mixed type)."""

_CODE = re.compile(r"^\s*0\d+\s*$")
CODES = 0.01
"""From this share of cells with leading zeros on, a column holds codes: they are text, and letters belong in them."""


def look(job: Job) -> Seen:
    """Return a finding for each column of text that is nearly all numbers, or nearly all days, and partly neither.

    Words for "no value" are left to the check on cells that are empty in disguise.
    """
    findings, where = [], {}
    for column in job.delivery.columns:
        for pattern, kind, fitting in ((NUMBER, "numbers", column.numbers), (DAY, "days", column.dates)):
            if column.text and column.filled and 1 - MOST <= fitting / column.filled < 1:
                finding = _finding(column, kind, fitting)
                if finding is not None:
                    findings.append(finding)
                    where[finding.key] = _neither(job, column, pattern)
    return Seen(tuple(findings), where=where)


def _finding(column: Column, kind: str, fitting: int) -> Finding | None:
    known = spellings(column)
    if kind == "numbers" and _holds_codes(known):
        return None
    empty = known.where(empty_words.says_nothing).cells
    if not known.exact and known.cells:
        empty = round(empty * column.filled / known.cells)
    text = column.filled - fitting - empty
    if text < LEAST * column.filled:
        return None
    others = "all others are, or stand for no value" if empty else "all others are"
    return Finding(
        check="mixed-type",
        columns=(column.name,),
        severity=Severity.HIGH,
        saw=f"{of_all(text, column.filled, 'filled cells')} are not {kind}; {others}.",
        sure=COUNTED if known.exact else "Every cell was looked at; words for no value were told apart in a sample.",
        could="The whole column is read as text, or the cells that do not fit are dropped without a word. "
        "It often fails late: when the first such row meets the finished model.",
        ask=f"What do the cells of {named(column)} mean that are not {kind}, and who wrote them?",
        amount=text / column.filled,
        about="" if kind == "numbers" else kind,
    )


def _holds_codes(known: Spellings) -> bool:
    return known.where(lambda text: _CODE.match(text) is not None).cells >= CODES * max(known.cells, 1)


def _neither(job: Job, column: Column, pattern: str) -> BooleanValue:
    from premortem.scan.engine import absent, matches, text

    cell = text(job.delivery.table, column)
    words = sorted(empty_words.ALWAYS | empty_words.MOSTLY | empty_words.PERHAPS)
    return ~absent(job.delivery.table, column) & ~matches(cell, pattern) & ~cell.strip().lower().isin(words)


CHECK = Check("mixed-type", look, needs=("regex",))

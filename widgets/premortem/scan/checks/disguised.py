"""Cells that are empty in disguise: a word, a sign or a number stands where there is no value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premortem.model.evidence import Finding, Severity
from premortem.scan.checks import empty_words
from premortem.scan.checks.counting import rows_where
from premortem.scan.checks.spellings import Spellings, among, spellings
from premortem.scan.checks.stand_in_numbers import stand_ins
from premortem.scan.checks.wording import COUNTED, named, of_all, several
from premortem.scan.job import Check, Seen

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue

    from premortem.scan.job import Column, Job

ALERT = 0.01
"""Share of cells from which on it is a finding (DATA-CHECKS: disguised missing)."""


@dataclass(frozen=True)
class _Disguise:
    """Cells of one column that stand for nothing: in how many ways they are written, and which kind they are."""

    column: Column
    cells: int
    ways: int
    kind: str
    where: BooleanValue


_KINDS = {
    "word": "hold a word or sign that stands for no value",
    "number": "hold a number that stands apart from all others and is often written for no value",
    "perhaps": "say in a word that there is no value",
}


def look(job: Job) -> Seen:
    """Return a finding where at least 1 % of the cells stand for nothing, or nothing is written in several ways."""
    seen: list[_Disguise] = []
    for column in job.delivery.columns:
        seen.extend(_words(job, column) if column.text and not column.all_numbers else ())
        seen.extend(_numbers(job, column))
    counted = rows_where(job.delivery, {str(place): each.where for place, each in enumerate(seen) if each.cells == 0})
    exact = [
        _Disguise(each.column, counted.get(str(place), each.cells), each.ways, each.kind, each.where)
        for place, each in enumerate(seen)
    ]
    kept = [each for each in exact if _tells(each)]
    findings = tuple(_finding(each) for each in kept)
    return Seen(
        findings,
        where={finding.key: each.where for finding, each in zip(findings, kept, strict=True)},
        says=_limit(job),
    )


def _limit(job: Job) -> str:
    sampled = sum(column.values is None and column.text for column in job.delivery.columns)
    what = several(sampled, "column with very many values was", "columns with very many values were")
    return f"{what} searched only for what a sample shows." if sampled else ""


def _tells(each: _Disguise) -> bool:
    return each.ways > 1 or each.cells >= ALERT * each.column.rows


def _words(job: Job, column: Column) -> list[_Disguise]:
    """Words for nothing in a column of text; `cells` is 0 where they are yet to be counted."""
    known = spellings(column)
    always = known.where(lambda text: _always(text) and not _is_a_code(text, known))
    mostly = known.where(lambda text: empty_words.plainly(text) in empty_words.MOSTLY)
    days = known.where(lambda text: empty_words.PERHAPS_A_DAY.match(text.strip()) is not None)
    if mostly.cells < ALERT * known.cells:  # one of few may be an answer, or a slip
        mostly = Spellings((), known.exact)
    if days.cells < ALERT * known.cells or not _too_common(days, known):
        days = Spellings((), known.exact)
    perhaps = known.where(lambda text: empty_words.plainly(text) in empty_words.PERHAPS)
    sure = Spellings((*always.counts, *mostly.counts, *days.counts), known.exact)
    gaps = 1 if column.nulls + column.blanks else 0
    return [
        _Disguise(
            column,
            found.cells if known.exact else 0,
            len(found.counts) + gaps if kind == "word" else 1,
            kind,
            among(job.delivery.table, column, (text for text, _ in found.counts)),
        )
        for kind, found in (("word", sure), ("perhaps", perhaps))
        if found.counts
    ]


def _always(text: str) -> bool:
    word = empty_words.plainly(text)
    return word in empty_words.ALWAYS or empty_words.NEVER_A_DAY.match(word) is not None


def _is_a_code(text: str, known: Spellings) -> bool:
    """Return whether this is one of many codes of two letters: NA is Namibia among countries."""
    if len(text.strip()) != 2 or not text.strip().isalpha():
        return False
    codes = known.where(lambda other: len(other.strip()) == 2 and other.strip().isalpha() and other.isupper())
    return text.isupper() and len(codes.counts) >= 3 and codes.cells >= 0.9 * known.cells


def _too_common(days: Spellings, known: Spellings) -> bool:
    """Return whether such a day is more than five times as common as any other day."""
    words = {text for text, _ in days.counts}
    others = [n for text, n in known.counts if text not in words]
    return days.cells > 5 * max(others, default=0)


def _numbers(job: Job, column: Column) -> list[_Disguise]:
    from premortem.scan.engine import number

    found = stand_ins(column)
    if not found.values:
        return []
    where = number(job.delivery.table, column).isin(list(found.values))
    return [_Disguise(column, found.cells if found.exact else 0, 1, "number", where)]


def _finding(each: _Disguise) -> Finding:
    column = each.column
    saw = f"{of_all(each.cells, column.rows, 'cells')} {_KINDS[each.kind]}."
    if each.ways > 1:
        among_them = ", truly empty cells among them" if column.nulls + column.blanks else ""
        saw += f" No value is written in {each.ways:,} ways here{among_them}."
    return Finding(
        check="disguised-missing",
        columns=(column.name,),
        severity=Severity.SHOWN if each.kind == "perhaps" else Severity.MEDIUM,
        saw=saw,
        sure=f"{COUNTED} What these cells mean is a guess.",
        could="Such cells are taken for an answer: a category of their own, or a number that pulls every average.",
        ask=f"Do these cells of {named(column)} mean that the value is not known?",
        amount=each.cells / column.rows,
        about="" if each.kind == "word" else each.kind,
    )


CHECK = Check("disguised-missing", look, needs=("try-cast",))

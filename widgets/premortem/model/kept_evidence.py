"""What of a scan a workbook keeps: no cell of the data unless the team asked for examples, and no more than fits."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from premortem.model import evidence_file as limits
from premortem.model.evidence import Coverage, Example, Finding, Moved, Rate, Scan

RATES_BYTES, MOVED_BYTES = 90_000, 40_000  # the rest of the room is for findings
ROWS_TO_NAME = 30
"""A group of fewer rows is a few people: without examples its name is a cell of the data and is not kept."""
_NAMELESS = re.compile(r"a group of [\d,]+(, no\. \d+)?|a small group, no\. \d+")
Part = TypeVar("Part")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they turn round what stands after them


def kept(scan: Scan, *, keep_examples: bool = False) -> Scan:
    """Return the scan as the log keeps it: names and sentences that fit, the worst findings, the rest counted.

    Findings beyond what fits are counted in `left_out`, rates and columns beyond it in a note. Nothing is refused here.
    """
    findings = _told_apart([_finding(each, keep_examples) for each in sorted(scan.findings, key=_worst_first)])
    rates = _within(_rates(scan.rates, keep_examples), limits.RATES_MAX, RATES_BYTES)
    moved = _within(_moved(scan.moved), limits.MOVED_MAX, MOVED_BYTES)
    asked = {name(key): sentence(told) for key, told in list(scan.asked.items())[: limits.ASKED_MAX]}
    whole = Scan(
        source=name(scan.source.strip()) or "a table without a name",
        kind=name(scan.kind),
        engine=name(scan.engine),
        rows=scan.rows,
        columns=scan.columns,
        content=name(scan.content),
        read_at=scan.read_at,
        findings=tuple(findings[: limits.FINDINGS_MAX]),
        coverage=tuple(Coverage(each.check, each.done, sentence(each.says)) for each in scan.coverage),
        rates=tuple(rates),
        moved=tuple(moved),
        asked=MappingProxyType(asked),
        notes=_notes(scan, len(rates), len(moved)),
        left_out=scan.left_out + max(0, len(findings) - limits.FINDINGS_MAX),
    )
    return _within_size(whole)


def name(text: str) -> str:
    """Return a name of at most NAME_MAX characters that can be shown; two names that differ go on differing."""
    plain = _shown(text)
    if plain == text and len(text) <= limits.NAME_MAX:
        return text
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{plain[: limits.NAME_MAX - 8]}…~{mark}"


def sentence(text: str, most: int = limits.SENTENCE_MAX) -> str:
    """Return a sentence that fits, cut where it does not."""
    plain = _shown(text)
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def _shown(text: str) -> str:
    if text.isprintable():
        return text
    bad = (c in _BIDI or unicodedata.category(c) in {"Cc", "Cs"} for c in text)
    return "".join("\ufffd" if wrong else c for c, wrong in zip(text, bad, strict=True))


def _worst_first(finding: Finding) -> int:
    return finding.severity.rank  # within one severity in the order of the scan, which ranks them


def _finding(finding: Finding, keep_examples: bool) -> Finding:
    unbounded = _finite(finding.low) is None or _finite(finding.high) is None
    return replace(
        finding,
        columns=tuple(name(each) for each in finding.columns[: limits.COLUMNS_MAX]),
        about=name(finding.about),
        saw=sentence(finding.saw),
        sure=sentence(finding.sure),
        could=sentence(finding.could),
        ask=sentence(finding.ask),
        amount=_finite(finding.amount),
        low=None if unbounded else finding.low,
        high=None if unbounded else finding.high,
        examples=tuple(_example(each) for each in finding.examples[: limits.EXAMPLES_MAX]) if keep_examples else (),
    )


def _finite(number: float | None) -> float | None:
    """What divides by nothing is no figure; the sentence of the finding says what it says."""
    return number if number is not None and math.isfinite(number) else None


def _share(number: float, else_: float) -> float:
    return min(1.0, max(0.0, number)) if math.isfinite(number) else else_


def _example(example: Example) -> Example:
    cells = example.cells[: limits.CELLS_MAX]
    return replace(example, cells=tuple((name(column), sentence(cell, limits.CELL_MAX)) for column, cell in cells))


def _told_apart(findings: Iterable[Finding]) -> list[Finding]:
    """Two findings of one key would be judged as one: the second is told apart by a number."""
    seen: dict[str, int] = {}
    apart = []
    for each in findings:
        times = seen[each.key] = seen.get(each.key, 0) + 1
        told = each if times == 1 else replace(each, about=name(f"{each.about} ({times})".strip()))
        seen.setdefault(told.key, 1)
        apart.append(told)
    return apart


def _rates(rates: Iterable[Rate], keep_examples: bool) -> list[Rate]:
    """The rates with their groups named, the large groups first; a small group by a number."""
    small: dict[tuple[str, str], str] = {}
    found = []
    for each in rates:
        group = name(each.group)
        if not each.judged or each.of < ROWS_TO_NAME:
            counted = sum(column == each.column for column, _ in small) + 1
            alias = small.setdefault((each.column, each.group), f"a small group, no. {counted}")
            group = group if keep_examples or _NAMELESS.fullmatch(group) else alias
        low, high = _share(each.low, 0.0), _share(each.high, 1.0)
        found.append(replace(each, what=name(each.what), column=name(each.column), group=group, low=low, high=high))
    return sorted(found, key=lambda each: -each.of) if len(found) > limits.RATES_MAX else found


def _moved(moved: Iterable[Moved]) -> list[Moved]:
    """The columns with their names, those that moved most first."""
    named = (
        replace(each, column=name(each.column), psi=_finite(each.psi), new_share=_share(each.new_share, 1.0))
        for each in moved
    )
    return sorted(named, key=lambda each: -(each.psi or 0.0))


def _within(parts: list[Part], most: int, room: int) -> list[Part]:
    """As many from the beginning as may be kept and fit into so many bytes."""
    kept_parts: list[Part] = []
    for part in parts[:most]:
        room -= limits.size(limits.plain(part)) + 1
        if room < 0:
            break
        kept_parts.append(part)
    return kept_parts


def _notes(scan: Scan, rates: int, moved: int) -> tuple[str, ...]:
    notes = [sentence(each) for each in scan.notes[: limits.NOTES_MAX - 3]]
    if (beyond := len(scan.notes) - len(notes)) > 0:
        notes.append(f"{beyond:,} more notes on how it was read are not kept.")
    if rates < len(scan.rates):
        notes.append(f"Of {len(scan.rates):,} rates by group {rates:,} are kept.")
    if moved < len(scan.moved):
        notes.append(f"Of {len(scan.moved):,} columns compared those {moved:,} that moved most are kept.")
    return tuple(notes)


def _within_size(scan: Scan) -> Scan:
    """Leave out findings from the end until the whole fits."""
    while (beyond := limits.size(limits.to_json(scan)) - limits.BYTES_MAX) > 0 and scan.findings:
        each = limits.size(limits.plain(scan.findings)) / len(scan.findings)
        drop = min(len(scan.findings), max(1, int(beyond / each)))
        scan = replace(scan, findings=scan.findings[:-drop], left_out=scan.left_out + drop)
    return scan

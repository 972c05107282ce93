"""What scans of real tables found, by source: the latest delivery, what the team made of it, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from premortem.chapters.data_risks.deliveries import Comparison, compare
from premortem.chapters.data_risks.matrix import Matrix, matrix
from premortem.chapters.data_risks.pictures import MovedPicture, RatePicture, moved_picture, rate_pictures
from premortem.chapters.data_risks.seen import Alike, Seen, alike, seen
from premortem.model.checks import CHECKS, place_of
from premortem.model.evidence import Done, Scan, Scanned, Severity
from premortem.model.judging import RISKS, deliveries, folded, standings
from premortem.model.state import State

HINDSIGHT = "data-risks.hindsight"


@dataclass(frozen=True)
class Covered:
    """A check, what became of it, and why or with which limit."""

    title: str
    says: str


@dataclass(frozen=True)
class Evidence:
    """One source: its latest scan, the findings worst first, the pictures, and the comparison with the one before.

    `deliveries` counts its scans. `unchecked` names each check that was not made, and why; `limited` those made with a
    limit; `silent` those that found nothing. `clean_columns` counts the columns in which nothing was found.
    """

    scan: str
    source: str
    read: str
    asked: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    deliveries: int
    seen: tuple[Seen, ...]
    left_out: int
    clean_columns: int
    matrix: Matrix
    rates: tuple[RatePicture, ...]
    moved: MovedPicture
    comparison: Comparison | None
    unchecked: tuple[Covered, ...]
    limited: tuple[Covered, ...]
    silent: tuple[str, ...]

    @property
    def pressing(self) -> tuple[Alike, ...]:
        """What alerts and is not dismissed, those alike together."""
        return alike(each for each in self.seen if each.judgement != "dismissed" and not each.only_shown)

    @property
    def shown(self) -> tuple[Alike, ...]:
        """What is only shown and not dismissed."""
        return alike(each for each in self.seen if each.judgement != "dismissed" and each.only_shown)

    @property
    def dismissed(self) -> tuple[Alike, ...]:
        """What the team has dismissed."""
        return alike(each for each in self.seen if each.judgement == "dismissed")

    @property
    def confirmed(self) -> bool:
        """Whether the team holds any finding for true: then there may be rules for the next delivery."""
        return any(each.judgement in {"confirmed", "risk"} for each in self.seen)

    @property
    def open(self) -> tuple[Seen, ...]:
        """The findings that alert and that nobody has judged."""
        return tuple(each for each in self.seen if each.alerts)

    @property
    def leaks(self) -> tuple[str, ...]:
        """The columns that give the answer away, where nobody has dismissed it."""
        return tuple(
            column
            for each in self.seen
            if each.finding.check == "leakage"
            and each.finding.severity is Severity.HIGH
            and each.judgement != "dismissed"
            for column in each.finding.columns
        )


def read(state: State) -> tuple[Evidence, ...]:
    """Return the evidence of each source, in the order in which the sources were first scanned."""
    names = {folded(each.scan.source): each.scan.source for each in state.scans}
    rows = frozenset(row.id for row in state.rows(RISKS))
    return tuple(_evidence(deliveries(state.scans, source), rows) for source in names.values())


def of_risks(state: State) -> Mapping[str, tuple[str, ...]]:
    """Return by row of the register what was seen that made it a risk, as figures."""
    found: dict[str, dict[str, str]] = {}
    for scanned in state.scans:  # of several deliveries the latest word counts
        newest = deliveries(state.scans, scanned.scan.source)[-1]
        today = {each.key: each for each in newest.scan.findings}
        then = {each.key: each for each in scanned.scan.findings}
        for key, judgement in scanned.judged.items():
            if not judgement.row or key not in then:
                continue
            said = today[key].saw if key in today else f"{then[key].saw} No longer so in the latest delivery."
            found.setdefault(judgement.row, {})[f"{folded(scanned.scan.source)}\n{key}"] = said
    return {row: tuple(said.values()) for row, said in found.items()}


def contradictions(state: State, found: tuple[Evidence, ...]) -> Mapping[str, str]:
    """Return by question what the evidence says against its answer."""
    leaks = [(each.source, column) for each in found for column in each.leaks]
    if not leaks or state.yes(HINDSIGHT) is not True:
        return {}
    source, column = leaks[0]
    more = {1: "", 2: " and one more column"}.get(len(leaks), f" and {len(leaks) - 1} more columns")
    said = f"The scan of “{source}” says otherwise: “{column}”{more} gives the answer nearly away. When is it written?"
    return {HINDSIGHT: said}


def _evidence(of_one_source: tuple[Scanned, ...], rows: frozenset[str]) -> Evidence:
    newest = of_one_source[-1]
    scan = newest.scan
    held = standings(of_one_source, rows)
    found = tuple(seen(folded(scan.source), each, held[each.key]) for each in scan.findings)
    unchecked, limited, silent = _coverage(scan)
    with_findings = {column for each in scan.findings for column in each.columns}
    return Evidence(
        scan=newest.id,
        source=scan.source,
        read=_read(scan),
        asked=tuple(scan.asked.items()),
        notes=scan.notes,
        deliveries=len(of_one_source),
        seen=tuple(sorted(found, key=lambda each: (each.finding.severity.rank, place_of(each.finding.check)))),
        left_out=scan.left_out,
        clean_columns=0 if scan.left_out else max(0, scan.columns - len(with_findings)),
        matrix=matrix(found),
        rates=rate_pictures(scan.rates),
        moved=moved_picture(scan.moved),
        comparison=compare(of_one_source[-2].scan, scan) if len(of_one_source) > 1 else None,
        unchecked=unchecked,
        limited=limited,
        silent=silent,
    )


def _read(scan: Scan) -> str:
    rows = "1 row" if scan.rows == 1 else f"{scan.rows:,} rows"
    columns = "1 column" if scan.columns == 1 else f"{scan.columns:,} columns"
    at = datetime.fromisoformat(scan.read_at)
    kind = f" ({scan.kind})" if scan.kind else ""
    engine = f" with {scan.engine}" if scan.engine else ""
    return f"{rows}, {columns}{kind}, read on {at.day} {at:%B %Y, %H:%M} UTC{engine}."


def _coverage(scan: Scan) -> tuple[tuple[Covered, ...], tuple[Covered, ...], tuple[str, ...]]:
    done = {each.check: each for each in scan.coverage}
    with_findings = {each.check for each in scan.findings}
    unchecked, limited, silent = list[Covered](), list[Covered](), list[str]()
    for check, kind in CHECKS.items():
        each = done.get(check)
        if each is None and check not in with_findings:
            unchecked.append(Covered(kind.title, "The scan says nothing about it."))
        elif each is not None and each.done is not Done.CHECKED:
            needs = f"It needs {kind.needs}." if kind.needs else "No reason was given."
            unchecked.append(Covered(kind.title, each.says or needs))
        else:
            if each is not None and each.says:
                limited.append(Covered(kind.title, each.says))
            if check not in with_findings:
                silent.append(kind.title)
    return tuple(unchecked), tuple(limited), tuple(silent)

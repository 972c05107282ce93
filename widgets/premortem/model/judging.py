"""What the team makes of findings: the events it amounts to, and which judgements a later delivery keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from premortem.errors import InvalidAnswer, RefusedInput, UnknownQuestion
from premortem.model import amounts, answers, edits, evidence_file, kept_evidence
from premortem.model.answers import DONT_KNOW
from premortem.model.checks import CHECKS
from premortem.model.events import CellGiven, Event, FindingJudged, Recorded, ScanDropped, TableScanned
from premortem.model.evidence import JUDGEMENTS, Finding, Judgement, Scan, Scanned
from premortem.model.feared import feared
from premortem.model.questions import Bank
from premortem.model.shown import shown
from premortem.model.state import State

RISKS = "data-risks.risks"
REASON_MIN, REASON_MAX = 3, 300
ALL_SCANS_MAX = 4_000_000
"""So many bytes of evidence fit into one workbook: with more its report could not be imported again."""
GREW = 1.2
"""A finding that was dismissed is open again where it has grown by more than a fifth."""


@dataclass(frozen=True)
class Standing:
    """What holds of a finding now: the team's judgement, whether an earlier delivery's, or why it is open again."""

    judgement: Judgement | None = None
    carried: bool = False
    reopened: str = ""


def scanned(recorded: Iterable[Recorded], scan: Scan, *, keep_examples: bool = False) -> TableScanned:
    """Return the event that keeps a scan under a new id.

    Raises RefusedInput where the scan is not one, or where the evidence in the log leaves no room for it.
    """
    evidence = evidence_file.to_json(kept_evidence.kept(scan, keep_examples=keep_examples))
    event = TableScanned(edits.new_row_id(), evidence)
    evidence_file.read(evidence)  # what no check can have found is refused before it is in the log
    there = [record.event for record in recorded if isinstance(record.event, TableScanned)]
    if sum(evidence_file.size(each.evidence) for each in (*there, event)) > ALL_SCANS_MAX:
        raise RefusedInput(
            f"This workbook has no room for another scan (it has kept {len(there)}): begin a new workbook for it."
        )
    return event


def judged(
    bank: Bank, state: State, scan_id: str, key: str, judgement: str, reason: str = ""
) -> tuple[tuple[Event, ...], str]:
    """Return the events of a judgement and, of a risk, the id of its row in the register, else "".

    A finding that is a risk already gets no second row. Raises RefusedInput or InvalidAnswer in one line.
    """
    found = _finding(state, scan_id, key)
    because = checked_reason(judgement, reason)
    row, happened = "", tuple[Event, ...]()
    if judgement == "risk":
        row = _row_of(state, scan_id, key)
        if not row:
            row, happened = _new_risk(bank, state, _scanned(state, scan_id).scan, found)
    wanted = Judgement(judgement, because, row)
    present = _scanned(state, scan_id).judged.get(key)
    if present == wanted:
        return (), row
    return (*happened, FindingJudged(scan_id, key, judgement, because, row)), row


def dropped(state: State, scan_id: str) -> tuple[Event, ...]:
    """Return the events that take a scan out; none where it is gone already. Raises RefusedInput."""
    if not edits.is_row_id(scan_id):
        raise RefusedInput(f"There is no scan {shown(scan_id)}: reload the page.")
    return (ScanDropped(scan_id),) if any(each.id == scan_id for each in state.scans) else ()


def checked_reason(judgement: object, reason: object) -> str:
    """Return the reason as it is kept; raise InvalidAnswer where it, or the judgement, cannot be."""
    if not isinstance(judgement, str) or judgement not in {"", *JUDGEMENTS}:
        raise InvalidAnswer(f'A finding is {", ".join(JUDGEMENTS)}, or "" (you gave {shown(judgement)}).')
    if not isinstance(reason, str):
        raise InvalidAnswer("A reason is text: write a few words.")
    plain = " ".join(reason.split())
    if judgement == "dismissed" and len(plain) < REASON_MIN:
        raise InvalidAnswer("A finding is dismissed with a reason: write in a few words why it does no harm.")
    if len(plain) > REASON_MAX:
        raise InvalidAnswer(f"A reason has at most {REASON_MAX} characters, this one {len(plain):,}: shorten it.")
    if kept_evidence.sentence(plain) != plain:
        raise InvalidAnswer("A reason holds no control characters: type it anew.")
    return plain


def deliveries(scans: Iterable[Scanned], source: str) -> tuple[Scanned, ...]:
    """Return the scans of one source in the order they came: each is a later delivery than the one before."""
    return tuple(each for each in scans if folded(each.scan.source) == folded(source))


def folded(name: str) -> str:
    """Return a name so that two ways to write it are one."""
    return " ".join(name.split()).casefold()


def standings(of_one_source: Sequence[Scanned], rows: frozenset[str]) -> Mapping[str, Standing]:
    """Return by key what holds of each finding of the last of these deliveries; `rows` are those of the register.

    What was said of an earlier delivery goes on holding, measured against the delivery of which it was said: a finding
    that was dismissed is open again where it has grown by more than a fifth, or has become graver.
    """
    by_key = [{each.key: each for each in delivery.scan.findings} for delivery in of_one_source]
    return {key: _standing(of_one_source, by_key, finding, rows) for key, finding in by_key[-1].items()}


def _standing(
    of_one_source: Sequence[Scanned], by_key: Sequence[Mapping[str, Finding]], finding: Finding, rows: frozenset[str]
) -> Standing:
    newest = of_one_source[-1]
    for delivery, findings in zip(reversed(of_one_source), reversed(by_key), strict=True):
        said = delivery.judged.get(finding.key)
        if said is None:
            continue
        if not said.judgement:
            return Standing()
        if said.judgement == "risk" and said.row not in rows:
            return Standing(Judgement("confirmed", said.reason), delivery is not newest, "")
        if delivery is not newest and said.judgement == "dismissed":
            grew = _worse(findings.get(finding.key), delivery.scan.rows, finding, newest.scan.rows)
            if grew:
                return Standing(None, True, f"Dismissed before ({said.reason}). It is open again: {grew}.")
        return Standing(said, delivery is not newest)
    return Standing()


def _worse(was: Finding | None, rows_then: int, now: Finding, rows_now: int) -> str:
    if was is None:
        return ""
    if now.severity.rank < was.severity.rank:
        return "it has become graver"
    then, today = amounts.comparable(was, rows_then), amounts.comparable(now, rows_now)
    if then is None or today is None or today <= GREW * then or was.unit != now.unit:
        return ""
    return f"it has grown from {amounts.in_words(was.amount, was.unit)} to {amounts.in_words(now.amount, now.unit)}"


def _scanned(state: State, scan_id: str) -> Scanned:
    for each in state.scans:
        if each.id == scan_id:
            return each
    raise RefusedInput(f"The scan {shown(scan_id)} is not there, perhaps somebody dropped it: reload the page.")


def _finding(state: State, scan_id: str, key: str) -> Finding:
    for each in _scanned(state, scan_id).scan.findings:
        if each.key == key:
            return each
    raise UnknownQuestion(f"The scan {shown(scan_id)} has no finding {shown(key)}: reload the page.")


def _row_of(state: State, scan_id: str, key: str) -> str:
    """The row of the register that this finding became, in this delivery or an earlier one; "" where there is none."""
    rows = frozenset(row.id for row in state.rows(RISKS))
    of_one_source = deliveries(state.scans, _scanned(state, scan_id).scan.source)
    said = [each.judged[key].row for each in of_one_source if key in each.judged]
    return next((row for row in reversed(said) if row in rows), "")


def _new_risk(bank: Bank, state: State, scan: Scan, finding: Finding) -> tuple[str, tuple[Event, ...]]:
    row = edits.new_row_id()
    happened = edits.add_row(bank, state, RISKS, row)
    cells = {
        "what": feared(finding, amounts.in_words(finding.amount, finding.unit)),
        "source": scan.source,
        "kind": CHECKS[finding.check].trouble,
        "check": "possible",
    }
    given = {column: answers.cell(bank[RISKS], column, text) for column, text in cells.items()}
    said = {column: value for column, value in given.items() if value not in (None, DONT_KNOW)}
    return row, (*happened, *(CellGiven(RISKS, row, column, value) for column, value in said.items()))

"""What a team makes of findings: kept, undone, carried over to the next delivery, and never twice in the register."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model.sampled import MEGABYTE, refusal
from model.scans import MADE, SECRET, finding
from premortem.errors import ReadOnlyLink, RefusedInput
from premortem.model import judging
from premortem.model.checks import CHECKS
from premortem.model.evidence import Finding, Scan, Severity
from premortem.model.feared import SENTENCE_MAX, feared
from premortem.model.plain import plain
from premortem.report import bring_back, export
from premortem.store import Log, open_log
from premortem.workbook import Workbook, assessment

RISKS = "data-risks.risks"
LEAK, GAPS = MADE.findings[0].key, MADE.findings[1].key


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with open_log(str(tmp_path / "store.sqlite")) as log:
        yield log


@pytest.fixture
def workbook(log: Log) -> Workbook:
    return Workbook.create(log, "Orders")


def standing(workbook: Workbook, key: str) -> judging.Standing:
    of_one = judging.deliveries(workbook.state.scans, MADE.source)
    return judging.standings(of_one, frozenset(row.id for row in workbook.state.rows(RISKS)))[key]


def delivery(*findings: Finding, **parts: object) -> Scan:
    return replace(MADE, findings=findings, **parts)  # type: ignore[arg-type]  # fields of a scan


def test_a_scan_is_kept_without_cells_of_the_data_unless_asked_for(workbook: Workbook, log: Log) -> None:
    scan = workbook.record_scan(MADE)
    assert [each.id for each in workbook.state.scans] == [scan]
    assert workbook.state.scans[0].scan == MADE.without_examples() or SECRET not in str(workbook.state.scans)
    assert SECRET not in export.html(workbook.document())
    assert SECRET not in json.dumps(assessment(workbook.state, workbook.assess()))
    assert SECRET not in " ".join(entry.what for entry in workbook.history())
    workbook.record_scan(MADE, keep_examples=True)
    assert SECRET in export.html(workbook.document())
    assert SECRET not in " ".join(entry.what for entry in workbook.history())
    assert Workbook(log, workbook.link).state.scans == workbook.state.scans, "the store gives back what it was given"


def test_examples_of_a_scan_that_was_dropped_or_undone_leave_in_no_report(workbook: Workbook) -> None:
    workbook.drop_scan(workbook.record_scan(MADE, keep_examples=True))
    workbook.record_scan(MADE, keep_examples=True)
    workbook.undo()
    assert SECRET not in export.html(workbook.document())
    workbook.redo()
    assert SECRET in export.html(workbook.document())


def test_scans_and_judgements_are_undone_and_redone(workbook: Workbook) -> None:
    scan = workbook.record_scan(MADE)
    row = workbook.judge(scan, LEAK, "risk")
    assert [each.id for each in workbook.state.rows(RISKS)] == [row]
    workbook.undo()
    assert not workbook.state.rows(RISKS)
    assert not workbook.state.scans[0].judged
    workbook.redo()
    assert workbook.state.scans[0].judged[LEAK].row == row
    workbook.drop_scan(scan)
    assert not workbook.state.scans
    assert workbook.state.rows(RISKS), "the risks stay"
    workbook.undo()
    assert workbook.state.scans[0].judged[LEAK].judgement == "risk"
    for _ in range(2):
        workbook.undo()
    assert not workbook.state.scans


def test_a_workbook_with_scans_goes_out_and_comes_back(workbook: Workbook, log: Log) -> None:
    scan = workbook.record_scan(MADE, keep_examples=True)
    workbook.judge(scan, GAPS, "dismissed", "Old customers need not say")
    back = Workbook(log, log.adopt(bring_back.from_bytes(export.html(workbook.document()).encode())).edit)
    assert back.state.scans == workbook.state.scans
    assert back.history()[1:] == workbook.history()[1:]


def test_a_risk_is_a_row_with_a_sentence_its_source_and_its_kind(workbook: Workbook) -> None:
    scan = workbook.record_scan(MADE)
    row = workbook.judge(scan, LEAK, "risk")
    cells = dict(workbook.state.rows(RISKS)[0].values)
    assert cells.pop("what") == feared(MADE.findings[0], "AUC 0.97")
    assert cells == {"source": "orders.csv", "kind": "hindsight", "check": "possible"}
    before = workbook.state.newest
    assert workbook.judge(scan, LEAK, "risk") == row
    assert workbook.state.newest == before, "the second time goes to the row that is there"
    workbook.judge(scan, LEAK, "confirmed")
    assert workbook.judge(scan, LEAK, "risk") != "", "it was let go of and is a risk again"


def test_a_risk_of_an_earlier_delivery_gets_no_second_row(workbook: Workbook) -> None:
    row = workbook.judge(workbook.record_scan(MADE), LEAK, "risk")
    second = workbook.record_scan(MADE)
    assert standing(workbook, LEAK).carried
    assert workbook.judge(second, LEAK, "risk") == row
    assert len(workbook.state.rows(RISKS)) == 1
    workbook.edit([{"do": "remove-row", "question": RISKS, "row": row}])
    gone = standing(workbook, LEAK).judgement
    assert gone is not None
    assert gone.judgement == "confirmed", "its risk was taken out, what was confirmed stays"
    assert workbook.judge(second, LEAK, "risk") not in {row, ""}


def test_a_finding_is_dismissed_with_a_reason_only(workbook: Workbook) -> None:
    scan = workbook.record_scan(MADE)
    for reason in ("", "no", "  x \n", "a\0bcd", "x" * 301, MEGABYTE, None, 5):
        error = refusal(lambda reason=reason: workbook.judge(scan, GAPS, "dismissed", reason))  # type: ignore[misc]
        assert error is not None
        assert len(str(error).splitlines()) == 1
    workbook.judge(scan, GAPS, "dismissed", " not\n asked  before May ")
    assert workbook.state.scans[0].judged[GAPS].reason == "not asked before May"


def test_what_is_not_there_cannot_be_judged_or_dropped(workbook: Workbook, log: Log) -> None:
    scan = workbook.record_scan(MADE)
    before = workbook.state.newest
    for call in (
        lambda: workbook.judge(scan, "missing|nowhere", "confirmed"),
        lambda: workbook.judge(scan, GAPS, "adored"),
        lambda: workbook.judge("scanscan", GAPS, "confirmed"),
        lambda: workbook.judge(None, None, None),  # type: ignore[arg-type]  # as a page might send it
        lambda: workbook.drop_scan("<b>"),
        lambda: workbook.drop_scan(None),  # type: ignore[arg-type]
    ):
        error = refusal(call)
        assert error is not None
        assert len(str(error)) < 300
    workbook.drop_scan("scanscan")
    assert workbook.state.newest == before
    reader = Workbook(log, workbook.links.read)
    with pytest.raises(ReadOnlyLink):
        reader.judge(scan, GAPS, "confirmed")
    with pytest.raises(ReadOnlyLink):
        reader.record_scan(MADE)


def test_a_full_register_refuses_another_risk_in_one_line(workbook: Workbook) -> None:
    scan = workbook.record_scan(MADE)
    workbook.answer(RISKS, [{"what": f"Risk {n}"} for n in range(30)])
    with pytest.raises(RefusedInput, match="at most 30 rows fit"):
        workbook.judge(scan, GAPS, "risk")
    assert not workbook.state.scans[0].judged


def test_what_was_said_of_a_delivery_holds_for_the_next(workbook: Workbook) -> None:
    workbook.judge(workbook.record_scan(delivery(finding("missing", "age"))), "missing|age", "confirmed")
    workbook.record_scan(delivery(finding("missing", "age", amount=0.9), source=" Orders.CSV "))
    held = standing(workbook, "missing|age")
    assert held.judgement is not None
    assert (held.judgement.judgement, held.carried) == ("confirmed", True)


@pytest.mark.parametrize(
    ("then", "today", "opens"),
    [
        (finding("missing", "a", amount=0.10), finding("missing", "a", amount=0.12), False),
        (finding("missing", "a", amount=0.10), finding("missing", "a", amount=0.1201), True),
        (finding("missing", "a", amount=0.10), finding("missing", "a", amount=0.01), False),
        (finding("missing", "a", amount=None), finding("missing", "a", amount=0.5), False),
        (finding("missing", "a", amount=0.0), finding("missing", "a", amount=0.01), True),
        (finding("missing", "a"), finding("missing", "a", severity=Severity.HIGH), True),
        (finding("missing", "a", severity=Severity.HIGH), finding("missing", "a"), False),
    ],
)
def test_a_dismissed_finding_is_open_again_only_where_it_grew_by_a_fifth_or_became_graver(
    workbook: Workbook, then: Finding, today: Finding, opens: bool
) -> None:
    workbook.judge(workbook.record_scan(delivery(then)), "missing|a", "dismissed", "of no use to us")
    workbook.record_scan(delivery(today))
    found = standing(workbook, "missing|a")
    assert (found.judgement is None) is opens
    assert ("of no use to us" in found.reopened) is opens


def test_growth_is_measured_from_where_it_was_dismissed_not_from_step_to_step(workbook: Workbook) -> None:
    first = workbook.record_scan(delivery(finding("missing", "a", amount=0.10)))
    workbook.judge(first, "missing|a", "dismissed", "of no use to us")
    for amount in (0.11, 0.12):
        workbook.record_scan(delivery(finding("missing", "a", amount=amount)))
        assert standing(workbook, "missing|a").judgement
    workbook.record_scan(delivery(finding("missing", "a", amount=0.13)))
    assert standing(workbook, "missing|a").judgement is None


def test_rows_of_a_longer_table_are_compared_by_their_share(workbook: Workbook) -> None:
    twice = finding("duplicate-rows", amount=100, unit="rows")
    workbook.judge(workbook.record_scan(delivery(twice, rows=1000)), twice.key, "dismissed", "known to be so")
    workbook.record_scan(delivery(replace(twice, amount=1000), rows=10_000))
    assert standing(workbook, twice.key).judgement
    workbook.record_scan(delivery(replace(twice, amount=1000), rows=1_000))
    assert standing(workbook, twice.key).judgement is None


def test_what_is_taken_back_is_open_also_where_an_earlier_delivery_was_judged(workbook: Workbook) -> None:
    workbook.judge(workbook.record_scan(MADE), GAPS, "confirmed")
    second = workbook.record_scan(MADE)
    assert standing(workbook, GAPS).judgement
    workbook.judge(second, GAPS, "")
    assert standing(workbook, GAPS) == judging.Standing()


def test_every_check_has_a_fear_that_fits_its_cell_whatever_the_columns_are_called() -> None:
    for check in CHECKS:
        for columns in ((), ("age",), ("x" * 120, "{y}" * 40, "z", "{")):
            said = feared(finding(check, *columns), "1,234,567 cells")
            assert 20 < len(said) <= SENTENCE_MAX
            assert said.endswith((".", "…"))


def test_evidence_beyond_what_a_report_can_bring_back_is_refused(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "ALL_SCANS_MAX", 5_000)
    workbook.record_scan(MADE)
    with pytest.raises(RefusedInput, match="no room for another scan"):
        workbook.record_scan(MADE)


def test_scans_can_be_printed(workbook: Workbook) -> None:
    workbook.record_scan(MADE, keep_examples=True)
    assert json.loads(json.dumps(plain(workbook.state.scans)))[0]["scan"]["source"] == "orders.csv"

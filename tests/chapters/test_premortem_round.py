"""The premortem round: every reason gets a place and an answer, and what nobody thought of is named; it is no gate."""

from __future__ import annotations

from typing import Any

import pytest

from premortem import chapters
from premortem.chapters import CHAPTERS, findings, pages
from premortem.chapters.premortem_round.findings import PremortemFindings
from premortem.model.bank import shipped_bank
from premortem.model.reasons import ELSEWHERE, REASONS, reasons_for
from premortem.model.state import Row, State
from premortem.model.verdicts import Level
from premortem.workbook import state_of

FAX = {"why": "Faxes were missing", "chapter": "data-risks", "sign": "Fewer faxes in May", "prevent": "Count them"}
OWNER = {"why": "Nobody wanted it", "chapter": "business-change", "prevent": "Name an owner"}
LAW = {"why": "The law changed", "chapter": "changing-objective", "prevent": "Ask the lawyer each quarter"}
LOOSE = {"why": "It was a Tuesday"}


def found(*reasons: dict[str, Any]) -> PremortemFindings:
    result = findings("premortem-round", state_of({REASONS: list(reasons)}))
    assert isinstance(result, PremortemFindings)
    return result


def test_the_groups_are_the_chapters_of_the_workbook_in_their_order() -> None:
    options = [option.value for option in shipped_bank()[REASONS].column("chapter").options]
    assert options == [c for c in CHAPTERS if c not in {"premortem-round", "decision"}] + [ELSEWHERE]


def test_reasons_sorted_and_answered_are_a_go_and_anything_open_is_a_condition() -> None:
    assert found(FAX, OWNER, LAW).verdict.level is Level.GO
    assert found(FAX, OWNER, LAW, LOOSE).verdict.level is Level.CONDITIONS
    assert found(FAX, OWNER, {**LAW, "prevent": None}).verdict.level is Level.CONDITIONS
    assert found(FAX, OWNER).verdict.level is Level.CONDITIONS, "two reasons are soon written"


def test_what_nobody_wrote_about_is_named() -> None:
    said = " ".join(found(FAX, OWNER, LAW).verdict.reasons)
    assert "“Computing time and its cost”" in said
    assert "the data," not in said.partition("Nobody wrote about")[2]


def test_headline_figures_and_chart_count_what_is_done_alike() -> None:
    loose = {"why": "It was bought twice", "prevent": "Ask purchasing"}
    findings = found(FAX, OWNER, loose, {"why": "Nobody asked"})
    done = sum(bool(row.get("prevent")) for row in (FAX, OWNER, loose))
    assert f"something is to be done about {done} of them" in findings.verdict.headline
    assert findings.figures[1].value == done
    assert sum(mark["reasons"] for mark in findings.chart if mark["state"] != "open") == done
    assert "2 of 4 are not sorted yet." in findings.verdict.reasons


def test_a_long_reason_is_cut_where_it_is_quoted_and_whole_where_it_is_sorted() -> None:
    long = {**FAX, "why": "word " * 70, "prevent": None}
    findings = found(long, OWNER, LAW)
    assert max(len(change.text) for change in findings.verdict.would_change) < 140
    assert "word " * 69 in findings.groups[0].reasons[0].why


def test_what_is_to_be_done_can_be_taken_up_with_its_reason() -> None:
    first, *_ = found(FAX, OWNER, LAW).actions
    assert first.what == "Count them"
    assert "Faxes were missing" in first.why


def test_each_chapter_opens_with_the_reasons_that_point_to_it() -> None:
    state = state_of({REASONS: [FAX, OWNER, {**FAX, "why": "Labels came late"}, LOOSE]})
    assert reasons_for("data-risks", state) == ("Faxes were missing", "Labels came late")
    assert reasons_for("expectations", state) == ()


def test_reasons_that_wait_to_be_shown_are_counted_and_not_told() -> None:
    row = Row({"why": "A secret"}, "aaaaaa", "1" * 16)
    nothing = findings("premortem-round", State(unseen={REASONS: (row, row)}))
    assert nothing.verdict.level is Level.NOT_KNOWN
    assert nothing.verdict.headline == "2 reasons by one person wait to be shown."
    assert "secret" not in repr(nothing)


def test_the_chart_counts_open_and_answered_reasons_by_group() -> None:
    rows = found(FAX, {**FAX, "prevent": None}, LOOSE).chart
    assert [(row["group"], row["state"], row["reasons"]) for row in rows] == [
        ("The data", "something is to be done", 1),
        ("The data", "open", 1),
        ("Not sorted yet", "open", 1),
    ]


@pytest.mark.parametrize("reasons", [(), (FAX, OWNER, LAW), (LOOSE,)])
def test_the_round_opens_the_workbook_and_is_no_gate(reasons: tuple[dict[str, Any], ...]) -> None:
    assert found(*reasons).verdict.gate is False
    assert CHAPTERS[0] == "premortem-round"
    others = chapters.assess(state_of({REASONS: list(reasons)}))
    assert others["decision"].verdict == chapters.assess(State())["decision"].verdict


def test_many_reasons_fold_by_question_and_none_is_lost() -> None:
    rows = [{**FAX, "why": f"Reason number {number}."} for number in range(20)]
    few, many = (pages.render(found(*rows[:count]), shipped_bank(), None, live=True) for count in (12, 13))
    assert 'id="premortem-round-1"' not in few
    assert 'id="premortem-round-1"' in many
    assert all(f"Reason number {number}." in many for number in range(13))

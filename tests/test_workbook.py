"""A workbook in hand, on a real store: seen by others, refused edits, undo, findings that are never stale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.sampled import MEGABYTE, answer, nested, refusal
from premortem import chapters
from premortem.errors import InvalidAnswer, ReadOnlyLink, RefusedInput, UnknownLink
from premortem.model.bank import shipped_bank
from premortem.model.plain import plain
from premortem.model.questions import Kind
from premortem.store import Log, open_log
from premortem.workbook import Workbook, link_in, state_of

TABLE = "success-criteria.criteria"
IDEA = "start.idea"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with open_log(str(tmp_path / "store.sqlite")) as log:
        yield log


@pytest.fixture
def workbook(log: Log) -> Workbook:
    return Workbook.create(log, "Invoices", author="Ada")


def say(value: Any, question: str = IDEA) -> dict[str, Any]:
    return {"do": "answer", "question": question, "value": value}


def row(name: str) -> dict[str, Any]:
    return {"do": "add-row", "question": TABLE, "row": name}


def cell(name: str, column: str, value: Any) -> dict[str, Any]:
    return {"do": "cell", "question": TABLE, "row": name, "column": column, "value": value}


def test_two_who_opened_the_same_workbook_see_each_others_edits(workbook: Workbook, tmp_path: Path) -> None:
    with open_log(str(tmp_path / "store.sqlite")) as elsewhere:
        other = Workbook(elsewhere, workbook.links.edit, "Bob")
        workbook.answer(IDEA, "Read invoices")
        assert other.state.text(IDEA) is None
        assert other.refresh()
        assert other.state.text(IDEA) == "Read invoices"
        other.answer("start.decider", "Cy")
        workbook.edit([row("aaaaaa")])
        other.refresh()
        workbook.refresh()
        assert workbook.recorded == other.recorded
        assert workbook.state == other.state
        assert [entry.author for entry in workbook.history()] == ["Ada", "Ada", "Bob", "Ada"]
        assert not workbook.refresh()


def test_the_same_edits_sent_twice_append_nothing_the_second_time(workbook: Workbook) -> None:
    edits = [say("x"), row("aaaaaa"), row("bbbbbb"), cell("aaaaaa", "floor", "90 %"), cell("bbbbbb", "floor", 80)]
    edits.append({"do": "move-row", "question": TABLE, "row": "bbbbbb", "to": 0})
    assert workbook.edit(edits) == ()
    after = workbook.state.newest
    assert workbook.edit(edits) == ()
    assert workbook.state.newest == after
    assert [each.id for each in workbook.state.rows(TABLE)] == ["bbbbbb", "aaaaaa"]


def test_refused_edits_leave_the_others_of_the_same_message(workbook: Workbook) -> None:
    deep = nested(50_000)
    odd = [say(deep), say(5), say(MEGABYTE), {"do": "answer"}, None, {"do": deep}, {**row("aaaaaa"), "row": deep}]
    refusals = workbook.edit(
        [say("kept"), *odd, row("aaaaaa"), cell("aaaaaa", "floor", 101), cell("aaaaaa", "hoped", 95)]
    )
    assert [refusal.place for refusal in refusals] == [1, 2, 3, 4, 5, 6, 7, 9]
    assert all(refusal.message.isprintable() and len(refusal.message) < 250 for refusal in refusals)
    assert workbook.state.text(IDEA) == "kept"
    assert dict(workbook.state.rows(TABLE)[0].values) == {"hoped": 95}


def test_refused_answers_are_all_named_and_none_is_kept(workbook: Workbook) -> None:
    before = workbook.recorded
    with pytest.raises(InvalidAnswer) as refused:
        workbook.answer_all({IDEA: "fine", "start.decide-by": "soon", "nowhere.at-all": 1, TABLE: [{"floor": -1}]})
    lines = str(refused.value).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("start.decide-by: ")
    assert "There is no question 'nowhere.at-all'" in lines[1]
    assert lines[2].startswith(f"{TABLE}, column floor: ")
    workbook.refresh()
    assert workbook.recorded == before


@pytest.mark.parametrize("answers", [None, [], "x", 5, [["start.idea", "x"]]])
def test_answers_that_are_no_object_are_refused(workbook: Workbook, answers: Any) -> None:
    with pytest.raises(InvalidAnswer, match="Answers are one JSON object"):
        workbook.answer_all(answers)


def test_a_read_only_link_shows_everything_and_changes_nothing(log: Log, workbook: Workbook) -> None:
    workbook.answer(IDEA, "x")
    workbook.answer(IDEA, "y")
    workbook.undo()
    reader = Workbook(log, workbook.links.read)
    assert [reader.may_edit, reader.can_undo, reader.can_redo] == [False] * 3
    tries = [
        lambda: reader.answer(IDEA, "z"),
        lambda: reader.answer_all({}),
        lambda: reader.edit([say("z")]),
        lambda: reader.rename("Other"),
        reader.undo,
        reader.redo,
    ]
    for change in tries:
        assert isinstance(refusal(change), ReadOnlyLink)
    assert reader.state.text(IDEA) == "x"
    assert reader.recorded == workbook.recorded
    assert plain(reader.assess()) == plain(workbook.assess())


@pytest.mark.parametrize("link", ["", "x", "0" * 24, "../../etc", MEGABYTE, "\0", "\ud800", "<script>"])
def test_a_link_that_opens_nothing_is_refused_in_one_line(log: Log, link: str) -> None:
    with pytest.raises(UnknownLink) as refused:
        Workbook(log, link)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("pasted", "link"),
    [
        (" abc ", "abc"),
        ("http://localhost:8866/?workbook=abc&chapter=decision", "abc"),
        ("https://h/base/?chapter=decision&workbook=abc#top", "abc"),
        ("?workbook=abc", "abc"),
        ("http://[?workbook=abc", "http://[?workbook=abc"),
        ("http://h/?other=abc", "http://h/?other=abc"),
        ("", ""),
    ],
)
def test_a_link_is_found_in_what_was_pasted(pasted: str, link: str) -> None:
    assert link_in(pasted) == link


@pytest.mark.parametrize("title", ["Über uns", "مرحبا", "🤖 👩‍👩‍👧", "<b>bold</b>", "x" * 200, "  two   spaces "])
def test_a_title_is_kept_without_the_space_around_it(workbook: Workbook, title: str) -> None:
    workbook.rename(title)
    assert workbook.title == " ".join(title.split())
    number = workbook.state.newest
    workbook.rename(title)
    assert workbook.state.newest == number


@pytest.mark.parametrize(
    "title", ["", "  ", "x" * 201, MEGABYTE, "a\0b", "\ud800", "\x1b[31m", "\u202egnp", None, 5, [], {}]
)
def test_a_title_that_cannot_be_is_refused_and_the_old_one_stays(workbook: Workbook, title: Any) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        workbook.rename(title)
    assert str(refused.value).isprintable()
    assert workbook.title == "Invoices"
    assert workbook.state.newest == 1


@pytest.mark.parametrize("author", ["x" * 201, "a\0b", "\ud800", None, 5])
def test_an_author_that_no_report_could_bring_back_is_refused(log: Log, workbook: Workbook, author: Any) -> None:
    with pytest.raises(InvalidAnswer):
        Workbook(log, workbook.link, author)
    before = len(log.workbooks())
    with pytest.raises(InvalidAnswer):
        Workbook.create(log, "x", author)
    assert len(log.workbooks()) == before


def test_undo_and_redo_go_through_the_title_answers_and_rows(workbook: Workbook) -> None:
    workbook.rename("Other")
    workbook.answer(IDEA, "x")
    workbook.edit([row("aaaaaa"), cell("aaaaaa", "floor", 90)])
    moments = [workbook.state]
    while workbook.can_undo:
        workbook.undo()
        moments.append(workbook.state)
    assert len(moments) == 4
    assert (workbook.title, workbook.state.text(IDEA), workbook.state.rows(TABLE)) == ("Invoices", None, ())
    workbook.undo()
    while workbook.can_redo:
        workbook.redo()
    workbook.redo()
    assert (workbook.title, workbook.state.text(IDEA)) == ("Other", "x")
    assert dict(workbook.state.rows(TABLE)[0].values) == {"floor": 90}


def test_undo_takes_back_what_another_did_last_and_nothing_else(log: Log, workbook: Workbook) -> None:
    other = Workbook(log, workbook.links.edit, "Bob")
    workbook.answer(IDEA, "mine")
    other.answer("start.decider", "theirs")
    workbook.undo()
    assert workbook.state.text(IDEA) == "mine"
    assert workbook.state.text("start.decider") is None


def test_any_earlier_moment_can_be_seen(workbook: Workbook) -> None:
    workbook.answer(IDEA, "one")
    workbook.answer(IDEA, "two")
    assert [workbook.state_at(n).text(IDEA) for n in (0, 1, 2, 3, 99)] == [None, None, "one", "two", "two"]
    assert workbook.state_at(2).newest == 2


def test_changed_is_the_time_of_the_newest_event(workbook: Workbook) -> None:
    begun = workbook.changed
    workbook.answer(IDEA, "x")
    assert workbook.changed == workbook.recorded[-1].at >= begun
    assert workbook.changed.utcoffset() == timedelta(0)


def test_all_answers_are_a_table_for_analysts(workbook: Workbook) -> None:
    workbook.answer_all({IDEA: "x", TABLE: [{"measure": "m", "floor": 90}]})
    frame = workbook.frame
    assert list(frame.columns) == ["chapter", "question", "row", "column", "value"]
    assert frame[frame.question == IDEA].value.tolist() == ["x"]
    cells = frame[(frame.question == TABLE) & (frame.row != "")]
    assert dict(zip(cells.column, cells.value, strict=True)) == {"measure": "m", "floor": 90}


LIVE = [question for question in shipped_bank() if not question.retired]
TABLES = [question for question in LIVE if question.kind is Kind.TABLE]


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, Any]:
    what = draw(st.sampled_from(["answer", "answer", "cell", "remove", "undo", "undo", "redo"]))
    if what == "answer":
        question = draw(st.sampled_from(LIVE))
        return what, (question.id, draw(answer(question, rows=2)))
    if what == "cell":
        table = draw(st.sampled_from(TABLES))
        column = draw(st.sampled_from(table.columns))
        return what, (table.id, draw(st.integers(0, 2)), column.id, draw(answer(column)))
    if what == "remove":
        return what, (draw(st.sampled_from(TABLES)).id, draw(st.integers(0, 2)))
    return what, None


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(steps(), min_size=3, max_size=12))
def test_what_is_found_after_any_walk_is_what_is_found_anew(log: Log, walk: list[tuple[str, Any]]) -> None:
    workbook = Workbook.create(log, "Walk")
    workbook.assess()
    for what, with_what in walk:
        match what, with_what:
            case "answer", (question, value):
                workbook.answer(question, value)
            case "cell", (table, place, column, value):
                rows = workbook.state.rows(table)
                name = rows[place].id if place < len(rows) else f"row{place:03}"
                new = {"do": "add-row", "question": table, "row": name}
                workbook.edit([new, {"do": "cell", "question": table, "row": name, "column": column, "value": value}])
            case "remove", (table, place):
                rows = workbook.state.rows(table)[place:]
                workbook.edit([{"do": "remove-row", "question": table, "row": each.id} for each in rows[:1]])
            case "undo", _:
                workbook.undo()
            case _:
                workbook.redo()
        assert plain(workbook.assess()) == plain(chapters.assess(workbook.state))


def test_answers_without_a_store_find_what_a_stored_workbook_finds(workbook: Workbook) -> None:
    answers = {IDEA: "x", TABLE: [{"measure": "m", "floor": 90, "hoped": 95}], "success-criteria.tested": False}
    workbook.answer_all(answers)
    assert plain(chapters.assess(state_of(answers))["decision"].verdict) == plain(workbook.findings("decision").verdict)
    with pytest.raises(RefusedInput):
        state_of({"nowhere": 1})

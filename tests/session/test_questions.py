"""What a vote can be opened on: a copy of the question, its rows or one cell; nothing that is not shown yet."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.errors import InvalidAnswer, UnknownChapter, UnknownQuestion
from premortem.model import edits
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind
from premortem.model.state import State, after
from premortem.model.subjects import MOST_OPTIONS, subject_from, to_json
from premortem.serve.join.messages import LONGEST
from premortem.session.planning import suggested
from premortem.session.questions import MOST_DOTS, MOST_RANKED, askable, free, subject_of

BANK = shipped_bank()
REASONS, COMPONENTS, ESTIMATES = (
    "premortem-round.reasons",
    "prototype-or-infrastructure.components",
    "expectations.estimates",
)


def with_rows(question: str, *headings: str, seat: str = "") -> State:
    state = State()
    for number, heading in enumerate(headings):
        row = f"row{number:05}"
        state = after(state, edits.add_row(BANK, state, question, row, seat=seat))
        column = BANK[question].heading.id
        state = after(state, edits.cell(BANK, state, question, row, column, heading, seat=seat))
    return state


FILLED = with_rows(COMPONENTS, "Reader of invoices", "Store of invoices", "")


@pytest.mark.parametrize("state", [State(), FILLED, with_rows(REASONS, "It was slow", "Nobody looked")])
def test_whatever_is_offered_can_be_asked_and_is_kept_whole_in_an_event(state: State) -> None:
    for offered in askable(BANK, state):
        _, question, row, column, kind, text = astuple(offered)
        subject = subject_of(BANK, state, question, row, column, kind=kind)
        assert (subject.kind, subject.text) == (kind, text)
        assert subject_from(to_json(subject)) == subject


def test_a_question_is_asked_with_its_own_limits_and_options() -> None:
    chance = subject_of(BANK, State(), "changing-objective.chance")
    asked = BANK["changing-objective.chance"]
    assert (chance.kind, chance.unit, chance.minimum, chance.maximum) == (
        "range",
        asked.unit,
        asked.minimum,
        asked.maximum,
    )
    assert [option.value for option in subject_of(BANK, State(), "success-criteria.tested").options] == [True, False]


def test_a_cell_is_asked_under_the_name_of_its_row() -> None:
    asked = subject_of(BANK, FILLED, COMPONENTS, "row00000", "clarity")
    assert asked.text.startswith("Reader of invoices: ")
    assert (asked.kind, asked.row, asked.column) == ("scale", "row00000", "clarity")
    assert subject_of(BANK, FILLED, COMPONENTS, "row00002", "clarity").text.startswith("Part 3: ")


@pytest.mark.parametrize("kind", ["dots", "rank"])
def test_rows_are_told_apart_by_their_ids_however_they_are_called(kind: str) -> None:
    asked = subject_of(BANK, with_rows(REASONS, "The same", "The same"), REASONS, kind=kind)
    assert [option.value for option in asked.options] == ["row00000", "row00001"]


def test_what_was_written_unseen_is_in_no_vote_before_it_is_shown() -> None:
    hidden = with_rows(REASONS, "Secret", "Another secret", seat="0" * 16)
    assert "ecret" not in str(askable(BANK, hidden))
    assert subject_of(BANK, hidden, REASONS).kind == "text"
    with pytest.raises(UnknownQuestion, match="not shown yet"):
        subject_of(BANK, hidden, REASONS, "row00000", "chapter")


def test_new_rows_are_as_many_as_the_table_still_holds() -> None:
    full = with_rows("compute-growth.pilots", *(f"Run {number}" for number in range(8)))
    with pytest.raises(InvalidAnswer, match="at most 8 rows fit"):
        subject_of(BANK, full, "compute-growth.pilots", kind="text")
    nearly = with_rows("compute-growth.pilots", *(f"Run {number}" for number in range(6)))
    assert subject_of(BANK, nearly, "compute-growth.pilots", kind="text").many == 2


def test_a_column_of_private_estimates_can_be_asked_alone_and_answers_no_cell() -> None:
    asked = subject_of(BANK, State(), ESTIMATES, kind="range")
    assert (asked.kind, asked.unit, asked.question) == ("range", "money", "")
    assert subject_of(BANK, State(), ESTIMATES, column="over").kind == "number"
    with pytest.raises(InvalidAnswer, match="vote on a column"):
        subject_of(BANK, State(), ESTIMATES, kind="text")


def test_of_estimates_each_person_fills_in_a_whole_row_but_for_the_name() -> None:
    asked = subject_of(BANK, State(), ESTIMATES)
    assert (asked.kind, asked.question) == ("rows", ESTIMATES)
    assert [(column.column, column.kind) for column in asked.columns] == [
        ("cost", "range"),
        ("sure", "number"),
        ("over", "number"),
        ("use", "number"),
    ]
    offered = askable(BANK, State(), "expectations")
    assert [each.question for each in offered if each.kind == "rows"] == [ESTIMATES, "expectations.second-round"]


def test_the_agenda_opens_a_vote_on_whole_rows_where_estimates_are_private() -> None:
    step = next(step for step in suggested(BANK, 120) if step.chapter == "expectations" and step.kind == "vote")
    assert subject_of(BANK, State(), step.question).kind == "rows"


def test_any_table_can_be_asked_by_whole_rows_as_long_as_one_fits_into_a_message() -> None:
    for question in BANK:
        if question.kind is not Kind.TABLE or question.retired:
            continue
        try:
            asked = subject_of(BANK, State(), question.id, kind="rows")
        except InvalidAnswer as refused:
            assert "too long to be filled in on a phone" in str(refused)  # noqa: PT017 - either is fine
            continue
        assert subject_from(to_json(asked)) == asked
        assert {column.column for column in asked.columns} <= {column.id for column in question.columns}
        assert 4 * sum(c.length_max for c in asked.columns if c.kind == "text") < LONGEST


def test_more_rows_than_a_clear_head_orders_are_asked_with_dots() -> None:
    many = with_rows(REASONS, *(f"Reason {number}" for number in range(MOST_RANKED + 1)))
    assert not [offered for offered in askable(BANK, many, "premortem-round") if offered.kind == "rank"]
    with pytest.raises(InvalidAnswer, match="use dots"):
        subject_of(BANK, many, REASONS, kind="rank")


@pytest.mark.parametrize(
    ("arguments", "wanted", "says"),
    [
        (("no.such",), UnknownQuestion, "no question"),
        (("success-criteria.tested", "row00000"), UnknownQuestion, "not a table"),
        ((COMPONENTS, "row00000", "no-column"), UnknownQuestion, "no column"),
        ((COMPONENTS, "gone0000", "clarity"), UnknownQuestion, "not there"),
        ((COMPONENTS, "row00000", "name"), InvalidAnswer, "not voted on"),
        ((COMPONENTS, "", "clarity"), InvalidAnswer, "name the row"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    arguments: tuple[str, ...], wanted: type[Exception], says: str
) -> None:
    with pytest.raises(wanted, match=says) as refused:
        subject_of(BANK, FILLED, *arguments)
    assert "\n" not in str(refused.value)


def test_another_kind_than_the_question_has_is_refused() -> None:
    with pytest.raises(InvalidAnswer, match="asked as choice"):
        subject_of(BANK, State(), "success-criteria.tested", kind="range")
    with pytest.raises(InvalidAnswer, match="dots, rank, text"):
        subject_of(BANK, FILLED, COMPONENTS, kind="scale")
    with pytest.raises(InvalidAnswer, match="two that are shown"):
        subject_of(BANK, State(), REASONS, kind="dots")
    with pytest.raises(InvalidAnswer, match=f"1 to {MOST_DOTS} dots"):
        subject_of(BANK, FILLED, COMPONENTS, kind="dots", dots=0)
    with pytest.raises(UnknownChapter):
        askable(BANK, State(), "no-such")


def test_no_retired_question_and_no_text_of_a_cell_is_offered() -> None:
    offered = askable(BANK, FILLED)
    assert not [each for each in offered if BANK[each.question].retired]
    cells = [each for each in offered if each.row]
    assert cells
    assert all(BANK[each.question].column(each.column).kind is not Kind.TEXT for each in cells)


@given(
    labels=st.lists(st.text("abc<&é", min_size=1, max_size=20), min_size=2, max_size=8, unique_by=str.casefold),
    kind=st.sampled_from(["", "choice", "scale", "rank", "dots"]),
)
def test_a_question_of_ones_own_keeps_its_options_in_order(labels: list[str], kind: str) -> None:
    subject = free("  Which\none? ", labels, kind=kind)
    assert subject.text == "Which one?"
    assert [option.label for option in subject.options] == labels
    assert len({str(option.value) for option in subject.options}) == len(labels)
    assert subject_from(to_json(subject)) == subject


@pytest.mark.parametrize("kind", ["", "text", "number", "range", "date"])
def test_a_question_of_ones_own_needs_no_options(kind: str) -> None:
    assert free("What?", kind=kind).kind == (kind or "text")


def test_a_scale_of_ones_own_has_three_to_ten_levels() -> None:
    assert [option.value for option in free("How?", levels=9).options] == list(range(1, 10))
    for levels in (2, 11, True):
        with pytest.raises(InvalidAnswer, match="3 to 10 levels"):
            free("How?", levels=levels)


@pytest.mark.parametrize(
    ("text", "options", "kind"),
    [
        ("", ["a", "b"], ""),
        ("x" * 301, [], ""),
        ("Bell\x07", [], ""),
        ("What?", ["a"], ""),
        ("What?", ["a", "A"], ""),
        ("What?", ["a", ""], ""),
        ("What?", "ab", ""),
        ("What?", ["a", 7], ""),
        ("What?", ["a", "b"], "range"),
        ("What?", [], "dots"),
        ("What?", [str(number) for number in range(MOST_OPTIONS + 1)], ""),
        ("What?", [str(number) for number in range(MOST_RANKED + 1)], "rank"),
    ],
)
def test_a_question_of_ones_own_that_could_not_be_voted_on_is_refused(text: str, options: list[str], kind: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        free(text, options, kind=kind)
    assert "\n" not in str(refused.value)

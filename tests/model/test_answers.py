"""What is typed or sent becomes one canonical answer, or one clear line."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.sampled import HUGE, MEGABYTE, answer, nested, refusal
from premortem.errors import InvalidAnswer, UnknownQuestion
from premortem.model.answers import DONT_KNOW, canonical, cell
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Option, Question


def asked(kind: Kind, **limits: Any) -> Question:
    return Question(f"q.{kind.value}", "q", kind, "Asked?", **limits)


COLUMNS = (Question("name", "q", Kind.TEXT, "Name?"), Question("cost", "q", Kind.MONEY, "Cost?", minimum=0))
EACH = {
    Kind.CHOICE: asked(Kind.CHOICE, options=(Option("a", "Apple"), Option("b", "Pear"))),
    Kind.SCALE: asked(Kind.SCALE, options=(Option(1, "Low"), Option(2, "High"))),
    Kind.NUMBER: asked(Kind.NUMBER, minimum=0, maximum=100, unit="%"),
    Kind.RANGE: asked(Kind.RANGE, minimum=0, maximum=1e6, unit="hours"),
    Kind.MONEY: asked(Kind.MONEY, minimum=0, maximum=1e12, unit="money"),
    Kind.DATE: asked(Kind.DATE),
    Kind.TEXT: asked(Kind.TEXT, length_max=20),
    Kind.YES_NO: asked(Kind.YES_NO),
    Kind.TABLE: asked(Kind.TABLE, columns=COLUMNS, rows_max=2),
}
WHOLE = asked(Kind.NUMBER, minimum=0, whole=True)
MARKUP = "<script>alert(1)</script>"
ARABIC, FACE, NUL, HALF = "مرحبا", "🤖", "\0", "\ud800"


def mapped(levels: int) -> Any:
    inside: Any = {}
    for _ in range(levels):
        inside = {"low": inside}
    return inside


NO_NUMBER = [True, False, {}, {"a": 1}, [], [1], MARKUP, ARABIC, FACE, NUL, HALF, MEGABYTE, nested(9)]
DEEP = [nested(100_000), mapped(100_000)]
NOT_FINITE = [math.nan, math.inf, -math.inf, HUGE, -HUGE, "1e999", "9" * 2**20]
NO_TEXT = [5, 1.5, True, {}, {"a": "b"}, [], ["a"], HUGE, math.nan, *DEEP]
REFUSED: dict[Kind, list[tuple[str, list[Any]]]] = {
    Kind.CHOICE: [("choose one of a, b", ["c", 1, True, {}, [], math.nan, HUGE, MARKUP, FACE, HALF, MEGABYTE, *DEEP])],
    Kind.SCALE: [("choose one of 1, 2", [0, 3, "3", True, 1.5, {}, [], math.inf, HUGE, ARABIC, NUL, MEGABYTE, *DEEP])],
    Kind.NUMBER: [
        ("a number is wanted", [*NO_NUMBER, *DEEP]),
        ("a finite number is wanted", NOT_FINITE),
        ("must lie between 0 and 100 %", [-1, 101, "-0.001", 1e300, "1e5"]),
        ("could mean 1000 or 1.000", ["1,000"]),
    ],
    Kind.RANGE: [
        ("three numbers from low to high", [1, "x", True, [], [1, 2], {"mode": 1}, {"low": 1, "x": 2}, HUGE, MEGABYTE]),
        ("three numbers from low to high", [nested(100_000)]),
        ("a number is wanted", [{"low": "x"}, {"best": True}, {"high": {}}, [1, "two", 3], mapped(100_000)]),
        ("a finite number is wanted", [{"low": math.nan}, [1, 2, math.inf], {"best": HUGE}]),
        ("put them in rising order", [[3, 2, 1], {"low": 2, "high": 1}, {"low": 1, "best": 3, "high": 2}]),
        ("must lie between 0 and 1,000,000 hours", [[-1, 2, 3], {"high": 1e7}]),
        ("leave out the %", [{"low": "5 %"}]),
    ],
    Kind.MONEY: [
        ("a number is wanted", [*NO_NUMBER, *DEEP]),
        ("a finite number is wanted", NOT_FINITE),
        ("must lie between 0 and 1,000,000,000,000", [-0.01, 1e13]),
        ("leave out the %", ["35 %", "35%"]),
    ],
    Kind.DATE: [
        ("year-month-day", ["tomorrow", "31.12.2026", "2026-02-30", 20260101, True, {}, [], math.nan, MEGABYTE, HALF]),
        ("must lie between 1990-01-01 and 2100-12-31", ["0001-01-01", "1989-12-31", "9999-12-31"]),
    ],
    Kind.TEXT: [
        ("text is wanted", NO_TEXT),
        ("at most 20 characters fit", ["x" * 21, MEGABYTE, FACE * 2**20]),
        ("the character U+0000 cannot be kept", ["a\0b"]),
        ("the character U+D800 cannot be kept", ["a\ud800"]),
        ("the character U+001B cannot be kept", ["\x1b[31m"]),
    ],
    Kind.YES_NO: [('answer "yes" or "no"', ["maybe", 1, 0, 1.0, {}, [], math.nan, HUGE, MARKUP, MEGABYTE, *DEEP])],
    Kind.TABLE: [
        ("a list of rows is wanted", [1, "x", True, {}, [1], ["x"], [[]], [None], math.inf, HUGE, MEGABYTE, *DEEP]),
        ("at most 2 rows fit", [[{}, {}, {}], [{"name": "x"}] * 1000]),
        ("column cost: a number is wanted", [[{"cost": "x"}], [{}, {"cost": True}], [{"cost": nested(100_000)}]]),
        ("column cost: must be at least 0", [[{"cost": -1}]]),
        ("column name: text is wanted", [[{"name": 5}]]),
    ],
}
CASES = [(kind, rule, raw) for kind, rules in REFUSED.items() for rule, values in rules for raw in values]


@pytest.mark.parametrize(("kind", "rule", "raw"), CASES, ids=lambda value: type(value).__name__)
def test_a_refused_answer_gets_one_short_line_with_question_rule_and_value(kind: Kind, rule: str, raw: Any) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        canonical(EACH[kind], raw)
    said = str(refused.value)
    assert said.startswith(f"q.{kind.value}")
    assert rule in said
    assert "(you gave " in said
    assert said.isprintable()
    assert len(said) < 250
    assert said.lower().endswith(refused.value.rule.lower())  # what is shown beside the question leaves out only its id


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raw", [None, "", " ", "\n\t", "\u3000"])
def test_what_is_empty_is_no_answer(kind: Kind, raw: Any) -> None:
    assert canonical(EACH[kind], raw) is None


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raw", ["don't know", "Don\u2019t Know ", "DONT KNOW", "do not know", "dont-know"])
def test_dont_know_is_an_answer_to_every_question_in_any_spelling(kind: Kind, raw: str) -> None:
    assert canonical(EACH[kind], raw) == DONT_KNOW


@pytest.mark.parametrize(
    ("question", "raw", "kept"),
    [
        (EACH[Kind.CHOICE], "Apple", "a"),
        (EACH[Kind.CHOICE], " B ", "b"),
        (EACH[Kind.SCALE], "2", 2),
        (EACH[Kind.SCALE], 1.0, 1),
        (EACH[Kind.SCALE], "low", 1),
        (EACH[Kind.NUMBER], "35 %", 35),
        (EACH[Kind.NUMBER], 12.50, 12.5),
        (EACH[Kind.NUMBER], -0.0, 0),
        (EACH[Kind.MONEY], "1 250 000,50", 1250000.5),
        (EACH[Kind.MONEY], "1.5M", 1_500_000),
        (EACH[Kind.RANGE], [1, "2", 3.5], {"low": 1, "best": 2, "high": 3.5}),
        (EACH[Kind.RANGE], {"best": 2}, {"low": None, "best": 2, "high": None}),
        (EACH[Kind.RANGE], {"low": "", "best": None}, None),
        (EACH[Kind.DATE], " 2026-03-31 ", "2026-03-31"),
        (EACH[Kind.DATE], "20260331", "2026-03-31"),
        (EACH[Kind.TEXT], f" {MARKUP[:12]}\r\nb ", "<script>aler\nb"),
        (EACH[Kind.TEXT], ARABIC, ARABIC),
        (EACH[Kind.TEXT], "👩‍👩‍👧", "👩‍👩‍👧"),
        (EACH[Kind.YES_NO], "Yes", True),
        (EACH[Kind.YES_NO], "false", False),
        (EACH[Kind.TABLE], [{"name": "x", "cost": "2k"}, {}], [{"name": "x", "cost": 2000}, {}]),
        (EACH[Kind.TABLE], [{"name": "", "cost": "don't know"}], [{"name": None, "cost": DONT_KNOW}]),
    ],
)
def test_a_good_answer_is_kept_in_one_form(question: Question, raw: Any, kept: Any) -> None:
    found = canonical(question, raw)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize("raw", [0.5, "1.5", 1e-9])
def test_half_a_case_is_refused_where_whole_ones_are_counted(raw: Any) -> None:
    with pytest.raises(InvalidAnswer, match="whole number: round it"):
        canonical(WHOLE, raw)


@pytest.mark.parametrize("name", ["Name", "", "prix", "x" * 2**20, "<b>", "\0", "\ud800"])
def test_an_unknown_column_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownQuestion, match=r"^q.table has no column .*: use one of name, cost\.$") as refused:
        canonical(EACH[Kind.TABLE], [{name: 1}])
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


def test_a_fault_in_a_cell_names_table_and_column() -> None:
    with pytest.raises(InvalidAnswer, match=r"^q.table, column cost: must be at least 0 \(you gave -1\)\.$"):
        cell(EACH[Kind.TABLE], "cost", -1)


HALVES_TOO = st.text(st.characters(codec=None, exclude_categories=())) | st.sampled_from(["<b>", "\ud800", "\0"])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.integers(2**53 - 2, 2**53 + 2)
    | st.floats()
    | HALVES_TOO
    | st.sampled_from(["yes", "a", "2", "don't know", "2026-01-01", "1,5", "35 %", "1 000", "1.000.000"])
)
NAMES = st.sampled_from(["low", "best", "high", "name", "cost"]) | HALVES_TOO
ANY_JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=8
)


@given(st.sampled_from([*EACH.values(), WHOLE]), ANY_JSON)
def test_any_json_is_either_refused_or_has_one_canonical_form_that_json_can_keep(question: Question, raw: Any) -> None:
    refused = refusal(lambda: canonical(question, raw))
    if refused:
        assert isinstance(refused, InvalidAnswer) or question.kind is Kind.TABLE
        assert str(refused).isprintable()
        return
    kept = canonical(question, raw)
    text = json.dumps(kept, allow_nan=False)
    text.encode()
    assert canonical(question, kept) == kept
    assert json.dumps(canonical(question, json.loads(text))) == text


@given(st.data())
def test_every_shipped_question_takes_what_its_limits_say(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(list(shipped_bank())))
    raw = data.draw(answer(question))
    kept = canonical(question, raw)
    assert canonical(question, kept) == kept


SHIPPED = [*shipped_bank(), *(column for question in shipped_bank() for column in question.columns)]


@pytest.mark.parametrize("question", [q for q in SHIPPED if q.unit == "%" and q.maximum == 100], ids=lambda q: q.id)
def test_more_than_a_hundred_percent_is_refused(question: Question) -> None:
    raw = dict.fromkeys(("low", "best", "high"), "101 %") if question.kind is Kind.RANGE else "101 %"
    with pytest.raises(InvalidAnswer, match=r"must lie between \S+ and 100 %"):
        canonical(question, raw)


@pytest.mark.parametrize("question", [q for q in SHIPPED if q.unit == "money" and q.minimum == 0], ids=lambda q: q.id)
def test_negative_money_is_refused(question: Question) -> None:
    raw = {"low": "-1", "best": 2, "high": 3} if question.kind is Kind.RANGE else "-1"
    with pytest.raises(InvalidAnswer, match=r"must lie between 0 and|must be at least 0"):
        canonical(question, raw)


@pytest.mark.parametrize("question", [q for q in SHIPPED if q.kind is Kind.RANGE], ids=lambda q: q.id)
def test_a_range_whose_low_lies_above_its_high_is_refused(question: Question) -> None:
    low = question.minimum or 0
    with pytest.raises(InvalidAnswer, match="put them in rising order"):
        canonical(question, {"low": low + 1, "high": low})

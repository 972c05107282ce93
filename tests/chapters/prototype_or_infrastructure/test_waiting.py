"""What waiting a year is worth: only for what cannot be undone, only where one can wait, and no blank flatters it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.sampled import real
from premortem import chapters
from premortem.chapters import pages
from premortem.chapters.prototype_or_infrastructure.components import TABLE
from premortem.chapters.prototype_or_infrastructure.findings import PrototypeFindings, findings
from premortem.chapters.prototype_or_infrastructure.waiting import CAN_WAIT, Case, Waiting
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Screen
from premortem.model.state import Row, State
from premortem.model.verdicts import Level

CHAPTER = "prototype-or-infrastructure"
SUMS: dict[str, Any] = {
    "purchase-cost": 800, "brings-now": 100, "brings-well": 150, "brings-badly": 50, "chance-well": 50,
    "yearly-rate": 10,
}  # fmt: skip
SETTLED: dict[str, Any] = {
    "has-bet": False,
    "systems-stay": True,
    "way-out": True,
    "prototype-ends": True,
    "signs": "Ada",
}
SERVERS: dict[str, Any] = {
    "name": "Servers", "kind": "hardware", "clarity": 4, "existing": 0, "reverse": 4, "lead": 20, "rent": False,
    "joints": 2,
}  # fmt: skip


def state_of(answers: dict[str, Any], parts: list[dict[str, Any]]) -> State:
    named = {name if "." in name else f"{CHAPTER}.{name}": value for name, value in answers.items()}
    return State(named, tables={TABLE: tuple(Row(part, f"r{place}") for place, part in enumerate(parts))})


def found(part: dict[str, Any] | None = None, **changed: Any) -> PrototypeFindings:
    answers = {**SETTLED, **SUMS, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return findings(state_of(answers, [{**SERVERS, **(part or {})}]))


def waiting(**changed: Any) -> Waiting:
    read = found(**changed).waiting
    assert read is not None
    return read


def test_the_worked_example() -> None:
    """800, 100, 150, 50, 0.5, 0.1 brings 300 now and 386.36 in a year: waiting is worth 86.36."""
    whole = found(can_wait="still-there")
    figures = {figure.label: figure for figure in whole.figures}
    assert figures["Buying now what cannot be undone, on average"].value == pytest.approx(300)
    assert figures["Deciding in a year whether to buy it"].value == pytest.approx(386.36, abs=5e-3)
    assert figures["What the right to wait a year is worth"].value == pytest.approx(86.36, abs=5e-3)
    assert (figures["Buying now what cannot be undone, on average"].low,
            figures["Buying now what cannot be undone, on average"].high) == pytest.approx((-200, 800))  # fmt: skip
    assert whole.verdict.level is Level.CONDITIONS
    assert "wait a year with Servers" in whole.verdict.headline
    assert "86.4 more than buying now" in whole.verdict.headline


def test_the_turning_points_that_are_named_are_true() -> None:
    """At the chance and at next year's price that are named, waiting and buying now are worth the same."""
    worth = waiting(can_wait="still-there").worth
    assert worth is not None
    assert worth.turns_at == pytest.approx(0.88)
    assert worth.dearest == pytest.approx(990)
    at = worth.purchase.wait_at(0.88)
    assert at.now == pytest.approx(at.wait)
    changes = [change.text for change in found(can_wait="dearer").verdict.would_change]
    assert any("990" in text for text in changes)
    assert any("88 %" in text for text in changes)


def test_where_one_cannot_wait_waiting_is_worth_nothing_and_the_sum_of_today_decides() -> None:
    assert found(can_wait="gone").verdict.level is Level.GO
    assert "cannot wait" in found(can_wait="gone").waiting_says
    loses = found(can_wait="gone", brings_now=0, brings_well=50)
    assert loses.verdict.level is Level.CONDITIONS
    assert "Do not buy Servers" in " ".join(condition.sentence for condition in loses.conditions)
    assert all("year" not in figure.label for figure in found(can_wait="gone").figures)


def test_where_even_the_bad_case_pays_there_is_nothing_to_wait_for() -> None:
    sure = found(can_wait="still-there", brings_badly=100, brings_now=120)
    assert sure.verdict.level is Level.GO
    assert "Even if things go badly" in sure.waiting_says


def test_it_counts_only_for_what_cannot_be_undone() -> None:
    """A part that can be given back may be bought now, whatever waiting would be worth; not known counts as tied."""
    free = found({"reverse": 3}, can_wait="still-there")
    assert free.verdict.level is Level.GO
    assert free.waiting is not None
    assert not free.waiting.counts
    assert found({"reverse": None}, can_wait="still-there").verdict.level is Level.CONDITIONS
    nothing = {"can-wait": None, **dict.fromkeys(SUMS)}
    assert findings(state_of({**SETTLED, **nothing}, [{**SERVERS, "reverse": 3}])).waiting is None


def test_a_bad_case_that_is_better_than_the_good_one_is_questioned() -> None:
    swapped = waiting(brings_badly=200)
    assert swapped.case is Case.OPEN
    assert "swapped" in swapped.missing[0].why
    assert found(brings_badly=200).verdict.level is Level.CONDITIONS


ASKED = [shipped_bank()[f"{CHAPTER}.{name}"] for name in ("can-wait", *SUMS)]
GIVEN = st.fixed_dictionaries({question.id: real(question) | st.none() for question in ASKED})
NEAR = st.fixed_dictionaries(
    {
        f"{CHAPTER}.can-wait": st.sampled_from(["still-there", "dearer", "gone", None]),
        **{f"{CHAPTER}.{name}": st.integers(0, 3 * value) for name, value in SUMS.items() if name.startswith("b")},
        f"{CHAPTER}.purchase-cost": st.integers(0, 3000),
        f"{CHAPTER}.chance-well": st.integers(0, 100),
        f"{CHAPTER}.yearly-rate": st.integers(1, 100),
    }
)


@settings(deadline=None, max_examples=300)
@given(GIVEN | NEAR, st.sampled_from(ASKED), st.sampled_from([None, 1, 3, 4]), st.data())
def test_a_blank_neither_flatters_nor_blocks(
    answers: dict[str, Any], asked: Any, reverse: int | None, data: st.DataObject
) -> None:
    """Waiting moves a go to conditions at most, and no answer to it is ever needed."""
    part = {**SERVERS, "reverse": reverse}
    levels = [
        findings(state_of({**SETTLED, **answers, asked.id: value}, [part])).verdict.level
        for value in (None, data.draw(real(asked)))
    ]
    assert set(levels) <= {Level.GO, Level.CONDITIONS}
    assert levels[0].rank <= levels[1].rank


@settings(deadline=None, max_examples=200)
@given(GIVEN | NEAR)
def test_figures_and_turning_points_hold_whatever_is_answered(answers: dict[str, Any]) -> None:
    whole = findings(state_of({**SETTLED, **answers}, [SERVERS]))
    pages.render(whole, shipped_bank(), "EUR", live=True)
    assert whole.waiting is not None
    worth = whole.waiting.worth
    if worth is None:
        assert whole.waiting.missing
        return
    assert worth.now.low <= worth.now.best <= worth.now.high
    assert 0 <= worth.wait.low <= worth.wait.best <= worth.wait.high
    assert (worth.dearest is not None) == (worth.value.flexibility > 0)
    assert worth.turns_at is None or 0 < worth.turns_at < 1


FIRST = shipped_bank().chapter(CHAPTER).on(Screen.FIRST)
WHOLE_ROWS = st.lists(
    st.fixed_dictionaries({column.id: real(column) for column in shipped_bank()[TABLE].columns}), min_size=1, max_size=3
)


@settings(deadline=None, max_examples=200)
@given(st.fixed_dictionaries({q.id: real(q) for q in FIRST if q.kind is not Kind.TABLE}), WHOLE_ROWS)
def test_the_first_screen_alone_suffices_for_a_verdict(answers: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    verdict = findings(state_of(answers, rows)).verdict
    assert verdict.level is not Level.NOT_KNOWN
    assert not verdict.missing


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_money_spent_and_every_other_chapters_answers_change_nothing(data: st.DataObject) -> None:
    """No answer here asks what was spent; sums spent that other chapters ask for never reach this one."""
    others = [q for q in shipped_bank() if q.chapter != CHAPTER and q.id != "start.currency"]
    asked = data.draw(st.sampled_from([q for q in others if q.kind is not Kind.TABLE]))
    base = {**SETTLED, **SUMS, CAN_WAIT: "still-there"}
    with_it = {**base, asked.id: data.draw(real(asked))}
    one, other = (chapters.findings(CHAPTER, state_of(answers, [SERVERS])) for answers in (base, with_it))
    assert one == other

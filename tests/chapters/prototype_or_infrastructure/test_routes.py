"""Each part gets its route from the first rule that fits, and open answers never make it look better."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premortem.chapters.prototype_or_infrastructure import components as reading
from premortem.chapters.prototype_or_infrastructure.components import DECISIVE, TABLE, Component
from premortem.chapters.prototype_or_infrastructure.routes import RULES, Profile, Route, decide, level
from premortem.model.bank import shipped_bank
from premortem.model.state import Row, State
from premortem.model.verdicts import Level

EASY = {"kind": "software", "clarity": 1, "existing": 1, "reverse": 1, "lead": 2, "rent": False, "joints": 2}

ADMISSIBLE = {
    "kind": ["software", "model", "data", "hardware", "contract"],
    "clarity": [1, 2, 3, 4],
    "existing": [0, 1, 2, 3],
    "reverse": [1, 2, 3, 4],
    "lead": [0, 1, 11, 12, 13, 520],
    "rent": [False, True],
    "joints": [0, 1, 4, 5, 6, 500],
}
PROFILES = st.fixed_dictionaries({column: st.sampled_from(values) for column, values in ADMISSIBLE.items()})


def part(**answers: object) -> Component:
    return reading.read(State(tables={TABLE: (Row(answers, "row"),)}))[0]


@pytest.mark.parametrize(
    ("answers", "route"),
    [
        ({}, Route.THROW_AWAY),
        ({"existing": 0}, Route.THROW_AWAY),
        ({"existing": 3}, Route.EVOLVE),
        ({"reverse": 4}, Route.SPLIT),
        ({"lead": 26}, Route.SPLIT),
        ({"joints": 9}, Route.SPLIT),
        ({"reverse": 4, "rent": True}, Route.SPLIT),
        ({"reverse": 4, "clarity": 4}, Route.SPECIFY),
        ({"kind": "hardware", "reverse": 4, "clarity": 4}, Route.SPECIFY),
        ({"kind": "hardware", "lead": 26, "clarity": 4}, Route.SPECIFY),
        ({"kind": "hardware", "lead": 26, "clarity": 4, "rent": True}, Route.PILOT),
        ({"kind": "contract", "reverse": 3, "rent": True}, Route.PILOT),
        ({"kind": "contract", "reverse": 3}, Route.SPECIFY),
        ({"kind": "contract"}, Route.PILOT),
        ({"kind": "contract", "clarity": 3}, Route.SPECIFY),
        ({"clarity": 3}, Route.EVOLVE),
    ],
)
def test_the_rules_as_they_are_told(answers: dict[str, object], route: Route) -> None:
    assert decide(Profile(**{**EASY, **answers})).route is route  # type: ignore[arg-type]


def test_every_rule_decides_something_and_the_last_one_anything() -> None:
    met = {decide(Profile(*values)) for values in product(*ADMISSIBLE.values())}
    assert met == set(RULES)
    assert RULES[-1].when == ()


def test_buying_what_is_not_clear_and_ties_one_down_is_stopped() -> None:
    bought = {**EASY, "kind": "hardware", "reverse": 4}
    assert level(Profile(**bought)) is Level.STOP  # type: ignore[arg-type]
    assert level(Profile(**{**bought, "clarity": 3})) is Level.CONDITIONS  # type: ignore[arg-type]
    assert level(Profile(**{**bought, "clarity": 4})) is Level.GO  # type: ignore[arg-type]
    assert level(Profile(**{**bought, "rent": True})) is Level.PILOT_FIRST  # type: ignore[arg-type]


@settings(deadline=None)
@given(PROFILES, st.sets(st.sampled_from(sorted(ADMISSIBLE))))
def test_what_is_possible_with_open_answers_is_all_that_they_may_bring(
    answers: dict[str, object], left_open: set[str]
) -> None:
    """The few values tried for an open answer stand for every admissible one."""
    known = {column: value for column, value in answers.items() if column not in left_open}
    outcome = decide(Profile(**answers)), level(Profile(**answers))  # type: ignore[arg-type]
    found = part(**known)
    assert outcome in {(each.rule, each.level) for each in found.possible}
    if found.settled:
        assert (outcome[0].route, outcome[1]) == found.settled.effect


@settings(deadline=None)
@given(PROFILES, st.sets(st.sampled_from(sorted(ADMISSIBLE)), max_size=3))
def test_a_turn_is_true_and_the_nearest_comes_first(answers: dict[str, object], left_open: set[str]) -> None:
    known = {column: value for column, value in answers.items() if column not in left_open}
    found = part(**known)
    assert [turn.steps for turn in found.turns] == sorted(turn.steps for turn in found.turns)
    labels = {
        (column.id, option.label): option.value for column in shipped_bank()[TABLE].columns for option in column.options
    }
    words: dict[str, object] = {"Yes": True, "No": False}
    for turn in found.turns:
        number = {"12 or more": 12, "Fewer than 12": 11, "5 or more": 5, "Fewer than 5": 4}.get(turn.answer)
        value = labels.get((turn.column, turn.answer), words.get(turn.answer, number))
        turned = part(**{**known, turn.column: value})
        assert turned.settled
        assert found.settled
        assert turned.settled.effect == turn.outcome.effect != found.settled.effect


@settings(deadline=None)
@given(PROFILES)
def test_no_turn_is_overlooked(answers: dict[str, object]) -> None:
    """If any other answer to one question changes the route, the part names one, and none is nearer."""
    found = part(**answers)
    here = decide(Profile(**answers)).route  # type: ignore[arg-type]
    changing = {
        column
        for column, values in ADMISSIBLE.items()
        for value in values
        if decide(Profile(**{**answers, column: value})).route is not here  # type: ignore[arg-type]
    }
    turning = {turn.column for turn in found.turns if turn.outcome.rule.route is not here}
    assert turning == changing
    assert (found.other_route is None) == (not changing)


def test_an_answer_on_which_nothing_hangs_need_not_be_given() -> None:
    """A settled, easy piece of software is built in steps whether or not a stage could be rented."""
    assert part(kind="software", clarity=4, reverse=1, lead=0, joints=0).settled
    unknown = part(kind="software", clarity=1, existing=3, reverse=1, joints=0)
    assert unknown.lacks == ("lead",)
    assert set(unknown.routes) == {Route.EVOLVE, Route.SPLIT}


def test_the_levels_tried_are_those_of_the_question_bank() -> None:
    columns = {column.id: column for column in shipped_bank()[TABLE].columns}
    assert set(columns) == {"name", *DECISIVE}
    for name in ("kind", "clarity", "existing", "reverse"):
        assert [option.value for option in columns[name].options] == ADMISSIBLE[name]

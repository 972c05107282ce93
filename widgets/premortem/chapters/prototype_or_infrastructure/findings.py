"""A route for each part by the first rule that fits, and the most that a prototype of the doubtful bet is worth."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.prototype_or_infrastructure import bet as betting
from premortem.chapters.prototype_or_infrastructure import components as reading
from premortem.chapters.prototype_or_infrastructure import doing, figures, picture, sayings, waiting_sayings
from premortem.chapters.prototype_or_infrastructure import waiting as waits
from premortem.chapters.prototype_or_infrastructure.bet import PREFIX, Bet
from premortem.chapters.prototype_or_infrastructure.components import TABLE, Component
from premortem.chapters.prototype_or_infrastructure.routes import LIMITS, RULES, Limits, Route, Rule
from premortem.chapters.prototype_or_infrastructure.waiting import Waiting
from premortem.model.state import State
from premortem.model.verdicts import Findings, Level, Missing, Suggestion, Verdict


@dataclass(frozen=True)
class Condition:
    """A question about the parts together that is still open, a blank counting as the worst answer; and what to do."""

    question: str
    open_point: str
    sentence: str


_SYSTEMS_STAY = Condition(
    PREFIX + "systems-stay",
    "It is not certain that the systems the parts are joined to will still be there on the day it goes live.",
    "Make sure that the systems the parts are joined to will still be there on the day it goes live.",
)
_WAY_OUT = Condition(
    PREFIX + "way-out",
    "Not every order and contract has a way out before the full sum is due.",
    "Put a way out into every order and contract: a stage, a notice period or a right to return.",
)
_PROTOTYPE_ENDS = Condition(
    PREFIX + "prototype-ends",
    "Not every prototype has one question to answer and a date on which it ends.",
    "Give every prototype and pilot one question to answer and a date on which it ends.",
)
_SIGNS = Condition(
    PREFIX + "signs",
    "Nobody is named who signs what the specified parts must do.",
    "Name the person who signs what the specified parts must do.",
)
_ASKED_ALONE = frozenset(each.question for each in (_SYSTEMS_STAY, _WAY_OUT, _PROTOTYPE_ENDS, _SIGNS))
"""One good answer closes each of these; what waiting is worth takes several."""


@dataclass(frozen=True)
class PrototypeFindings(Findings):
    """The findings of prototype-or-infrastructure; `rules` are those that were applied, in their order.

    `waiting` is `None` where nothing is tied down for good; `waiting_says` tells its worth in words.
    """

    components: tuple[Component, ...]
    bet: Bet | None
    waiting: Waiting | None
    waiting_says: str
    conditions: tuple[Condition, ...]
    rules: tuple[Rule, ...] = RULES
    limits: Limits = LIMITS


def findings(state: State) -> PrototypeFindings:
    """Return the routes, the worth of a prototype and of waiting, and the verdict: the weakest of them."""
    components = reading.read(state)
    bet, waiting = betting.read(state), waits.read(state, components)
    currency = state.text("start.currency")
    conditions = _conditions(state, components, bet)
    if waiting and waiting.counts:
        conditions = (_on_waiting(waiting, currency), *conditions)
    return PrototypeFindings(
        chapter="prototype-or-infrastructure",
        verdict=_verdict(state, components, bet, waiting, conditions),
        figures=(*figures.figures(components, bet), *(waiting_sayings.figures(waiting) if waiting else ())),
        actions=_actions(components, bet, conditions, currency),
        chart=picture.rows(components),
        chart_says=picture.says(components),
        components=components,
        bet=bet,
        waiting=waiting,
        waiting_says=waiting_sayings.verdict(waiting, currency) if waiting else "",
        pilots=figures.pilots(bet),
        conditions=conditions,
    )


def _on_waiting(waiting: Waiting, currency: str | None) -> Condition:
    question, says = waiting_sayings.hangs_on(waiting), waiting_sayings.verdict(waiting, currency)
    return Condition(
        question,
        f"Cannot be undone: {waiting_sayings.named(waiting)}. {says}",
        waiting_sayings.to_do(waiting, currency),
    )


def _conditions(state: State, components: tuple[Component, ...], bet: Bet | None) -> tuple[Condition, ...]:
    """What stays open whatever the routes; a blank counts as the worst answer."""
    settled = [(each, outcome) for each in components if (outcome := each.settled)]
    binding = {outcome.rule.route for _, outcome in settled} & {Route.SPECIFY, Route.PILOT, Route.SPLIT}
    trying = any(outcome.level is Level.PILOT_FIRST for _, outcome in settled) or (bet and bet.recommended)
    open_ = {
        _SYSTEMS_STAY: any(each.joined for each, _ in settled) and state.yes(_SYSTEMS_STAY.question) is not True,
        _WAY_OUT: bool(binding) and state.yes(_WAY_OUT.question) is not True,
        _PROTOTYPE_ENDS: bool(trying) and state.yes(_PROTOTYPE_ENDS.question) is not True,
        _SIGNS: bool(binding) and state.text(_SIGNS.question) is None,
    }
    return tuple(condition for condition, is_open in open_.items() if is_open)


def _missing(state: State, components: tuple[Component, ...], bet: Bet | None) -> tuple[Missing, ...]:
    missing = [] if components else [Missing(TABLE, "at least one part of the system")]
    missing += [
        Missing(TABLE, f"{component.name}: {component.open_points}", component.row)
        for component in components
        if component.lacks
    ]
    if state.yes(betting.HAS_BET) is None:
        missing.append(Missing(betting.HAS_BET, "whether there is one doubtful bet on which much depends"))
    return (*missing, *(bet.missing if bet else ()))


def _verdict(
    state: State,
    components: tuple[Component, ...],
    bet: Bet | None,
    waiting: Waiting | None,
    conditions: tuple[Condition, ...],
) -> Verdict:
    missing = _missing(state, components, bet)
    levels = [component.settled.level for component in components if component.settled]
    of_bet = [bet.level] if bet and bet.level else []
    # Stays so whatever the open answers will be: but for a bet that a telling prototype might still mend.
    stopped = Level.STOP in (levels if bet and bet.telling_open else levels + of_bet)
    levels += [*([Level.CONDITIONS] if conditions else []), *of_bet]
    undecided = bool(missing) and not stopped
    level = Level.NOT_KNOWN if undecided else min(levels, key=lambda each: each.rank)
    currency = state.text("start.currency")
    said = sayings.Said(level, components, bet, currency)
    open_questions = tuple(each.question for each in conditions if each.question in _ASKED_ALONE)
    on_waiting = waiting_sayings.changes(waiting, currency) if waiting and waiting.counts else ()
    return Verdict(
        level=level,
        headline=said.headline(missing, tuple(condition.sentence for condition in conditions)),
        reasons=(*said.reasons(), *(condition.open_point for condition in conditions)),
        would_change=(*said.changes(open_questions), *on_waiting),
        missing=missing,
    )


def _actions(
    components: tuple[Component, ...], bet: Bet | None, conditions: tuple[Condition, ...], currency: str | None
) -> tuple[Suggestion, ...]:
    actions = [action for component in components if (action := doing.for_part(component))]
    if bet and bet.worth and bet.recommended:
        actions.append(doing.for_bet(bet, bet.worth, currency))
    elif bet and bet.telling_open:
        actions.append(doing.for_telling(bet))
    actions += [Suggestion(each.question, each.sentence, each.open_point) for each in conditions]
    return tuple(actions)

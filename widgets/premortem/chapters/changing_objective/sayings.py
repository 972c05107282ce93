"""The verdict in words: the headline, the reasons, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from premortem.chapters.changing_objective.conditions import Condition
from premortem.chapters.changing_objective.judgement import Judgement
from premortem.chapters.changing_objective.outlook import (
    CHANCE,
    LARGEST_VALUE,
    VALUE,
    WHAT,
    Hinge,
    Outlook,
)
from premortem.chapters.changing_objective.versions import TABLE, TRIGGERS, Drift, lasting
from premortem.model.state import Range
from premortem.model.verdicts import Change, Level
from premortem.model.wording import count, listed, money, number, percent

CONDITIONS_SHOWN = 3


@dataclass(frozen=True)
class Said:
    """What the verdict rests on, to be put in words; sums in `currency`."""

    drift: Drift
    outlook: Outlook
    judgement: Judgement
    open_points: tuple[Condition, ...]
    currency: str | None

    def sum(self, amount: float) -> str:
        """Write a sum of money."""
        return money(amount, self.currency)

    def worth(self, amount: float) -> str:
        """Say what going on brings against stopping."""
        if amount == 0:
            return "as much as stopping"
        return f"{self.sum(abs(amount))} {'more' if amount > 0 else 'less'} than stopping"

    @property
    def going_on(self) -> str:
        """What is decided: to begin, where nothing has changed yet, or to go on."""
        return "going on" if len(self.drift.versions) > 1 else "going ahead"

    def answer(self, hinge: Hinge, value: float) -> str:
        """Write an answer in its own unit."""
        return percent(value) if hinge.question == CHANCE else self.sum(value)


def headline(said: Said) -> str:
    """Return the one sentence that a sponsor can read aloud."""
    level, worth, missing = said.judgement.level, said.outlook.worth, said.judgement.missing
    if level is Level.STOP:
        return _stop(said)
    if worth is None or missing:
        return f"Whether {said.going_on} pays cannot be said yet: still open is {missing[0].why}."
    return _both_ways(said, worth) if worth.low <= 0 else _pays(said, worth)


def _both_ways(said: Said, worth: Range) -> str:
    """The ranges hold going on and stopping."""
    guess = f"At the best guess {said.going_on} brings {said.worth(worth.best)}"
    if said.judgement.level is Level.CONDITIONS:
        return f"{guess}; only where several answers turn out badly at once does it bring less."
    if not said.outlook.deciding:
        return f"{guess}; only several answers that turn out well together would make it more: find out, or stop."
    other = "less" if worth.best > 0 else "more"
    return f"{guess}, but it could be {other}: find out first {WHAT[said.outlook.deciding[0].question]}."


def _pays(said: Said, worth: Range) -> str:
    least = f"Looking ahead only, {said.going_on} brings at least {said.worth(worth.low)}"
    if not said.open_points:
        return f"{least}, even where every answer turns out at its worst."
    more = f" (and {len(said.open_points) - 1} more)" if len(said.open_points) > 1 else ""
    return f"{least}, on conditions: {said.open_points[0].what}{more}."


def _stop(said: Said) -> str:
    worth = said.outlook.worth
    if worth is None:
        return f"Stop: whatever is still open, {said.going_on} cannot bring more than stopping."
    best = f"Stop: even where every answer turns out at its best, {said.going_on} brings {said.worth(worth.high)}"
    return f"{best}." if worth.high < 0 else f"{best}, and no more."


def reasons(said: Said) -> tuple[str, ...]:
    """Return why the verdict is what it is."""
    worth = said.outlook.worth
    found = []
    if worth is not None:
        low, best, high = (said.worth(part) for part in (worth.low, worth.best, worth.high))
        ends = f"{low} with every answer at its worst and {high} with every answer at its best"
        found.append(f"{said.going_on.capitalize()} brings {best} at the best guess, {ends}.")
    found += [_alone(said, hinge) for hinge in said.outlook.deciding]
    if said.outlook.elsewhere is not None and said.outlook.alternative is not None:
        low, best, high = (_signed(said, getattr(said.outlook.elsewhere, end)) for end in ("low", "best", "high"))
        other = f"Elsewhere the same people and money would bring {said.sum(said.outlook.alternative.best)}"
        found.append(f"{other}: against that, {said.going_on} brings {best}, between {low} and {high}.")
    if said.drift.said:
        found += _drifted(said)
    pressing = _pressing(said)
    found += [f"{_capital(point.what)}." for point in pressing[:CONDITIONS_SHOWN]]
    if (more := len(pressing) - CONDITIONS_SHOWN) > 0:
        found.append(f"{count(more)} more {'point is' if more == 1 else 'points are'} open, as the actions say.")
    return tuple(found)


def _pressing(said: Said) -> tuple[Condition, ...]:
    """The open points that are worth a word: all of them once it pays, before that only what has happened already."""
    if said.judgement.level in {Level.STOP, Level.NOT_KNOWN}:
        return tuple(point for point in said.open_points if point.happened)
    return said.open_points


def _alone(said: Said, hinge: Hinge) -> str:
    assert hinge.flips_at is not None  # it lies within the answer's own range
    low, turns, high = (said.answer(hinge, at) for at in (hinge.given.low, hinge.flips_at, hinge.given.high))
    alike = f"at {turns} {said.going_on} and stopping are worth the same"
    return f"{_capital(WHAT[hinge.question])} decides alone: you said {low} to {high}, and {alike}."


def _signed(said: Said, amount: float) -> str:
    return f"{said.sum(abs(amount))} {'more' if amount >= 0 else 'less'}"


def _drifted(said: Said) -> Iterator[str]:
    drift = said.drift
    if drift.reordered:
        yield "The versions stood in another order than their days: they are taken by day."
    if len(drift.versions) > 1:
        yield adds_up(drift, said.currency)[0]


def adds_up(drift: Drift, currency: str | None) -> tuple[str, ...]:
    """Say what the versions come to, each of which was reasonable; the first sentence alone makes sense."""
    changes = len(drift.versions) - 1
    if changes < 1:
        return ("There is one version so far: nothing has changed yet.",) if drift.said else ()
    found = [f"The objective has changed {_times(changes)}{_pace(drift, changes)}{_budget(drift, currency)}."]
    if drift.commonest:
        words = listed([TRIGGERS[trigger].words for trigger in drift.commonest])
        found.append(f"What set it off most often: {words} ({drift.times} of {drift.of} where it is known).")
        found += [TRIGGERS[trigger].advice for trigger in drift.commonest[:2]]
    first, last = drift.versions[0].objective, drift.versions[-1].objective
    if first and last:
        found.append(f"At the beginning it was “{first}”; now it is “{last}”.")
    found.append(
        "Each change may have been reasonable. Ask of all of them together: at the very beginning, would anybody have "
        "approved the newest version, at the newest budget?"
    )
    return tuple(found)


def _times(changes: int) -> str:
    return {1: "once", 2: "twice"}.get(changes, f"{changes} times")


def _pace(drift: Drift, changes: int) -> str:
    if not drift.months:
        return ""
    known = "" if len(drift.gaps) == changes else ", as far as days are known"
    return f" in {lasting(drift.months)}{known}"


def _budget(drift: Drift, currency: str | None) -> str:
    if drift.budgets is None:
        return ""
    first, last = drift.budgets
    if first == last:
        return f", and the budget stayed at {money(last, currency)}"
    factor = drift.budget_factor
    times = f", {number(factor, 2)} times as much" if factor is not None and factor >= 1 else ""
    return f", and the budget went from {money(first, currency)} to {money(last, currency)}{times}"


def changes(said: Said) -> tuple[Change, ...]:
    """Return what would change the verdict: the answer that flips it, and each open point."""
    found = list(_flips(said)) if said.outlook.worth is not None else []
    found += [Change(f"{_capital(missing.why)}.", missing.question) for missing in said.judgement.missing]
    if said.judgement.level is Level.CONDITIONS:
        found += _narrower(said)
        found += [Change(f"{point.mend}.", point.question) for point in said.open_points]
    return tuple(found)


def _flips(said: Said) -> Iterator[Change]:
    """Each answer at which the best guess turns, the others as they are."""
    worth = said.outlook.worth
    assert worth is not None
    turning = [hinge for hinge in said.outlook.hinges if _reachable(hinge, worth.best)]
    for hinge in turning:
        assert hinge.flips_at is not None
        more = hinge.question in {CHANCE, VALUE}  # the more of it the better; of costs, the less
        at, label = said.answer(hinge, hinge.flips_at), f"A {hinge.label[0].lower()}{hinge.label[1:]}"
        if hinge.decides:
            good, bad = ("above", "below") if more else ("below", "above")
            text = f"{label} known to be {good} {at}: then {said.going_on} pays; known to be {bad}: then stop."
        else:
            side = "above" if more == (worth.best <= 0) else "below"
            turn = f"{said.going_on} would pay" if worth.best <= 0 else "stopping would be better"
            text = f"{label} {side} {at} (best guess: {said.answer(hinge, hinge.given.best)}): then {turn}."
        yield Change(text, hinge.question)
    if not turning:
        yield Change("No single answer turns the best guess: only a new version of the objective would.", TABLE)


def _narrower(said: Said) -> Iterator[Change]:
    worth, hinges = said.outlook.worth, said.outlook.hinges
    if worth is not None and worth.low <= 0:
        text = f"Narrower ranges: with every answer at its worst it now brings {said.worth(worth.low)}."
        yield Change(text, hinges[0].question)


def _reachable(hinge: Hinge, best: float) -> bool:
    """Whether some admissible answer lies beyond the point at which it turns."""
    if hinge.flips_at is None:
        return False
    if (hinge.question in {CHANCE, VALUE}) == (best > 0):
        return hinge.flips_at > 0  # something lower must be possible
    return hinge.flips_at < (1 if hinge.question == CHANCE else LARGEST_VALUE)


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"

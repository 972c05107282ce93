"""The verdict in words: headline, reasons, what would change it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from premortem.chapters.prototype_or_infrastructure import bet as betting
from premortem.chapters.prototype_or_infrastructure.bet import Bet, Worth
from premortem.chapters.prototype_or_infrastructure.components import TABLE, Component, Turn
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind
from premortem.model.verdicts import Change, Level, Missing
from premortem.model.wording import listed, money, percent

_NAMED = 3
_TOLD = 6


def names(components: list[Component]) -> str:
    """Join the names of parts for a sentence; beyond a few, the rest are counted."""
    few = [f"“{component.name}”" for component in components[:_NAMED]]
    rest = len(components) - len(few)
    return listed([*few, f"{rest} more"]) if rest else listed(few)


def would_make(turn: Turn) -> str:
    """Say which answer to which question would lead to which route, and how far one may go then."""
    level = "do not order yet" if turn.outcome.level is Level.STOP else turn.outcome.level.words.lower()
    return f"if “{turn.question}” were “{turn.answer}”, its way would be: {turn.outcome.rule.route.words} ({level})"


@dataclass(frozen=True)
class Said:
    """A verdict's level and what it rests on, to be put in words; sums in `currency`."""

    level: Level
    components: tuple[Component, ...]
    bet: Bet | None
    currency: str | None

    def at(self, level: Level) -> list[Component]:
        """Return the parts whose route is settled and that let one go just so far."""
        return [each for each in self.components if each.settled and each.settled.level is level]

    def money(self, amount: float) -> str:
        """Write a sum."""
        return money(amount, self.currency)

    def headline(self, missing: tuple[Missing, ...], conditions: tuple[str, ...]) -> str:
        """Return the one sentence that a sponsor can read aloud."""
        stopped = self.at(Level.STOP)
        order = f"Do not order {names(stopped)} yet: it is not clear what is wanted, and it would tie you down."
        if self.level is Level.NOT_KNOWN:
            more = f" {len(missing) - 1} more answers are open." if len(missing) > 2 else ""
            return f"Still open is {missing[0].why}.{more}"
        if self.level is Level.STOP:
            leave = self.bet is not None and self.bet.level is Level.STOP
            return " ".join(([order] if stopped else []) + ([self._leave()] if leave else []))
        if self.level is Level.PILOT_FIRST:
            return self._try_first()
        if self.level is Level.CONDITIONS:
            return self._on_conditions(conditions)
        return "Every part has a clear way: what must hold is written down, and the rest can be built in steps."

    def _leave(self) -> str:
        bet, worth = self._bet_and_worth()
        loses = f"loses {self.money(-worth.placed.best)}" if worth.placed.best < 0 else "brings nothing"
        if bet.telling_open:
            return (
                f"As things stand leave {bet.called}: on average it {loses}. A prototype might still mend that: say "
                "how often it would mislead you."
            )
        return f"Leave {bet.called}: on average it {loses}, and no prototype at its price mends that."

    def _bet_and_worth(self) -> tuple[Bet, Worth]:
        assert self.bet is not None
        assert self.bet.worth is not None
        return self.bet, self.bet.worth

    def _try_first(self) -> str:
        tried = self.at(Level.PILOT_FIRST)
        parts = [f"try {names(tried)} on a small scale before anything is built to last"] if tried else []
        if self.bet and self.bet.level is Level.PILOT_FIRST and self.bet.telling_open:
            parts.append(self._find_out_whether_it_tells())
        elif self.bet and self.bet.recommended:
            bet, worth = self._bet_and_worth()
            parts.append(
                f"build the prototype of {bet.called}, which may cost up to {self.money(worth.ceiling.best)} "
                f"and costs {money(bet.cost, self.currency)}"
            )
        sentence = "; and ".join(parts)
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _find_out_whether_it_tells(self) -> str:
        bet, worth = self._bet_and_worth()
        return (
            f"find out whether a prototype of {bet.called} would tell enough to be worth its "
            f"{money(bet.cost, self.currency)}: one that is never wrong is worth {self.money(worth.evpi.best)}"
        )

    def _on_conditions(self, conditions: tuple[str, ...]) -> str:
        points = self.at(Level.CONDITIONS)
        if points:
            return f"Go on once the open points of {names(points)} are settled and signed."
        if conditions:
            more = f" {len(conditions) - 1} more points are open." if len(conditions) > 2 else ""
            return f"Go on, on condition: {conditions[0][0].lower()}{conditions[0][1:]}{more}"
        return "Go on without a prototype, but narrow down the chance of the bet first: it is a close call."

    def reasons(self) -> tuple[str, ...]:
        """Return the parts that decided, each with the rule that did, then the bet."""
        worst = self.level if self.level is not Level.NOT_KNOWN else Level.STOP
        decided = self.at(worst)
        told = [f"{each.name}: {_route_and_why(each)}" for each in decided[:_TOLD]]
        if len(decided) > _TOLD:
            told.append(f"{len(decided) - _TOLD} more parts for the same kind of reason: see the table of parts.")
        return (*told, *self._bet_reasons())

    def _bet_reasons(self) -> Iterator[str]:
        if not self.bet or not self.bet.worth:
            return
        bet, worth = self.bet, self.bet.worth
        now = "placed" if worth.value.go_now else "left"
        yield (
            f"Decided today, {bet.called} would be {now}: placing it brings {self.money(worth.placed.best)} on average "
            f"({self.money(worth.placed.low)} to {self.money(worth.placed.high)})."
        )
        if bet.swapped:
            yield "The two chances of passing look swapped, it would pass more often when unsound: they are left out."
        if worth.evsi is None:
            yield f"No prototype, however good, is worth more than {self.money(worth.evpi.best)}."
            if bet.telling_open:
                yield "How often it would mislead you is not known: it counts as telling nothing until you say so."
        elif worth.evsi.best <= 0:
            yield "This prototype is worth nothing: whatever it showed, you would decide as you would today."
        else:
            yield (
                f"This prototype is worth at most {self.money(worth.evsi.best)} ({self.money(worth.evsi.low)} to "
                f"{self.money(worth.evsi.high)}), because its outcome would change what you do."
            )

    def changes(self, conditions: tuple[str, ...]) -> tuple[Change, ...]:
        """Return which answers would change the verdict, and to what; `conditions` are the ids of open questions."""
        found = [*self._telling_change(), *(Change(_possible(each), TABLE) for each in self.components if each.lacks)]
        deciding = self._deciding()
        for each in self.at(deciding):
            turns = each.other_levels[: 2 if deciding is Level.STOP else 1]
            found += [Change(f"{each.name}: {would_make(turn)}.", TABLE) for turn in turns]
        found = found[:_TOLD]
        found += [Change(f"{_answer_for(question)} would close this point.", question) for question in conditions]
        if not self.components:
            found.append(Change("The first part of the system, with its answers.", TABLE))
        return (*found, *self._bet_changes())

    def _deciding(self) -> Level:
        settled = [each.settled.level for each in self.components if each.settled]
        return min(settled, key=lambda level: level.rank) if settled else Level.GO

    def _telling_change(self) -> Iterator[Change]:
        if self.bet and self.bet.worth and self.bet.telling_open and self.bet.worth.may_mislead:
            wrong = percent(self.bet.worth.may_mislead, 2)
            text = f"A prototype that is wrong in fewer than {wrong} of cases, sound or not, is worth its cost"
            question = betting.PASS_IF_NOT if self.bet.swapped else betting.PASS_IF_WORKS
            yield Change(f"{text}: say how often yours would pass.", question)

    def _bet_changes(self) -> Iterator[Change]:
        if self.bet is None:
            text = "A doubtful bet on which much depends: then a prototype may be worth its price."
            yield Change(text, betting.HAS_BET)
        if not self.bet or not self.bet.worth:
            return
        worth = self.bet.worth
        if worth.pays_between:
            low, high = (percent(chance, 2) for chance in worth.pays_between)
            text = f"The prototype pays while the chance of the bet lies between {low} and {high}"
            yield Change(f"{text}; below that leave the bet, above it place it without.", betting.CHANCE)
        if worth.evsi and worth.evsi.best > 0:
            yield Change(f"A prototype pays only below {self.money(worth.evsi.best)}.", betting.COST)
        elif worth.evpi.best > 0:
            text = "A prototype that tells more may pay, as long as it costs less than"
            yield Change(f"{text} {self.money(worth.evpi.best)}.", betting.PASS_IF_NOT)
        else:
            yield Change(
                "A chance that is neither nil nor certain, with something to gain and to lose.", betting.CHANCE
            )


def _route_and_why(component: Component) -> str:
    assert component.settled
    rule = component.settled.rule
    if component.settled.level is Level.STOP:
        return (
            "not to be ordered yet. It ties you down, it cannot be had on trial, and it is not clear what it must do. "
            "Write that down first, or find a stage that can be rented."
        )
    if component.settled.level is Level.CONDITIONS:
        return f"{rule.route.words}. {rule.sentence} Some points are still open."
    return f"{rule.route.words}. {rule.sentence}"


def _possible(component: Component) -> str:
    routes = component.routes
    if len(routes) == 1:
        return f"{component.name}: {routes[0].words}; how far one may go hangs on {component.open_points}."
    named = " or ".join(f"“{route.words}”" for route in routes)
    possible = named if len(routes) <= _NAMED else f"{len(routes)} routes are possible"
    return f"{component.name}: {possible}. It hangs on {component.open_points}."


def _answer_for(question: str) -> str:
    asked = shipped_bank()[question]
    return f"{'“Yes” to' if asked.kind is Kind.YES_NO else 'An answer to'} “{asked.text}”"

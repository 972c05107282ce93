"""The one doubtful bet: what deciding today is worth, and the most that a prototype of it may cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from premortem.analysis import value_of_information
from premortem.chapters.prototype_or_infrastructure.chances import extremes, paying_chances, worth_of_knowing
from premortem.model.state import Range, State
from premortem.model.verdicts import Level, Missing

PREFIX = "prototype-or-infrastructure."
HAS_BET = PREFIX + "has-bet"
CHANCE = PREFIX + "chance"
GAIN = PREFIX + "gain"
LOSS = PREFIX + "loss"
COST = PREFIX + "prototype-cost"
PASS_IF_WORKS = PREFIX + "pass-if-works"
PASS_IF_NOT = PREFIX + "pass-if-not"
_NEEDED = {
    CHANCE: "how likely it is that the bet comes true: lowest, best and highest",
    GAIN: "what is gained if it comes true: lowest, best and highest",
    LOSS: "what is lost if it does not: lowest, best and highest",
}
PERFECT = (1.0, 0.0)


@dataclass(frozen=True)
class Worth:
    """What follows from chance, gain and loss; chances as shares, ranges hold whatever the truth within the answers.

    `evsi` is `None` while nobody has said how telling the prototype would be; `value` is then of a perfect one.
    `pays_between` are the chances between which the prototype is worth more than it costs; `may_mislead` is the
    share of wrong outcomes, either way, up to which one at that cost would still pay, `None` where none does.
    """

    chance: Range
    value: value_of_information.Prototype
    placed: Range
    evpi: Range
    evsi: Range | None
    pays_between: tuple[float, float] | None
    may_mislead: float | None
    hangs_on: str

    @property
    def ceiling(self) -> Range:
        """The most that the prototype can be worth as far as is known: of this one, or of a perfect one."""
        return self.evsi or self.evpi


@dataclass(frozen=True)
class Bet:
    """The bet as far as it is answered; `level` and `worth` are `None` while what they need is missing."""

    name: str
    cost: float | None
    telling: tuple[float, float] | None
    worth: Worth | None = None
    level: Level | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def called(self) -> str:
        """The bet within a sentence."""
        return f"the bet “{self.name}”" if self.name else "the bet"

    @property
    def recommended(self) -> bool:
        """Whether the prototype is known to be worth more than it costs."""
        return self.level is Level.PILOT_FIRST and not self.telling_open

    @property
    def telling_open(self) -> bool:
        """Whether it hangs on how telling the prototype would be and nobody has said: then it counts as not at all."""
        return self.worth is not None and self.worth.evsi is None and self.worth.evpi.best > (self.cost or 0.0)

    @property
    def swapped(self) -> bool:
        """Whether it would pass more often when the bet is not sound: then the two answers are left out."""
        return self.telling is not None and self.telling[0] < self.telling[1]


def read(state: State) -> Bet | None:
    """Return the bet with its worth, as far as its answers go; `None` where there is none or nobody has said."""
    if state.yes(HAS_BET) is not True:
        return None
    works, works_not = state.number(PASS_IF_WORKS), state.number(PASS_IF_NOT)
    telling = None if works is None or works_not is None else (works / 100, works_not / 100)
    bet = Bet(" ".join((state.text(PREFIX + "bet-name") or "").split()), state.number(COST), telling)
    chance, gain, loss = (state.range(question) for question in _NEEDED)
    if chance is None or gain is None or loss is None:
        lacking = tuple(Missing(question, why) for question, why in _NEEDED.items() if state.range(question) is None)
        return replace(bet, missing=lacking)
    share = Range(chance.low / 100, chance.best / 100, chance.high / 100)
    return _judged(bet, _worth(bet, share, gain, loss))


def _worth(bet: Bet, chance: Range, gain: Range, loss: Range) -> Worth:
    telling = None if bet.swapped else bet.telling
    value = value_of_information.prototype(chance.best, gain.best, loss.best, *(telling or PERFECT))
    points = list(extremes(chance, gain, loss))
    placed = chance.best * gain.best - (1 - chance.best) * loss.best
    pays = paying_chances(gain.best, loss.best, *telling, bet.cost) if telling and bet.cost is not None else None
    return Worth(
        chance=chance,
        value=value,
        placed=_spread([p * g - (1 - p) * lost for p, g, lost in points], placed),
        evpi=_spread([worth_of_knowing(*point, *PERFECT) for point in points], value.evpi),
        evsi=_spread([worth_of_knowing(*point, *telling) for point in points], value.evsi) if telling else None,
        pays_between=pays,
        may_mislead=_may_mislead(chance.best, gain.best, loss.best, bet.cost),
        hangs_on=_hangs_on({CHANCE: chance, GAIN: gain, LOSS: loss}, telling or PERFECT),
    )


def _judged(bet: Bet, worth: Worth) -> Bet:
    """Say whether to prototype, to place or to leave the bet.

    How telling the prototype would be is asked in depth, so it is never wanted for a verdict: left open it counts as
    telling nothing, which leaves a bet that loses, and holds up one that would be placed unseen.
    """
    known = replace(bet, worth=worth)
    if bet.cost is None and worth.ceiling.best > 0:
        return replace(known, missing=(Missing(COST, "what the prototype of the bet would cost"),))
    least_cost = bet.cost or 0.0
    if worth.ceiling.best > least_cost and (worth.evsi or worth.value.go_now):
        return replace(known, level=Level.PILOT_FIRST)
    if not worth.value.go_now:
        return replace(known, level=Level.STOP)
    return replace(known, level=Level.CONDITIONS if worth.ceiling.high > least_cost else Level.GO)


def _may_mislead(chance: float, gain: float, loss: float, cost: float | None) -> float | None:
    """Return how often a prototype may be wrong, either way alike, and still be worth its cost."""
    in_play = chance * gain + (1 - chance) * loss
    most = min(chance * gain, (1 - chance) * loss)
    return None if cost is None or most <= cost else (most - cost) / in_play


def _spread(values: list[float], best: float) -> Range:
    return Range(min(*values, best), best, max(*values, best))


def _hangs_on(ranges: dict[str, Range], telling: tuple[float, float]) -> str:
    """Return the question whose range alone moves the worth of the prototype most; the chance where none does."""
    fixed = {question: Range(part.best, part.best, part.best) for question, part in ranges.items()}
    swings = {}
    for question, part in ranges.items():
        chance, gain, loss = {**fixed, question: part}.values()
        worths = [worth_of_knowing(*point, *telling) for point in extremes(chance, gain, loss)]
        swings[question] = max(worths) - min(worths)
    return max(swings, key=lambda question: swings[question])

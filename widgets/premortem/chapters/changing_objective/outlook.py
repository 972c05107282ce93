"""What going on with the newest version is worth, looking forward only; what was spent is not even read here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from premortem.analysis import redecision, sensitivity
from premortem.analysis.redecision import Redecision
from premortem.analysis.sensitivity import Bar
from premortem.model.state import Range, State
from premortem.model.verdicts import Missing

PREFIX = "changing-objective."
CHANCE, VALUE = PREFIX + "chance", PREFIX + "value"
REMAINING, SWITCHING = PREFIX + "remaining", PREFIX + "switching"
ALTERNATIVE = PREFIX + "alternative"
LARGEST_VALUE = 1e12
"""The most that the question about the value admits: a value that nobody has given yet may be this."""

WHAT = {
    CHANCE: "how likely the newest version is to succeed",
    VALUE: "what the newest version is worth if it succeeds",
    REMAINING: "what remains to be spent",
    SWITCHING: "what the change itself costs",
}
LABELS = {
    CHANCE: "Chance of success",
    VALUE: "Value of success",
    REMAINING: "Remaining cost",
    SWITCHING: "Cost of the change",
}
_ARGUMENT = {CHANCE: "chance", VALUE: "new_value", REMAINING: "remaining", SWITCHING: "switching"}


@dataclass(frozen=True)
class Hinge:
    """One answer taken alone, the others at their best guess: the worth at its two ends, and where it turns.

    `flips_at` is the answer at which going on and stopping are worth the same (a share for the chance), `None` where
    no admissible answer is; `decides` where its own range holds both going on and stopping.
    """

    question: str
    given: Range
    at_low: float
    at_high: float
    flips_at: float | None

    @property
    def label(self) -> str:
        """What it is, in few words."""
        return LABELS[self.question]

    @property
    def decides(self) -> bool:
        """Whether this answer alone turns going on into stopping."""
        return (self.at_low > 0) != (self.at_high > 0)


@dataclass(frozen=True)
class Outlook:
    """The worth of going on, at the best guesses and at the ends of all ranges at once.

    `ceiling` is the most that it can be worth as far as the answers go; `worth` and `best` (the decision at the best
    guesses) are `None` while an answer is missing. `elsewhere` is the worth less what the people and the money would
    bring elsewhere, `None` while nobody has said. `hinges` stand widest first.
    """

    ceiling: float
    missing: tuple[Missing, ...] = ()
    worth: Range | None = None
    best: Redecision | None = None
    hinges: tuple[Hinge, ...] = ()
    alternative: Range | None = None
    elsewhere: Range | None = None

    @property
    def deciding(self) -> tuple[Hinge, ...]:
        """The answers each of which alone turns the decision, the widest first."""
        return tuple(hinge for hinge in self.hinges if hinge.decides)


def read(state: State) -> Outlook:
    """Return what lies ahead, as far as the answers go."""
    known = {question: answer for question in WHAT if (answer := state.range(question)) is not None}
    if CHANCE in known:
        known[CHANCE] = _share(known[CHANCE])
    missing = tuple(
        Missing(question, f"{what}: lowest, best guess and highest")
        for question, what in WHAT.items()
        if question not in known
    )
    if missing:
        return Outlook(_ceiling(known), missing)
    alternative = state.range(ALTERNATIVE)
    worth = _worth(known, Range(0, 0, 0))
    best = redecision.go_on(**{_ARGUMENT[question]: answer.best for question, answer in known.items()})
    return Outlook(
        ceiling=worth.high,
        worth=worth,
        best=best,
        hinges=_hinges(known, best),
        alternative=alternative,
        elsewhere=None if alternative is None else _worth(known, alternative),
    )


def _share(percent: Range) -> Range:
    return Range(percent.low / 100, percent.best / 100, percent.high / 100)


def _ceiling(known: dict[str, Range]) -> float:
    """The most that going on can be worth, whatever the answers that are missing will be."""
    return redecision.go_on(
        chance=known[CHANCE].high if CHANCE in known else 1.0,
        new_value=known[VALUE].high if VALUE in known else LARGEST_VALUE,
        remaining=known[REMAINING].low if REMAINING in known else 0.0,
        switching=known[SWITCHING].low if SWITCHING in known else 0.0,
    ).worth


def _worth(known: dict[str, Range], alternative: Range) -> Range:
    """The worth with all answers at their worst, at their best guess and at their best."""
    chance, value, remaining, switching = (known[question] for question in WHAT)
    low = redecision.go_on(chance.low, value.low, remaining.high, switching.high, alternative.high)
    best = redecision.go_on(chance.best, value.best, remaining.best, switching.best, alternative.best)
    high = redecision.go_on(chance.high, value.high, remaining.low, switching.low, alternative.low)
    return Range(low.worth, best.worth, high.worth)


def _hinges(known: dict[str, Range], best: Redecision) -> tuple[Hinge, ...]:
    ends = {end: {_ARGUMENT[q]: getattr(answer, end) for q, answer in known.items()} for end in ("low", "best", "high")}
    bars = sensitivity.tornado(_worth_of, ends["low"], ends["best"], ends["high"]).bars
    by_argument = {argument: question for question, argument in _ARGUMENT.items()}
    return tuple(_hinge(by_argument[str(bar.factor)], known, bar, best) for bar in bars)


def _hinge(question: str, known: dict[str, Range], bar: Bar, best: Redecision) -> Hinge:
    given = known[question]
    hinge = Hinge(question, given, bar.at_low, bar.at_high, _flips_at(question, given, best))
    if not hinge.decides:
        return hinge
    turn = given.best if hinge.flips_at is None else hinge.flips_at
    return replace(hinge, flips_at=min(max(turn, given.low), given.high))  # rounding must not lead out of its range


def _worth_of(chance: float, new_value: float, remaining: float, switching: float) -> float:
    return redecision.go_on(chance, new_value, remaining, switching).worth


def _flips_at(question: str, given: Range, best: Redecision) -> float | None:
    """Where this answer alone would make going on and stopping worth the same; `None` where it cannot."""
    if question == CHANCE:
        return best.break_even_chance if best.break_even_chance <= 1 else None
    if question == VALUE:
        return best.break_even_value if best.break_even_value <= LARGEST_VALUE else None
    most = given.best + best.worth
    return most if most >= 0 else None

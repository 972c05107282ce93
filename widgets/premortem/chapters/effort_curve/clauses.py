"""What to write in the contract: each clause with the gap that it closes."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.effort_curve.contract import NAMES
from premortem.chapters.effort_curve.sides import CAPPED, FIXED, RATE, Side, Sides
from premortem.chapters.effort_curve.terms import Terms
from premortem.model.wording import listed, percent

STEPS = 3


@dataclass(frozen=True)
class Clause:
    """One clause: its name, what it says, and why it closes the gap."""

    name: str
    says: str
    why: str


@dataclass(frozen=True)
class Clauses:
    """The clauses for one kind of contract."""

    kind: str
    name: str
    clauses: tuple[Clause, ...]


def clauses(terms: Terms, sides: Sides | None) -> tuple[Clauses, ...]:
    """Return the clauses for the team's kind of contract; for all three where that is open and work lies ahead."""
    writers = {FIXED: _fixed, RATE: _day_rate, CAPPED: _capped}
    if terms.contract == "own-staff" or (sides is None and terms.contract not in writers):
        return ()
    wanted = [terms.contract] if terms.contract in writers else list(writers)
    return tuple(Clauses(kind, NAMES[kind], writers[kind](terms, sides)) for kind in wanted if kind)


def _fixed(terms: Terms, sides: Sides | None) -> tuple[Clause, ...]:
    side = sides.of(FIXED) if sides else None
    early = f"at {percent(side.supplier.quality)}" if side and side.begins else "as soon as it passes for done"
    test = Clause(
        "The test decides",
        f"The work counts as done when the test fixed in the chapter Success criteria is passed{_goal(terms)}, on "
        "cases that the supplier has not seen, with you as the judge.",
        f"Each further {terms.one} is the supplier's own loss: without a test it ends {early}.",
    )
    steps = Clause(
        "Pay per proven step",
        f"The price is due in steps, each once that test has proven its quality{_steps(sides, side)}.",
        "A sum that falls due at one point buys nothing beyond it. A sum for each step makes the next one worth "
        "taking.",
    )
    more = Clause(
        "A price for more",
        f"What one further {terms.one} costs is agreed now; you order it in writing, or not.",
        _wanting(terms, side),
    )
    return (test, steps, more, _stop("and pay for the steps proven by then"), *_common())


def _day_rate(terms: Terms, sides: Sides | None) -> tuple[Clause, ...]:
    side = sides.of(RATE) if sides else None
    until = f" you would stop after {terms.effort(side.client.more)} more, and" if side else ""
    test = Clause(
        "A measurement each month",
        "At the end of each month you measure the quality, by the test of the chapter Success criteria, on cases that "
        "the supplier has not seen.",
        f"Every {terms.one} is paid whether it brings anything or not:{until} only a figure shows when that point has "
        "come.",
    )
    cap = Clause(
        "A cap with a shared saving",
        f"{_at_most(terms, side)}; of the rate for each {terms.one} that is not used, the supplier gets "
        f"{_share(sides)}.",
        "As it is, stopping early costs the supplier the margin on what is left. A share above it makes an early end "
        "worth as much to them as to you.",
    )
    held = Clause(
        "Part of the rate per proven step",
        f"A part of each invoice is due only when the next step is proven by that test{_steps(sides, side)}.",
        "It puts a price on quality, where a plain day rate has a price on time only.",
    )
    return (_stop("and pay for the days worked"), test, cap, held, *_common())


def _capped(terms: Terms, sides: Sides | None) -> tuple[Clause, ...]:
    plain = sides.of(RATE) if sides else None
    side = sides.of(CAPPED) if sides else None
    cap = Clause(
        "The cap where you would stop",
        f"{_at_most(terms, plain)}; of the rate for each {terms.one} that is not used, the supplier gets "
        f"{_share(sides)}.",
        "Up to the cap the supplier gains by going on, so a cap beyond your own stop is used up. A share of the "
        "saving above their margin makes an early end worth as much to them as to you.",
    )
    look = Clause(
        "A measurement well before the cap",
        "When half of it is used, you measure by the test of the chapter Success criteria, on cases that the supplier "
        "has not seen, and say go on, or end.",
        "At the cap the money is gone and with it the choice.",
    )
    wanting = f" {_wanting(terms, side)}" if side and side.gap.best > 0 else ""
    end = Clause(
        "What happens at the cap",
        f"A part of the rate is held back until that test is passed{_goal(terms)}; without it, it is not due.",
        f"From the cap on the supplier gains by being done, whatever the quality.{wanting}",
    )
    return (cap, look, end, _stop("and pay for the days worked"), *_common())


def _stop(pay: str) -> Clause:
    return Clause(
        "The right to stop",
        f"You may end the work at the end of each month, without a reason and without a penalty, {pay}. "
        "The contract names who decides that.",
        "Whoever pays must be able to stop where the next step costs more than it brings; a right that costs a "
        "penalty is not used.",
    )


def _common() -> tuple[Clause, ...]:
    return (
        Clause(
            "Who owns what at the end",
            "Data, labels, test cases, code, the trained model and what is needed to train it again are yours, and "
            "are handed over with each payment.",
            "Who would lose the work by leaving cannot leave: then the right to stop is worth nothing.",
        ),
    )


def _goal(terms: Terms) -> str:
    return "" if terms.target is None else f" at {percent(terms.target)}"


def _steps(sides: Sides | None, side: Side | None) -> str:
    """Write a few steps from today's quality to where the client would stop."""
    if sides is None or side is None or side.client.quality <= sides.present:
        return ""
    rise = (side.client.quality - sides.present) / STEPS
    at = dict.fromkeys(percent(sides.present + step * rise) for step in range(1, STEPS + 1))
    return f", for instance at {listed(list(at))}"


def _at_most(terms: Terms, side: Side | None) -> str:
    if side is None:
        return "No more than you would pay for yourself"
    if side.client.more == 0:
        return f"No further {terms.one} at this rate: the first costs more than it brings"
    return f"No more than {terms.effort(side.client.more)} from today"


def _share(sides: Sides | None) -> str:
    margin = sides.margin if sides else None
    return "more than their margin (ask for it)" if margin is None else f"more than {percent(margin)}, their margin"


def _wanting(terms: Terms, side: Side | None) -> str:
    if side is None or side.gap.best <= 0 or side.agrees:
        return "You may want more than the supplier is paid for."
    return f"You would want {terms.effort(side.gap.best)} more than the supplier is paid for."

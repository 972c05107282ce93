"""Why the verdict is what it is: the hours beside the straight line, how they grow, the chances, what is comparable."""

from __future__ import annotations

from premortem.chapters.compute_growth.durations import span, time
from premortem.chapters.compute_growth.further import ANY_SIZE, twice_as_well
from premortem.chapters.compute_growth.judgement import Case, Judgement, chance_words
from premortem.chapters.compute_growth.outlook import Outlook, chance_within, foresee, settled
from premortem.chapters.compute_growth.pilots import Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.wording import number

CLOCK = 1 / 3600
"""One second, in hours: shorter runs are mostly start-up and the clock's own error."""
_KINDS = {
    "linear": "a linear method",
    "tree": "one tree or a linear support vector machine",
    "ensemble": "many trees, boosting or a neural network",
    "neighbours": "nearest neighbours",
    "kernel": "a kernel method",
    "other": "something else",
}


def reasons(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook | None) -> tuple[str, ...]:
    """Return the reasons, the plainest first."""
    if outlook is None:
        return ()
    found = [_beside_the_line(pilots, outlook)]
    if terms.algorithm is None:
        found.append(_worst_kind(pilots, judgement))
    found += [twice] if (twice := twice_as_well(pilots, terms, outlook)) else []
    found += [_how_it_grows(pilots, outlook), *_chances(terms, outlook)]
    return (*found, *_warnings(pilots, terms, judgement, outlook))


def _worst_kind(pilots: Pilots, judgement: Judgement) -> str:
    kind = judgement.kind or "other"
    said = f"Nobody knows the kind of algorithm, so the worst counts: {_KINDS[kind]}."
    mixed = None if pilots.target is None else foresee(pilots.sizes, pilots.hours, pilots.target, None)
    if kind != "other" and mixed is not None:
        hours = span(mixed.low, mixed.high)
        said += f" With all kinds weighed by how well they fit your pilots, it is {hours} 8 times of 10."
    return f"{said} Ask whoever wrote the program."


def _beside_the_line(pilots: Pilots, outlook: Outlook) -> str:
    full, line = outlook.full, outlook.forecast.linear
    return (
        f"One training on the full data takes about {time(full.median)}: 8 times of 10 between "
        f"{span(full.low, full.high, 'and')}. "
        f"A straight line from the largest pilot ({pilots.size_words(pilots.largest.size)}) would say {time(line)}."
    )


def _how_it_grows(pilots: Pilots, outlook: Outlook) -> str:
    low, median, high = outlook.times_for_ten
    if pilots.one_size and outlook.full.size > outlook.largest:
        return (
            f"{'One pilot' if len(pilots.runs) == 1 else 'One size'} alone tells little: the high end of these hours "
            f"is {number(outlook.full.factor, 2)} times the low end. The range rests on how other programs grow, not "
            f"on yours. {ANY_SIZE}"
        )
    return (
        f"Ten times the data takes about {number(median, 2)} times the hours (8 times of 10 between "
        f"{number(low, 2)} and {number(high, 2)} times)."
    )


def _chances(terms: Terms, outlook: Outlook) -> list[str]:
    found = []
    if terms.paid_hours is not None:
        paid = terms.paid_hours
        if terms.price == 0:
            found.append("An hour costs nothing here, so the budget limits nothing.")
        else:
            chance = chance_words(chance_within(outlook.forecast, paid))
            found.append(
                f"The budget of {terms.money(terms.budget or 0.0)} pays for {time(paid) if paid else 'no hour'}: the "
                f"chance to stay within it is {chance}."
            )
    if terms.deadline is not None:
        chance = chance_words(chance_within(outlook.forecast, terms.deadline))
        limit = time(terms.deadline) if terms.deadline else "0 hours"
        found.append(f"The chance to stay within the deadline of {limit} is {chance}.")
    if len(found) == 2 and terms.price:
        found.append(
            "Both hang on the same hours, so the tighter one decides: the chance to stay within both is that of "
            f"{terms.tighter}."
        )
    return found


def _warnings(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook) -> list[str]:
    found = []
    if pilots.machines_differ and judgement.case is not Case.NOT_COMPARABLE:
        found.append("The pilots may have run on different machines: then their hours cannot be compared.")
    if pilots.machines_differ and judgement.case is Case.NOT_COMPARABLE:
        found.append(
            "Hours from two machines mix how fast each is with how the work grows; the figures here cannot tell these "
            "two apart."
        )
    if pilots.falling and judgement.case is not Case.FALLING:
        found.append("More data took no more time in the pilots: something else than the size decides their hours.")
    if pilots.target is not None and pilots.largest.size >= pilots.target:
        found.append("A pilot has run on all of the data: this is what such a run takes, not a forecast.")
    if max(pilots.hours) < CLOCK:
        larger = "" if settled(outlook.full, outlook.largest) else " Run a larger one."
        found.append(f"Every pilot took less than a second: most of that is start-up, so the range is wide.{larger}")
    if pilots.prices_differ and terms.price is not None:
        found.append(f"The pilots had different prices; the highest, {terms.money(terms.price)} an hour, was taken.")
    return found

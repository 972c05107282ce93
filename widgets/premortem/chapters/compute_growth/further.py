"""One more pilot in words: which one, what it takes, to what it narrows the range; or why there is none."""

from __future__ import annotations

from premortem.chapters.compute_growth.durations import span, time
from premortem.chapters.compute_growth.judgement import GOING_ON, Case, Judgement
from premortem.chapters.compute_growth.outlook import AT_ONCE, Outlook, Step, settled
from premortem.chapters.compute_growth.pilots import Pilots
from premortem.chapters.compute_growth.terms import SMALLEST_SUM, Terms
from premortem.model.wording import number

ANY_SIZE = "Any second size shows how the hours grow, a smaller one too."


def further(pilots: Pilots, terms: Terms, judgement: Judgement, outlook: Outlook | None) -> tuple[str, ...]:
    """Return all there is to say about one more pilot, what is suggested first; empty before there is a forecast."""
    if outlook is None:
        return ()
    step = outlook.next_pilot
    found = [suggested(pilots, terms, outlook, step) if step else none(terms, judgement, outlook)]
    if pilots.one_size and outlook.full.size > outlook.largest:
        found.append(ANY_SIZE)
    twice = twice_as_well(pilots, terms, outlook)
    return (*found, twice) if twice else tuple(found)


def suggested(pilots: Pilots, terms: Terms, outlook: Outlook, step: Step) -> str:
    """Say what the next pilot takes, and from which range to about which range it narrows the hours."""
    return (
        f"One more pilot, on {pilots.size_words(step.pilot.size, 2)}, takes {taken(terms, step)}. "
        f"{narrowed(outlook, step)}"
    )


def taken(terms: Terms, step: Step) -> str:
    """Write what a pilot takes: `2.1 to 3.4 hours, about €8.10`."""
    price = _price(terms, step)
    return f"{span(step.pilot.low, step.pilot.high)}{f', about {price}' if price else ''}"


def about(terms: Terms, step: Step) -> str:
    """Write shortly what a pilot takes: `about 2.7 hours and €8.10`."""
    price = _price(terms, step)
    return f"about {time(step.pilot.median, 2)}{f' and {price}' if price else ''}"


def narrowed(outlook: Outlook, step: Step) -> str:
    """Say to which range a pilot narrows the hours of the full data, as far as one can tell before it is run."""
    now, then = outlook.full, step.full
    return f"The range for the full data, now {span(now.low, now.high)}, is then about {span(then.low, then.high)}."


def twice_as_well(pilots: Pilots, terms: Terms, outlook: Outlook) -> str:
    """Say which pilot makes the hours twice as well known, also where it is dearer than allowed; empty without need."""
    step = outlook.halving
    if step is None:
        if outlook.next_pilot is None:
            return ""
        return "To know it twice as well takes the full training itself: no smaller pilot tells as much."
    size, takes = pilots.size_words(step.pilot.size, 2), about(terms, step)
    if step.pilot.median <= outlook.allowed or step is outlook.next_pilot:
        return f"To know it twice as well, run one more pilot on {size}: {takes}."
    if outlook.allowed == 0:
        return f"To know it twice as well takes a pilot on {size}, {takes}; you allow none."
    most = time(outlook.allowed, 2)
    unsaid = f"a fifth of the full run ({most}), which is the most unless you allow more"
    dearer = unsaid if terms.pilot_hours is None else f"the {most} that you allow"
    return f"To know it twice as well takes a pilot on {size}, {takes}: more than {dearer}."


def none(terms: Terms, judgement: Judgement, outlook: Outlook) -> str:
    """Say why no further pilot is suggested."""
    if judgement.case is Case.NOT_COMPARABLE:
        return "Time the pilots on one machine first: until then nobody can say what another one would tell."
    if outlook.full.size <= outlook.largest:
        return "No further pilot: one has run on all of the data."
    if judgement.case is Case.FALLING:
        return "Find out what else than the size differed between the pilots, or run one that is many times larger."
    said = _too_little(terms, outlook)
    return f"{said} The full training is the next step." if judgement.case in GOING_ON else said


def _too_little(terms: Terms, outlook: Outlook) -> str:
    full, most = outlook.full, time(outlook.allowed, 2)
    if full.high <= AT_ONCE:
        return "No further pilot: the full training itself takes a minute at most."
    if settled(full, outlook.largest):
        return f"No further pilot: the high end of the hours is only {number(full.factor, 2)} times the low end."
    if outlook.allowed == 0:
        return "No further pilot: you allow no hours for it."
    limit = f"a fifth of the full run ({most})" if terms.pilot_hours is None else f"the {most} that you allow"
    return f"No further pilot: none of at most {limit} tells much more."


def _price(terms: Terms, step: Step) -> str:
    """What a pilot costs, to the two digits that a forecast is worth; empty where it costs next to nothing."""
    cost = step.pilot.median * (terms.price or 0.0)
    return terms.money(float(f"{cost:.2g}")) if cost >= SMALLEST_SUM else ""

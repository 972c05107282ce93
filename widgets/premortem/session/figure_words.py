"""Votes with ranges, figures and days in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from premortem.model.wording import listed
from premortem.session.outcomes import FEWEST_TOLD, Figures, Ranges, SaidRange
from premortem.session.values import exact, rounded, span, telling

NEAR = 0.1
"""Best guesses, or the middle half of figures, within a tenth of what they are about count as close together."""
DAYS_NEAR = 31


def ranges(result: Ranges, currency: str | None) -> tuple[str, ...]:
    """Return what a vote with ranges found: whether they meet, where they do not, and what they are together."""
    subject, said = result.subject, result.ranges
    if len(said) == 1:
        only = (
            f"{span(subject, said[0].low, said[0].high, currency)}, best guess {exact(subject, said[0].best, currency)}"
        )
        return f"One range: {only}.", "One range says nothing about agreement."
    assert result.pooled is not None
    pooled = result.pooled
    digits = telling(pooled.low, pooled.high)
    ends = span(subject, pooled.low, pooled.high, currency, digits=digits)
    best = rounded(subject, pooled.best, currency, digits=digits)
    together = f"Together, by the mean of each end: {ends}, best guess {best}."
    if len(result.meeting.groups) > 1:
        held = any(each.low <= pooled.best <= each.high for each in said)
        why = "a mean of ranges that do not meet says little" if held else "that lies in nobody's range"
        together = f"{together[:-1]}, but {why}: talk before you use it."
    return _meeting(result, currency), together


def _meeting(result: Ranges, currency: str | None) -> str:
    subject, said, met = result.subject, result.ranges, result.meeting
    people = len(said)
    if met.sharing == people:
        shared = span(subject, max(each.low for each in said), min(each.high for each in said), currency)
        return f"{'Both' if people == 2 else f'All {people}'} ranges meet: each holds {shared}."
    if len(met.groups) > 1:
        return _groups(result, currency)
    apart = len(met.apart)
    pairs = "1 pair of ranges does" if apart == 1 else f"{apart} of {met.pairs} pairs of ranges do"
    if 2 * apart < met.pairs:
        return f"Most of your ranges meet, {met.sharing} of {people} in one place; {pairs} not."
    return f"You are far apart: {pairs} not meet, though each meets some other."


def _groups(result: Ranges, currency: str | None) -> str:
    subject, said, groups = result.subject, result.ranges, result.meeting.groups
    low, high = said[0].best, said[-1].best
    if high - low <= NEAR * abs(low + high) / 2:
        guesses = span(subject, low, high, currency)
        return f"Your best guesses are close ({guesses}), but the ranges do not all meet: they are likely too narrow."
    parts = [(len(group), _reach([said[at] for at in group])) for group in groups]
    if len(groups) > 2:
        return f"Your ranges fall into {len(groups)} groups that do not meet."
    (below, (from_low, to_low)), (above, (from_high, to_high)) = parts
    where = [span(subject, from_low, to_low, currency), span(subject, from_high, to_high, currency)]
    if min(below, above) > 1 or below == above:
        camps = f"{below} within {where[0]}, {above} within {where[1]}"
        return f"Your ranges fall into two camps: {camps}. No range holds what lies between."
    alone, others = (where[0], where[1]) if below == 1 else (where[1], where[0])
    return f"One range, {alone}, stands apart from the other {max(below, above)}, within {others}."


def _reach(said: Sequence[SaidRange]) -> tuple[float, float]:
    return min(each.low for each in said), max(each.high for each in said)


def ranges_far_apart(result: Ranges, currency: str | None) -> str:
    """Return the two ranges with the widest gap between them; "" where all meet."""
    if not result.meeting.apart:
        return ""
    lower, higher = (result.ranges[at] for at in result.meeting.apart[0])
    ends = [exact(result.subject, value, currency) for value in (lower.high, higher.low)]
    return f"Farthest apart: one range ends at {ends[0]}, another begins at {ends[1]}."


def figures(result: Figures, currency: str | None) -> tuple[str, ...]:
    """Return what a vote with figures or days found: the middle, how far they lie apart, two camps."""
    subject, said = result.subject, result.figures
    lowest, highest = said[0], said[-1]
    if len(said) == 1:
        return f"One person voted: {exact(subject, lowest.value, currency)}.", "One vote says nothing about agreement."
    if lowest.at == highest.at:
        everybody = "Both of you" if len(said) == 2 else f"All {len(said)} of you"
        return (f"{everybody} said {exact(subject, lowest.value, currency)}.",)
    assert result.median is not None
    middle = f"The middle is {middle_of(result, currency)}"
    if len(said) < FEWEST_TOLD or result.quartiles is None:
        each = listed([exact(subject, figure.value, currency) for figure in said])
        return f"You said {each}.", f"{len(said)} people are few: talk about the difference."
    if result.parted:
        return _camps(result, result.parted, currency), f"{middle}: between two camps that says little."
    half = span(subject, *result.quartiles, currency, digits=telling(*result.quartiles))
    lead = "Most of you are close together: half" if _close(result) else "You are spread out: the middle half of you"
    return f"{lead} said {half}.", f"{middle}; all lie from {_all(result, currency)}{_times(result)}."


def middle_of(result: Figures, currency: str | None) -> str:
    """Return the median in words: exactly where somebody said it, else rounded."""
    said = next((figure.value for figure in result.figures if figure.at == result.median), None)
    if said is not None:
        return exact(result.subject, said, currency)
    ends = result.figures[0].at, result.figures[-1].at
    return rounded(result.subject, result.median or 0.0, currency, digits=telling(*ends))


def figures_far_apart(result: Figures, currency: str | None) -> str:
    """Return the lowest and the highest; "" where they are close together."""
    if len(result.figures) < FEWEST_TOLD or result.figures[0].at == result.figures[-1].at or _close(result):
        return ""
    lowest, highest = (exact(result.subject, end.value, currency) for end in (result.figures[0], result.figures[-1]))
    return f"Farthest apart: {lowest} and {highest}."


def _all(result: Figures, currency: str | None) -> str:
    return span(result.subject, result.figures[0].at, result.figures[-1].at, currency)


def _camps(result: Figures, parted: int, currency: str | None) -> str:
    below, above = result.figures[:parted], result.figures[parted:]
    camps = (f"{len(part)} said {span(result.subject, part[0].at, part[-1].at, currency)}" for part in (below, above))
    return f"You are in two camps: {', '.join(camps)}, and nobody between."


def _close(result: Figures) -> bool:
    assert result.quartiles is not None
    assert result.median is not None
    apart = result.quartiles[1] - result.quartiles[0]
    subject = result.subject
    if subject.kind == "date":
        return apart <= DAYS_NEAR
    bounded = subject.minimum is not None and subject.maximum is not None
    about = subject.maximum - subject.minimum if bounded else abs(result.median)  # type: ignore[operator]  # both there
    return apart <= NEAR * about


def _times(result: Figures) -> str:
    lowest, highest = result.figures[0].at, result.figures[-1].at
    if result.subject.kind == "date" or lowest <= 0 or highest < 2 * lowest:
        return ""
    return f", and the highest is {highest / lowest:,.0f} times the lowest" if highest / lowest < 1e6 else ""

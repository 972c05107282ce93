"""What a group may agree on after a vote, as a first suggestion: the middle of what was voted, to talk about."""

from __future__ import annotations

from collections.abc import Sequence

from premortem.analysis.elicitation import Pooled
from premortem.model.event import Json
from premortem.model.subjects import Option, Subject
from premortem.session import outcomes, results
from premortem.session.state import Vote

DIGITS = 3
"""A pooled range is no more exact than the guesses that went into it."""


def proposed(vote: Vote) -> Json:  # noqa: PLR0911 - one a kind
    """Return the value with which the form for agreeing begins, None where the result suggests none.

    The median level (the lower of two), the option most chose, the pooled range, the median figure or day, the things
    by their mean place, the things that hold half of the dots.
    """
    if vote.ballots is None:
        return None
    match results.result(vote.subject, vote.ballots):
        case outcomes.Levels(middle=(Option(value=value), _)) | outcomes.Choices(first=(Option(value=value),)):
            return value
        case outcomes.Ranges(pooled=Pooled() as pooled):
            parts = {"low": pooled.low, "best": pooled.best, "high": pooled.high}
            return {name: _round(vote.subject, part) for name, part in parts.items()}
        case outcomes.Figures(figures=figures, median=median) if median is not None:
            return _middle(vote.subject, figures, median)
        case outcomes.Order(places=places) if places:
            return [place.option.value for place in places]
        case outcomes.Dots(items=items, half=half) if half:
            return [item.option.value for item in items[:half]]
    return None


def _middle(subject: Subject, figures: Sequence[outcomes.Figure], median: float) -> Json:
    """The median of figures, whole where they are; of days the earlier of the two in the middle."""
    if subject.kind == "date":
        return figures[(len(figures) - 1) // 2].value
    return round(median) if subject.whole else median


def _round(subject: Subject, value: float) -> float:
    exact = float(f"{value:.{DIGITS}g}")
    return round(exact) if subject.whole or exact == round(exact) else exact

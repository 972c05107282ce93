"""What a group is offered to agree on is the middle of what it voted, of the kind that the answer takes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from premortem.leading.proposal import proposed
from premortem.model.event import Json
from premortem.model.subjects import Option, Subject
from premortem.session.answers import agreed_value
from premortem.session.state import Vote

THINGS = (Option("a", "Faxes"), Option("b", "Clerks"), Option("c", "Labels"))
LEVELS = tuple(Option(level, str(level)) for level in range(1, 6))


def _range(low: float, best: float, high: float) -> Json:
    return {"low": low, "best": best, "high": high}


def voted(kind: str, *values: Json, **more: Any) -> Vote:
    subject = Subject(kind, "What is it?", **more)
    return Vote("v", subject, datetime.now(UTC), ballots=tuple({"value": value} for value in values))


@pytest.mark.parametrize(
    ("vote", "wanted"),
    [
        (voted("scale", 2, 3, 5, options=LEVELS), 3),
        (voted("scale", 2, 4, options=LEVELS), 2),
        (voted("choice", "a", "b", "b", options=THINGS), "b"),
        (voted("choice", "a", "b", options=THINGS), None),
        (voted("range", _range(1, 2, 3), _range(3, 4, 5)), _range(2, 3, 4)),
        (voted("range", _range(1000, 2000, 3001)), _range(1000, 2000, 3000)),
        (voted("number", 1, 2, 40), 2),
        (voted("number", 1, 2), 1.5),
        (voted("number", 1, 4, whole=True), 2),
        (voted("date", "2031-01-01", "2031-01-04"), "2031-01-01"),
        (voted("date", "2031-01-01", "2031-01-03", "2031-05-01"), "2031-01-03"),
        (voted("rank", ["a", "b", "c"], ["a", "c", "b"], ["a", "b", "c"], options=THINGS), ["a", "b", "c"]),
        (voted("dots", {"a": 3}, {"a": 2, "b": 1}, options=THINGS, dots=3), ["a"]),
        (voted("text", ["Nobody asked"], many=5), None),
        (voted("number"), None),
        (voted("number", "don't know"), None),
        (voted("range"), None),
        (voted("scale", options=LEVELS), None),
    ],
)
def test_the_proposal_is_the_middle_of_the_vote(vote: Vote, wanted: Json) -> None:
    assert proposed(vote) == wanted


@pytest.mark.parametrize("kind", ["scale", "range", "number", "dots"])
def test_what_is_proposed_can_be_agreed_on_as_it_is(kind: str) -> None:
    votes = {
        "scale": voted("scale", 2, 3, options=LEVELS),
        "range": voted("range", _range(1, 2, 3), _range(10, 20, 33), whole=True),
        "number": voted("number", 1, 4, whole=True),
        "dots": voted("dots", {"a": 1}, {"b": 1}, {"c": 1}, options=THINGS, dots=1),
    }
    vote = votes[kind]
    assert agreed_value(vote.subject, proposed(vote), None) == proposed(vote)


def test_nothing_is_proposed_before_the_vote_is_shown() -> None:
    assert proposed(Vote("v", Subject("number", "How many?"), datetime.now(UTC))) is None

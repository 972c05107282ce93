"""The rows of the chart: for each candidate how often it has each rank, or why it is not compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from premortem.chapters.first_project.candidates import Candidate
from premortem.chapters.first_project.contest import Place
from premortem.chapters.first_project.judgement import Evidence
from premortem.chapters.first_project.sayings import share
from premortem.model.wording import listed

RANK, ASIDE = "rank", "aside"
_ORDINALS = ("1st", "2nd", "3rd")
_WIDE_ENOUGH = 0.14
"""A rank is named in its own piece of the bar from this share on."""


def rows(evidence: Evidence) -> tuple[Mapping[str, Any], ...]:
    """Return a row for each piece of each bar: place, candidate, what, from, to, shade, word, says."""
    found: list[Mapping[str, Any]] = []
    places = {place.described.candidate.row: place for place in evidence.contest.places} if evidence.contest else {}
    for number, candidate in enumerate(_sorted(evidence, places), start=1):
        name = f"This project: {candidate.name}" if candidate.this else candidate.name
        place = places.get(candidate.row)
        found += _bar(number, name, place) if place else [_aside(number, name, evidence, candidate)]
    return tuple(found)


def _sorted(evidence: Evidence, places: Mapping[str, Place]) -> list[Candidate]:
    """The candidates as ranked, then those that are not compared in the order in which they were written."""
    compared = sorted(places.values(), key=lambda place: -place.first)
    return [
        *(place.described.candidate for place in compared),
        *(each for each in evidence.candidates if each.row not in places),
    ]


def _bar(number: int, name: str, place: Place) -> list[Mapping[str, Any]]:
    pieces: list[Mapping[str, Any]] = []
    start, of = 0.0, len(place.ranks)
    for rank, part in enumerate(place.ranks):
        ordinal = _ordinal(rank + 1) if part >= _WIDE_ENOUGH else ""
        if part > 0:
            pieces.append(
                {
                    "place": number,
                    "candidate": name,
                    "what": RANK,
                    "from": start,
                    "to": min(1.0, start + part),
                    "shade": rank / max(1, of - 1),
                    "word": ordinal if of > 1 else "nothing to compare it with",
                    "rank": _ordinal(rank + 1),
                    "part": share(part),
                    "says": f"first: {share(place.first)}" if of > 1 else "",
                }
            )
        start += part
    return pieces


def _aside(number: int, name: str, evidence: Evidence, candidate: Candidate) -> Mapping[str, Any]:
    above = candidate in evidence.above
    word = "set aside: above the cap on risk" if above else "not compared yet"
    return {
        "place": number,
        "candidate": name,
        "what": ASIDE,
        "from": 0.0,
        "to": 1.0,
        "shade": 1.0,
        "word": word,
        "rank": word,
        "part": "set aside" if above else "open",
        "says": "",
    }


def _ordinal(rank: int) -> str:
    return _ORDINALS[rank - 1] if rank <= len(_ORDINALS) else f"{rank}th"


def says(evidence: Evidence) -> str:
    """Return the message of the chart in words."""
    if not evidence.candidates:
        return "No project to begin with is written down yet."
    parts = []
    if evidence.contest is not None:
        ranked = sorted(evidence.contest.places, key=lambda place: -place.first)
        parts += [f"{place.name}: first in {share(place.first)}" for place in ranked]
    parts += [f"{each.name}: above the cap on risk" for each in evidence.above]
    rest = [each.name for each in evidence.candidates if each not in evidence.above and not _in(evidence, each)]
    if rest:
        parts.append(f"not compared yet: {listed(rest)}")
    return f"For each candidate the share of the ways to weigh that gives it each rank. {'; '.join(parts)}."


def _in(evidence: Evidence, candidate: Candidate) -> bool:
    return any(each.candidate.row == candidate.row for each in evidence.compared)

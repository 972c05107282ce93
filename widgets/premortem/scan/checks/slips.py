"""Which rare values of a column look like slips of the pen for a common one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from premortem.scan.checks.edit_distance import EditsAway, OneEditAway
from premortem.scan.checks.empty_words import says_nothing
from premortem.scan.checks.spellings import Spellings, folded

TIMES = 5
"""The common one is at least so many times as common (DATA-CHECKS: near-duplicate category)."""

OFTEN, TIMES_OFTEN = 0.01, 20
"""A value with more than this share of the cells is rarely a slip: then the other must be so many times as common."""

ONE, TWO = 5, 9
"""Words of fewer letters than ONE are compared only where the column allows it; from TWO letters on, two may differ."""

LONGEST = 200
"""Longer cells are prose."""

DENSE = 0.1
"""Above this share of good values near another good one, the column is a list of things with similar names."""

MOSTLY, MANY = 0.6, 0.15
"""At least this share of the rare values must be near a common one: in a column with slips they are a good part of what
is rare; among surnames a few are near each other by chance. More is asked of short words."""

OPPOSITES = (
    *(("hyper", "hypo"), ("inter", "intra"), ("macro", "micro"), ("north", "south"), ("east", "west")),
    *(("in", "ex"), ("pre", "pro"), ("de", "re"), ("under", "over"), ("up", "down")),
)
NEGATIONS = ("a", "an", "un", "in", "im", "il", "ir", "non", "de", "re")
"""Beginnings that turn a word into its opposite: few letters, and no slip."""

_WORDS = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Slips:
    """The rare values that look like slips with their cells, and how many common values they are near to."""

    rare: Spellings
    common: int


def slips(known: Spellings, least: float = 0) -> Slips | None:
    """Return the rare values within an edit or two of a value five times as common; None where there are none.

    `least` is the number of cells below which nobody asks.
    """
    counts: Counter[str] = Counter()
    written: dict[str, list[tuple[str, int]]] = {}
    for text, n in known.counts:
        if _is_a_word(text):
            counts[word := _without_figures(text)] += n
            written.setdefault(word, []).append((text, n))
    if not counts or max(counts.values()) < TIMES:
        return None
    pairs = _Search(counts, known.cells).pairs(least)
    if not pairs:
        return None
    rare = sorted((pair for word in pairs for pair in written[word]), key=lambda pair: -pair[1])
    return Slips(Spellings(tuple(rare), known.exact), len(set(pairs.values())))


def _without_figures(text: str) -> str:
    """Return a value in small letters with 9 for each number: a slip in "37 patients" shows beside "52 patients"."""
    return _DIGITS.sub("9", text.strip().casefold())


def _numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a value: two that do not have them in common are two things."""
    return tuple(_DIGITS.findall(text))


def _is_a_word(text: str) -> bool:
    """Return whether a value can hold a slip: no number, and no code, which has digits and no space."""
    plain = text.strip()
    if not 3 <= len(plain) <= LONGEST or (_DIGITS.search(plain) and " " not in plain):
        return False
    return any(sign.isalpha() for sign in plain) and not says_nothing(plain)


class _Search:
    """The values of one column without figures, in small letters, and what is near what."""

    def __init__(self, counts: Mapping[str, int], cells: int) -> None:
        self.counts, self.cells, self.greatest = counts, cells, max(counts.values())
        self.words: Counter[str] = Counter()
        for text, n in counts.items():
            for word in set(_WORDS.findall(text)):
                self.words[word] += n

    def pairs(self, least: float) -> dict[str, str]:
        """Return each slip with the common value it is near to; none where all rare values hold fewer than `least`."""
        rare = [value for value in self.counts if self._may_be_rare(value)]
        if sum(self.counts[value] for value in rare) < least:
            return {}
        nearby = _Neighbours(value for value, n in self.counts.items() if n >= TIMES)
        found = {}
        for short, share in ((True, MOSTLY), (False, MANY)):
            those = [value for value in rare if (len(value) < ONE) is short]
            pairs = dict(pair for pair in (self._nearest(value, nearby) for value in those) if pair is not None)
            if pairs and len(pairs) >= share * len(those) and not self._dense(pairs, short):
                found.update(pairs)
        return found

    def _nearest(self, value: str, nearby: _Neighbours) -> tuple[str, str] | None:
        near = [other for other in nearby.near(value) if self._is_slip(value, other)]
        return (value, max(near, key=lambda other: (self.counts[other], other))) if near else None

    def _may_be_rare(self, word: str) -> bool:
        return self.greatest >= self._needed(word)

    def _is_slip(self, rare: str, common: str) -> bool:
        if self.counts[common] < self._needed(rare):
            return False
        return _near(rare, common) and not self._other_words(rare, common)

    def _needed(self, rare: str) -> int:
        """How common a value must be for this one to be a slip for it."""
        n = self.counts[rare]
        return n * (TIMES_OFTEN if n > max(OFTEN * self.cells, 1) else TIMES)

    def _other_words(self, rare: str, common: str) -> bool:
        """Return whether they differ in a word that this column uses elsewhere too: then it is another thing."""
        mine, theirs = _WORDS.findall(rare), _WORDS.findall(common)
        if len(mine) != len(theirs):
            return False
        return any(
            self.words[one] * TIMES > self.words[other] or (len(mine) > 1 and max(len(one), len(other)) < 3)
            for one, other in zip(mine, theirs, strict=True)
            if one != other
        )

    def _dense(self, pairs: Mapping[str, str], short: bool) -> bool:
        """Return whether good values of this column are near each other too: then nearness means nothing."""
        enough = TIMES * median(self.counts[value] for value in pairs)
        good = [
            value
            for value, n in self.counts.items()
            if n >= enough and value not in pairs and (len(value) < ONE) is short
        ]
        nearby = _Neighbours(good)
        close = sum(any(_near(value, other) for other in nearby.near(value)) for value in good)
        return close > max(DENSE * len(good), 2)


class _Neighbours:
    """Values that are found again from one that is at most an edit away, or two where both are long."""

    def __init__(self, values: Iterable[str]) -> None:
        every = list(values)
        self.short = OneEditAway(value for value in every if len(value) <= TWO)
        self.long = EditsAway((value for value in every if len(value) >= TWO), 2, _numbers)

    def near(self, value: str) -> set[str]:
        """Return those near this value, other than itself."""
        short = self.short.near(value) if len(value) <= TWO else ()
        return {*short, *(self.long.near(value) if len(value) >= TWO else ())}


def _near(one: str, other: str) -> bool:
    """Return whether two values that are an edit or two apart may be one: they are neither spellings nor opposites."""
    return _numbers(one) == _numbers(other) and folded(one) != folded(other) and not _opposites(one, other)


def _opposites(one: str, other: str) -> bool:
    mine, theirs = _WORDS.findall(one), _WORDS.findall(other)
    if len(mine) != len(theirs):
        return False
    return any(_opposite(*sorted(pair, key=len)) for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1])


def _opposite(shorter: str, longer: str) -> bool:
    if any(longer == begin + shorter for begin in NEGATIONS):
        return True
    return any(
        one.startswith(first) and other.startswith(second) and one[len(first) :] == other[len(second) :]
        for first, second in OPPOSITES
        for one, other in ((shorter, longer), (longer, shorter))
    )

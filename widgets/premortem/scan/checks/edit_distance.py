"""How many letters apart two texts are, and which of many texts are near a given one, without comparing all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise


def edits(one: str, other: str, most: int) -> int:
    """Return the Levenshtein distance (letters put in, left out or changed), or `most` + 1 where it is greater.

    Two letters that changed places count as one.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _where_they_differ(one, other)
    if not one or not other:
        return max(len(one), len(other))
    return min(_distance(one, other, most), most + 1)


def _where_they_differ(one: str, other: str) -> tuple[str, str]:
    """Return both without what they share at the beginning and at the end."""
    shorter = min(len(one), len(other))
    start = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    left = shorter - start
    end = next((place for place in range(left) if one[-1 - place] != other[-1 - place]), left)
    return one[start : len(one) - end], other[start : len(other) - end]


def _distance(one: str, other: str, most: int) -> int:
    """Fill the table of distances row by row, only near its diagonal: what lies further off exceeds `most`."""
    beyond = most + 1
    width = len(other) + 1
    before: list[int] = []
    row: list[int] = [min(place, beyond) for place in range(width)]
    for place, letter in enumerate(one, 1):
        current: list[int] = [min(place, beyond)] + [beyond] * (width - 1)
        least = current[0]
        for at in range(max(1, place - most), min(width - 1, place + most) + 1):
            if letter == other[at - 1]:
                best = row[at - 1]
            else:
                best = min(row[at], current[at - 1], row[at - 1]) + 1
                if before and at > 1 and letter == other[at - 2] and one[place - 2] == other[at - 1]:
                    best = min(best, before[at - 2] + 1)
            current[at] = best
            least = min(least, best)
        if least > most:
            return beyond
        before, row = row, current
    return row[-1]


class OneEditAway:
    """Short texts that are found again from any text one edit away: both become the same when a letter is left out."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._shortened: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            for shorter in _shortened(text):
                self._shortened[shorter].append(text)

    def near(self, text: str) -> Iterator[str]:
        """Yield the texts one edit away."""
        found = {other for shorter in _shortened(text) for other in self._shortened.get(shorter, ())}
        return (other for other in found if other != text and edits(text, other, 1) <= 1)


def _shortened(text: str) -> set[str]:
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}


class EditsAway:
    """Texts that are found again from any text at most `most` edits away.

    Each text is cut into 2 * `most` + 1 pieces (an edit, counting swapped letters, spoils two pieces at most): one of
    them must stand unharmed in the other text, moved by at most `most` places. `kind` names what both must share.
    """

    def __init__(self, texts: Iterable[str], most: int, kind: Callable[[str], object]) -> None:
        self.most, self.kind = most, kind
        self._pieces: dict[tuple[object, int, int, str], list[str]] = defaultdict(list)
        self._lengths: set[int] = set()
        for text in texts:
            self._lengths.add(len(text))
            alike = kind(text)
            for number, (start, end) in enumerate(_cuts(len(text), most)):
                self._pieces[alike, len(text), number, text[start:end]].append(text)

    def near(self, text: str) -> Iterator[str]:
        """Yield the texts at most `most` edits away, other than the text itself."""
        for other in self._sharing_a_piece(text):
            if other != text and edits(text, other, self.most) <= self.most:
                yield other

    def _sharing_a_piece(self, text: str) -> set[str]:
        found: set[str] = set()
        alike = self.kind(text)
        for length in range(len(text) - self.most, len(text) + self.most + 1):
            if length not in self._lengths:
                continue
            for number, (start, end) in enumerate(_cuts(length, self.most)):
                for moved in range(max(-self.most, -start), self.most + 1):
                    found.update(self._pieces.get((alike, length, number, text[start + moved : end + moved]), ()))
        return found


def _cuts(length: int, most: int) -> list[tuple[int, int]]:
    pieces = 2 * most + 1
    ends = [length * number // pieces for number in range(pieces + 1)]
    return list(pairwise(ends))

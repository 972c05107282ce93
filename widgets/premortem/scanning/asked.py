"""What a page asks of a check, checked: columns are named by their place, as names in a file may be anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from premortem.errors import RefusedInput

SOURCE_MAX = 120
GROUPS_MAX = 20


@dataclass(frozen=True)
class Asked:
    """One check: the name of the source, columns by their place, and whether example rows are kept or masked."""

    source: str
    label: int | None
    prediction: int | None
    groups: tuple[int, ...]
    key: tuple[int, ...]
    keep: bool
    masked: bool

    def options(self, columns: Sequence[str]) -> dict[str, Any]:
        """Return what scan() takes by name. Examples are only drawn where they are kept: no other cell travels."""
        return {
            "label": None if self.label is None else columns[self.label],
            "prediction": None if self.prediction is None else columns[self.prediction],
            "groups": [columns[place] for place in self.groups],
            "key": [columns[place] for place in self.key],
            "examples": self.keep,
            "masked": self.masked,
        }


def asked_of(message: Mapping[str, Any], columns: Sequence[str]) -> Asked:
    """Return what the page asks; raise RefusedInput where it is no name, or no column of this table."""
    source = message.get("source")
    if not isinstance(source, str) or not (source := " ".join(source.split())):
        raise RefusedInput("Give the source a name: it is how a later delivery is known again.")
    if len(source) > SOURCE_MAX or not source.isprintable():
        raise RefusedInput(
            f"The name of the source may have {SOURCE_MAX} letters and no control characters: shorten it."
        )
    count = len(columns)
    label, prediction = (_place(message.get(name), count) for name in ("label", "prediction"))
    if label is not None and label == prediction:
        raise RefusedInput("The right answer and the prediction are two columns: choose another for one of them.")
    groups, key = (_places(message.get(name), count) for name in ("groups", "key"))
    if len(groups) > GROUPS_MAX:
        raise RefusedInput(f"At most {GROUPS_MAX} columns can name groups: choose those that matter.")
    if label in groups:
        raise RefusedInput("The column with the right answer cannot name groups too: take it out of one of the two.")
    keep = message.get("keep") is True
    return Asked(source, label, prediction, groups, key, keep, keep and message.get("masked") is True)


def _place(sent: Any, count: int) -> int | None:
    if sent is None:
        return None
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent < count:
        raise RefusedInput("The page named a column that this table does not have: choose the table again.")
    return sent


def _places(sent: Any, count: int) -> tuple[int, ...]:
    if sent is None:
        return ()
    if not isinstance(sent, list) or len(sent) > count:
        raise RefusedInput("The page named columns that this table does not have: choose the table again.")
    found = [_place(each, count) for each in sent]
    return tuple(dict.fromkeys(place for place in found if place is not None))

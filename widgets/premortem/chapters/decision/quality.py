"""Decision quality: six elements, each rated by the team; the weakest gives the one figure, never an average."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.bank import shipped_bank
from premortem.model.state import State

SOURCE = "Spetzler, Winter & Meyer, Decision Quality, Wiley 2016"
BEST = 5
ELEMENTS = {
    "frame": "The right question",
    "alternatives": "Real alternatives",
    "information": "Sound information",
    "values": "Clear values and trade-offs",
    "reasoning": "Sound reasoning",
    "commitment": "Commitment to act",
}


@dataclass(frozen=True)
class Element:
    """One element of decision quality: its rating from 1 to 5 and what that means; `None` where nobody rated it."""

    question: str
    name: str
    rating: int | None
    meaning: str


@dataclass(frozen=True)
class Quality:
    """The six elements; the chain is as strong as its `weakest` links, of those that were rated."""

    elements: tuple[Element, ...]
    weakest: tuple[Element, ...]

    @property
    def rated(self) -> bool:
        """Whether all six were rated."""
        return all(element.rating is not None for element in self.elements)


def quality(state: State) -> Quality:
    """Return the six elements as rated; an element without a rating is weaker than any rated one."""
    elements = tuple(_element(state, short, name) for short, name in ELEMENTS.items())
    least = min(element.rating or 0 for element in elements)
    return Quality(elements, tuple(element for element in elements if (element.rating or 0) == least))


def _element(state: State, short: str, name: str) -> Element:
    question = shipped_bank()[f"decision.quality-{short}"]
    rating = state.level(question.id)
    meanings = {option.value: option.meaning for option in question.options}
    return Element(question.id, name, rating, meanings.get(rating, "") if rating else "")

"""The rules that give each part of the system its route: a short ordered list, as data that the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from premortem.model.verdicts import Level

BOUGHT_KINDS = frozenset({"hardware", "contract"})
CLEAR_FROM = 3
"""From this level of clarity on, what the part must do counts as clear."""
BUILD_ON_FROM = 2
"""From this level on, what exists is good enough to build on."""
HARD_FROM = 3
"""From this level on, the part is hard to turn back."""
LONG_WEEKS = 12
"""From this lead time on, a part is slow to get: a quarter of a year, longer than a prototype should take."""
MANY_JOINTS = 5
"""From this number of integration points on, a change of the part disturbs too much to be cheap."""


@dataclass(frozen=True)
class Limits:
    """From where on a part counts as slow to get, or as joined to much; a convention, so the page shows it."""

    weeks: int
    joints: int


LIMITS = Limits(LONG_WEEKS, MANY_JOINTS)


class Route(Enum):
    """How one gets to the part."""

    THROW_AWAY = "throw-away-prototype"
    EVOLVE = "evolutionary-prototype"
    PILOT = "staged-pilot"
    SPECIFY = "specify-then-procure"
    SPLIT = "split"

    @property
    def words(self) -> str:
        """The route as a reader sees it."""
        return _WORDS[self]


_WORDS = {
    Route.THROW_AWAY: "Throw-away prototype",
    Route.EVOLVE: "Prototype to keep",
    Route.PILOT: "Staged pilot",
    Route.SPECIFY: "Specify first",
    Route.SPLIT: "Split it",
}


class Trait(Enum):
    """What the rules look at; the value is how the page says it."""

    MADE = "made (software, model or data)"
    BOUGHT = "bought (hardware, infrastructure, contract or service)"
    UNCLEAR = "unclear what it must do"
    TIED = "ties you down"
    RENTABLE = "a stage can be rented or borrowed"
    WEAK_START = "nothing good to build on"


@dataclass(frozen=True)
class Profile:
    """The answers about one part, all of them known; levels as in the question bank."""

    kind: str
    clarity: int
    existing: int
    reverse: int
    lead: int
    rent: bool
    joints: int

    @property
    def unclear(self) -> bool:
        """Whether nobody can write down yet what the part must do."""
        return self.clarity < CLEAR_FROM

    @property
    def tied(self) -> bool:
        """Whether the part is hard to turn back, slow to get, or joined to much."""
        return self.reverse >= HARD_FROM or self.lead >= LONG_WEEKS or self.joints >= MANY_JOINTS

    def traits(self) -> frozenset[Trait]:
        """Return what the rules look at."""
        bought = self.kind in BOUGHT_KINDS
        has = {
            Trait.BOUGHT: bought,
            Trait.MADE: not bought,
            Trait.UNCLEAR: self.unclear,
            Trait.TIED: self.tied,
            Trait.RENTABLE: self.rent,
            Trait.WEAK_START: self.existing < BUILD_ON_FROM,
        }
        return frozenset(trait for trait, there in has.items() if there)


@dataclass(frozen=True)
class Rule:
    """One rule: where a part has all traits of `when`, it takes the route; the sentence says why."""

    name: str
    when: tuple[Trait, ...]
    route: Route
    sentence: str


RULES = (
    Rule(
        "Mixed",
        (Trait.MADE, Trait.UNCLEAR, Trait.TIED),
        Route.SPLIT,
        "It is not clear yet what it must do, and it ties you down. Split it: try the unclear side with something that "
        "can be thrown away, and write down the other side before it is built.",
    ),
    Rule(
        "A stage can be rented",
        (Trait.TIED, Trait.RENTABLE),
        Route.PILOT,
        "It ties you down, but a stage of it can be rented or borrowed: write down what you need, take a small stage "
        "for a time, and commit only after it has held.",
    ),
    Rule(
        "Ties you down",
        (Trait.TIED,),
        Route.SPECIFY,
        "It ties you down and cannot be had on trial: write down what it must do, and have that signed, before "
        "anything is ordered or built.",
    ),
    Rule(
        "Bought but unclear",
        (Trait.BOUGHT, Trait.UNCLEAR),
        Route.PILOT,
        "It is bought, it is not clear yet what it must do, and giving it back is cheap: take the smallest amount for "
        "a short time.",
    ),
    Rule(
        "Unclear, weak start",
        (Trait.UNCLEAR, Trait.WEAK_START),
        Route.THROW_AWAY,
        "It is not clear yet what it must do, and there is nothing good to build on: make a quick version to learn "
        "from, and throw it away.",
    ),
    Rule(
        "Unclear, good start",
        (Trait.UNCLEAR,),
        Route.EVOLVE,
        "It is not clear yet what it must do, but there is something good to build on: change that step by step with "
        "those who use it, and keep it.",
    ),
    Rule(
        "Bought and clear",
        (Trait.BOUGHT,),
        Route.SPECIFY,
        "It is clear what it must do: write it down and order it.",
    ),
    Rule(
        "Clear and easy to change",
        (),
        Route.EVOLVE,
        "It is clear what it must do, and it is cheap to change: build a first version and keep improving it.",
    ),
)
"""From top to bottom, the first rule that fits decides; the last one always fits."""


@lru_cache(maxsize=4096)
def decide(profile: Profile) -> Rule:
    """Return the first rule that fits."""
    traits = profile.traits()
    return next(rule for rule in RULES if traits.issuperset(rule.when))


def level(profile: Profile) -> Level:
    """Return how far one may go with this part: stop where it would be ordered without knowing what it must do."""
    route = decide(profile).route
    if route is Route.SPECIFY:
        if profile.unclear:
            return Level.STOP
        return Level.GO if profile.clarity > CLEAR_FROM else Level.CONDITIONS
    tried_first = profile.unclear or route is Route.PILOT
    return Level.PILOT_FIRST if tried_first else Level.GO

"""The ledger of promises: each claim with what it lacks before it can be checked, and the score of those that were."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.analysis import scoring
from premortem.model.state import State

TABLE = "expectations.promises"
LONGEST = 70
INNER_MARKS = str.maketrans("\u201c\u201d", "\u2018\u2019")
MAKES_A_PROMISE = {"measure": "what is measured", "threshold": "from which value on it is true"}
MAKES_IT_CHECKABLE = {
    "who": "who said it",
    "evidence": "what it is read off from",
    "due": "the day on which it is scored",
    "chance": "the chance you give it",
}


@dataclass(frozen=True)
class Promise:
    """One claim; `lacks` names in words what it needs before it can be checked."""

    row: str
    number: int
    claim: str
    who: str | None
    measure: str | None
    threshold: str | None
    evidence: str | None
    due: str | None
    chance: float | None
    came_true: bool | None
    lacks: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """The claim between quotation marks, cut where it is long."""
        claim = self.claim.strip('\u201c\u201d"').translate(INNER_MARKS)
        cut = f"{claim[:LONGEST].rstrip()}\u2026" if len(claim) > LONGEST else claim
        return f"\u201c{cut}\u201d"

    @property
    def is_one(self) -> bool:
        """Whether it says what is measured and from which value on it is true."""
        return self.measure is not None and self.threshold is not None


@dataclass(frozen=True)
class Score:
    """How good the chances were: mean squared distance from what happened (Brier 1950), 0 perfect, 1 the worst.

    `always` is the score of whoever had said `base` (the share that came true) each time, known only afterwards.
    """

    brier: float
    base: float
    always: float
    promises: int


def read(state: State) -> tuple[Promise, ...]:
    """Return the promises, in the order in which they were written."""
    found = []
    for place, row in enumerate(state.rows(TABLE), start=1):
        claim, chance = row.text("claim"), row.number("chance")
        wanted = MAKES_A_PROMISE | MAKES_IT_CHECKABLE
        came_true = row.yes("came-true")
        if came_true is not None:  # no honest chance can be given to what has happened
            del wanted["chance"]
        lacks = [words for column, words in wanted.items() if row.text(column) is None]
        found.append(
            Promise(
                row=row.id,
                number=place,
                claim=" ".join(claim.split()) if claim else f"promise {place}",
                who=row.text("who"),
                measure=row.text("measure"),
                threshold=row.text("threshold"),
                evidence=row.text("evidence"),
                due=row.text("due"),
                chance=None if chance is None else chance / 100,
                came_true=came_true,
                lacks=tuple(lacks if claim else ["the claim itself", *lacks]),
            )
        )
    return tuple(found)


def score(promises: tuple[Promise, ...]) -> Score | None:
    """Return the score of the promises whose day has come; `None` while there is none."""
    known = [
        (each.chance, each.came_true) for each in promises if each.chance is not None and each.came_true is not None
    ]
    if not known:
        return None
    chances, outcomes = zip(*known, strict=True)
    base = sum(outcomes) / len(outcomes)
    return Score(scoring.brier(chances, outcomes), base, scoring.brier([base] * len(known), outcomes), len(known))

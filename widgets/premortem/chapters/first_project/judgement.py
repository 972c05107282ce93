"""How far this chapter lets the project go: the cap first, then the comparison, then what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from premortem.chapters.first_project import candidates as reading
from premortem.chapters.first_project import cap as capping
from premortem.chapters.first_project import contest as comparing
from premortem.chapters.first_project import path as stepping
from premortem.chapters.first_project import swings
from premortem.chapters.first_project.candidates import TABLE, Candidate, Described
from premortem.chapters.first_project.cap import BEARABLE, Cap
from premortem.chapters.first_project.contest import Contest
from premortem.chapters.first_project.path import Path
from premortem.chapters.first_project.swings import Order
from premortem.model.state import State
from premortem.model.verdicts import Level, Missing


class Case(Enum):
    """What was found of this project, by which everything is worded."""

    OPEN = "open"
    NONE_FITS = "none fits"
    OTHER_FITS = "another fits"
    ALONE = "alone"
    LEADS = "leads"
    NARROW = "narrow"
    TIED = "tied"
    BEHIND = "behind"


@dataclass(frozen=True)
class Evidence:
    """All that was answered, read: candidates, cap, order of the swings, comparison and path.

    `within` are those that could lose no more than the cap, `above` those that could lose more; one whose loss is
    not known, or the cap, is in neither. `compared` are those of `within` that are fully described.
    """

    candidates: tuple[Candidate, ...]
    cap: Cap
    order: Order
    path: Path
    within: tuple[Candidate, ...]
    above: tuple[Candidate, ...]
    compared: tuple[Described, ...]
    contest: Contest | None

    @property
    def this(self) -> Candidate | None:
        """The project that this workbook is about: the first row."""
        return self.candidates[0] if self.candidates else None

    @property
    def not_compared(self) -> tuple[Candidate, ...]:
        """The other candidates that may lie within the cap and are not fully described."""
        compared = {each.candidate.row for each in self.compared}
        return tuple(each for each in self.candidates[1:] if each not in self.above and each.row not in compared)

    @property
    def begin_with(self) -> Candidate | None:
        """The other candidate to begin with: the one that ranks first most often, else that which could lose least."""
        if self.contest is not None and self.contest.rivals:
            return self.contest.rivals[0].described.candidate
        others = [each for each in self.within if not each.this]
        return min(others, key=lambda each: each.loss or 0.0, default=None)


@dataclass(frozen=True)
class Judgement:
    """The case, its level and what is missing for it."""

    case: Case
    level: Level
    missing: tuple[Missing, ...]


def read(state: State) -> Evidence:
    """Return the evidence of this state."""
    candidates, cap, order = reading.read(state), capping.read(state), swings.read(state)
    most = cap.amount
    judged = [(each, each.loss <= most) for each in candidates if most is not None and each.loss is not None]
    within = tuple(each for each, fits in judged if fits)
    compared = tuple(described for each in within if (described := each.described))
    return Evidence(
        candidates=candidates,
        cap=cap,
        order=order,
        path=stepping.read(state),
        within=within,
        above=tuple(each for each, fits in judged if not fits),
        compared=compared,
        contest=comparing.compare(compared, cap.bearable or 0.0, order) if compared else None,
    )


def judge(evidence: Evidence, *, settled: bool) -> Judgement:
    """Return case and level; `settled` says that no condition is open besides how the comparison ends.

    Nothing that is open is ever better than any answer to it: this project's own gaps leave it undecided, those of
    another candidate, of the order or of the path leave a condition.
    """
    this, contradictions = evidence.this, _contradictions(evidence)
    missing = _missing(evidence)
    if this is None or this.loss is None or evidence.cap.amount is None:
        return Judgement(Case.OPEN, Level.NOT_KNOWN, (*missing, *contradictions))
    settled_above = evidence.cap.highest is not None and this.loss > evidence.cap.highest
    if missing and not settled_above:
        return Judgement(Case.OPEN, Level.NOT_KNOWN, (*missing, *contradictions))
    if this in evidence.above:
        if evidence.begin_with is None:
            return Judgement(Case.NONE_FITS, Level.STOP, contradictions)
        return Judgement(Case.OTHER_FITS, Level.PILOT_FIRST, contradictions)
    case = _compared(evidence)
    level = Level.GO if settled and case is Case.LEADS else Level.CONDITIONS
    return Judgement(case, level, contradictions)


def _compared(evidence: Evidence) -> Case:
    contest = evidence.contest
    assert contest is not None
    assert contest.this is not None
    if len(evidence.candidates) == 1:
        return Case.ALONE
    first = contest.this.first
    rival = contest.rivals[0].first if contest.rivals else 0.0
    if first > comparing.MOST_WEIGHTS:
        return Case.LEADS if contest.low > comparing.MOST_WEIGHTS else Case.NARROW
    return Case.BEHIND if rival > first + TIE else Case.TIED


TIE = 0.02
"""Shares this near are a toss-up: the weights are drawn, 5,000 of them, and the answers are no finer."""


def _missing(evidence: Evidence) -> tuple[Missing, ...]:
    this = evidence.this
    if this is None:
        return (Missing(TABLE, "at least one project to begin with: this one"),)
    cap = Missing(BEARABLE, "how much the organisation could lose on this without harm")
    gaps = [Missing(TABLE, f"“{this.name}”: {words}", this.row) for words in this.lacks]
    # What the cap needs comes first: it may settle the matter whatever the rest will be.
    decisive = int(this.loss is None)  # the loss is the first of its gaps
    return (*gaps[:decisive], *([cap] if evidence.cap.bearable is None else []), *gaps[decisive:])


def _contradictions(evidence: Evidence) -> tuple[Missing, ...]:
    twice = evidence.order.twice
    if twice is None:
        return ()
    why = f"three different improvements: {swings.CRITERIA[twice]} is named twice, so no order counts yet"
    return (Missing(evidence.order.repeated, why),)

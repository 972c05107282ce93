"""The figures: how often this project ranks first, the cap on risk, what could be lost, what it brings in a year."""

from __future__ import annotations

from premortem.chapters.first_project.candidates import TABLE
from premortem.chapters.first_project.judgement import Evidence
from premortem.chapters.first_project.swings import RANKS
from premortem.model.verdicts import Figure

SMAA = "SMAA-2; Lahdelma & Salminen, Operations Research 49(3), 2001"
RULE = "Rule of this workbook: what could be lost without harm, divided by the failures it must bear"


def figures(evidence: Evidence) -> tuple[Figure, ...]:
    """Return the figures as far as they are known."""
    found, this, cap, contest = [], evidence.this, evidence.cap, evidence.contest
    if contest is not None and contest.this is not None and contest.rivals:
        found.append(
            Figure(
                label=f"{contest.this.name}: share of the ways to weigh that rank it first",
                value=contest.this.first,
                unit="%",
                low=contest.low,
                high=contest.high,
                interval="with all yearly values at the ends against it, and for it",
                source=SMAA,
                hangs_on=RANKS[0] if contest.order_matters else TABLE,
            )
        )
    if cap.amount is not None:
        low, high = cap.at(cap.experience - 1), cap.at(cap.experience + 1)
        sure = "with one level of experience less, and one more"
        found.append(Figure("Cap on risk", cap.amount, "money", low, high, sure, RULE, cap.hangs_on))
    if this is not None and this.loss is not None:
        sure = "no interval: it was asked at its worst"
        source = "your answer, the worst that you think possible"
        found.append(Figure(f"{this.name}: what could be lost", this.loss, "money", None, None, sure, source, TABLE))
    if this is not None and this.value is not None:
        value, source = this.value, "your estimate"
        label = f"{this.name}: what it brings in a year"
        found.append(
            Figure(label, value.best, "money", value.low, value.high, "8 times of 10, as estimated", source, TABLE)
        )
    return tuple(found)

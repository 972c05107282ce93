"""What the full data costs to train on: hours and money with an interval, the chance to keep the limits."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.compute_growth import actions, ahead, changes, figures, machines, marks, reasons
from premortem.chapters.compute_growth import judgement as judging
from premortem.chapters.compute_growth import pilots as timing
from premortem.chapters.compute_growth import terms as agreeing
from premortem.chapters.compute_growth.judgement import Judgement
from premortem.chapters.compute_growth.outlook import Expected, Outlook, chance_within, look
from premortem.chapters.compute_growth.pilots import Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.state import State
from premortem.model.verdicts import Findings, Verdict


@dataclass(frozen=True)
class ComputeFindings(Findings):
    """The findings of compute-growth.

    `timed` are the pilots, `expected` the hours of one full training, `straight_line` what a line through the largest
    pilot says; the two chances are those of one full training; `not_fixed` says what a second machine would not fix.
    """

    timed: Pilots
    terms: Terms
    judgement: Judgement
    expected: Expected | None
    straight_line: float | None
    next_pilot: Expected | None
    chance_in_budget: float | None
    chance_in_time: float | None
    not_fixed: tuple[str, ...]


def findings(state: State) -> ComputeFindings:
    """Return the forecast from the pilots, the chance to stay within budget and deadline, and how far one may go."""
    pilots = timing.read(state)
    terms = agreeing.read(state, pilots.price)
    judged = judging.judge(pilots, terms)
    outlook = _outlook(pilots, judged)
    return ComputeFindings(
        chapter="compute-growth",
        verdict=Verdict(
            judged.level,
            judged.headline,
            reasons.reasons(pilots, terms, judged, outlook),
            changes.changes(pilots, terms, judged, outlook),
            judged.missing,
        ),
        figures=figures.figures(pilots, terms, outlook),
        actions=actions.actions(pilots, terms, judged, outlook),
        pilots=ahead.next_pilot(pilots, terms, judged, outlook),
        signals=ahead.signals(terms, judged),
        chart=marks.marks(pilots, terms, outlook),
        chart_says=marks.chart_says(pilots, terms, judged, outlook),
        timed=pilots,
        terms=terms,
        judgement=judged,
        expected=outlook.full if outlook else None,
        straight_line=outlook.forecast.linear if outlook else None,
        next_pilot=outlook.next_pilot if outlook else None,
        chance_in_budget=_chance(outlook, terms.paid_hours),
        chance_in_time=_chance(outlook, terms.deadline),
        not_fixed=() if outlook is None else machines.not_fixed(terms, outlook, judged.kind),
    )


def _outlook(pilots: Pilots, judged: Judgement) -> Outlook | None:
    if judged.kind is None or pilots.target is None:
        return None
    return look(pilots.sizes, pilots.hours, pilots.target, None if judged.kind == "other" else judged.kind)


def _chance(outlook: Outlook | None, hours: float | None) -> float | None:
    return None if outlook is None or hours is None else chance_within(outlook.forecast, hours)

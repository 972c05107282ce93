"""The findings of compute-growth, worked out when they are read: a decision weighs many levels and reads few words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from premortem.chapters.compute_growth import actions, ahead, changes, figures, machines, marks, reasons
from premortem.chapters.compute_growth import further as going_on
from premortem.chapters.compute_growth.judgement import Case, Judgement
from premortem.chapters.compute_growth.outlook import Expected, Outlook, Step, chance_within, look
from premortem.chapters.compute_growth.pilots import Pilots
from premortem.chapters.compute_growth.terms import Terms
from premortem.model.verdicts import Change, Figure, Findings, Pilot, Signal, Suggestion, Verdict


@dataclass(frozen=True)
class ComputeFindings(Findings):
    """The findings of compute-growth.

    `timed` are the pilots, `expected` the hours of one full training, `straight_line` what a line through the largest
    pilot says; the two chances are those of one full training; `not_fixed` says what a second machine would not fix.
    `next_pilot` is the one worth running within the hours it may take, `halving` the least that makes the hours twice
    as well known, whatever it takes; `further` says both in words, or why there is none.
    """

    timed: Pilots
    terms: Terms
    judgement: Judgement
    expected: Expected | None
    straight_line: float | None
    next_pilot: Step | None
    halving: Step | None
    further: tuple[str, ...]
    chance_in_budget: float | None
    chance_in_time: float | None
    not_fixed: tuple[str, ...]


@dataclass(frozen=True)
class Basis:
    """What was answered and judged; the outlook takes many times as long and is worked out once it is asked for."""

    pilots: Pilots
    terms: Terms
    judgement: Judgement

    @cached_property
    def outlook(self) -> Outlook | None:
        """The outlook of the kind that was judged; None where there is none yet."""
        kind, target = self.judgement.kind, self.pilots.target
        if kind is None or target is None:
            return None
        named = None if kind == "other" else kind
        found = look(self.pilots.sizes, self.pilots.hours, target, named, self.terms.pilot_hours)
        if found is None or self.judgement.case is not Case.NOT_COMPARABLE:
            return found
        return replace(found, next_pilot=None, halving=None)  # hours of two machines choose no pilot

    @property
    def all(self) -> tuple[Pilots, Terms, Judgement, Outlook | None]:
        """Everything, in the order in which the parts of the findings take it."""
        return (self.pilots, self.terms, self.judgement, self.outlook)


class _LaterVerdict(Verdict):
    """A verdict whose reasons and changes are found when they are read; what is `given` is not asked for."""

    basis: Basis

    def __init__(self, **given: Any) -> None:
        vars(self).update(given)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        return reasons.reasons(*self.basis.all)

    @cached_property
    def would_change(self) -> tuple[Change, ...]:
        return changes.changes(*self.basis.all)


class _LaterFindings(ComputeFindings):
    """Findings whose parts are found when they are read; what is `given` is not asked for."""

    basis: Basis

    def __init__(self, **given: Any) -> None:
        vars(self).update(given)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        pilots, terms, _, outlook = self.basis.all
        return figures.figures(pilots, terms, outlook)

    @cached_property
    def actions(self) -> tuple[Suggestion, ...]:
        return actions.actions(*self.basis.all)

    @cached_property
    def pilots(self) -> tuple[Pilot, ...]:
        return ahead.next_pilot(*self.basis.all)

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        return ahead.signals(self.terms, self.judgement)

    @cached_property
    def chart(self) -> tuple[marks.Mark, ...]:
        pilots, terms, _, outlook = self.basis.all
        return marks.marks(pilots, terms, outlook)

    @cached_property
    def chart_says(self) -> str:
        return marks.chart_says(*self.basis.all)

    @cached_property
    def expected(self) -> Expected | None:
        return self.basis.outlook.full if self.basis.outlook else None

    @cached_property
    def straight_line(self) -> float | None:
        return self.basis.outlook.forecast.linear if self.basis.outlook else None

    @cached_property
    def next_pilot(self) -> Step | None:
        return self.basis.outlook.next_pilot if self.basis.outlook else None

    @cached_property
    def halving(self) -> Step | None:
        return self.basis.outlook.halving if self.basis.outlook else None

    @cached_property
    def further(self) -> tuple[str, ...]:
        return going_on.further(*self.basis.all)

    @cached_property
    def chance_in_budget(self) -> float | None:
        return _chance(self.basis.outlook, self.terms.paid_hours)

    @cached_property
    def chance_in_time(self) -> float | None:
        return _chance(self.basis.outlook, self.terms.deadline)

    @cached_property
    def not_fixed(self) -> tuple[str, ...]:
        outlook = self.basis.outlook
        return () if outlook is None else machines.not_fixed(self.terms, outlook, self.judgement.kind)


def told(basis: Basis) -> ComputeFindings:
    """Return the findings of what was judged."""
    judged = basis.judgement
    verdict = _LaterVerdict(
        level=judged.level, headline=judged.headline, missing=judged.missing, gate=True, basis=basis
    )
    return _LaterFindings(
        chapter="compute-growth",
        verdict=verdict,
        timed=basis.pilots,
        terms=basis.terms,
        judgement=judged,
        basis=basis,
    )


def _chance(outlook: Outlook | None, hours: float | None) -> float | None:
    return None if outlook is None or hours is None else chance_within(outlook.forecast, hours)

"""What the full data costs to train on: hours and money with an interval, the chance to keep the limits."""

from __future__ import annotations

from premortem.chapters.compute_growth import judgement as judging
from premortem.chapters.compute_growth import pilots as timing
from premortem.chapters.compute_growth import terms as agreeing
from premortem.chapters.compute_growth.told import Basis, ComputeFindings, told
from premortem.model.state import State


def findings(state: State) -> ComputeFindings:
    """Return the forecast from the pilots, the chance to stay within budget and deadline, and how far one may go."""
    pilots = timing.read(state)
    terms = agreeing.read(state, pilots.price)
    return told(Basis(pilots, terms, judging.judge(pilots, terms)))

"""The figures of effort-curve: each with its interval, its source and the answer it hangs on most."""

from __future__ import annotations

import math

from premortem.chapters.effort_curve.bargain import AGREED, CAP
from premortem.chapters.effort_curve.contract import NAMES
from premortem.chapters.effort_curve.evidence import Evidence
from premortem.chapters.effort_curve.judgement import LOOKS_AHEAD, Judgement
from premortem.chapters.effort_curve.nextlook import Expected
from premortem.chapters.effort_curve.outlook import Outlook, Reach
from premortem.chapters.effort_curve.progress import TABLE, Progress
from premortem.chapters.effort_curve.reasons import points
from premortem.chapters.effort_curve.sides import CAPPED, FIXED, RATE, Side
from premortem.chapters.effort_curve.terms import Terms
from premortem.chapters.effort_curve.worth import BestStop, Step, last_fifth
from premortem.model.verdicts import Figure

CURVE = (
    "Forecast measured on real learning curves, see docs/forecasts.md: LCDB 1.0 (Mohr, Viering, Loog & van Rijn, ECML "
    "PKDD 2022)"
)
STOP = "80/20 curve: what is missing shrinks by the same share with each unit; stop where one costs what it brings"
MEASURED = "Your measurements; bounds Clopper & Pearson, Biometrika 26(4), 1934"
CONTRACT = (
    "Incentives after Bajari & Tadelis, RAND Journal of Economics 32(3), 2001, on the curve of the rest of the way"
)
HANGS_ON = {FIXED: AGREED, RATE: "effort-curve.value", CAPPED: CAP}
EIGHT_OF_TEN = "8 times of 10"


def figures(evidence: Evidence, judgement: Judgement) -> tuple[Figure, ...]:
    """Return the figures that the answers allow; once the target is reached none looks ahead."""
    found, terms, ahead = _measured(evidence.progress), evidence.terms, judgement.case in LOOKS_AHEAD
    if evidence.outlook is not None and ahead:
        found += _forecast(terms, evidence.outlook)
    if evidence.best is not None:
        found += _best_stop(terms, evidence.best)
    if evidence.step is not None and ahead:
        found.append(_step(terms, evidence.step))
    side = evidence.sides.of(terms.contract) if evidence.sides is not None and ahead else None
    if side is not None and side.begins:
        found += _contract(terms, side)
    return tuple(found)


def _measured(progress: Progress) -> list[Figure]:
    latest, last = progress.latest, last_fifth(progress)
    if latest is None:
        return []
    found = [Figure("Quality reached", latest.quality, "%", latest.low, latest.high, EIGHT_OF_TEN, MEASURED, TABLE)]
    if last is not None:
        why = "no interval: read off your rows, on straight lines between them"
        label = "Share of the effort so far that went into the last fifth of the rise"
        found.append(Figure(label, last, "%", None, None, why, "Your measurements", TABLE))
    return found


def _forecast(terms: Terms, outlook: Outlook) -> list[Figure]:
    found, reach = [], outlook.reach
    if reach is not None and reach.chance is not None:
        why = "no interval of its own: what is not known is in the chance"
        label, chance = "Chance of the target with what you can afford", round(reach.chance, 3)
        found.append(Figure(label, chance, "%", None, None, why, CURVE, "effort-curve.affordable"))
    if outlook.at_limit is not None and terms.affordable:
        found.append(_expected("Quality with what you can afford", outlook.at_limit))
    if not outlook.limit_doubles:
        found.append(_expected("Quality after twice the effort", outlook.doubled))
    if reach is not None:
        found.append(_needed(terms, reach))
    return found


def _expected(label: str, at: Expected) -> Figure:
    return Figure(label, at.median, "%", at.low, at.high, EIGHT_OF_TEN, CURVE, TABLE)


def _needed(terms: Terms, reach: Reach) -> Figure:
    """The effort for the target; an end that is not foreseeable is told in words, since no number stands for it."""
    low, median, high = reach.needed
    label, unit, question = "Effort for the target, from the beginning", terms.unit_words[1], "effort-curve.target"
    if math.isfinite(high):
        return Figure(label, median, unit, low, high, EIGHT_OF_TEN, CURVE, question)
    at_best = f"one time in ten by {terms.effort(low)}" if math.isfinite(low) else "not even one time in ten"
    shown = median if math.isfinite(median) else None
    return Figure(label, shown, unit, None, None, f"the end is not foreseeable; {at_best}", CURVE, question)


def _best_stop(terms: Terms, best: BestStop) -> list[Figure]:
    over = "over your range of the value" + (" and the forecast of the first 80 %" if best.foreseen else "")
    stop, unit, value = best.stop, terms.unit_words[1], "effort-curve.value"
    left = "What is left there, all effort paid"
    return [
        Figure("Best stop of the 80/20 curve", stop.day, unit, best.earliest, best.latest, over, STOP, value),
        Figure("Share of the way reached there", stop.share, "%", best.share_low, best.share_high, over, STOP, value),
        Figure(left, stop.net, "money", best.net_low, best.net_high, over, STOP, value),
    ]


def _contract(terms: Terms, side: Side) -> list[Figure]:
    """The gap under the team's own contract; above 0 the client is left wanting, below 0 pays for too much."""
    over, unit, question = "over your range of the value", terms.unit_words[1], HANGS_ON[side.kind]
    label, gap = f"{NAMES[side.kind]}: how much longer you would go on than the supplier", side.gap
    found = [Figure(label, gap.best, unit, gap.low, gap.high, over, CONTRACT, question)]
    if side.left is not None:
        label, left = f"{NAMES[side.kind]}: what you have from here where the supplier would stop", side.left
        found.append(Figure(label, left.best, "money", left.low, left.high, over, CONTRACT, question))
    return found


def _step(terms: Terms, step: Step) -> Figure:
    low, high = step.worth_low - step.cost, step.worth_high - step.cost
    label = f"What the best next step leaves: {terms.effort(step.effort)} more"
    how = f"over your range of the value; {points(step.gain)} are expected of it"
    source = "Worth of the rise that is expected, less its cost"
    return Figure(label, step.net, "money", low, high, how, source, "effort-curve.value")

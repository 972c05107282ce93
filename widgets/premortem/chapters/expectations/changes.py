"""What would change the verdict: the answers that lift what is in the way, or those at which it would turn."""

from __future__ import annotations

from collections.abc import Iterator

from premortem.chapters.expectations.concerns import BUDGET, EVEN
from premortem.chapters.expectations.judgement import Evidence, Judgement
from premortem.chapters.expectations.outside import MOST
from premortem.model.verdicts import Change, Level
from premortem.model.wording import percent

SHOWN = 6


def changes(evidence: Evidence, judged: Judgement) -> tuple[Change, ...]:
    """Return what lifts the verdict and, where it may go on, at which answers it would fall."""
    if judged.level is Level.NOT_KNOWN:
        first = judged.missing[0]
        return (Change(f"The answers that are still open, first of all {first.why}.", first.question),)
    lifted = [concern.change for concern in judged.concerns if concern.level is judged.level]
    then = next((each.level for each in judged.concerns if each.level is not judged.level), Level.GO)
    if judged.missing:
        lifted.append(Change(f"The answers that are still open, first of all {judged.missing[0].why}."))
    elif len(lifted) > 1:
        beyond = len(lifted) - SHOWN
        more = f", with {beyond} more that are open" if beyond > 0 else ""
        lifted = [
            *lifted[:SHOWN],
            Change(f"All of these together{more}: then the verdict is \u201c{then.words}\u201d."),
        ]
    elif lifted:
        lifted = [Change(f"{lifted[0].text} Then the verdict is \u201c{then.words}\u201d.", lifted[0].question)]
    return (*lifted, *_falls(evidence, judged))


def _falls(evidence: Evidence, judged: Judgement) -> Iterator[Change]:
    if judged.level not in {Level.CONDITIONS, Level.GO} or judged.counted.pooled is None:
        return
    say, pooled = evidence.say, judged.counted.pooled
    if judged.level is Level.GO and evidence.plan is not None and evidence.view is not None:
        needs = max(pooled.high, evidence.plan * evidence.view.uplifts[MOST].factor)
        yield Change(f"A budget below {say(needs)}: then \u201c{Level.CONDITIONS.words}\u201d.", BUDGET)
    least = max(pooled.best, evidence.plan or 0)
    yield Change(f"A budget below {say(least)}: then \u201c{Level.PILOT_FIRST.words}\u201d.", BUDGET)
    doubt = f"A mean chance of {percent(EVEN)} or more of a cost above 1.5 times the plan"
    yield Change(f"{doubt}: then \u201c{Level.PILOT_FIRST.words}\u201d.", judged.counted.question)

"""Reasons in words: the group beside the outside view, how far it agrees and by which measure, the two rounds."""

from __future__ import annotations

from collections.abc import Iterator

from premortem.analysis import agreement
from premortem.analysis.agreement import FEWEST_RATERS
from premortem.chapters.expectations import conditions, outside
from premortem.chapters.expectations.judgement import Evidence, Judgement
from premortem.chapters.expectations.outside import HALF, MOST, OVER_PLAN, REACHED_USE
from premortem.chapters.expectations.promises import Score
from premortem.chapters.expectations.rounds import Round, mean
from premortem.model.verdicts import Level
from premortem.model.wording import count, number, percent

FEW, TELLING_SCORES = 4, 10


def reasons(evidence: Evidence, judged: Judgement, score: Score | None) -> tuple[str, ...]:
    """Return what stands in the way, and then the group beside the outside view (not before there are estimates)."""
    said = [*_in_the_way(judged), *_beside_outside(evidence, judged.counted)]
    if judged.counted.costed and evidence.plan is not None and evidence.budget is not None:
        said.extend(conditions.own_says(evidence.own, evidence.plan, evidence.budget, evidence.say))
    if score is not None:
        said.append(score_says(score))
    return tuple(said)


def _in_the_way(judged: Judgement) -> Iterator[str]:
    """What the level rests on; what weighs less is only counted, and named by the suggested actions."""
    known = judged.level is not Level.NOT_KNOWN
    gravest = [concern for concern in judged.concerns if concern.level is judged.level or not known]
    yield from (concern.reason for concern in gravest)
    more = len(judged.concerns) - len(gravest)
    if more:
        open_points = "one more point is open" if more == 1 else f"{count(more)} more points are open"
        yield f"Besides, {open_points}; the suggested actions name them."


def _beside_outside(evidence: Evidence, counted: Round) -> Iterator[str]:
    pooled, plan, view, say = counted.pooled, evidence.plan, evidence.view, evidence.say
    together = "Together you expect" if len(counted.costed) > 1 else "You expect"
    if pooled is not None:
        yield f"{together} {say(pooled.best)}, 8 times of 10 between {say(pooled.low)} and {say(pooled.high)}."
    if pooled is not None and plan is not None and view is not None:
        most, half, who = view.uplifts[MOST], view.uplifts[HALF], view.asked.population
        if pooled.high < plan * most.factor:
            beyond = (
                f"Your range ends below {say(plan * most.factor)}, beyond which {_share_beyond(most.low)} {who} went"
            )
            yield f"{beyond}. Either yours is safer and you can say why, or the range is too narrow, as most are."
        if half.low > 0 and pooled.best < plan * half.low:
            yield f"Half of {who} went beyond {say(plan * half.factor)}; your best guess is {say(pooled.best)}."
    if counted.overs:
        known = outside.published(OVER_PLAN)
        given = f"To a cost above 1.5 times the plan you give {_mean_and_ends(counted.overs)}"
        yield f"{given}. Of {known.n:,} {known.population} {percent(known.share)} cost that much."
    if counted.uses:
        known = outside.published(REACHED_USE)
        given = f"To being in use after 12 months you give {_mean_and_ends(counted.uses)}"
        reached = f"Of AI projects {percent(known.share)} went from pilot to production, without a limit of time"
        yield f"{given}. {reached} ({known.n} {known.population}, {known.caveat})."


def _share_beyond(low: float) -> str:
    return "up to 2 in 10" if low == 0 else "about 2 in 10"


def _mean_and_ends(chances: tuple[float, ...]) -> str:
    if len(chances) == 1:
        return percent(chances[0])
    return f"{percent(mean(chances))} ({percent(min(chances))} to {percent(max(chances))})"


def agreement_says(counted: Round) -> tuple[str, ...]:
    """Return how far the group agrees, each line with the name of its measure, fit for the size of the group."""
    people = len(counted.costed)
    if not people:
        return ()
    if people == 1:
        return ("One person's estimate tells nothing about agreement.",)
    meet = counted.pairs - len(counted.apart)
    pairs = f"Cost, by whether the ranges meet: {count(meet)} of {count(counted.pairs)} pairs do"
    lines = [f"{pairs}, and {count(counted.sharing)} of {count(people)} ranges share a sum."]
    if people < FEW:
        lines.append(f"{count(people)} people are few: that they agree tells little, that they do not tells enough.")
    for chances, what in ((counted.overs, "Cost above 1.5 times the plan"), (counted.uses, "In use after 12 months")):
        if len(chances) > 1:
            lines.append(f"{what}, {_spread(chances)}.")
    return tuple(lines)


def _spread(chances: tuple[float, ...]) -> str:
    ends = f"from {percent(min(chances))} to {percent(max(chances))}"
    if len(chances) < FEWEST_RATERS:
        return f"by the distance of the ends: {ends}"
    # The rule was made for ratings from 1 to 9: 0 % becomes 1, 100 % becomes 9.
    panel = agreement.panel_spread([1 + 8 * chance for chance in chances])
    verdict = "disagreement" if panel.disagreement else "no disagreement"
    rule = f"by the RAND/UCLA rule for panels of {FEWEST_RATERS} or more, with chances put on its scale from 1 to 9"
    middle = f"the middle answers lie {number(panel.ipr)} apart, and up to {number(panel.ipras)} is excused"
    return f"{rule}: {verdict}, {middle}; {ends}"


def rounds_say(evidence: Evidence) -> tuple[str, ...]:
    """Return what moved between the two rounds; both are kept."""
    before, after, say = evidence.first, evidence.second, evidence.say
    if before.pooled is None or after.pooled is None:
        return ()
    lines = []
    for name, each in (("First", before), ("Second", after)):
        assert each.pooled is not None
        between = f"8 times of 10 between {say(each.pooled.low)} and {say(each.pooled.high)}"
        meet = f"{count(each.pairs - len(each.apart))} of {count(each.pairs)} pairs of ranges meet"
        lines.append(f"{name} round: {say(each.pooled.best)}, {between}; {meet}.")
    for name, one, other in (
        ("Cost above 1.5 times the plan", before.overs, after.overs),
        ("In use after 12 months", before.uses, after.uses),
    ):
        if one and other:
            lines.append(f"{name}: {percent(mean(one))} in the first round, {percent(mean(other))} in the second.")
    return tuple(lines)


def score_says(score: Score) -> str:
    """Return the score of the promises in words, against always saying the share that came true."""
    better = (
        "they told more than that"
        if score.brier < score.always
        else "they told less than that"
        if score.brier > score.always
        else "they told as much as that"
    )
    few = "" if score.promises >= TELLING_SCORES else f" {count(score.promises)} are few: it can still be luck."
    scored = "promise has" if score.promises == 1 else "promises have"
    base = percent(score.base)
    yours = f"Your chances score {score.brier:.4g} (Brier: 0 is perfect, 1 the worst)"
    always = f"always saying {base}, which nobody could know beforehand, scores {score.always:.4g}"
    return f"{count(score.promises)} {scored} been scored, {base} came true. {yours}; {always}: {better}.{few}"

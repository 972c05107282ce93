"""What must be settled besides the estimates: the outside view's budget, the promises, the second round."""

from __future__ import annotations

from collections.abc import Iterator

from premortem.analysis.reference_class import FEWEST_OWN, OutsideView
from premortem.chapters.expectations import promises
from premortem.chapters.expectations.concerns import BUDGET, Concern, Money
from premortem.chapters.expectations.outside import MOST, OwnRecord
from premortem.chapters.expectations.promises import Promise
from premortem.chapters.expectations.rounds import SECOND, Round
from premortem.model.state import State
from premortem.model.verdicts import Change, Level, Suggestion
from premortem.model.wording import count, listed, number

IN_USE = "expectations.in-use"
NAMED = 3


def _open(question: str, key: str, headline: str, reason: str, change: str, do: str) -> Concern:
    action = Suggestion(f"expectations.{key}", do, reason)
    return Concern(Level.CONDITIONS, headline, reason, Change(change, question), action)


def of_budget(view: OutsideView, plan: float, budget: float, say: Money) -> Iterator[Concern]:
    """Give what the budget lacks: of the plan, and of what comparable projects took."""
    if budget < plan:
        reason = f"The plan says {say(plan)}, and {say(budget)} may be spent: one of the two is wrong."
        action = Suggestion("expectations.budget-below-plan", "Bring plan and budget together", reason)
        change = Change(f"A budget of {say(plan)} or more, or a smaller plan.", BUDGET)
        yield Concern(Level.PILOT_FIRST, "the budget does not even cover the plan", reason, change, action)
    most = view.uplifts[MOST]
    needs = plan * most.factor
    if budget < needs:
        within = f"8 of 10 {view.asked.population} stayed within {number(most.factor)} times the plan"
        least = "At least" if most.low == 0 else "About"
        reason = f"{least} {within}, {say(needs)} here; {say(budget)} may be spent."
        headline = f"take the outside view's 80 % figure, {say(needs)}, as the budget"
        do = f"Take {say(needs)} as the budget, not {say(budget)}, or make the project smaller"
        yield _open(BUDGET, "outside-budget", headline, reason, f"A budget of {say(needs)} or more.", do)


def own_says(own: OwnRecord, plan: float, budget: float, say: Money) -> Iterator[str]:
    """Give what the team's own finished projects say of the budget, or what their record lacks.

    Said only: a record that nobody keeps must not be the better one, so it neither opens nor shuts anything.
    """
    if own.uplifts:
        factor = own.uplifts[MOST].factor
        stayed = f"8 of 10 of your own projects stayed within {number(factor)} times the plan"
        within = f"{stayed}, {say(plan * factor)} here"
        short = f": take that as the budget rather than {say(budget)}" if budget < plan * factor else ""
        yield f"About {within}{short}."
    elif own.ratios or own.incomplete:
        there = f"{count(len(own.ratios))} of {FEWEST_OWN} own projects"
        yield f"Your own record is too short to say anything: {there} are written down with both costs."
    if own.incomplete:
        yield f"Planned or actual cost is not known of {_named(list(own.incomplete))}: a record with holes flatters."


def of_words(state: State) -> Iterator[Concern]:
    """Give what "in use" lacks: a meaning."""
    if state.text(IN_USE) is None:
        reason = "Nobody has said what counts as in use, so nobody can be wrong about it."
        do = "Write down who does what with it, how often, when it is in use"
        yield _open(IN_USE, "in-use", "say what counts as in use", reason, "What exactly counts as in use.", do)


def of_promises(found: tuple[Promise, ...]) -> Iterator[Concern]:
    """Give what the ledger of promises lacks: claims at all, measure and threshold, then the rest."""
    if not found:
        reason = "No promise is written down, and every project rests on one."
        yield _open(
            promises.TABLE,
            "promises",
            "write down what has been promised",
            reason,
            "One promise with its measure, its threshold and the day on which it is scored.",
            "Write down the claim on which this project rests, with measure, threshold and day",
        )
    hollow = [each.quoted for each in found if not each.is_one]
    if hollow:
        names = _named(hollow)
        reason = f"Not a promise yet, without what is measured and from which value on it is true: {names}."
        yield _open(
            promises.TABLE,
            "promises-hollow",
            "turn the claims into promises that can be checked",
            reason,
            f"Measure and threshold of {names}.",
            "Give each claim a measure and a threshold, or strike it out",
        )
    loose = [each for each in found if each.is_one and each.lacks]
    if loose:
        what = "; ".join(f"{each.quoted}: {listed(each.lacks)}" for each in loose[:NAMED])
        reason = f"Cannot be scored later: still open of {what}{' and others' if len(loose) > NAMED else ''}."
        yield _open(
            promises.TABLE,
            "promises-loose",
            "complete the promises",
            reason,
            f"Of {what}.",
            "Complete each promise: who said it, what it is read off from, on which day, with which chance",
        )


def of_second_round(first: Round, second: Round, worse: list[Concern]) -> Iterator[Concern]:
    """Give what the second round lacks, or says that the first did not; a person alone needs others first."""
    if len(first.estimates) < 2:
        return
    if second.waiting_rows:
        reason = f"{count(second.waiting_rows)} estimates of the second round wait to be shown."
        yield _open(
            SECOND, "second", "show the second round", reason, "The second round, shown.", "Show the second round"
        )
    elif len(second.estimates) < len(first.estimates) or not second.complete:
        there = f"{count(sum(not each.lacks for each in second.estimates))} of {count(len(first.estimates))}"
        reason = f"The second round, after talking about the first, is not there: {there} estimates are complete."
        yield _open(
            SECOND,
            "second",
            "talk about it and estimate once more",
            reason,
            "A second round, each alone, after talking about the differences.",
            "Talk about why the lowest and the highest differ, then estimate once more, each alone",
        )
    elif worse:
        gravest = worse[0]
        reason = f"After talking you became more doubtful. {gravest.reason}"
        yield _open(
            SECOND,
            "second-worse",
            f"the second round is worse than the first: {gravest.headline}",
            reason,
            gravest.change.text,
            gravest.action.what,
        )


def _named(names: list[str]) -> str:
    return listed(names[:NAMED]) + (" and others" if len(names) > NAMED else "")

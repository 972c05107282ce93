"""What would change the verdict: which answer, to what."""

from __future__ import annotations

from premortem.chapters.first_project.candidates import TABLE, Candidate
from premortem.chapters.first_project.cap import BEARABLE, FAILURES
from premortem.chapters.first_project.contest import MOST_WEIGHTS, Contest, Place
from premortem.chapters.first_project.judgement import Case, Evidence
from premortem.chapters.first_project.sayings import Said, share
from premortem.chapters.first_project.swings import CRITERIA, RANKS
from premortem.model.verdicts import Change
from premortem.model.wording import listed, number

WEIGHTS_NAMED, RARELY = 2, 0.01


def changes(said: Said) -> tuple[Change, ...]:
    """Return the changes, those that lift the verdict first."""
    evidence, judgement = said.evidence, said.judgement
    open_answers = tuple(Change(_sentence(missing.why), missing.question) for missing in judgement.missing)
    this = evidence.this
    if judgement.case is Case.OPEN or this is None:
        return (*_bearable(said, this), *open_answers)
    if judgement.case in {Case.NONE_FITS, Case.OTHER_FITS}:
        return (*open_answers, *_above(said, this))
    open_points = tuple(Change(condition.what, condition.question) for condition in said.conditions)
    lifts = (*open_answers, *open_points)
    return (
        (*_compared(said), *lifts, _cap(said, this))
        if judgement.case in _LOSING
        else (*lifts, *_compared(said), _cap(said, this))
    )


_LOSING = {Case.BEHIND, Case.TIED, Case.NARROW}


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _bearable(said: Said, this: Candidate | None) -> list[Change]:
    """What the sum that could be lost would have to be, where only that is open of the cap."""
    cap = said.evidence.cap
    if this is None or this.loss is None or cap.bearable is not None:
        return []
    needed = said.sum(this.loss * cap.failures)
    text = f"{needed} or more that could be lost without harm keeps “{this.name}” within the cap; less sets it aside."
    return [Change(text, BEARABLE)]


def _above(said: Said, this: Candidate) -> list[Change]:
    cap, loss = said.evidence.cap, this.loss or 0.0
    found = [
        Change(
            f"A way to lose at most {said.sum(cap.amount)} with “{this.name}” instead of {said.sum(loss)}: a part of "
            "it, or a right to stop early.",
            TABLE,
        )
    ]
    if said.judgement.case is Case.NONE_FITS:
        text = f"Another candidate that could lose at most {said.sum(cap.amount)}: then begin with that one."
        found.append(Change(text, TABLE))
    enough = cap.enough(loss)
    if enough is not None:
        text = f"Team and lead both at level {enough} of 5: the cap would be {said.sum(cap.at(enough))}."
        found.append(Change(text, cap.hangs_on))
    needed = said.sum(loss * FAILURES[cap.experience])
    text = f"{needed} that could be lost without harm, instead of {said.sum(cap.bearable)}."
    found.append(Change(text, BEARABLE))
    return found


def _cap(said: Said, this: Candidate) -> Change:
    cap, now = said.sum(said.evidence.cap.amount), said.sum(this.loss)
    return Change(f"If “{this.name}” could lose more than {cap} (now {now}), it is set aside.", TABLE)


def _compared(said: Said) -> list[Change]:
    contest = said.evidence.contest
    if contest is None or contest.this is None or not contest.rivals:
        return []
    return [*_amounts(said, contest, contest.this), *_weights(said.evidence, contest, contest.this)]


def _amounts(said: Said, contest: Contest, this: Place) -> list[Change]:
    """The amounts with which this project would begin, or cease, to lead over most of the weights."""
    leads, described, found = this.first > MOST_WEIGHTS, this.described, []
    given = {"value": described.value.best, "cost": described.cost, "months": described.months}
    words = {"value": "A yearly value of", "cost": "A cost to the first result of", "months": "A first result after"}
    for name, amount in contest.leads_at.items():
        if amount is None:
            continue
        is_money = name != "months"
        to, now = ((said.sum(x) if is_money else f"{number(x, 2)} months") for x in (amount, given[name]))
        if to == now:
            continue  # a tie: it would have to change by less than can be told
        more = "or less" if (name == "value") is leads else "or more"
        so = "it no longer ranks" if leads else "it ranks"
        text = f"{words[name]} {to} {more} for “{this.name}” (now {now}): then {so} first for most weights."
        found.append(Change(text, TABLE))
    return found


def _weights(evidence: Evidence, contest: Contest, this: Place) -> list[Change]:
    leads = this.first > MOST_WEIGHTS
    found = []
    for place in contest.rivals[:WEIGHTS_NAMED] if leads else (this,):
        if place.favoured_by is None or place.first < RARELY:
            fits = " that fit your order" if evidence.order.known else ""
            if not leads:
                found.append(
                    Change(f"Hardly any weights{fits} put “{place.name}” first: its answers must change.", TABLE)
                )
            continue
        lifted = _lifted(place.favoured_by, contest.middle)
        if not lifted:
            continue
        text = (
            f"More weight on {listed(lifted)}: there lie the weights that put “{place.name}” first, "
            f"{share(place.first)} of all."
        )
        found.append(Change(text, RANKS[0]))
    return found


def _lifted(weights: tuple[float, ...], middle: tuple[float, ...]) -> list[str]:
    """What weighs more where it ranks first than in the middle of all weights, the most lifted first."""
    lifts = sorted(zip(weights, middle, CRITERIA.values(), strict=True), key=lambda each: each[1] - each[0])
    found = [
        f"{words} ({share(weight)} instead of {share(usual)})"
        for weight, usual, words in lifts
        if weight > usual and share(weight) != share(usual)
    ]
    return found[:WEIGHTS_NAMED]

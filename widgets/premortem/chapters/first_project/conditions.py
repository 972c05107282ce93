"""What is still open although the project may go on; what nobody has answered counts as the worst answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from premortem.chapters.first_project.candidates import EVERYTHING, TABLE, Candidate
from premortem.chapters.first_project.cap import LEAST, TEAM
from premortem.chapters.first_project.judgement import Evidence
from premortem.chapters.first_project.path import PATH, STOP_RULE, Step
from premortem.model.wording import listed


@dataclass(frozen=True)
class Condition:
    """Something to settle: `what` to do, `why` in one sentence, and the question it hangs on."""

    key: str
    question: str
    what: str
    why: str


def open_points(evidence: Evidence) -> tuple[Condition, ...]:
    """Return all that keeps this project, were it the best of those within the cap, from a plain go."""
    if evidence.this is None or not evidence.compared:
        return on_path(evidence)
    return (*_compared(evidence), *_experience(evidence), *_this(evidence), *on_path(evidence))


def on_path(evidence: Evidence) -> tuple[Condition, ...]:
    """Return what is open on the path from the first project to the large one."""
    found = []
    if not evidence.path.steps:
        why = "A first project without a next one is a toy."
        what = "Write down the steps from this first project to the large one, and what each must show."
        found.append(Condition("path", PATH, what, why))
    found += [_step(place, step) for place, step in enumerate(evidence.path.steps, start=1) if step.troubles]
    if evidence.path.stop is None:
        why = "Once money has been spent, people find reasons to spend more."
        what = "Write down what would make you stop after the first project, with a figure and a name."
        found.append(Condition("stop", STOP_RULE, what, why))
    return tuple(found)


def _step(place: int, step: Step) -> Condition:
    what = f"Mend the step “{step.name}”: {listed(step.troubles)}."
    return Condition(f"step-{place}", PATH, what, "A step without a test, a date and a cost is a wish.")


def _compared(evidence: Evidence) -> Iterator[Condition]:
    assert evidence.contest is not None
    if len(evidence.candidates) == 1:
        what = "Write down at least one other project, one that is done in weeks, and compare."
        yield Condition("alone", TABLE, what, "A project that is compared with nothing always looks right.")
    for place, each in enumerate(evidence.not_compared, start=1):
        nothing = len(each.lacks) == EVERYTHING
        what = f"Describe “{each.name}”, or take it off the list." if nothing else _find_out(each)
        yield Condition(
            f"describe-{place}", TABLE, what, "What is not described may be better, so it counts as better."
        )
    if evidence.contest.order_matters and not evidence.order.known and len(evidence.candidates) > 1:
        question = evidence.order.repeated if evidence.order.twice else evidence.order.first_open
        what = "Agree which improvement matters most, which second and which third."
        why = "Another order of what matters may put another project first."
        yield Condition("order", question, what, why)


def _find_out(candidate: Candidate) -> str:
    return f"Find out of “{candidate.name}”: {listed(candidate.lacks)}."


def _experience(evidence: Evidence) -> Iterator[Condition]:
    for question in evidence.cap.open:
        who = "the team" if question == TEAM else "whoever runs the project"
        what = f"Say how experienced {who} is with this kind of work."
        yield Condition(
            question, question, what, "Until somebody says, it counts as the first time, and the cap is small."
        )


def _this(evidence: Evidence) -> Iterator[Condition]:
    this = evidence.this
    assert this is not None
    if this.agreement == LEAST:
        what = f"Find out who must agree before “{this.name}” can have a first result, and ask them."
        yield Condition("agreement", TABLE, what, "Whoever was not asked can stop it.")
    if this.learning == LEAST:
        what = f"Name one thing that the next project would take over from “{this.name}”, or choose another."
        yield Condition("learning", TABLE, what, "A first project is made for the second one.")

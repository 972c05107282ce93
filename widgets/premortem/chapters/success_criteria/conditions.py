"""What keeps even a passed test from counting in full, one condition for each answer; a blank counts as the worst."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.success_criteria.beyond import Beyond
from premortem.chapters.success_criteria.criteria import Criterion
from premortem.model.state import State
from premortem.model.wording import percent

_PREFIX = "success-criteria."


@dataclass(frozen=True)
class Condition:
    """One open point: what must happen, which answer would settle it, and the question it hangs on.

    `key` stays the same as long as the reason does; `of_row` where it is one criterion's own.
    """

    key: str
    text: str
    settled_by: str
    question: str
    of_row: bool = False

    @property
    def sentence(self) -> str:
        """The condition as a sentence."""
        return f"{self.text[0].upper()}{self.text[1:]}."


def conditions(state: State, criteria: tuple[Criterion, ...], beyond: Beyond) -> tuple[Condition, ...]:
    """Return the open points: of the cases and the signing, of the experts, of the criteria beyond the shares."""
    return (*_of_the_test(state), *_of_the_experts(state, criteria), *_of_scope(beyond), *_of_rows(beyond))


def _of_the_test(state: State) -> tuple[Condition, ...]:
    found = (
        (
            state.text("success-criteria.drawn") in {"random-work", "recent"},
            "drawn",
            "the test cases must be drawn from the work it will meet",
            "test cases drawn at random from the work it will meet, or the most recent ones",
        ),
        (
            state.yes("success-criteria.repeated") is False,
            "repeated",
            "count customers (documents, machines, patients), not cases, where several belong to one",
            "no two test cases of one customer, document, machine or patient",
        ),
        (
            state.yes("success-criteria.fixed") is True,
            "fixed",
            "the criteria must be written down and signed before anybody sees a result",
            "criteria signed before anybody sees a result",
        ),
        (
            state.text("success-criteria.owner") is not None,
            "owner",
            "somebody whose work depends on it must sign",
            "the name of whoever signs that it is fit for purpose",
        ),
        (
            state.number("success-criteria.times-used") == 0,
            "times-used",
            "the final test needs cases that nobody has looked at before",
            "test cases looked at 0 times before",
        ),
    )
    return tuple(
        Condition(f"{_PREFIX}condition-{name}", text, settled_by, f"{_PREFIX}{name}")
        for settled, name, text, settled_by in found
        if not settled
    )


def _of_the_experts(state: State, criteria: tuple[Criterion, ...]) -> tuple[Condition, ...]:
    agreement = state.number("success-criteria.agreement")
    most = max((criterion.hoped for criterion in criteria if criterion.hoped is not None), default=0.0)
    if agreement is None:
        text = "measure how often two experts agree on a case: no system can be shown to do better"
    elif 100 * most > agreement:
        text = f"hope for no more than the {percent(agreement / 100)} of cases on which two experts agree"
    else:
        return ()
    settled_by = f"two experts who agree on {percent(most)} of cases or more"
    return (Condition("success-criteria.condition-agreement", text, settled_by, "success-criteria.agreement"),)


def _of_scope(beyond: Beyond) -> tuple[Condition, ...]:
    """One point for each kind that is wanted and not filled in, and a single one for all that nobody was asked."""
    wanted = tuple(
        Condition(f"{scope.table}.fill", scope.fill, scope.fill, scope.table)
        for scope in beyond.scopes
        if scope.open and scope.asked
    )
    unasked = [scope for scope in beyond.scopes if scope.open and scope.asked is None]
    if not unasked:
        return wanted
    *others, last = (scope.asks for scope in unasked)
    besides = f"{', '.join(others)}, or {last}" if others else last
    text = f"settle whether it must also {besides}"
    return (
        *wanted,
        Condition("success-criteria.condition-besides", text, f"{text}: no, or how well", unasked[0].question),
    )


def _of_rows(beyond: Beyond) -> tuple[Condition, ...]:
    return tuple(
        Condition(f"{table}.{further.row}", further.wants, further.wants, table, of_row=True)
        for table, further in beyond.not_holding
    )

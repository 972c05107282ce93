"""Answers given all at once, as from a file: the events they amount to, and the state they make without a store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from premortem.errors import InvalidAnswer, RefusedInput
from premortem.model import edits
from premortem.model.bank import shipped_bank
from premortem.model.currencies import CURRENCY
from premortem.model.events import Event, Recorded, WorkbookCreated
from premortem.model.questions import Bank
from premortem.model.state import State, after, fold


def events_of(bank: Bank, state: State, answers: Mapping[str, Any]) -> list[Event]:
    """Return the events of answers by question id; every fault is named in one InvalidAnswer."""
    if not isinstance(answers, Mapping):
        raise InvalidAnswer("Answers are one JSON object, {question id: value}: see `premortem questions --json`.")
    events: list[Event] = []
    faults = []
    for question in sorted(answers, key=lambda each: each != CURRENCY):  # first in which currency the sums are
        try:
            happened = edits.answer(bank, state, question, answers[question])
            events.extend(happened)
            state = after(state, happened) if question == CURRENCY else state
        except RefusedInput as error:
            faults.append(str(error))
    if faults:
        raise InvalidAnswer("\n".join(faults))
    return events


def state_of(answers: Mapping[str, Any], title: str = "") -> State:
    """Return the state that these answers make, without a store; raise InvalidAnswer naming each fault."""
    events = events_of(shipped_bank(), State(), answers)
    now = datetime.now(UTC)
    return fold(
        Recorded("", n, now, "", event, 1) for n, event in enumerate([WorkbookCreated(title), *events], start=1)
    )

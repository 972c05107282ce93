"""The agenda of a session: suggested, checked when a page sends it, and timed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from premortem.errors import InvalidAnswer
from premortem.model.agendas import KINDS, MOST_MINUTES, MOST_STEPS, Step
from premortem.model.answers import canonical
from premortem.model.questions import Kind, Question
from premortem.model.shown import shown
from premortem.session.planning import suggested
from premortem.session.state import Session

__all__ = ["checked", "suggested", "used"]

_STEP_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def checked(raw: Any) -> tuple[Step, ...]:
    """Return the agenda that a page sent: a list of steps as `agendas.Step` has them. Raises InvalidAnswer."""
    if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= MOST_STEPS:
        raise InvalidAnswer(f"An agenda has 1 to {MOST_STEPS} steps (you gave {shown(raw)}): send a list of them.")
    steps = tuple(_step(each, number) for number, each in enumerate(raw, start=1))
    if len({step.id for step in steps}) < len(steps):
        raise InvalidAnswer("Two steps of the agenda have the same id: give each its own.")
    return steps


def _step(raw: Any, number: int) -> Step:
    known = Step.__dataclass_fields__
    named = raw if isinstance(raw, Mapping) else {}
    if not named or not set(named).issubset(known) or not {"id", "kind", "title", "minutes"}.issubset(named):
        raise _refuse(number, "has id, kind, title and minutes", raw)
    if not isinstance(named["id"], str) or not _STEP_ID.fullmatch(named["id"]):
        raise _refuse(number, "has an id of at most 40 small letters, digits and dashes", named["id"])
    if named["kind"] not in KINDS:
        raise _refuse(number, f"is one of {', '.join(KINDS)}", named["kind"])
    minutes = named["minutes"]
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 < minutes <= MOST_MINUTES:
        raise _refuse(number, f"takes more than 0 and at most {MOST_MINUTES} minutes", minutes)
    about = [named.get(name, "") for name in ("chapter", "question")]
    if not all(isinstance(each, str) and len(each) <= 200 for each in about):
        raise _refuse(number, "names its chapter and question by their ids", about)
    if not isinstance(named.get("parked", False), bool):
        raise _refuse(number, "is parked or not, true or false", named["parked"])
    return Step(**{**named, "title": _title(number, named["title"])})


def _title(number: int, raw: Any) -> str:
    title = canonical(Question(f"Step {number} of the agenda", "", Kind.TEXT, "", length_max=200), raw)
    if not isinstance(title, str):
        raise _refuse(number, "has a title", raw)
    return " ".join(title.split())


def _refuse(number: int, rule: str, raw: Any) -> InvalidAnswer:
    return InvalidAnswer(f"Step {number} of the agenda: a step {rule} (you gave {shown(raw)}). Change it.")


def used(session: Session, now: datetime) -> Mapping[str, float]:
    """Return how many seconds each step that was begun has run, by its id; a step begun twice adds up.

    A step runs until another begins or the session ends. By the server's times: what ran backwards counts as nothing.
    """
    ends = [begun.at for begun in session.begun[1:]] + [session.ended or now]
    seconds: dict[str, float] = {}
    for begun, end in zip(session.begun, ends, strict=False):
        seconds[begun.step] = seconds.get(begun.step, 0.0) + max(0.0, (end - begun.at).total_seconds())
    return seconds

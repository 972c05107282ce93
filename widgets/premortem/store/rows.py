"""Events as rows of a table and back: the one place that knows how an event is written down."""

from __future__ import annotations

import json
import math
import zlib
from datetime import UTC, datetime
from typing import Any

from premortem.errors import InvalidAnswer, RefusedInput, StoreDamaged, StoreTooNew, UnreadableFile
from premortem.model.events import Event, Json, Recorded, from_json, to_json

# workbook, number, step, at, author, kind, payload, checksum
Row = tuple[str, int, int, str, str, str, str, int]

_DEEPEST = 100  # a list in a list in a list ...: no form gives more than five, and Python's own limit varies


def packed(event: Event) -> tuple[str, str]:
    """Return the event's kind and its fields as JSON text; raise InvalidAnswer where it cannot be kept exactly."""
    what = f"The event {event.kind!r}"
    _refuse_deep(vars(event), what)  # before the fields are walked to make JSON of them
    return event.kind, written(to_json(event), what)


def written(value: Json, what: str) -> str:
    """Return JSON as text, from which it is read as it was; raise InvalidAnswer, about `what`, where it cannot be."""
    _refuse_deep(value, what)
    _refuse_unless_json(what, value)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode()
    except UnicodeEncodeError as error:
        raise _cannot_keep(what, "its text holds half a character (a lone surrogate); type it again") from error
    except ValueError as error:  # Python writes no whole number of more than 4300 digits
        raise _cannot_keep(what, "it holds a number of thousands of digits; give a smaller one") from error
    return text


def checked_author(author: str) -> str:
    """Return the author's name; raise InvalidAnswer where it is not text that can be kept."""
    try:
        author.encode()
    except (AttributeError, UnicodeEncodeError) as error:
        raise InvalidAnswer("An author's name is text without half characters: type the name again.") from error
    return author


def row(workbook: str, number: int, step: int, at: datetime, author: str, event: tuple[str, str]) -> Row:
    """Return what the table holds for an event that `packed` gave, with the checksum over all of it."""
    kind, payload = event
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return (
        workbook,
        number,
        step,
        moment,
        author,
        kind,
        payload,
        checksum(workbook, number, step, moment, author, kind, payload),
    )


def recorded(stored: Row) -> Recorded:
    """Return the event of a row; raise StoreDamaged where a bit has changed, StoreTooNew where its kind is later."""
    workbook, number, step, at, author, kind, payload, kept = stored
    try:
        whole = checksum(workbook, number, step, at, author, kind, payload) == kept
    except TypeError:  # a damaged byte can turn text into a BLOB
        whole = False
    if not whole:
        raise StoreDamaged(
            "An event in the store is not as it was written: the file is damaged; use a copy of it from before."
        )
    try:
        event = from_json(kind, json.loads(payload))
    except UnreadableFile as error:  # it is as it was written, so whoever wrote it knew more
        raise StoreTooNew(
            f"An event of kind {kind!r} was written by a later version of Premortem: update Premortem."
        ) from error
    return Recorded(workbook, number, datetime.fromisoformat(at), author, event, step)


def checksum(*columns: Any) -> int:
    """Return a checksum over all of these columns."""
    # SQLite keeps no checksums: without ours a changed byte in an answer would be read as another answer.
    return zlib.crc32(json.dumps(columns).encode())


def _refuse_deep(value: Json, what: str) -> None:
    if not _shallow(value, _DEEPEST):
        raise _cannot_keep(what, f"it is nested more than {_DEEPEST} levels deep; flatten it")


def _shallow(value: Json, levels: int) -> bool:
    if isinstance(value, dict):
        return levels > 0 and all(_shallow(inner, levels - 1) for inner in value.values())
    if isinstance(value, list | tuple):
        return levels > 0 and all(_shallow(inner, levels - 1) for inner in value)
    return True


def _refuse_unless_json(what: str, value: Json) -> None:
    """`json` would turn the key 1 into "1" without a word: what is read back must be what was given."""
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise _cannot_keep(what, "an object has a key that is not text; make every key text")
        for inner in value.values():
            _refuse_unless_json(what, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_unless_json(what, inner)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise _cannot_keep(what, "it holds a number that is not finite; give a finite one")
    elif value is not None and not isinstance(value, str | int):
        raise _cannot_keep(what, f"it holds a {type(value).__name__}, which is not JSON; give text, a number or a list")


def _cannot_keep(what: str, why: str) -> RefusedInput:
    return InvalidAnswer(f"{what} was not saved: {why}.")

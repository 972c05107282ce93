"""From a report back to the log it came from; a file that is not whole, not ours or not admissible is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from premortem.errors import RefusedInput, UnreadableFile
from premortem.model import answers
from premortem.model.bank import shipped_bank
from premortem.model.events import (
    AnswerGiven,
    CellGiven,
    Event,
    Recorded,
    RowAdded,
    WorkbookCreated,
    WorkbookNamed,
    from_json,
)
from premortem.model.questions import Question
from premortem.model.titles import checked_title
from premortem.report.payload import CLOSES, FORMAT, OPENS, VERSION, check_sum

BYTES_MAX = 8 * 1024 * 1024
EVENTS_MAX = 50_000
AUTHOR_MAX = 200
OURS = "choose an HTML file that Premortem exported"


def from_file(path: Path) -> tuple[Recorded, ...]:
    """Return the log in a report file; raise UnreadableFile with one line that says why not."""
    try:
        with path.open("rb") as file:
            raw = file.read(BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UnreadableFile(
            f"{ascii(str(path))[:80]} cannot be read ({reason}): check the name and the permission."
        ) from error
    return from_bytes(raw)


def from_bytes(raw: bytes) -> tuple[Recorded, ...]:
    """Return the log in the bytes of a report; raise UnreadableFile with one line that says why not."""
    content = _content(raw)
    version = content.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UnreadableFile(
            "This report was written by a later version of Premortem: update Premortem, then import it."
        )
    events = content.get("events")
    if not isinstance(events, list) or not events or content.get("check") != check_sum(events):
        raise UnreadableFile("This report was changed or damaged since it was written: use another copy of it.")
    if len(events) > EVENTS_MAX:
        raise UnreadableFile(f"This report holds more than {EVENTS_MAX:,} changes, which is too many to import.")
    return tuple(_record(raw_event, place) for place, raw_event in enumerate(events, start=1))


def _content(raw: bytes) -> dict[str, Any]:
    if not raw:
        raise UnreadableFile(f"The file is empty: {OURS}.")
    if len(raw) > BYTES_MAX:
        raise UnreadableFile(f"The file is larger than {BYTES_MAX // 2**20} MB, no report is: {OURS}.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"The file is not text in UTF-8: {OURS}.") from error
    start = text.rfind(OPENS)  # the last: what people typed is escaped and cannot hold it, other markup might
    if start < 0:
        cut = text.lstrip().startswith("<!doctype html>") and "premortem" in text[:2000].lower()
        reason = (
            "This report is cut off: copy or download it again" if cut else f"The file is no Premortem report: {OURS}"
        )
        raise UnreadableFile(f"{reason}.")
    body = text[start + len(OPENS) :]
    if CLOSES not in body:
        raise UnreadableFile("This report is cut off: copy or download it again.")
    try:
        content = json.loads(body[: body.index(CLOSES)])
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("This report is damaged where it keeps the workbook: use another copy of it.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise UnreadableFile(f"The file is no Premortem report: {OURS}.")
    return content


def _record(raw: Any, place: int) -> Recorded:
    try:
        event = from_json(raw["kind"], raw["event"])
        _check(event)
        at = datetime.fromisoformat(raw["at"])
        author, number, step = raw["author"], raw["number"], raw["step"]
        if (
            at.tzinfo is None
            or not isinstance(author, str)
            or len(author) > AUTHOR_MAX
            or (author and not author.isprintable())
        ):
            raise UnreadableFile("its time or author cannot be")
        if not all(isinstance(n, int) and not isinstance(n, bool) for n in (number, step)):
            raise UnreadableFile("its number cannot be")
        return Recorded("", number, at.astimezone(UTC), author, event, step)
    except RefusedInput as error:
        raise UnreadableFile(f"Change {place} of this report cannot be taken over: {error}") from error
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableFile(f"Change {place} of this report is damaged: use another copy of it.") from error


def _check(event: Event) -> None:
    """Refuse what no form could have written: a hostile file gets no further than a hostile visitor."""
    match event:
        case WorkbookCreated(title=title) | WorkbookNamed(title=title):
            if checked_title(title) != title:
                raise UnreadableFile("its title cannot be")
        case AnswerGiven(question=question_id, value=value):
            _same(value, answers.canonical(_question(question_id), value))
        case CellGiven(question=question_id, column=column, value=value):
            _same(value, answers.cell(_question(question_id), column, value))
        case RowAdded(question=question_id):
            _question(question_id)


def _question(question_id: Any) -> Question:
    return shipped_bank().ever(question_id)


def _same(given: Any, canonical: Any) -> None:
    if type(given) is not type(canonical) or given != canonical:
        raise UnreadableFile("its answer is not written as Premortem writes it")

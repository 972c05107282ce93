"""From a report back to the log it came from; a file that is not whole, not ours or not admissible is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from premortem.errors import RefusedInput, UnreadableFile
from premortem.model.events import Recorded
from premortem.model.shown import A_NAME, shown
from premortem.report.admissible import Reader, check_tables
from premortem.report.payload import CLOSES, FORMAT, OPENS, VERSION, check_sum

BYTES_MAX = 8 * 1024 * 1024
EVENTS_MAX = 50_000
OURS = "choose an HTML file that Premortem exported"
ANOTHER = "use another copy of it"
CUT_OFF = "This report is cut off: copy or download it again."


def from_file(path: Path) -> tuple[Recorded, ...]:
    """Return the log in a report file; raise UnreadableFile with one line that says why not."""
    try:
        with path.open("rb") as file:
            raw = file.read(BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UnreadableFile(
            f"{shown(str(path), A_NAME)} cannot be read ({reason}): check the name and the permission."
        ) from error
    return from_bytes(raw)


def from_bytes(raw: bytes) -> tuple[Recorded, ...]:
    """Return the log in the bytes of a report; raise UnreadableFile with one line that says why not."""
    content = _content(raw)
    _check_version(content.get("version"))
    events = content.get("events")
    if not isinstance(events, list) or not events or not _whole(events, content.get("check")):
        raise UnreadableFile(f"This report was changed or damaged since it was written: {ANOTHER}.")
    if len(events) > EVENTS_MAX:
        raise UnreadableFile(f"This report holds more than {EVENTS_MAX:,} changes, which is too many to import.")
    reader = Reader()
    recorded = tuple(_record(reader, raw_event, place) for place, raw_event in enumerate(events, start=1))
    check_tables(recorded)
    return recorded


def _content(raw: bytes) -> dict[str, Any]:
    if not raw:
        raise UnreadableFile(f"The file is empty: {OURS}.")
    if len(raw) > BYTES_MAX:
        raise UnreadableFile(f"The file is larger than {BYTES_MAX // 2**20} MB, no report is: {OURS}.")
    text = raw.decode("utf-8", errors="replace")  # the workbook in it is plain ASCII, whatever became of the rest
    start = text.rfind(OPENS)  # the last: what people typed is escaped and cannot hold it, other markup might
    if start < 0:
        cut = text.lstrip().startswith("<!doctype html>") and "premortem" in text[:2000].lower()
        raise UnreadableFile(CUT_OFF if cut else f"The file is no Premortem report: {OURS}.")
    body = text[start + len(OPENS) :]
    if CLOSES not in body:
        raise UnreadableFile(CUT_OFF)
    try:
        content = json.loads(body[: body.index(CLOSES)])
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"This report is damaged where it keeps the workbook: {ANOTHER}.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise UnreadableFile(f"The file is no Premortem report: {OURS}.")
    return content


def _check_version(version: Any) -> None:
    if isinstance(version, int) and version > VERSION:
        raise UnreadableFile(
            "This report was written by a later version of Premortem: update Premortem, then import it."
        )
    if isinstance(version, bool) or version != VERSION:
        raise UnreadableFile(f"This report says no version that Premortem ever had: {ANOTHER}.")


def _whole(events: list[Any], check: Any) -> bool:
    try:
        return bool(check_sum(events) == check)
    except RecursionError:  # nested deeper than anything we write
        return False


def _record(reader: Reader, raw: Any, place: int) -> Recorded:
    try:
        return reader.record(raw)
    except RefusedInput as error:
        why = str(error).rstrip(".")
        raise UnreadableFile(f"Change {place} of this report cannot be taken over ({why}): {ANOTHER}.") from error
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableFile(f"Change {place} of this report is damaged: {ANOTHER}.") from error

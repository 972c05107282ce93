"""A history that came from elsewhere, checked before a store takes it in."""

from __future__ import annotations

from collections.abc import Sequence

from premortem.errors import InvalidAnswer, UnreadableFile
from premortem.model.events import Recorded, WorkbookCreated
from premortem.store.rows import Row, checked_author, packed, row


def rows_of(history: Sequence[Recorded], workbook: str) -> list[Row]:
    """Return the rows of this history in a new workbook; raise UnreadableFile where it is not whole."""
    if not history or not isinstance(history[0].event, WorkbookCreated):
        raise _not_whole("its history does not begin with the creation of a workbook")
    rows: list[Row] = []
    step = 0
    for number, entry in enumerate(history, start=1):
        if entry.number != number:
            raise _not_whole(f"event {number} is missing from its history")
        if entry.step not in (number, step or number):
            raise _not_whole(f"event {number} belongs to no step of its history")
        step = number if entry.step == number else step
        rows.append(_row(workbook, number, step, entry))
    return rows


def _row(workbook: str, number: int, step: int, entry: Recorded) -> Row:
    if entry.at.tzinfo is None:
        raise _not_whole(f"the time of event {number} has no time zone")
    try:
        return row(workbook, number, step, entry.at, checked_author(entry.author), packed(entry.event))
    except (InvalidAnswer, OverflowError) as error:
        raise _not_whole(f"event {number} of its history cannot be kept") from error


def _not_whole(what: str) -> UnreadableFile:
    return UnreadableFile(f"The file cannot be taken in, {what}: nothing was kept; use another copy of the file.")

"""Ballots and the ids of a session as a database keeps them, and what is said of those it does not take."""

from __future__ import annotations

import json

from premortem.errors import InvalidAnswer, StoreDamaged, UnknownLink, VoteClosed
from premortem.model.events import Json
from premortem.store.links import shown
from premortem.store.rows import checksum, written

LARGEST_BALLOT = 16 * 1024
"""Bytes of a ballot, written as JSON in UTF-8."""
_LONGEST_ID = 64


def is_id(given: object) -> bool:
    """Say whether this can be the id of a vote, a person or a session, or a code."""
    return isinstance(given, str) and 0 < len(given) <= _LONGEST_ID and given.isprintable()


def checked_id(given: str, what: str) -> str:
    """Return an id; raise InvalidAnswer for an odd one: ids are made by the program, so it is somebody who tries."""
    if not is_id(given):
        raise InvalidAnswer(f"A {what} is named by 1 to {_LONGEST_ID} printable characters, not {shown(given)}.")
    return given


def ballot_text(ballot: Json) -> str:
    """Return the ballot as JSON text; raise InvalidAnswer where it is too large or cannot be kept exactly."""
    text = written(ballot, "The ballot")
    if (size := len(text.encode())) > LARGEST_BALLOT:
        raise InvalidAnswer(
            f"A ballot has at most {LARGEST_BALLOT} bytes, not {size}: write less; nothing was changed."
        )
    return text


def ballot_of(workbook: str, vote: str, person: str, text: str, kept: int) -> Json:
    """Return a ballot that was kept with this checksum; raise StoreDamaged where a bit of it has changed."""
    # A damaged byte can turn text into a BLOB, of which there is no checksum.
    if not isinstance(text, str) or checksum(workbook, vote, person, text) != kept:
        raise StoreDamaged("A ballot in the store is not as it was cast: the file is damaged; end this session.")
    ballot: Json = json.loads(text)
    return ballot


def code_taken(code: str) -> InvalidAnswer:
    """Return the error for a code that opens a session already."""
    return InvalidAnswer(f"The code {shown(code)} opens a session already: draw another code.")


def no_door(code: str) -> UnknownLink:
    """Return the error for a code that opens nothing."""
    return UnknownLink(
        f"No session is open by the code {shown(code)}: look at the code again, or ask whether it has ended."
    )


def opened_before(vote: str) -> InvalidAnswer:
    """Return the error for a vote that was opened already."""
    return InvalidAnswer(f"The vote {shown(vote)} was opened before: open a new one.")


def not_open() -> VoteClosed:
    """Return the error for a vote that takes no ballots."""
    return VoteClosed("This vote takes no more ballots: it was closed, or never opened; look at the page again.")

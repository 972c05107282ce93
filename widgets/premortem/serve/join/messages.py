"""What a participant's page may send: a handful of messages, each of one form."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import Any, NoReturn

from premortem.errors import RefusedInput
from premortem.model.event import Json

LONGEST = 16_000
"""Bytes; the longest list of texts that a vote may ask for is shorter."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Unreadable(RefusedInput):
    """A message that no page of ours sends; `id` names it where it had a name."""

    def __init__(self, says: str, id: str = "") -> None:  # noqa: A002 - as the message calls it
        super().__init__(says)
        self.id = id


@dataclass(frozen=True)
class Message:
    """Whatever is sent bears an id, by which it is answered."""

    id: str


@dataclass(frozen=True)
class Look(Message):
    """Asks what a code opens, before joining."""

    code: str
    token: str


@dataclass(frozen=True)
class Join(Message):
    """Comes in, or comes back: the token is the secret by which the server knows the person."""

    code: str
    token: str
    name: str


@dataclass(frozen=True)
class Cast(Message):
    """Votes, or votes anew."""

    vote: str
    value: Json


@dataclass(frozen=True)
class Abstain(Message):
    """Takes part and gives no answer."""

    vote: str


@dataclass(frozen=True)
class Dissent(Message):
    """Does not agree with the group's answer, with or without the own name."""

    vote: str
    text: str
    named: bool


@dataclass(frozen=True)
class Leave(Message):
    """Goes."""


@dataclass(frozen=True)
class Ping(Message):
    """Asks whether the server is there."""


KINDS: dict[str, type[Message]] = {
    "look": Look,
    "join": Join,
    "cast": Cast,
    "abstain": Abstain,
    "dissent": Dissent,
    "leave": Leave,
    "ping": Ping,
}
_TYPES = {"str": str, "bool": bool}


def read(text: str | bytes) -> Message:
    """Return the message that a text is; raise Unreadable with one line where it is none."""
    if isinstance(text, bytes):
        raise Unreadable("A message must be text, not bytes: reload the page.")
    if len(text.encode(errors="replace")) > LONGEST:
        raise Unreadable(f"A message may have {LONGEST} bytes, this one has more: write less.")
    told = _parsed(text)
    id_ = told.pop("id", None)
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise Unreadable("A message needs an id of 1 to 64 letters or digits: reload the page.")
    kind = told.pop("type", None)
    form = KINDS.get(kind) if isinstance(kind, str) else None
    if form is None:
        raise Unreadable(f"A message is one of {', '.join(KINDS)}, this one is not: reload the page.", id_)
    return _formed(form, id_, told)


def _parsed(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text, parse_constant=_no_constant)
        json.dumps(told, ensure_ascii=False).encode()  # half a character cannot be kept, nor sent on
    except (ValueError, RecursionError) as error:
        raise Unreadable("A message must be JSON, and this one is not: reload the page.") from error
    if not isinstance(told, dict):
        raise Unreadable("A message must be a JSON object, and this one is not: reload the page.")
    return told


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _formed(form: type[Message], id_: str, told: dict[str, Any]) -> Message:
    wanted = {field.name: _TYPES.get(str(field.type)) for field in fields(form) if field.name != "id"}
    if told.keys() != wanted.keys():
        raise Unreadable(f"Such a message holds {', '.join(wanted) or 'nothing'} and no more: reload the page.", id_)
    for name, type_ in wanted.items():
        if type_ and type(told[name]) is not type_:
            kind = "text" if type_ is str else "true or false"
            raise Unreadable(f"{name!r} must be {kind}: reload the page.", id_)
    return form(id=id_, **told)

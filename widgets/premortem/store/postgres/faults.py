"""What PostgreSQL and the way to it report, said in Premortem's own errors: the one place that knows their codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from premortem.errors import InvalidAnswer, PremortemError, StoreBusy, StoreDamaged, StoreError, StoreUnwritable

_Fault = tuple[type[PremortemError], str]

_BUSY: _Fault = (StoreBusy, "is held by somebody else: nothing was changed; try again")
_SLOW: _Fault = (StoreBusy, "took too long: nothing was changed; try again, and look at how busy the server is")
_LOST: _Fault = (StoreBusy, "lost the connection: nothing was changed; try again")
_NO_MORE: _Fault = (
    StoreBusy,
    "has no free connection: nothing was changed; try again later, or raise the server's max_connections",
)
_STARTING: _Fault = (StoreBusy, "is starting or stopping: nothing was changed; try again in a moment")
_FULL: _Fault = (StoreUnwritable, "has no room, its disk is full: nothing was changed; free some space there")
_READ_ONLY: _Fault = (
    StoreUnwritable,
    "is read-only, a standby or set so: nothing was changed; name the server that takes writes",
)
_FORBIDDEN: _Fault = (
    StoreUnwritable,
    "does not permit this to its user: nothing was changed; let the user make a schema there, or own premortem",
)
_DISK: _Fault = (StoreUnwritable, "got an error from its disk: nothing was changed; look at the server's log")
_DAMAGED: _Fault = (StoreDamaged, "is not as Premortem made it, or is damaged: use a copy of it from before")
_TOO_BIG: _Fault = (InvalidAnswer, "takes nothing as large as this: nothing was changed; give a shorter answer")
_WRONG_USER: _Fault = (StoreUnwritable, "does not let this user in: check user, password and pg_hba.conf")
_NO_DATABASE: _Fault = (StoreUnwritable, "does not exist on that server: make the database, or name another")
_UNKNOWN: _Fault = (StoreError, "failed in a way that Premortem does not know: report this line")

# By the whole code, or by the first two characters, its class.
_BY_CODE: dict[str, _Fault] = {
    "08": _LOST,
    "22P05": _DAMAGED,
    "23": _DAMAGED,  # numbers are drawn under the workbook's lock: only a broken index clashes
    "25006": _READ_ONLY,
    "28": _WRONG_USER,
    "3D000": _NO_DATABASE,
    "3F000": _DAMAGED,  # our statements are right, so a schema, a table or a column is missing
    "40": _BUSY,
    "42": _DAMAGED,
    "42501": _FORBIDDEN,
    "53": _BUSY,
    "53100": _FULL,
    "53300": _NO_MORE,
    "54": _TOO_BIG,
    "55P03": _BUSY,
    "57014": _SLOW,
    "25P03": _LOST,  # we stood still inside a transaction
    "57P": _STARTING,
    "58": _DISK,
    "P0001": _DAMAGED,  # our own trigger: nothing of ours changes an event
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}

# libpq tells why a connection was not made in words alone; where the server speaks another language, _AWAY is said.
_BY_WORDS: tuple[tuple[str, _Fault], ...] = (
    ("too many", _NO_MORE),
    ("connection slots", _NO_MORE),
    ("authentication failed", _WRONG_USER),
    ("no password supplied", _WRONG_USER),
    ("no pg_hba.conf entry", _WRONG_USER),
    ('role "', _WRONG_USER),
    ("does not exist", _NO_DATABASE),
    ("permission denied for database", _WRONG_USER),
    ("starting up", _STARTING),
    ("shutting down", _STARTING),
    ("recovery", _STARTING),
)
_AWAY: _Fault = (
    StoreBusy,
    "cannot be reached: nothing was changed; check that it runs, and host, port and certificates; then try again",
)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn whatever psycopg raises inside into a StoreError about the store of this name."""
    try:
        yield
    except psycopg.Error as error:
        raise fault(error, name) from error


def fault(error: psycopg.Error, name: str) -> PremortemError:
    """Return what an error means for the person who meets it: never in the server's words, which may hold answers."""
    code = error.sqlstate
    kind, what = _by_code(code) if code else _without_code(error)
    return kind(f"The store {name} {what} ({code or type(error).__name__}).")


def not_reached(error: psycopg.Error, name: str) -> PremortemError:
    """Return why no connection was made."""
    words = str(error).lower()
    kind, what = next((known for said, known in _BY_WORDS if said in words), _AWAY)
    return kind(f"The store {name} {what}.")


def is_lost(error: psycopg.Error) -> bool:
    """Say whether the server may have carried out what it was last asked and could not say so."""
    # Its last words on ending a connection carry a code; a line that broke has none.
    code = error.sqlstate or "08"
    return isinstance(error, psycopg.OperationalError) and code.startswith(("08", "57P"))


def _by_code(code: str) -> _Fault:
    return _BY_CODE.get(code) or _BY_CODE.get(code[:3]) or _BY_CODE.get(code[:2]) or _UNKNOWN


def _without_code(error: psycopg.Error) -> _Fault:
    return _LOST if isinstance(error, psycopg.OperationalError) else _UNKNOWN

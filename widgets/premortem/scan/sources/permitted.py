"""Which paths and addresses the public app may read: none, unless an administrator names them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from premortem.errors import RefusedInput

PATHS = "PREMORTEM_SCAN_PATHS"
ADDRESSES = "PREMORTEM_SCAN_URLS"
UPLOAD = "PREMORTEM_UPLOAD_MB"
UPLOAD_MB = 200


def check_path(text: str, *, public: bool, settings: Mapping[str, str] = os.environ) -> Path:
    """Return the real path that `text` names, links and `..` resolved; raise RefusedInput where it may not be read.

    In the public app it must lie in one of the folders, or be one of the files, of PREMORTEM_SCAN_PATHS. The message
    is the same whether the file exists or not: a stranger learns nothing about the server's disk.
    """
    if not text.strip() or "\0" in text:
        raise RefusedInput("no path was given: type the path of a CSV, Parquet or Excel file")
    try:
        path = Path(text.strip()).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise RefusedInput("this path cannot be followed: give the path of the file itself") from error
    allowed = (Path(each).expanduser().resolve() for each in settings.get(PATHS, "").split(os.pathsep) if each.strip())
    if public and not any(path == place or place in path.parents for place in allowed):
        raise RefusedInput(
            f"this app may not read that path: upload the file, or ask its administrator to allow it by {PATHS}"
        )
    return path


def check_url(text: str, *, public: bool, settings: Mapping[str, str] = os.environ) -> str:
    """Return the address; raise RefusedInput where it may not be read.

    In the public app it must begin as one of PREMORTEM_SCAN_URLS does: same kind, host and port, and the same database
    or one below it. A `?` and what follows must match exactly: drivers take another host from it.
    """
    address = text.strip()
    if "://" not in address:
        raise RefusedInput("an address of a database looks like postgres://host/database: kind, host, database")
    if public and not any(_covers(each, address) for each in settings.get(ADDRESSES, "").split()):
        raise RefusedInput(f"this app may not read that address: ask its administrator to allow it with {ADDRESSES}")
    return address


def upload_limit(settings: Mapping[str, str] = os.environ) -> int:
    """Return how many bytes an upload may have; raise RefusedInput where PREMORTEM_UPLOAD_MB is no positive number."""
    value = settings.get(UPLOAD, "").strip() or str(UPLOAD_MB)
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise RefusedInput(
            f"{UPLOAD} must be a whole number of megabytes above 0, not {value!r}: set it to {UPLOAD_MB}"
        )
    return int(value) * 1_000_000


def _covers(allowed: str, address: str) -> bool:
    if allowed == address:
        return True
    try:
        one, other = urlsplit(allowed), urlsplit(address)
        same_place = _place(one) == _place(other)
    except ValueError:  # a port that is no number, a bracket that does not close
        return False
    if not same_place or other.query != one.query or other.fragment or "#" in address:
        return False
    if not other.netloc:  # a file on this machine: links must not lead out of what is allowed
        return _within(Path(unquote(other.path)).resolve().parts, Path(unquote(one.path)).resolve().parts)
    return ".." not in _parts(other) and _within(_parts(other), _parts(one))


def _place(address: SplitResult) -> tuple[str, str | None, int | None]:
    return address.scheme.lower(), address.hostname, address.port


def _parts(address: SplitResult) -> tuple[str, ...]:
    return tuple(part for part in unquote(address.path).split("/") if part)


def _within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    return inner[: len(outer)] == outer

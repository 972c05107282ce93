"""What a page may name instead of uploading it: anything in a notebook of one's own, else what is permitted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from premortem.errors import RefusedInput
from premortem.scan.sources import permitted

ADDRESS_MAX = 2000
ANYTHING = (
    "A file, or a folder of Parquet files, on this computer and of any size; or an address such as "
    "duckdb:///file.duckdb?table=orders."
)


@dataclass(frozen=True)
class Named:
    """A source that was named: what opens it, and what it is called without any folder, user or password."""

    source: str
    name: str


class Sources:
    """What may be named: `offered` says it in words, "" for nothing; `upload_max` is in bytes."""

    def __init__(self, *, public: bool) -> None:
        self.public = public
        self.upload_max = permitted.upload_limit()
        self.offered = _permitted_places() if public else ANYTHING

    def admitted(self, typed: str) -> Named:
        """Return what was typed, if it may be read; raise RefusedInput."""
        if len(typed) > ADDRESS_MAX or not typed.isprintable():
            raise RefusedInput(f"A path or an address has at most {ADDRESS_MAX} letters, on one line: type it anew.")
        if not self.offered:
            raise RefusedInput("This server reads no paths and no addresses: upload the file.")
        if "://" in typed:
            address = permitted.check_url(typed, public=self.public)
            return Named(address, _name_of(address))
        path = permitted.check_path(typed, public=self.public)
        return Named(str(path), path.name)


def _permitted_places() -> str:
    """The administrator's paths and addresses in words, without the users and passwords that stand in some."""
    paths = [each.strip() for each in os.environ.get(permitted.PATHS, "").split(os.pathsep) if each.strip()]
    addresses = [_without_user(each) for each in os.environ.get(permitted.ADDRESSES, "").split()]
    return f"This server may read: {', '.join([*paths, *addresses])}." if paths or addresses else ""


def _without_user(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _name_of(address: str) -> str:
    """The table where one is named, else the last part of the path: never the user or the password."""
    parts = urlsplit(address)
    asked = dict(pair.partition("=")[::2] for pair in parts.query.split("&"))
    return asked.get("table") or Path(parts.path).name or parts.scheme

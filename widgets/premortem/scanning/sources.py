"""What a page may name instead of uploading it: anything in a notebook of one's own, else what is permitted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from premortem.errors import RefusedInput
from premortem.serve.limits import upload_limit

ADDRESS_MAX = 2000
ANYTHING = (
    "A file or a folder of Parquet files on this computer, of any size; or an address such as duckdb://, postgres:// "
    "or spark://."
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
        self.upload_max = upload_limit()
        self.offered = "" if public else ANYTHING

    def admitted(self, address: str) -> Named:
        """Return what an address names; raise RefusedInput where it may not be read."""
        address = address.strip()
        if not address or len(address) > ADDRESS_MAX or not address.isprintable():
            raise RefusedInput("Type where the table lies: a path, or an address.")
        if self.public:
            raise RefusedInput("This server reads no paths and no addresses: upload the file.")
        if "://" in address:
            return Named(address, address.rsplit("/", 1)[-1].split("?")[0] or "table")
        path = Path(address).expanduser()
        return Named(str(path.absolute()), path.name)

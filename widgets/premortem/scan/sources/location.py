"""The address of a table, taken apart: what may be shown of it, and what only a driver may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from premortem.errors import RefusedInput

ALIASES: Mapping[str, str] = {"postgresql": "postgres", "pyspark": "spark"}


@dataclass(frozen=True)
class Location:
    """An address such as postgres://user:secret@host:5432/shop?table=public.orders.

    `options` is what else stood behind the `?`, for the driver. Neither its `repr` nor `shown` holds user, password or
    options: these must not get into a name, a message, a log or a workbook.
    """

    kind: str
    host: str
    port: int | None
    path: str
    table: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def shown(self) -> str:
        """The address without its secrets, with the table."""
        return self.place + (f"?table={self.table}" if self.table else "")

    @property
    def place(self) -> str:
        """The address without its secrets and without the table."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.kind}://{host}{f':{self.port}' if self.port else ''}{self.path}"

    def for_ibis(self, scheme: str) -> str:
        """Return the whole address as Ibis takes it, secrets and all, without the table."""
        split = urlsplit(self._whole)
        return urlunsplit(SplitResult(scheme, split.netloc, split.path, urlencode(self.options), ""))

    _whole: str = field(default="", repr=False)


def located(address: str) -> Location:
    """Take an address apart; raises RefusedInput in a line that repeats no secret."""
    try:
        split = urlsplit(address.strip())
        port = split.port
        options = dict(parse_qsl(split.query, keep_blank_values=True))
    except ValueError:
        raise RefusedInput(
            "This address cannot be read: write it like postgres://user:password@host:5432/database?table=orders, "
            "with %40 for an @ and %2F for a / in a password."
        ) from None
    kind = ALIASES.get(split.scheme.lower(), split.scheme.lower())
    if not kind:
        raise RefusedInput("This address names no kind of database: begin it with duckdb://, postgres:// or spark://.")
    if split.fragment or "@" in unquote(split.path) or ("@" in split.query and "@" not in split.netloc):
        # An unescaped #, / or ? in a password ends up here: shown as a port or path it would give the password away.
        raise RefusedInput(
            "This address cannot be read: in a name or password write %23 for #, %2F for /, %3F for ? and %40 for @."
        )
    return Location(
        kind=kind,
        host=split.hostname or "",
        port=port,
        path=unquote(split.path),
        table=options.pop("table", ""),
        user=None if split.username is None else unquote(split.username),
        password=None if split.password is None else unquote(split.password),
        options=options,
        _whole=address.strip(),
    )

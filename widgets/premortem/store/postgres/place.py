"""Where a PostgreSQL store is: its address as somebody gave it, and the same without its secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo, pq

from premortem.errors import RefusedInput
from premortem.store.links import shown

FORM = "postgresql://user:password@host:5432/database"
_SCHEME = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")

_USUAL = {
    "application_name": "premortem",
    "connect_timeout": "5",
    # A connection that a firewall dropped in silence, or a server without power, is noticed within half a minute.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


@dataclass(frozen=True)
class Place:
    """A database: what to connect with, and the `address` and `name` that may be shown to anybody."""

    keywords: dict[str, str] = field(repr=False)
    address: str
    name: str


def place(address: str) -> Place:
    """Return what this address names; raise RefusedInput, without a word of its secrets, where it cannot be read."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        begins = shown(address.partition("://")[0] + "://")
        raise RefusedInput(f"A PostgreSQL store's address begins with postgresql://, not {begins}: give {FORM}.")
    keywords = _read("postgresql://" + address[scheme.end() :])
    # libpq's own list of options says which of them are secrets.
    secret = {each.keyword.decode() for each in pq.Conninfo.get_defaults() if each.dispchar == b"*"}
    open_ones = {name: value for name, value in keywords.items() if name not in secret}
    return Place(_USUAL | keywords, _address(open_ones), _name(open_ones))


def _read(address: str) -> dict[str, str]:
    try:
        keywords = {name: str(value) for name, value in conninfo.conninfo_to_dict(address).items()}
        # libpq would find these two only on its way to the server, or never.
        fits = "\0" not in address and all(0 < int(port) < 65536 for port in keywords.get("port", "1").split(","))
    except (psycopg.Error, ValueError):  # its words could hold the password
        fits = False
    if not fits:
        raise RefusedInput(
            f"The address of the PostgreSQL store cannot be read: give {FORM}, with every character of user and "
            "password that is no letter or digit as %XX ('@' is %40), and only options after '?' that libpq knows."
        )
    return keywords


def _address(keywords: dict[str, str]) -> str:
    rest = dict(keywords)
    user, host, port, database = (rest.pop(name, "") for name in ("user", "host", "port", "dbname"))
    if any(sign in host + port for sign in "/,"):  # the folder of a socket, or several servers
        rest = {name: value for name, value in (("host", host), ("port", port)) if value} | rest
        host = port = ""
    where = f"[{host}]" if ":" in host else host
    who = f"{quote(user, safe='')}@" if user else ""
    options = "?" + urlencode(rest, safe="/,") if rest else ""
    return f"postgresql://{who}{where}{port and ':' + port}/{quote(database, safe='')}{options}"


def _name(keywords: dict[str, str]) -> str:
    database = keywords.get("dbname") or keywords.get("user") or keywords.get("service") or "of your own"
    at = f" at {keywords['host']}" if keywords.get("host") else ""
    name = f"{database}{at}"
    return name if name.isprintable() and len(name) < 100 else shown(name)

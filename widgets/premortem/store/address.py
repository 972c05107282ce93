"""Where the store is: the user's data folder, or what PREMORTEM_STORE or `--store` says."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from premortem.errors import RefusedInput
from premortem.store.faults import told
from premortem.store.links import shown

VARIABLE = "PREMORTEM_STORE"
_FORM = (
    "sqlite:////absolute/path.sqlite, sqlite:///relative/path.sqlite, a plain path, or "
    "postgresql://user:password@host/database"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_POSTGRES = re.compile(r"postgres(ql)?(\+[a-z0-9]+)?://")


def default_address() -> str:
    """Return what PREMORTEM_STORE says, else the URL of one file in the user's data folder."""
    return os.environ.get(VARIABLE) or f"sqlite:///{default_path()}"


def default_path() -> Path:
    """Return the file used where nobody named one; raise RefusedInput where the user has no home."""
    try:
        home = Path.home()
    except RuntimeError as error:
        raise RefusedInput(f"You have no home folder to keep the store in: set {VARIABLE} to {_FORM}.") from error
    return data_folder(sys.platform, os.environ, home) / "premortem" / "workbooks.sqlite"


def make_default_folder() -> None:
    """Make the folder of the default file, for its owner alone, unless PREMORTEM_STORE names another place."""
    if not os.environ.get(VARIABLE):
        folder = default_path().parent
        with told(folder.name):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def data_folder(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """Return the folder in which programs keep a user's data on this platform (as `sys.platform` names it)."""
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if platform == "darwin":
        return home / "Library" / "Application Support"
    named = environment.get("XDG_DATA_HOME", "")
    # The XDG specification: a relative path in it is to be ignored.
    return Path(named) if named.startswith("/") else home / ".local" / "share"


def names_postgres(address: str) -> bool:
    """Say whether this is the address of a PostgreSQL database, by whichever driver."""
    return isinstance(address, str) and _POSTGRES.match(address) is not None


def parse(address: str) -> Path:
    """Return the absolute path of the SQLite file an address names; raise RefusedInput where it names none."""
    if not isinstance(address, str) or not address.strip():
        raise RefusedInput(f"A store's address is text that names a file: give {_FORM}.")
    try:
        path = _path(address)
        path_is_free_of_nul = b"\0" not in os.fsencode(path)
    except (RuntimeError, UnicodeEncodeError):  # ~ of an unknown user, half a character
        path_is_free_of_nul = False
    if not path_is_free_of_nul:
        raise RefusedInput(f"A store's address is the name of a file, {shown(address)} cannot be one: give {_FORM}.")
    if str(path) in ("", ".", ":memory:"):
        raise RefusedInput(f"A store is a file, so that nothing is lost; {shown(address)} names none: give {_FORM}.")
    return path.absolute()


def _path(address: str) -> Path:
    scheme = _SCHEME.match(address)
    if scheme is None and not address.startswith("sqlite:"):
        return Path(address).expanduser()
    if scheme is not None and scheme[1] != "sqlite":
        # Only the scheme is shown: the rest of such a URL may hold a password.
        raise RefusedInput(
            f"A store's address begins with sqlite:/// or postgresql://, not {shown(scheme[0])}: give {_FORM}."
        )
    if not address.startswith("sqlite:///"):
        raise RefusedInput(f"A store's address has three slashes after sqlite:, not {shown(address)}: give {_FORM}.")
    named = address.removeprefix("sqlite:///")
    if "?" in named:
        raise RefusedInput(f"A store's address takes no options after '?', as {shown(address)} has: leave them out.")
    return Path(named)

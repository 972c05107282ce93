"""What a page uploads, piece by piece, into a private folder that is gone with the page."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from premortem.errors import RefusedInput
from premortem.serve.limits import SCRATCH

try:
    import fcntl
except ImportError:  # Windows: what a killed process left behind stays until the temporary folder is emptied
    fcntl = None  # type: ignore[assignment]

MEGABYTE = 1_000_000
CHUNK_MAX = 2**20
RULES_MAX = MEGABYTE
BROKEN_OFF_AFTER = 60.0
"""Seconds without a piece after which an upload counts as broken off."""
NAME_BYTES_MAX = 200
KINDS = {"table": "a table", "against": "a second table", "rules": "a rules file"}
_UNSAFE = re.compile(r'[<>:"|?*\[\]{}$%~\x7f]')
"""What a shell, Windows or a reader of many files at once would take for more than a letter of a name."""


def scratch() -> Path:
    """Return the folder for what is uploaded and who reads now: the server's own, else this user's temporary one.

    Nobody else may read it. Raises RefusedInput where it cannot be made so.
    """
    named = os.environ.get(SCRATCH)
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(named) if named else Path(tempfile.gettempdir()) / f"premortem-scratch-{user}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise RefusedInput(f"There is no folder for tables here ({error.strerror}): tell the administrator.") from error
    if hasattr(os, "getuid") and (found.st_uid != user or found.st_mode & 0o077 or folder.is_symlink()):
        raise RefusedInput(f"The folder for tables ({folder}) is open to others: tell the administrator.")
    return folder


@dataclass
class Upload:
    """A file that comes in pieces: `name` is the visitor's, and only shown."""

    id: str
    kind: str
    name: str
    size: int
    path: Path
    file: IO[bytes]
    got: int = 0
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Uploaded:
    """A file that is there whole."""

    name: str
    size: int
    path: Path


class Uploads:
    """The private folder of one page: at most one file of each kind, and one on its way."""

    def __init__(self, table_max: int) -> None:
        self.table_max = table_max
        self.coming: Upload | None = None
        self.there: dict[str, Uploaded] = {}
        self._lock: IO[bytes] | None = None
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder, made when first needed; those of processes that are gone are taken away then."""
        if self._folder is None:
            base = scratch()
            _sweep(base)
            made = Path(tempfile.mkdtemp(prefix="new-", dir=base))
            self._lock = _locked(made / "lock")  # before it has the name by which others would look whether it is held
            self._folder = made.rename(made.with_name(made.name.replace("new-", "page-", 1)))
            self._gone = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def close(self) -> None:
        """Take everything away; a later upload begins a new folder."""
        self.abandon()
        if self._folder is not None:
            self._gone()
            if self._lock:
                self._lock.close()
        self._folder, self.there = None, {}

    def put(self, message: dict[str, Any], piece: bytes) -> Upload | Uploaded:
        """Take the next piece of a file; return what came so far, Uploaded once it is whole.

        `message` names `id`, `kind`, `name`, `size` and `offset`. A refused piece takes away all of its file.
        """
        sent, offset = message.get("id"), message.get("offset")
        if offset == 0 and not isinstance(offset, bool):
            self._begin(message)
        upload = self.coming
        if upload is None or upload.id != sent:
            raise RefusedInput("This piece belongs to no file that is being uploaded: choose the file again.")
        try:
            return self._take(upload, offset, piece)
        except OSError as error:
            self.abandon()
            why = error.strerror or str(error)
            raise RefusedInput(f"The server cannot keep this file ({why}): tell the administrator.") from error
        except RefusedInput:
            self.abandon()
            raise

    def _begin(self, message: dict[str, Any]) -> None:
        sent, kind, name, size = (message.get(field) for field in ("id", "kind", "name", "size"))
        if not isinstance(sent, str) or not 1 <= len(sent) <= 40 or not isinstance(kind, str) or kind not in KINDS:
            raise RefusedInput("The page sent a file without saying what it is: reload it.")
        if self.coming and time.monotonic() - self.coming.at < BROKEN_OFF_AFTER:
            raise RefusedInput("Another file is being uploaded: wait for it, or cancel it first.")
        self.abandon()
        called = _shown(name)
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise RefusedInput("The page sent a file without its size: reload it.")
        if size == 0:
            raise RefusedInput(f"{called} is empty: choose a file with rows.")
        self._check_size(called, kind, size)
        place = self.folder / f"{kind}-{time.monotonic_ns()}"
        place.mkdir(mode=0o700)
        path = place / _file_name(called)
        self.coming = Upload(sent, kind, called, size, path, path.open("xb"))

    def _check_size(self, called: str, kind: str, size: int) -> None:
        most = RULES_MAX if kind == "rules" else self.table_max
        if size > most:
            raise RefusedInput(
                f"{called} has {megabytes(size)} MB, {KINDS[kind]} may have {megabytes(most)} MB here: "
                "bring a part of it, or use premortem scan on the machine where it lies."
            )
        free = shutil.disk_usage(self.folder).free
        if size > free - 64 * MEGABYTE:
            raise RefusedInput(f"The server has no room for {megabytes(size)} MB now: bring a part of the table.")

    def _take(self, upload: Upload, offset: Any, piece: bytes) -> Upload | Uploaded:
        if offset != upload.got or isinstance(offset, bool):
            raise RefusedInput("A piece of the file is missing: choose the file again.")
        if not 0 < len(piece) <= CHUNK_MAX:
            raise RefusedInput("A piece of the file is empty or larger than 1 MB: choose the file again.")
        if upload.got + len(piece) > upload.size:
            raise RefusedInput("The file is longer than it was said to be: choose it again once nothing writes to it.")
        upload.file.write(piece)
        upload.got += len(piece)
        upload.at = time.monotonic()
        if upload.got < upload.size:
            return upload
        upload.file.close()
        self.coming = None
        self.drop(upload.kind)
        self.there[upload.kind] = Uploaded(upload.name, upload.size, upload.path)
        return self.there[upload.kind]

    def abandon(self) -> None:
        """Take away what has come of a file that is not whole."""
        if self.coming:
            self.coming.file.close()
            shutil.rmtree(self.coming.path.parent, ignore_errors=True)
        self.coming = None

    def abandon_stale(self) -> bool:
        """Take it away where no piece came for a while; return whether anything is still on its way."""
        if self.coming and time.monotonic() - self.coming.at >= BROKEN_OFF_AFTER:
            self.abandon()
        return self.coming is not None

    def drop(self, kind: str) -> None:
        """Take away the file of this kind."""
        if there := self.there.pop(kind, None):
            shutil.rmtree(there.path.parent, ignore_errors=True)


def megabytes(size: int) -> str:
    """Return a size in MB as a person reads it."""
    return f"{size / MEGABYTE:,.0f}" if size >= 10 * MEGABYTE else f"{size / MEGABYTE:.1f}"


def _shown(name: Any) -> str:
    """Return the file's name as far as it may be shown, without any folder."""
    bare = re.split(r"[/\\]", name)[-1] if isinstance(name, str) else ""
    return "".join(letter for letter in bare if letter.isprintable())[-120:].strip() or "The file"


def _file_name(shown: str) -> str:
    """Return the name under which it lies: the visitor's own, as a reader of tables names it in what it says."""
    name = _UNSAFE.sub("_", shown)
    while len(name.encode()) > NAME_BYTES_MAX:
        name = name[1:]  # the end says what kind of file it is
    return f"_{name}" if name.startswith((".", "-")) else name


def _locked(path: Path) -> IO[bytes]:
    file = path.open("ab")
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


def _sweep(base: Path) -> None:
    """Take away the folders of processes that were killed: nobody holds their lock any more."""
    if fcntl is None:
        return
    for folder in base.glob("page-*"):
        try:
            lock = (folder / "lock").open("rb")
        except OSError:
            continue  # just being made, or just going
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            shutil.rmtree(folder, ignore_errors=True)

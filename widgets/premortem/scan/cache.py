"""Results kept by the content of what was scanned: the same rows with the same questions are not read twice.

What is kept holds the figures and, where somebody asked for them, the example rows: only its owner may read it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from premortem.errors import RefusedInput
from premortem.files import cache_folder
from premortem.model import evidence_file
from premortem.model.evidence import Scan
from premortem.version import __version__

logger = logging.getLogger(__name__)
KEPT_MAX = 50


@dataclass(frozen=True)
class Place:
    """Where the result for these files and these questions is kept; `files` are those whose content counts."""

    folder: Path
    files: tuple[Path, ...]
    asked: str

    def kept(self) -> Scan | None:
        """Return the result of an earlier scan of the same content, or None.

        The content is read only where a result for files of the same size is there.
        """
        if not any(self.folder.glob(f"{self._sizes()}-*-{self.asked}.json")):
            return None
        try:
            return evidence_file.read(json.loads(self._path().read_text("utf-8")))
        except (OSError, ValueError, RefusedInput):  # nothing kept, or by another version: it is scanned anew
            return None

    def keep(self, scan: Scan) -> None:
        """Keep a result; where that cannot be done it is only logged."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=self.folder)  # readable by its owner alone
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(evidence_file.to_json(scan), file)
            Path(beside).replace(self._path())
            _thin_out(self.folder)
        except OSError as error:
            logger.warning("The result of the scan could not be kept: %s", error.strerror or error)

    def _path(self) -> Path:
        return self.folder / f"{self._sizes()}-{_digest(self.files)}-{self.asked}.json"

    def _sizes(self) -> str:
        return "-".join(str(path.stat().st_size) for path in self.files)


def place(sources: tuple[Any, ...], asked: dict[str, Any]) -> Place | None:
    """Return where a result for these sources is kept, or None where one of them is no file."""
    files = tuple(Path(source) for source in sources if isinstance(source, str | Path) and _is_file(source))
    if len(files) != len(sources):
        return None
    questions = json.dumps({"version": __version__, **asked}, sort_keys=True, default=str)
    return Place(cache_folder() / "scans", files, hashlib.sha256(questions.encode()).hexdigest()[:16])


def _is_file(source: str | Path) -> bool:
    try:
        return Path(source).is_file()
    except (OSError, ValueError):  # an address, or no name of a file at all
        return False


def _digest(files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]


def _thin_out(folder: Path) -> None:
    """Let the oldest results go."""
    for path in _newest_first(folder)[KEPT_MAX:]:
        path.unlink(missing_ok=True)


def _newest_first(folder: Path) -> list[Path]:
    def found() -> Iterator[tuple[float, Path]]:
        for path in folder.glob("*.json"):
            with suppress(OSError):  # another process thinned it out
                yield path.stat().st_mtime, path

    return [path for _, path in sorted(found(), reverse=True)]

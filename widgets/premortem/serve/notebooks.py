"""Put the shipped notebooks where their user may change them, and bring them up to date without losing a change."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

RECORD = ".premortem-notebooks.json"


@dataclass(frozen=True)
class Placed:
    """What happened to each notebook, by file name."""

    folder: Path
    new: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]
    """Changed by the user while a newer version was shipped: theirs stays, the newer one lies beside it."""


def place(shipped: Path, folder: Path) -> Placed:
    """Copy the notebooks of `shipped` into `folder`; a notebook whose cells the user changed is never overwritten.

    What counts as a change is the text of the cells: running a notebook alters the file too, and is none. Where a
    changed notebook has a newer version, that is put beside it as `<name>.new.ipynb`. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given = _read_record(folder)
    fates: dict[str, list[str]] = {"new": [], "updated": [], "kept": []}
    for source in sorted(shipped.glob("*.ipynb")):
        name, target = source.name, folder / source.name
        newest = _cells_of(source)
        present = _cells_of(target) if target.exists() else None
        if present == newest:
            pass
        elif present is None and not target.exists():
            _write(target, source.read_bytes())
            fates["new"].append(name)
        elif present == given.get(name, ""):
            _write(target, source.read_bytes())
            fates["updated"].append(name)
        elif given.get(name) != newest:
            _write(target.with_suffix(".new.ipynb"), source.read_bytes())
            fates["kept"].append(name)
        given[name] = newest
    _write(folder / RECORD, json.dumps(given, indent=1, sort_keys=True).encode())
    return Placed(folder, *(tuple(fates[fate]) for fate in ("new", "updated", "kept")))


def _cells_of(notebook: Path) -> str:
    """Return a fingerprint of the cells' text; for a file that is no notebook, one that equals no other's."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        content = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells])
    except (OSError, ValueError, KeyError, TypeError):
        content = f"not a notebook: {notebook}"
    return hashlib.sha256(content.encode()).hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _write(target: Path, content: bytes) -> None:
    """Write beside and rename, so that a full disk leaves the old file whole."""
    beside = target.with_name(f".{target.name}.part")
    beside.write_bytes(content)
    beside.replace(target)

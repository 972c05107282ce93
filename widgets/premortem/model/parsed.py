"""What the question files hold, read without a YAML parser where nothing has changed since they were parsed.

Parsing takes longer than all else that a start does with the questions. `parsed.json`, made by `make questions`, keeps
the content of each file with a digest of its text; a file whose text is another one is parsed anew, so an edited file
counts at once.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from premortem.files import data

KEPT = "parsed.json"


def content(path: Path) -> Any:
    """Return the content of a question file; raise ValueError where it is no YAML in UTF-8, OSError as reading does."""
    raw = path.read_bytes()
    kept = _kept(path.parent).get(path.name, {})
    return kept["content"] if kept.get("digest") == _digest(raw) else parse(raw.decode("utf-8"))


def parse(text: str) -> Any:
    """Return the content of YAML; raise ValueError with a reason on one line, also for what is nested too deeply."""
    import yaml  # only where a file has changed

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, the compiled one where there is one
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())) from error


@cache
def _kept(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / KEPT).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def keep(folder: Path) -> str:
    """Return what `parsed.json` of a folder should hold, a line for each file; a day in the YAML becomes ISO text."""
    lines = []
    for path in sorted(folder.glob("*.yaml")):
        raw = path.read_bytes()
        held = {"digest": _digest(raw), "content": parse(raw.decode("utf-8"))}
        lines.append(f"{json.dumps(path.name)}: {json.dumps(held, ensure_ascii=False, default=str)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    made, place = keep(data("questions")), data("questions") / KEPT
    if "--check" in sys.argv:
        sys.exit(place.read_text("utf-8") != made)
    place.write_text(made, "utf-8")

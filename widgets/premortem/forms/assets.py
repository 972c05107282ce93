"""Joins the small JavaScript and CSS files of `static/` into what one widget sends to the browser.

anywidget loads a widget's JavaScript from a blob, where `import "./other.js"` finds nothing. So the files stay real
modules for editors and tests, and are joined here: each file once, after what it imports, without its import lines.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"

_IMPORT = re.compile(r"^import\s[^;]*?from\s+\"(\./|\.\./)(?P<path>[\w./-]+)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
_STYLE_COMMENT = re.compile(r"[ \t]*/\*.*?\*/\n?", re.DOTALL)
_COMMENT = re.compile(r"^[ \t]*(/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)  # no text of ours runs over several lines


@cache
def script(name: str) -> str:
    """Return the module `static/<name>` with all that it imports, as one module, without comments."""
    joined: dict[Path, str] = {}
    _join(STATIC / name, joined)
    return "".join(joined.values())


def _join(path: Path, joined: dict[Path, str]) -> None:
    if path in joined:
        return
    text = path.read_text("utf-8")
    for found in _IMPORT.finditer(text):
        _join((path.parent / found[1] / found["path"]).resolve(), joined)
    joined[path] = _INDENT.sub("", _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", text))))


@cache
def styles(*names: str) -> str:
    """Return the style sheets `static/<name>` in this order, as one without comments."""
    return _STYLE_COMMENT.sub("", "".join((STATIC / name).read_text("utf-8") for name in names))

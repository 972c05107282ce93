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
_STYLE_SPACE = re.compile(r"\s*([{};,>])\s*")  # no text in our styles holds any of these
_STYLE_COLON = re.compile(r"(?<=[{;])([\w-]+): ")  # in a selector a space before a colon has a meaning
_COMMENT = re.compile(r"^[ \t]*(/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_ASIDE = re.compile(r"/\*\* @.*?\*/ ?|(?<=[;{,]) // [^\"'`\n]*$", re.MULTILINE)  # with a quote in it, it may be a text

_SPACE = re.compile(r" (?=\}|=>)|(?<=\{) |(?<==>) |(?<=\)) (?=\{)")


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
    bare = _ASIDE.sub("", _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", text))))
    joined[path] = _closed_up(bare)


def _closed_up(text: str) -> str:
    """Leave out indents, and line breaks where no statement can end.

    No text of ours runs over several lines, or holds an arrow or the inner side of a brace beside a space.
    """
    closed, before = "", ""
    for line in filter(None, map(str.strip, text.splitlines())):
        goes_on = before.endswith(("{", "(", "[", ",", ";")) or line.startswith(tuple(")]}.?:&|"))
        # Behind `//` only a line break ends the comment.
        closed += line if goes_on and "//" not in before and not line.startswith("export") else f"\n{line}"
        before = line
    return _SPACE.sub("", f"{closed}\n")


@cache
def styles(*names: str) -> str:
    """Return the style sheets `static/<name>` in this order, as one without comments and needless space."""
    joined = _STYLE_COMMENT.sub("", "".join((STATIC / name).read_text("utf-8") for name in names))
    return _STYLE_COLON.sub(r"\1:", _STYLE_SPACE.sub(r"\1", joined)).replace(";}", "}")

"""Numbers as people type them: understood where there is one meaning, refused where there are two."""

from __future__ import annotations

import re

_SPACE = "[\\s'\u2019_]"
_SPACES = re.compile(_SPACE)
_SPACED = re.compile(rf"[+-]?\s?\d{{1,3}}({_SPACE}\d{{3}})+([.,]\d*)?|[+-]?\s?[^\s'\u2019_]+")
_PLAIN = re.compile(r"[+-]?(\d+([.]\d*)?|[.]\d+)([eE][+-]?\d+)?")
_GROUPED = {
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+([.]\d+)?"),
    ".": re.compile(r"[+-]?[1-9]\d{0,2}([.]\d{3}){2,}(,\d+)?"),
}
_MIXED_DOT = re.compile(r"[+-]?[1-9]\d{0,2}([.]\d{3})+,\d+")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_WANTED = "a number is wanted: write digits, such as 12.5"
_MULTIPLES = {"k": 1e3, "m": 1e6}


def parse_number(text: str) -> float:
    """Return the number that `text` means.

    Understands `12.5`, `12,5`, `1 000`, `1,000,000`, `1.000.000`, `1.000,5`, `250k`, `1.5M`, `35 %`.
    Raises ValueError with a reason where it is no number or, as in `1,000`, could be two.
    """
    bare = text.strip().removesuffix("%").rstrip()
    factor = 1.0
    if bare[-1:].lower() in _MULTIPLES and bare[:-1]:
        factor = _MULTIPLES[bare[-1].lower()]
        bare = bare[:-1].rstrip()
    if not _SPACED.fullmatch(bare):  # `1 000` is a thousand, but what `1 5` or `3 000 0` means nobody knows
        raise ValueError(_WANTED)
    return _read(_SPACES.sub("", bare)) * factor


def _read(compact: str) -> float:
    if _COMMA.fullmatch(compact) and _GROUPED[","].fullmatch(compact):
        whole = compact.replace(",", "")
        raise ValueError(f"could mean {whole} or {compact.replace(',', '.')}: write it without the comma")
    if _PLAIN.fullmatch(compact):
        return float(compact)
    if _GROUPED[","].fullmatch(compact):
        return float(compact.replace(",", ""))
    if _GROUPED["."].fullmatch(compact) or _MIXED_DOT.fullmatch(compact):
        return float(compact.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(compact):
        return float(compact.replace(",", "."))
    raise ValueError(_WANTED)

"""Numbers as people type them: understood where there is one meaning, refused where there are two."""

from __future__ import annotations

import re

NUMBER_WANTED = "a number is wanted: write digits, such as 12.5"
_SPACE = "[\\s'\u2019_]"
_SPACES = re.compile(_SPACE)
_SPACED = re.compile(rf"[+-]?\s?\d{{1,3}}({_SPACE}\d{{3}})+([.,]\d*)?|[+-]?\s?[^\s'\u2019_]+")
_EXPONENT = r"([eE][+-]?\d+)?"
_PLAIN = {
    ".": re.compile(rf"[+-]?(\d+([.]\d*)?|[.]\d+){_EXPONENT}"),
    ",": re.compile(rf"[+-]?\d+(,\d+)?{_EXPONENT}"),
}
_GROUPED = {  # thousands parted by the sign that does not part off the decimals
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+([.]\d+)?"),
    ",": re.compile(r"[+-]?[1-9]\d{0,2}([.]\d{3})+(,\d+)?"),
}
_MULTIPLE = re.compile(r"(?<=[\d.,])\s*(k|tsd|thousand|m|mn|mio|million)\.?\Z", re.IGNORECASE)
_THOUSANDS = frozenset({"k", "tsd", "thousand"})


def parse_number(text: str) -> float:
    """Return the number that `text` means.

    Understands `12.5`, `12,5`, `1 000`, `1,000,000`, `1.000.000`, `1.000,5`, `250k`, `1.5M`, `2 Mio`, `35 %`.
    Raises ValueError with a reason where it is no number or, as in `1,000`, could be two. `1.000` is one, as programs
    write it: where many numbers stand together, `read_as` lets them be judged together.
    """
    point, comma = read_as(text, "."), read_as(text, ",")
    if point is not None and comma is not None and point != comma and "," in text:
        compact = _compact(text)[0]
        raise ValueError(
            f"could mean {compact.replace(',', '')} or {compact.replace(',', '.')}: write it without the comma"
        )
    found = comma if point is None else point
    if found is None:
        raise ValueError(NUMBER_WANTED)
    return found


def read_as(text: str, decimal: str) -> float | None:
    """Return the number that `text` means where `decimal`, a point or a comma, parts off the decimals; else None."""
    compact, factor = _compact(text)
    if _PLAIN[decimal].fullmatch(compact):
        return float(compact.replace(",", ".")) * factor
    if _GROUPED[decimal].fullmatch(compact):
        return float(compact.replace("." if decimal == "," else ",", "").replace(",", ".")) * factor
    return None


def _compact(text: str) -> tuple[str, float]:
    """The text without its spaces, percent sign and multiple, and what the multiple is; "" where it is no number."""
    bare = text.strip().removesuffix("%").rstrip().replace("\u2212", "-")
    multiple = _MULTIPLE.search(bare, max(len(bare) - 12, 0))
    factor = 1.0
    if multiple:
        bare = bare[: multiple.start()]
        factor = 1e3 if multiple[1].lower() in _THOUSANDS else 1e6
    # `1 000` is a thousand, but what `1 5` or `3 000 0` means nobody knows.
    return (_SPACES.sub("", bare) if _SPACED.fullmatch(bare) else "", factor)

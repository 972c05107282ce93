"""What each engine can do of what the checks need: one unsupported operation would fail a whole query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# What a capability is called when it is missing.
CAPABILITIES: Mapping[str, str] = {
    "try-cast": "turn text into numbers without failing on the first that is none",
    "regex": "search with regular expressions",
    "quantile": "give exact quantiles",
    "hash": "hash a row",
    "rank": "rank values",
}
LACKS: Mapping[str, frozenset[str]] = {}


def missing_capability(engine: str, needed: Sequence[str]) -> str:
    """Return "" where the engine has all that is needed, else a line that says what it cannot do."""
    gone = [CAPABILITIES[each] for each in needed if each in LACKS.get(engine, frozenset())]
    return f"{engine} cannot {gone[0]}" if gone else ""

"""Checks on a real table: `scan` looks at a file, a DataFrame or a table of a database and says what it found.

Nothing heavy is imported before a table is scanned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from premortem.model.evidence import Scan

if TYPE_CHECKING:
    import pandas as pd

    from premortem.scan.rules import Rules

__all__ = ["Scan", "scan"]


def scan(
    source: str | Path | pd.DataFrame,
    *,
    label: str | None = None,
    groups: str | Iterable[str] = (),
    prediction: str | None = None,
    key: str | Iterable[str] = (),
    against: str | Path | pd.DataFrame | None = None,
    rules: str | Path | Rules | None = None,
    header: bool | None = None,
    sheet: str | None = None,
    examples: bool = True,
    masked: bool = False,
    name: str = "",
    folder: Path | None = None,
    today: datetime | None = None,
    cached: bool = True,
    told: Callable[[str], None] = lambda _check: None,
) -> Scan:
    """Return what one look at a table finds.

    `source` is a path (CSV, also gzipped; Parquet, also a folder; Excel), an address that Ibis opens
    (`duckdb://`, `postgres://`, `spark://`, with `?table=`) or a DataFrame; `against` a second one to compare it with.
    `label`, `groups`, `prediction` and `key` are names of columns; `rules` a file of declared rules. `header` says
    whether a CSV has one, where None guesses. With `examples` each finding shows up to five rows, `masked` or not.
    `name` is what the source is called, `folder` where temporary files may lie. `cached` results are returned for a
    file whose content was scanned before with the same questions. `told` hears each check's id before it is made, and
    may raise to end the scan. Raises RefusedInput, in one line, where the source cannot be read.
    """
    from premortem.scan import cache
    from premortem.scan.run import Named, run

    declared = _rules(rules)
    named = Named(label or None, _names(groups), prediction or None, _names(key))
    now = today or datetime.now(UTC)
    place = None
    if cached:
        # Rules may ask how old the newest row is: then the day counts too.
        day = now.date() if declared else None
        asked = {"named": named, "rules": declared, "day": day, "read": (header, sheet), "rows": (examples, masked)}
        place = cache.place((source,) if against is None else (source, against), asked)
    if place and (kept := place.kept()):
        return replace(kept, source=name or Path(str(source)).name, read_at=now.isoformat(timespec="seconds"))
    found = run(
        source,
        named,
        against=against,
        rules=declared,
        header=header,
        sheet=sheet,
        examples=examples,
        masked=masked,
        name=name,
        folder=folder,
        now=now,
        told=told,
    )
    if place:
        place.keep(found)
    return found


def _names(given: str | Iterable[str]) -> tuple[str, ...]:
    """The names in a list, or in one text with commas between them."""
    names = (name.strip() for name in given.split(",")) if isinstance(given, str) else given
    return tuple(dict.fromkeys(name for name in names if name))


def _rules(given: str | Path | Rules | None) -> Rules | None:
    if given is None or not isinstance(given, str | Path):
        return given
    from premortem.scan.rules import read

    return read(Path(given))

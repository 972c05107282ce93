"""A scan as plain JSON and back: what is read is checked as strictly as a form checks what is typed."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

from premortem.errors import RefusedInput
from premortem.model.checks import CHECKS
from premortem.model.evidence import Coverage, Done, Example, Finding, Moved, Rate, Scan, Severity
from premortem.model.shown import shown

NAME_MAX, SENTENCE_MAX, CELL_MAX = 120, 600, 200
FINDINGS_MAX, COLUMNS_MAX, EXAMPLES_MAX, CELLS_MAX = 200, 12, 5, 12
RATES_MAX, MOVED_MAX, NOTES_MAX, ASKED_MAX = 400, 200, 40, 12
BYTES_MAX = 300_000
UNITS = ("share", "cells", "rows", "AUC", "PSI", "ratio", "points", "days", "columns")
_COUNT_MAX = 2**53  # beyond it JSON's readers do not agree on whole numbers
_NUMBER_MAX = 1e15  # no figure of a finding is larger; "not a number" is not below it either
Part = TypeVar("Part")
Choice = TypeVar("Choice", bound=Enum)


def to_json(scan: Scan) -> dict[str, Any]:
    """Return the scan as JSON of one form: what has its default is left out, numbers are Python's own."""
    written: dict[str, Any] = plain(scan)
    return written


def size(content: Any) -> int:
    """Return the bytes of JSON that a report would hold of it."""
    return len(json.dumps(content, ensure_ascii=True, separators=(",", ":")))


def read(raw: Any) -> Scan:
    """Return the scan that this JSON describes.

    Raises RefusedInput with one line where a type, a length, a count or a number is not what `to_json` writes.
    """
    named = _object(raw, "the scan", Scan)
    scan = Scan(
        source=_text(named["source"], "source", NAME_MAX, empty=False),
        kind=_text(named["kind"], "kind", NAME_MAX),
        engine=_text(named["engine"], "engine", NAME_MAX),
        rows=_whole(named["rows"], "rows"),
        columns=_whole(named["columns"], "columns"),
        content=_text(named["content"], "content", NAME_MAX),
        read_at=_moment(named["read_at"]),
        findings=_each(named["findings"], "findings", FINDINGS_MAX, _finding),
        coverage=_each(named["coverage"], "coverage", len(CHECKS), _coverage),
        rates=_each(named.get("rates", []), "rates", RATES_MAX, _rate),
        moved=_each(named.get("moved", []), "moved", MOVED_MAX, _moved),
        asked=_asked(named.get("asked", {})),
        notes=_each(named.get("notes", []), "notes", NOTES_MAX, lambda note, at: _text(note, at, SENTENCE_MAX)),
        left_out=_whole(named.get("left_out", 0), "left_out"),
    )
    _once((each.key for each in scan.findings), "findings")
    _once((each.check for each in scan.coverage), "coverage")
    if (bytes_of := size(raw)) > BYTES_MAX:
        raise _refused("the scan", f"at most {BYTES_MAX:,} bytes are kept", bytes_of)
    return scan


def plain(value: Any) -> Any:
    """Return a part of a scan as `to_json` writes it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        parts = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: plain(part) for field, part in parts if part != field.default}
    if isinstance(value, str | bool) or value is None:
        return value
    number = value.item() if hasattr(value, "item") else value  # a number of numpy
    return number if isinstance(number, bool | int) else float(number)


def _finding(raw: Any, at: str) -> Finding:
    named = _object(raw, at, Finding)
    sentences = {part: _text(named[part], f"{at}, {part}", SENTENCE_MAX) for part in ("saw", "sure", "could", "ask")}
    amount, low, high = (_number(named.get(part), f"{at}, {part}") for part in ("amount", "low", "high"))
    if (low is None) != (high is None) or (low is not None and high is not None and low > high):
        raise _refused(at, "low and high come together, the lower first", (low, high))
    return Finding(
        check=_known(named["check"], f"{at}, check", CHECKS),
        columns=_each(
            named["columns"], f"{at}, columns", COLUMNS_MAX, lambda name, where: _text(name, where, NAME_MAX)
        ),
        severity=_choice(named["severity"], f"{at}, severity", Severity),
        **sentences,
        amount=amount,
        unit=_known(named.get("unit", "share"), f"{at}, unit", UNITS),
        low=low,
        high=high,
        about=_text(named.get("about", ""), f"{at}, about", NAME_MAX),
        examples=_each(named.get("examples", []), f"{at}, examples", EXAMPLES_MAX, _example),
    )


def _example(raw: Any, at: str) -> Example:
    named = _object(raw, at, Example)
    row = named["row"]
    cells = _each(named["cells"], f"{at}, cells", CELLS_MAX, _cell)
    return Example(None if row is None else _whole(row, f"{at}, row", least=1), cells)


def _cell(raw: Any, at: str) -> tuple[str, str]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise _refused(at, "a cell is a column and a text", raw)
    return _text(raw[0], at, NAME_MAX), _text(raw[1], at, CELL_MAX)


def _coverage(raw: Any, at: str) -> Coverage:
    named = _object(raw, at, Coverage)
    says = _text(named.get("says", ""), f"{at}, says", SENTENCE_MAX)
    check = _known(named["check"], f"{at}, check", CHECKS)
    return Coverage(check, _choice(named["done"], f"{at}, done", Done), says)


def _rate(raw: Any, at: str) -> Rate:
    named = _object(raw, at, Rate)
    what, column, group = (_text(named[part], f"{at}, {part}", NAME_MAX) for part in ("what", "column", "group"))
    of = _whole(named["of"], f"{at}, of")
    count = _whole(named["count"], f"{at}, count", most=of)
    low, high = (_share(named[part], f"{at}, {part}") for part in ("low", "high"))
    if low > high:
        raise _refused(at, "low and high come together, the lower first", (low, high))
    return Rate(what, column, group, count, of, low, high, _flag(named.get("judged", True), f"{at}, judged"))


def _moved(raw: Any, at: str) -> Moved:
    named = _object(raw, at, Moved)
    return Moved(
        _text(named["column"], f"{at}, column", NAME_MAX),
        _number(named["psi"], f"{at}, psi"),
        _whole(named.get("new_categories", 0), f"{at}, new_categories"),
        _share(named.get("new_share", 0.0), f"{at}, new_share"),
        _flag(named.get("judged", True), f"{at}, judged"),
    )


def _asked(raw: Any) -> Mapping[str, str]:
    if not isinstance(raw, dict) or len(raw) > ASKED_MAX:
        raise _refused("asked", f"an object of at most {ASKED_MAX} texts is wanted", raw)
    named = {_text(name, "asked", NAME_MAX): _text(told, "asked", SENTENCE_MAX) for name, told in raw.items()}
    return MappingProxyType(named)


def _object(raw: Any, at: str, kind: type[Any]) -> dict[str, Any]:
    """Return an object that has the fields of this dataclass and no other; those without a default must be there."""
    if not isinstance(raw, dict):
        raise _refused(at, "an object is wanted", raw)
    names = {field.name for field in fields(kind)}
    if unknown := [name for name in raw if name not in names]:
        raise _refused(at, "there is no such part", unknown[0])
    wanted = {field.name for field in fields(kind) if field.default is field.default_factory}  # neither has one
    if lacking := sorted(wanted - raw.keys()):
        raise _refused(at, "a part is missing", lacking[0])
    return raw


def _each(raw: Any, at: str, most: int, read_one: Callable[[Any, str], Part]) -> tuple[Part, ...]:
    if not isinstance(raw, list) or len(raw) > most:
        raise _refused(at, f"a list of at most {most} is wanted", len(raw) if isinstance(raw, list) else raw)
    return tuple(read_one(one, f"{at} {place}") for place, one in enumerate(raw, start=1))


def _once(names: Iterable[str], at: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise _refused(at, "each stands there once", name)
        seen.add(name)


def _text(raw: Any, at: str, most: int, *, empty: bool = True) -> str:
    if not isinstance(raw, str) or len(raw) > most or not (empty or raw.strip()):
        raise _refused(at, f"a text of at most {most} characters is wanted", raw)
    if not raw.isprintable() and any(unicodedata.category(character) in {"Cc", "Cs"} for character in raw):
        raise _refused(at, "a text holds no control characters", raw)
    return raw


def _whole(raw: Any, at: str, least: int = 0, most: int = _COUNT_MAX) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
        raise _refused(at, f"a whole number from {least} to {most:,} is wanted", raw)
    return raw


def _number(raw: Any, at: str) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) <= _NUMBER_MAX:
        raise _refused(at, "a finite number is wanted", raw)
    return raw


def _share(raw: Any, at: str) -> float:
    number = _number(raw, at)
    if number is None or not 0 <= number <= 1:
        raise _refused(at, "a share from 0 to 1 is wanted", raw)
    return number


def _flag(raw: Any, at: str) -> bool:
    if not isinstance(raw, bool):
        raise _refused(at, "true or false is wanted", raw)
    return raw


def _known(raw: Any, at: str, names: Container[str]) -> str:
    if not isinstance(raw, str) or raw not in names:
        raise _refused(at, "a word that this version of Premortem knows is wanted", raw)
    return raw


def _choice(raw: Any, at: str, kind: type[Choice]) -> Choice:
    return kind(_known(raw, at, [each.value for each in kind]))


def _moment(raw: Any) -> str:
    text = _text(raw, "read_at", 40)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise _refused("read_at", "a moment in ISO form is wanted", raw) from None
    return text


def _refused(at: str, rule: str, value: Any) -> RefusedInput:
    return RefusedInput(f"Evidence of a scan, {at}: {rule} (it is {shown(value)}); scan the table anew.")

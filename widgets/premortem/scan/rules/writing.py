"""Writes rules as YAML that people and `read` understand: the same rules always give the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from premortem.errors import RefusedInput
from premortem.scan.rules.declared import VERSION, ColumnRule, DateOrder, Rules
from premortem.scan.rules.document import Scalar
from premortem.scan.rules.faults import plain_number
from premortem.scan.rules.reading import COLUMN_PARTS

_HEADS = {
    "keys": "Columns that together name a row: no two rows agree in all of them, and none is empty.",
    "references": "Filled cells that must stand in another table: the second one (other), or a file beside this one.",
    "columns": "What holds for the cells of a column; docs/rules.md lists all that can stand here.",
    "dependencies": "Rows that agree in the columns `from` agree in the columns `to`.",
    "freshness": "The newest date is at most so many days old.",
    "populations": "Which share each group has among the people that the project is for.",
}


def write(rules: Rules, remarks: Sequence[str] = ()) -> str:
    """Return rules as commented YAML; each remark becomes a comment at the top.

    Raises RefusedInput where rules made in Python hold what the format does not.
    """
    lines = ["# What must hold for this table. `premortem scan TABLE --rules THIS-FILE` checks it."]
    lines += [f"# {' '.join(each.split())}" for each in remarks]
    lines.append(f"version: {VERSION}")
    if rules.source:
        lines.append(f"source: {_text(rules.source)}")
    for part, body in _parts(rules):
        if body:
            lines += ["", f"# {_HEADS[part]}", f"{part}:", *body]
    return "\n".join(lines) + "\n"


def _parts(rules: Rules) -> Iterator[tuple[str, list[str]]]:
    yield "keys", [f"  - {_list(each)}" for each in rules.keys]
    yield (
        "references",
        [
            f"  - {{columns: {_list(each.columns)}, of: {_text(each.of)}, their: {_list(each.their)}}}"
            for each in rules.references
        ],
    )
    yield "columns", [line for name, rule in rules.columns.items() for line in _column(name, rule)]
    yield (
        "dependencies",
        [f"  - {{from: {_list(each.given)}, to: {_list(each.fixed)}}}" for each in rules.dependencies],
    )
    fresh = rules.freshness
    yield "freshness", [] if fresh is None else [f"  column: {_text(fresh.column)}", f"  days: {_scalar(fresh.days)}"]
    yield "populations", [line for name, shares in rules.populations.items() for line in _population(name, shares)]


def _column(name: str, rule: ColumnRule) -> list[str]:
    given = {part: getattr(rule, part) for part in COLUMN_PARTS}
    said = [
        f"    {part}: {_list(value) if isinstance(value, tuple) else _scalar(value)}"
        for part, value in given.items()
        if value is not None and value is not False and value is not DateOrder.YEAR_FIRST
    ]
    return [f"  {_text(name)}:", *said] if said else [f"  {_text(name)}: {{}}"]


def _population(name: str, shares: Mapping[str, float]) -> list[str]:
    return [f"  {_text(name)}:", *(f"    {_text(group)}: {_scalar(share)}" for group, share in shares.items())]


def _list(values: Sequence[Any]) -> str:
    return f"[{', '.join(_scalar(each) for each in values)}]"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        if plain_number(Scalar(repr(value), plain=True, line=0)) != value:
            raise RefusedInput(f"Rules hold finite numbers below 2^53 where they are whole, not {value!r:.60}.")
        return repr(value)
    return _text(str(value))


_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")


def _text(text: str) -> str:
    """Return a text so that every YAML reader takes it for the text it is: plain where nobody can mistake it."""
    words = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}
    plain = _BARE | frozenset("0123456789-. ")
    if text and set(text) <= plain and text[0] in _BARE and text[-1] != " " and text.lower() not in words:
        return text
    return f'"{"".join(_escaped(each) for each in text)}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == "\N{ZERO WIDTH NO-BREAK SPACE}" or not letter.isprintable():
        return f"\\U{ord(letter):08X}"
    return letter

"""The conditions under which a cell breaks one part of what was declared of its column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from premortem.model.shown import quoted
from premortem.scan.checks.declared_columns import gap
from premortem.scan.checks.reading_cells import is_kind, moment_in, number_in
from premortem.scan.engine import matches, text
from premortem.scan.rules.declared import ColumnRule, Kind

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

    from premortem.scan.job import Column

_KINDS = {
    Kind.INTEGER: "are no whole numbers",
    Kind.NUMBER: "are no numbers",
    Kind.TEXT: "came as numbers or dates and not as text",
    Kind.DATE: "are no dates in the declared order",
    Kind.BOOLEAN: "are neither true nor false",
}


@dataclass(frozen=True)
class Held:
    """One part of a column's rule: the condition of the cells that break it, and what a sentence says of them."""

    column: Column
    rule: ColumnRule
    part: str
    broken: BooleanValue
    says: str


def held_against(table: Table, column: Column, rule: ColumnRule) -> Iterator[Held]:
    """Give each part of a rule that counts cells; empty cells break none of them."""
    if not column.filled:
        return
    yield from _kind(table, column, rule)
    yield from _bounds(table, column, rule)
    yield from _days(table, column, rule)
    yield from _texts(table, column, rule)


def _kind(table: Table, column: Column, rule: ColumnRule) -> Iterator[Held]:
    if rule.kind is None or (fits := is_kind(table, column, rule.kind, rule.dates)) is None:
        return
    bounds = {"minimum": rule.minimum, "maximum": rule.maximum, "earliest": rule.earliest, "latest": rule.latest}
    unheld = [f"`{name}`" for name, bound in bounds.items() if bound is not None]
    says = _KINDS[rule.kind]
    if unheld:
        says += f", so they could not be held against {' and '.join(unheld)}"
    yield Held(column, rule, "type", ~gap(table, column) & ~fits.fill_null(False), says)


def _bounds(table: Table, column: Column, rule: ColumnRule) -> Iterator[Held]:
    if not column.text and not table[column.id].type().is_numeric():
        return  # then `type` says that none of its cells is a number
    value = number_in(table, column)
    if rule.minimum is not None:
        yield Held(column, rule, "minimum", value < rule.minimum, f"are below {rule.minimum:,.12g}")
    if rule.maximum is not None:
        yield Held(column, rule, "maximum", value > rule.maximum, f"are above {rule.maximum:,.12g}")


def _days(table: Table, column: Column, rule: ColumnRule) -> Iterator[Held]:
    stamp = moment_in(table, column, rule.dates)
    if rule.earliest is not None:
        yield Held(
            column, rule, "earliest", stamp < datetime.combine(rule.earliest, time()), f"lie before {rule.earliest}"
        )
    if rule.latest is not None and rule.latest < rule.latest.max:
        after = datetime.combine(rule.latest, time()) + timedelta(days=1)
        yield Held(column, rule, "latest", stamp >= after, f"lie after {rule.latest}")


def _texts(table: Table, column: Column, rule: ColumnRule) -> Iterator[Held]:
    filled, cell = ~gap(table, column), text(table, column)
    if rule.values is not None:
        known = (
            number_in(table, column).isin([float(each) for each in rule.values])
            if rule.numbers and (column.text or table[column.id].type().is_numeric())
            else cell.isin([str(each) for each in rule.values])
        )
        broken = filled & ~known.fill_null(False)
        yield Held(column, rule, "values", broken, f"are none of the {len(rule.values):,} declared values")
    if rule.pattern is not None:
        matched = matches(cell, f"^(?:{rule.pattern})$")
        shown = f" {quoted(rule.pattern)}" if len(rule.pattern) <= 60 else ""
        yield Held(column, rule, "pattern", filled & ~matched, f"do not match the declared pattern{shown}")
    if rule.length_max is not None:
        broken = filled & (cell.length() > rule.length_max)
        yield Held(column, rule, "length_max", broken, f"are longer than {rule.length_max:,} characters")

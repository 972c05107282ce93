"""Numbers and ranges of one column: `1.234` is what the other numbers of its column make it, or it is refused."""

from __future__ import annotations

import re

from premortem.model.answers import RANGE_PARTS
from premortem.model.numerals import NUMBER_WANTED, read_as
from premortem.model.quantities import HOURS_WANTED, Read, quantity
from premortem.model.reading import Cell, Reading

_THREE = "three numbers are wanted: low / best / high, such as 10 / 20 / 30"
_BETWEEN = [
    re.compile(pattern)
    for pattern in (
        r"\s*/\s*", r"\s*[|;]\s*", r"\s*(?:[.]{2,}|\u2026)\s*", r"\s*[\u2013\u2014]\s*", r"\s+(?:to|bis|\u00e0)\s+",
        r"\s+-\s+", r"(?<=[^\seE])-", r",\s+",
    )
]  # fmt: skip
_BEST_FIRST = re.compile(r"([^(\[]{1,30})[(\[]\s*(?:from\s)?([^)\]]{1,60})[)\]]")
_BEHIND = re.compile(r"\s*([^\W\d_]+\.?|%)\Z")
_CLOCK = re.compile(r"\d+:\d\d")


def numbers(cells: list[Cell], reading: Reading, *, sure: bool) -> None:
    """Read a column of numbers; `sure` says that a point can only part off decimals."""
    for cell, value in _settled(cells, reading, sure).items():
        reading.take(cell.row, _exact(value))


def ranges(cells: list[Cell], reading: Reading, *, sure: bool) -> None:
    """Read a column of ranges: each in three cells, or in one as `three_in` takes it apart."""
    parts = [cell for cell in cells if cell.part]
    for cell in cells:
        three = () if cell.part else three_in(cell.text)
        if len(three) == len(RANGE_PARTS):
            parts.extend(Cell(cell.row, text, part) for part, text in zip(RANGE_PARTS, three, strict=True))
        elif not cell.part:
            reading.refuse(cell, _THREE)
    found: dict[int, dict[str, tuple[float | int, str]]] = {}
    for cell, value in _settled(parts, reading, sure).items():
        found.setdefault(cell.row, {})[cell.part] = (_exact(value), cell.text)
    for row in found.keys() - {fault.row for fault in reading.faults}:
        parted = {part: found[row][part] for part in RANGE_PARTS if part in found[row]}
        values = {part: value for part, (value, _) in parted.items()}
        if list(values.values()) == sorted(values.values()):
            reading.take(row, values)
        else:
            given = Cell(row, " / ".join(text for _, text in parted.values()))
            reading.refuse(given, "low, best and high must not fall: put them in rising order")


def three_in(text: str) -> tuple[str, ...]:
    """Return the numbers in one cell of a range; `20 (10 to 30)` has its best guess first."""
    bare = text.strip()
    if len(bare) > 200:
        return (bare,)
    around = _BEST_FIRST.fullmatch(bare)
    ends = around[2] if around else bare
    parts = next((parts for between in _BETWEEN if len(parts := between.split(ends)) > 1), [ends])
    if around:
        parts = [parts[0], around[1].strip(), parts[1]] if len(parts) == 2 else [bare]
    unit = _BEHIND.search(parts[-1])
    if unit and all(part[-1:].isdigit() for part in parts[:-1]):
        if unit[1].casefold() in {"k", "m"}:
            return (bare,)  # `1 / 2 / 3k`: are all of them thousands?
        parts = [*(f"{part} {unit[1]}" for part in parts[:-1]), parts[-1]]  # `1 / 2 / 3 min` are all minutes
    return tuple(parts)


def _settled(cells: list[Cell], reading: Reading, sure: bool) -> dict[Cell, float]:
    """What each number is: by its own writing, else by that of the others in its column."""
    meanings = {cell: _meanings(cell, reading) for cell in cells}
    decisive = {next(iter(found)) for found in meanings.values() if len(found) == 1}
    way = decisive.pop() if len(decisive) == 1 else ""
    why = "as the rest of the column is written"
    if sure and not way and not decisive and not any("," in cell.text for cell in cells):
        way, why = ".", "as commas part the columns"
    settled: dict[Cell, float] = {}
    for cell, found in meanings.items():
        values = sorted(set(found.values()), key=abs)
        if len(values) == 1:
            settled[cell] = values[0]
        elif way in found:
            settled[cell] = found[way]
            if f"{found[way]:.15g}" != cell.text and not any(
                note.endswith(f"{why}.") for note in reading.notes
            ):  # one of them tells it for all
                reading.note(f"{cell.text} was read as {found[way]:.15g}, {why}")
        elif values:
            reading.refuse(cell, _two(*values))
    _look_again(settled, reading)
    return settled


def _meanings(cell: Cell, reading: Reading) -> dict[str, float]:
    """What a cell means with a decimal point and with a decimal comma; one alone where it means nothing otherwise."""
    column, found, reasons = reading.column, {}, []
    for decimal in ".,":
        try:
            found[decimal] = quantity(column.unit, cell.text, _reader(decimal))
        except ValueError as error:
            reasons.append(str(error))
    if not found:
        reading.refuse(cell, next((each for each in reasons if each not in {NUMBER_WANTED, HOURS_WANTED}), reasons[0]))
    if column.whole and any(value.is_integer() for value in found.values()):  # there are no 1.234 cases
        found = {decimal: value for decimal, value in found.items() if value.is_integer()}
    return found


def _reader(decimal: str) -> Read:
    def read(text: str) -> float:
        value = read_as(text, decimal)
        if value is None:
            raise ValueError(NUMBER_WANTED)
        return value

    return read


def _two(small: float, large: float) -> str:
    decimal = f"{small:.15g}"
    return f"could mean {large:.15g} or {decimal}: write {large:.15g}, or {decimal}{'0' if '.' in decimal else ''}"


def _exact(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _look_again(settled: dict[Cell, float], reading: Reading) -> None:
    """What looks plain and is not: `1:30` as hours, and `0.35` beside `35 %`."""
    clock = next((cell.text for cell in settled if _CLOCK.fullmatch(cell.text)), "")
    if clock and reading.column.unit == "hours":
        reading.note(f"{clock} was read as hours and minutes")
    if reading.column.unit == "%" and any(cell.text.endswith("%") for cell in settled):
        for cell, value in settled.items():
            if 0 < value < 1 and not cell.text.endswith("%"):
                says = f"could mean {value:.15g} % or {100 * value:.15g} %: write the sign, as in other rows"
                reading.refuse(cell, says)

"""The pilot runs: how much data each used, how long it took, on which machine, and what keeps one from use."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.model.state import Row, State
from premortem.model.verdicts import Missing
from premortem.model.wording import number, percent

TABLE, COUNTED, FULL_ROWS = "compute-growth.pilots", "compute-growth.counted", "compute-growth.full-rows"
SHARE, ROWS = "share", "rows"
WHOLE = 100.0
"""The full data, where sizes are shares."""
SMALLEST_SHARE = 1e-9
"""In %; less than that is a slip of the pen."""
SHORTEST = 0.001 / 3600
"""A thousandth of a second, in hours: no clock times a training that short."""


@dataclass(frozen=True)
class Pilot:
    """One run that can be used: `size` in % of the full data or in rows, `price` of one hour (None where open)."""

    row: str
    name: str
    size: float
    hours: float
    machine: str
    price: float | None


@dataclass(frozen=True)
class Pilots:
    """The usable runs in rising order of size, in what they are counted, the size of the full data, what is missing."""

    runs: tuple[Pilot, ...]
    counted: str | None
    full_rows: float | None
    missing: tuple[Missing, ...]

    @property
    def target(self) -> float | None:
        """The full data in the unit of the sizes."""
        return WHOLE if self.counted == SHARE else self.full_rows if self.counted == ROWS else None

    @property
    def sizes(self) -> tuple[float, ...]:
        """The sizes, rising."""
        return tuple(run.size for run in self.runs)

    @property
    def hours(self) -> tuple[float, ...]:
        """The hours, in the order of the sizes."""
        return tuple(run.hours for run in self.runs)

    @property
    def largest(self) -> Pilot:
        """The run on most data; of two, the longer."""
        return self.runs[-1]

    @property
    def one_size(self) -> bool:
        """Whether the runs say nothing about growth."""
        return len(set(self.sizes)) < 2

    @property
    def falling(self) -> bool:
        """Whether more data took no more time: then something else than the size differed."""
        first, last = self.runs[0].size, self.runs[-1].size
        return not self.one_size and self._mean_hours(last) <= self._mean_hours(first)

    def _mean_hours(self, size: float) -> float:
        hours = [run.hours for run in self.runs if run.size == size]
        return sum(hours) / len(hours)

    @property
    def price(self) -> float | None:
        """The price of one hour; where pilots had different prices, the highest; None where one is open."""
        prices = [run.price for run in self.runs]
        return max((price for price in prices if price is not None), default=None) if None not in prices else None

    @property
    def prices_differ(self) -> bool:
        """Whether the pilots were paid for at different prices."""
        return len({run.price for run in self.runs}) > 1

    @property
    def machines_unknown(self) -> bool:
        """Whether nobody said on which machine one of several pilots ran."""
        return len(self.runs) > 1 and any(not run.machine for run in self.runs)

    @property
    def machines_differ(self) -> bool:
        """Whether the pilots ran on different machines; one that is not named counts as another."""
        return self.machines_unknown or len({run.machine for run in self.runs}) > 1

    def size_words(self, size: float, digits: int = 3) -> str:
        """Write an amount of data: `20 % of the data`, `50,000 rows`."""
        if self.counted == ROWS:
            return f"{number(size, digits)} rows"
        if self.counted == SHARE:
            return f"{percent(size / 100, digits)} of the data"
        return f"{number(size, digits)} (in % or rows)"


def read(state: State) -> Pilots:
    """Return what the rows say, with a reason for each that cannot be used."""
    counted, full_rows = state.text(COUNTED), state.number(FULL_ROWS)
    read_rows = [_run(row, counted) for row in state.rows(TABLE)]
    runs = [run for run in read_rows if isinstance(run, Pilot)]
    missing = [run for run in read_rows if isinstance(run, Missing)]
    if not read_rows:
        missing.append(Missing(TABLE, "at least one pilot run, with its size and its hours"))
    if counted is None:
        missing.append(Missing(COUNTED, "whether sizes are counted in % or in rows"))
    if counted == ROWS:
        missing += _full(runs, full_rows)
    ordered = sorted(runs, key=lambda run: (run.size, run.hours, run.machine, run.price or 0.0, run.name))
    return Pilots(tuple(ordered), counted, full_rows, tuple(missing))


def _run(row: Row, counted: str | None) -> Pilot | Missing:
    size, hours = row.number("size"), row.number("hours")
    name = row.text("label") or (f"the pilot on {number(size)}" if size is not None else "a pilot without a name")
    trouble = _size_trouble(size, counted)
    if trouble:
        return Missing(TABLE, f"for the pilot “{name}”, {trouble}", row.id)
    if hours is None:
        return Missing(TABLE, f"how many hours it took, for the pilot “{name}”", row.id)
    if hours < SHORTEST:
        return Missing(
            TABLE,
            f"for the pilot “{name}”, its time, which is too short to be timed; write minutes, such as 5 min",
            row.id,
        )
    assert size is not None
    machine = " ".join((row.text("machine") or "").casefold().split())
    return Pilot(row.id, name, size, hours, machine, row.number("price"))


def _size_trouble(size: float | None, counted: str | None) -> str:
    if size is None:
        return "how much data it used"
    if size == 0 or (counted == SHARE and size < SMALLEST_SHARE):
        return "how much data it used, which cannot be nothing"
    if counted == SHARE and size > WHOLE:
        return (
            f"how much data it used in %; {number(size)} is more than all of it. If these are rows, count all in rows"
        )
    if counted == ROWS and size < 1:
        return f"how many rows it used; {number(size)} is less than one. If this is a share, count all pilots in %"
    return ""


def _full(runs: list[Pilot], full_rows: float | None) -> list[Missing]:
    if full_rows is None:
        return [Missing(FULL_ROWS, "how many rows the full data has")]
    largest = max(runs, key=lambda run: run.size, default=None)
    if largest is None or largest.size <= full_rows:
        return []
    why = (
        f"how many rows the full data has: {number(full_rows)} is fewer than the {number(largest.size)} that "
        f"{largest.name} used"
    )
    return [Missing(FULL_ROWS, why)]

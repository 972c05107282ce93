"""What counts as a number, a day or nothing is the same on every engine."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from premortem.scan import letters
from premortem.scan.engine import Engine, absent, day, finite, matches, number, present, ratio, replaced, sampled
from premortem.scan.job import Column
from premortem.scan.sources import Opened
from premortem.scan.sources.address import open_address

WORDS = [
    "1", "-5.5", "+.5", "5.", "-0", "1E5", "1e300", "1e400", "9" * 23, "9" * 400, "0x1A", "1_000", "1 000", "1,5", "1d",
    "1e5f", "NaN", "Infinity", "true", "٣", " 7 ", "\u00a07", "7\n", "x", "", " ", "\u00a0", "\u2003\ufeff", "\t",
    "2020-02-29", "2020-02-29T10:00", "2020-04-30 x", "9999-12-31", "2019-02-29", "1900-02-29", "2000-02-29",
    "2020-04-31", "2020-13-01", "0000-01-01", "infinity", "2020-1-1", "20200101", "2020-01-01\n", None,
]  # fmt: skip
FIGURES = [1.5, math.nan, math.inf, -math.inf, None, 0.0]
TABLE = pa.table(
    {
        "word": pa.array(WORDS, pa.string()),
        "figure": pa.array([FIGURES[place % 6] for place in range(len(WORDS))], pa.float64()),
        "whether": pa.array([None if place % 4 == 0 else place % 3 == 0 for place in range(len(WORDS))]),
        "place": pa.array(range(len(WORDS)), pa.int64()),
    }
)
WORD, FIGURE, WHETHER, PLACE = (
    Column(f"c{place}", name, "", place == 0, len(WORDS), 0) for place, name in enumerate(TABLE.column_names)
)
EDGED = Column("c0", "word", "", True, len(WORDS), 0, edges=4)


@pytest.fixture(scope="module")
def opened(postgres: Any, spark_session: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Opened]]:  # noqa: ARG001 - it has to run
    """The table behind each engine."""
    import duckdb
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("levels")
    pq.write_table(TABLE, folder / "words.parquet")
    with duckdb.connect(folder / "words.duckdb") as file:
        file.execute(f"create table words as select * from '{folder}/words.parquet'")
    addresses = [
        f"duckdb://{folder}/words.duckdb?table=words",
        postgres.load("words", TABLE),
        f"spark://{folder}/words.parquet",
    ]
    tables = [open_address(address) for address in addresses]
    yield {str(each.backend.name): each for each in tables}
    for each in tables:
        each.close()


Expression = Callable[[Any], Any]


def answers(opened: dict[str, Opened], asked: Expression) -> dict[str, list[Any]]:
    """What each engine says of every row, in their order; None for null."""
    said = {}
    for name, each in opened.items():
        rows = Engine(each.backend).ask(each.table.select("c3", said=asked(each.table))).sort_values("c3")
        said[name] = [None if pd.isna(cell) else cell for cell in rows["said"]]
    return said


def same(opened: dict[str, Opened], asked: Expression) -> list[Any]:
    """What they all say."""
    said = answers(opened, asked)
    first = said.pop("duckdb")
    for name, other in said.items():
        differ = {
            WORDS[place]: (one, two) for place, (one, two) in enumerate(zip(first, other, strict=True)) if one != two
        }
        assert not differ, name
    return first


PLAIN = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?")


def as_number(word: str | None, spaces: str = "") -> float | None:
    """What Premortem takes for a number: plain digits with a point, finite."""
    stripped = (word or "").strip(spaces) if spaces else (word or "")
    if not PLAIN.fullmatch(stripped) or not math.isfinite(float(stripped)):
        return None
    return float(stripped)


def test_a_number_in_text_is_a_plain_finite_number(opened: dict[str, Opened]) -> None:
    assert same(opened, lambda table: number(table, WORD)) == [as_number(word) for word in WORDS]


def test_spaces_around_a_number_do_no_harm_where_they_were_counted(opened: dict[str, Opened]) -> None:
    assert same(opened, lambda table: number(table, EDGED)) == [as_number(word, letters.SPACES) for word in WORDS]


def test_a_float_that_is_infinite_or_no_number_is_null(opened: dict[str, Opened]) -> None:
    expected = [None if cell is None or not math.isfinite(cell) else cell for cell in TABLE["figure"].to_pylist()]
    assert same(opened, lambda table: number(table, FIGURE)) == expected
    assert same(opened, lambda table: finite(table.c1)) == expected


def test_truth_values_and_whole_numbers_become_floats(opened: dict[str, Opened]) -> None:
    expected = [None if cell is None else float(cell) for cell in TABLE["whether"].to_pylist()]
    assert same(opened, lambda table: number(table, WHETHER)) == expected
    assert same(opened, lambda table: number(table, PLACE)) == [float(place) for place in range(len(WORDS))]


def test_null_blanks_of_any_kind_and_no_number_count_as_nothing(opened: dict[str, Opened]) -> None:
    nothing = [word is None or not word.strip(letters.SPACES) for word in WORDS]
    assert [bool(each) for each in same(opened, lambda table: absent(table, WORD))] == nothing
    no_number = [cell is None or math.isnan(cell) for cell in TABLE["figure"].to_pylist()]
    assert same(opened, lambda table: absent(table, FIGURE)) == no_number
    assert same(opened, lambda table: present(table.c1)) == [not each for each in no_number]


@pytest.mark.parametrize(
    "pattern", [letters.BLANK, letters.EDGES, letters.CONTROLS, letters.ODD, letters.NUMBER, letters.DAY]
)
def test_a_pattern_finds_the_same_cells(opened: dict[str, Opened], pattern: str) -> None:
    found = same(opened, lambda table: matches(table.c0, pattern))
    to_the_end = re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)
    assert found == [None if word is None else to_the_end.search(word) is not None for word in WORDS]


def test_what_a_pattern_finds_is_exchanged_alike(opened: dict[str, Opened]) -> None:
    found = same(opened, lambda table: replaced(table.c0, f"[{letters.SPACES}0]", "_"))
    assert found == [None if word is None else re.sub(f"[{letters.SPACES}0]", "_", word) for word in WORDS]


def as_day(word: str | None) -> str | None:
    try:
        return (
            date.fromisoformat(word[:10]).isoformat()
            if word and re.fullmatch(r".{10}([T ].*)?", word) and "-" in word
            else None
        )
    except ValueError:
        return None


def test_a_day_is_one_that_the_calendar_has(opened: dict[str, Opened]) -> None:
    assert same(opened, lambda table: day(table.c0).cast("string")) == [as_day(word) for word in WORDS]


def test_dividing_by_zero_gives_nothing(opened: dict[str, Opened]) -> None:
    found = same(opened, lambda table: ratio(table.c3, table.c3 - 5))
    assert found == [None if place == 5 else place / (place - 5) for place in range(len(WORDS))]


def test_a_sample_is_the_same_when_drawn_again(opened: dict[str, Opened]) -> None:
    for name, each in opened.items():
        engine = Engine(each.backend)
        drawn = [set(engine.ask(sampled(each.table, len(WORDS), 12))["c3"]) for _ in range(3)]
        assert drawn[0] == drawn[1] == drawn[2], name
        assert 2 <= len(drawn[0]) <= 30, name


NEARLY = st.from_regex(r"[ \u00a0]?[+-]?[0-9]{0,4}[.]?[0-9]{0,3}([eE][+-]?[0-9]{1,3})?[ dfL_\n]?", fullmatch=True)
DATES = st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-9:]{0,5})?", fullmatch=True)
ANY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NEARLY | DATES | ANY, min_size=20, max_size=60))
def test_postgres_never_fails_on_text_and_reads_it_as_python_does(postgres: Any, words: list[str]) -> None:
    address = postgres.load("drawn", pa.table({"word": pa.array(words, pa.string()), "n": pa.array(range(len(words)))}))
    opened = open_address(address)
    try:
        column = Column("c0", "word", "", True, len(words), 0)
        table = opened.table.select("c1", said=number(opened.table, column), day=day(opened.table.c0).cast("string"))
        rows = Engine(opened.backend).ask(table).sort_values("c1")
    finally:
        opened.close()
    for word, said, on in zip(words, rows["said"], rows["day"], strict=True):
        expected = as_number(word)
        # At both ends of what a float holds it is cautious; and what Python takes for zero may be too small for it.
        far = expected is not None and not 1e-290 < abs(expected) < 1e299
        assert (None if pd.isna(said) else said) == expected or (far and pd.isna(said)), word
        assert (None if pd.isna(on) else on) == as_day(word), word

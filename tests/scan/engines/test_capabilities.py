"""What is said of each engine is what Ibis can write for it, and docs/engines.md says the same."""

from __future__ import annotations

import runpy
from itertools import product
from pathlib import Path

import ibis
import pytest
from ibis.common.exceptions import IbisError

from premortem.scan.capabilities import (
    CAPABILITIES,
    LACKS,
    OPERATIONS,
    RUN_IN_TESTS,
    TITLES,
    WITHOUT_NAN,
    WITHOUT_TRY_CAST,
    missing_capability,
)

TREE = Path(__file__).parents[3]
TABLE = ibis.table({"word": "string", "figure": "float64"}, name="table")
TRY_CAST = TABLE.select(x=TABLE.word.try_cast("float64"))
SEARCH = TABLE.filter(TABLE.word.re_search("^a"))
PROBES = {
    "regex": (SEARCH, TABLE.select(x=TABLE.word.re_replace("a", "b"))),
    "quantile": (TABLE.aggregate(x=TABLE.figure.quantile(0.5)),),
    "quantiles": (TABLE.aggregate(x=TABLE.figure.quantile([0.25, 0.75])),),
    "hash": (TABLE.select(x=TABLE.word.hash()),),
    "rank": (TABLE.select(x=ibis.rank().over(ibis.window(order_by=TABLE.figure))),),
    "edit-distance": (TABLE.select(x=TABLE.word.levenshtein("b")),),
    "estimate": (TABLE.aggregate(x=TABLE.figure.approx_nunique()),),
    "sample": (TABLE.sample(0.1, method="row", seed=1),),
}
# Here the table says otherwise than Ibis: the server's function comes with an extension only.
BEYOND_IBIS = {("postgres", "edit-distance")}
# Spark is run instead, in test_levels.py and test_parity.py: Ibis writes for it only with a session.
OTHERS = [engine for engine in TITLES if engine != "pyspark"]


def writes(engine: str, *expressions: ibis.Table) -> bool:
    """Whether Ibis can write these for an engine; no server and no driver is needed for that."""
    try:
        for expression in expressions:
            ibis.to_sql(expression, dialect=engine)
    except IbisError:
        return False
    return True


@pytest.mark.parametrize(
    ("engine", "capability"),
    [each for each in product(OTHERS, PROBES) if each not in BEYOND_IBIS],
)
def test_an_engine_has_what_ibis_can_write_for_it(engine: str, capability: str) -> None:
    assert (capability in LACKS.get(engine, ())) is not writes(engine, *PROBES[capability])


@pytest.mark.parametrize("engine", OTHERS)
def test_text_becomes_a_number_by_trying_or_by_a_pattern_before_it(engine: str) -> None:
    assert "try-cast" not in LACKS.get(engine, ())
    if engine in WITHOUT_TRY_CAST:
        assert writes(engine, SEARCH)
    else:
        assert writes(engine, TRY_CAST)


@pytest.mark.parametrize("engine", OTHERS)
def test_what_is_not_a_number_is_asked_for_where_ibis_can_write_it(engine: str) -> None:
    assert (engine in WITHOUT_NAN) is not writes(engine, TABLE.select(x=TABLE.figure.isnan()))


def test_a_missing_capability_is_told_in_words_with_the_engines_name() -> None:
    assert missing_capability("duckdb", tuple(CAPABILITIES)) == ""
    assert missing_capability("trino", ("regex", "quantile")) == "Trino cannot give exact quantiles"
    assert missing_capability("mysql", ("hash", "quantile")) == "MySQL cannot hash a row nor give exact quantiles"
    assert missing_capability("an engine nobody named", ("hash",)) == ""


def test_what_is_said_names_only_what_is_known() -> None:
    assert LACKS.keys() <= TITLES.keys()
    assert set().union(*LACKS.values()) <= CAPABILITIES.keys()
    assert OPERATIONS.keys() == CAPABILITIES.keys() == {*PROBES, "try-cast"}
    assert set(RUN_IN_TESTS) <= TITLES.keys()


def test_the_page_on_engines_says_the_same() -> None:
    made = runpy.run_path(str(TREE / "make/engines.py"))["page"]()
    assert (TREE / "docs/engines.md").read_text("utf-8") == made, "run python make/engines.py"

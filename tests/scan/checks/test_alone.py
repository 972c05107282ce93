"""What holds for all checks on one table."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliveries import delivery
from premortem.model.checks import CHECKS
from premortem.scan.checks.alone import CHECKS_OF_ONE
from premortem.scan.job import Check, Job

cells = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["", "0", "-1", "n/a", "1e400", "007", "9999-12-31"])
)


@pytest.mark.parametrize("check", CHECKS_OF_ONE, ids=lambda check: check.id)
def test_each_is_in_the_list_that_readers_see(check: Check) -> None:
    assert check.id in CHECKS


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=25), st.text(max_size=5))
@settings(max_examples=40)
def test_no_cell_whatever_it_holds_brings_a_check_down_and_every_condition_can_be_asked(
    rows: list[tuple[str | None, str | None]], name: str
) -> None:
    frame = pd.DataFrame({"x": [row[0] for row in rows], f"other{name}": [row[1] for row in rows]}, dtype="str")
    table = delivery(pd.concat([frame] * 6, ignore_index=True))
    for check in CHECKS_OF_ONE:
        seen = check.look(Job(table))
        keys = {finding.key for finding in seen.findings}
        assert set(seen.where) <= keys
        for condition in seen.where.values():
            table.engine.ask(table.table.filter(condition).limit(5))


@pytest.mark.parametrize(
    "column",
    [
        [],
        [None] * 5,
        [True, False, True],
        pd.to_datetime(["2024-01-01", None, "9999-12-31"]).astype("datetime64[us]"),
        [2**63 - 1, -(2**63), 0],
        [[1, 2], [1, 2], []],
    ],
    ids=["no rows", "nothing", "truths", "days", "great integers", "lists"],
)
def test_a_column_of_any_type_can_be_looked_at(column: object) -> None:
    table = delivery(pd.DataFrame({"x": column}))
    for check in CHECKS_OF_ONE:
        for condition in check.look(Job(table)).where.values():
            table.engine.ask(table.table.filter(condition).limit(5))


def test_cells_stand_in_no_sentence() -> None:
    secret = ["Kowalczyk 17", "kowalczyk 17", "KOWALCZYK-17", "Kowalczyc 17"]
    table = delivery(
        {"name": (secret * 3 + ["Kowalczyk 17"] * 40) * 2, "code": [f"{each % 52:03}" for each in range(104)]}
    )
    for check in CHECKS_OF_ONE:
        for finding in check.look(Job(table)).findings:
            told = f"{finding.saw} {finding.sure} {finding.could} {finding.ask} {finding.about}".lower()
            assert "kowalcz" not in told

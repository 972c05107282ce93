from __future__ import annotations

import pytest

from deliveries import delivery
from premortem.scan.checks.letters import CHECK
from premortem.scan.job import Job
from seen_rows import only, rows_of, seen_by


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Z\ufffdrich", "broken"),
        ("ZÃ¼rich", "broken"),
        ("Zurich\x07", "not seen"),
        ("Zurich ", "begin or end with a space"),
    ],
)
def test_five_such_cells_are_a_finding_and_four_are_not(cell: str, words: str) -> None:
    assert not seen_by(CHECK, {"town": [cell] * 4 + ["Bern"] * 40}).findings
    table = delivery({"town": [cell] * 5 + ["Bern", " ", "Zürich"] * 40})
    seen = CHECK.look(Job(table))
    assert words in only(seen).saw
    assert rows_of(table, seen, only(seen)) == [0, 1, 2, 3, 4]

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from premortem.errors import RefusedInput
from premortem.model import evidence_file
from premortem.model.checks import CHECKS
from premortem.model.evidence import Done, Scan, Severity
from premortem.scan import checks, scan
from premortem.scan.job import Check, Job, Seen

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A table of 400 orders: a constant column, an answer, a column that gives it away, and one that is half empty."""
    path = tmp_path / "orders.csv"
    lines = ["order,currency,returned,refund,note"]
    for number in range(400):
        back = number % 5 == 0
        lines.append(f"{number},EUR,{'yes' if back else 'no'},{number if back else ''},{'call' if number % 2 else ''}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def checks_of(found: Scan) -> dict[str, set[tuple[str, ...]]]:
    return {check: {each.columns for each in found.findings if each.check == check} for check in CHECKS}


def test_a_scan_says_what_was_read_what_it_saw_and_what_became_of_every_check(orders: Path) -> None:
    found = scan(orders, label="returned", today=NOW, cached=False)
    assert (found.source, found.kind, found.engine, found.rows, found.columns) == (
        "orders.csv",
        "CSV",
        "DuckDB",
        400,
        5,
    )
    assert found.read_at == "2026-03-01T12:00:00+00:00"
    assert found.asked == {"label": "returned"}
    assert [each.check for each in found.coverage] == list(CHECKS)
    seen = checks_of(found)
    assert seen["constant"] == {("currency",)}
    assert ("refund",) in seen["leakage"]
    assert {("refund",), ("note",)} <= seen["missing"]


def test_findings_come_the_gravest_first(orders: Path) -> None:
    found = scan(orders, label="returned", cached=False)
    ranks = [each.severity.rank for each in found.findings]
    assert ranks == sorted(ranks)


def test_an_analyst_gets_the_findings_as_a_table(orders: Path) -> None:
    found = scan(orders, label="returned", cached=False)
    assert len(found.frame) == len(found.findings)
    leak = found.frame.query("check == 'leakage' and columns == 'refund'").iloc[0]
    assert (leak.severity, leak.unit) == ("high", "AUC")
    assert leak.amount > 0.9


def test_what_was_not_asked_for_is_listed_with_what_it_needs(orders: Path) -> None:
    found = {each.check: each for each in scan(orders, cached=False).coverage}
    for check in ("leakage", "representation", "drift", "key"):
        assert found[check].done is Done.NOT_ASKED
        assert found[check].says


def test_what_a_scan_finds_survives_being_written_and_read(orders: Path) -> None:
    found = scan(orders, label="returned", cached=False)
    assert evidence_file.read(evidence_file.to_json(found)) == found


def test_a_data_frame_is_scanned_like_a_file(orders: Path) -> None:
    frame = pd.read_csv(orders, dtype=str, keep_default_na=False, na_values=[""])
    from_file, from_frame = (scan(each, label="returned", cached=False) for each in (orders, frame))
    assert {each.key for each in from_file.findings} == {each.key for each in from_frame.findings}


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"label": "retruned"}, "orders.csv has no column “retruned”: did you mean “returned”?"),
        ({"groups": "curency"}, "orders.csv has no column “curency”: did you mean “currency”?"),
        ({"key": ["order", "zzz"]}, "orders.csv has no column “zzz”: it has order, currency, returned, refund, note."),
    ],
)
def test_a_name_that_the_table_lacks_is_refused_with_the_nearest(
    orders: Path, named: dict[str, str], says: str
) -> None:
    with pytest.raises(RefusedInput) as refused:
        scan(orders, cached=False, **named)  # type: ignore[arg-type]
    assert str(refused.value) == says


def test_examples_name_the_row_of_the_file_and_hold_its_cells(orders: Path) -> None:
    found = scan(orders, cached=False)
    empty = next(each for each in found.findings if each.key == "missing|note")
    assert [example.row for example in empty.examples] == [1, 3, 5, 7, 9]
    constant = next(each for each in found.findings if each.check == "constant")
    assert all(dict(example.cells)["currency"] == "EUR" for example in constant.examples)


def test_columns_of_types_that_are_no_text_and_no_number_are_scanned_like_others(tmp_path: Path) -> None:
    path = tmp_path / "types.parquet"
    many = 100
    table = pa.table(
        {
            "bytes": [b"\xff\xfe" + bytes([number % 7]) for number in range(many)],
            "day": [date(9999, 12, 31)] * many,
            "wide": [Decimal("12345678901234567890123456789.5")] * many,
            "list": [[1, 2]] * many,
            "struct": [{"a": 1}] * many,
            "yes": [True] * many,
            "float": [float("nan"), float("inf")] * (many // 2),
        }
    )
    pq.write_table(table, path)
    found = scan(path, cached=False)
    assert (found.rows, found.columns) == (100, 7)
    assert not [each for each in found.coverage if each.done is Done.FAILED]
    assert ("day",) in checks_of(found)["constant"]
    assert checks_of(found)["duplicate-rows"]


def test_masked_examples_show_only_the_shape_of_a_cell(orders: Path) -> None:
    found = scan(orders, key="order", masked=True, cached=False)
    cells = [cell for each in found.findings for example in each.examples for _, cell in example.cells]
    assert cells
    assert set("".join(cells)) <= {"x", "9"}


def test_without_examples_no_cell_of_the_table_is_in_the_result(orders: Path) -> None:
    found = scan(orders, cached=False, examples=False)
    assert not any(each.examples for each in found.findings)


def failing(_job: Job) -> Seen:
    raise ZeroDivisionError


@pytest.fixture
def with_check(monkeypatch: pytest.MonkeyPatch) -> Callable[[Check], None]:
    """Put one check in the place of all others of its kind."""

    def put(check: Check) -> None:
        others = tuple(each for each in checks.CHECKS_MADE if each.id != check.id)
        monkeypatch.setattr(checks, "CHECKS_MADE", (*others, check))

    return put


def test_a_check_that_fails_is_said_to_have_failed_and_the_others_are_made(
    orders: Path, with_check: Callable[[Check], None], caplog: pytest.LogCaptureFixture
) -> None:
    with_check(Check("constant", failing))
    found = scan(orders, cached=False)
    constant = next(each for each in found.coverage if each.check == "constant")
    assert (constant.done, "ZeroDivisionError" in constant.says) == (Done.FAILED, True)
    assert checks_of(found)["missing"]
    assert "The check constant could not be made" in caplog.text


def test_a_check_that_the_engine_cannot_make_is_listed_as_not_made_here(
    orders: Path, with_check: Callable[[Check], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("premortem.scan.engine.Engine.lacks", lambda _self, needs: "it cannot" if needs else "")
    with_check(Check("constant", failing, needs=("rank",)))
    found = {each.check: each for each in scan(orders, cached=False).coverage}
    assert (found["constant"].done, found["constant"].says) == (Done.NOT_HERE, "Not checked here: it cannot.")


def test_whoever_hears_of_the_progress_may_end_the_scan(orders: Path) -> None:
    heard: list[str] = []

    def told(check: str) -> None:
        heard.append(check)
        if check == "constant":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(orders, cached=False, told=told)
    assert heard[-1] == "constant"


def test_more_findings_than_may_be_kept_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(f"column {number}" for number in range(300))
    path.write_text(f"{names}\n" + "\n".join([",".join(["same"] * 300)] * 40), encoding="utf-8")
    found = scan(path, cached=False, examples=False)
    assert len(found.findings) == 200
    assert found.left_out >= 100
    assert all(each.severity is not Severity.SHOWN for each in found.findings[:100])

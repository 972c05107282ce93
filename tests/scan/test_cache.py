import os
import stat
from pathlib import Path

import pytest

from premortem.scan import cache, scan


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where results are kept in this test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "premortem" / "scans"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n" + "1,x\n2,x\n" * 50, encoding="utf-8")
    return path


def read_again(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Hear of every source that is opened from here on."""
    from premortem.scan import sources

    opened: list[object] = []
    before = sources.open_source
    monkeypatch.setattr(sources, "open_source", lambda source, **rest: opened.append(source) or before(source, **rest))
    return opened


def test_the_same_content_with_the_same_questions_is_read_once_under_any_name(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scan(table)
    opened = read_again(monkeypatch)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(table.read_bytes())
    again = scan(copy)
    assert opened == []
    assert again.source == "copy.csv"
    assert again.findings == first.findings


@pytest.mark.parametrize("changed", [{"label": "b"}, {"masked": True}, {"examples": False}, {"header": False}])
def test_another_question_is_answered_anew(
    table: Path, changed: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(table)
    opened = read_again(monkeypatch)
    scan(table, **changed)  # type: ignore[arg-type]
    assert opened == [table]


def test_other_content_of_the_same_size_is_read_anew(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(table)
    opened = read_again(monkeypatch)
    table.write_text(table.read_text("utf-8").replace("2,x", "3,x"), encoding="utf-8")
    scan(table)
    assert opened == [table]


def test_a_damaged_result_is_not_believed(table: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scan(table)
    for kept in folder.iterdir():
        kept.write_text("{", encoding="utf-8")
    opened = read_again(monkeypatch)
    assert scan(table).findings == first.findings
    assert opened == [table]


def test_only_its_owner_can_read_what_is_kept(table: Path, folder: Path) -> None:
    scan(table)
    assert [stat.S_IMODE(kept.stat().st_mode) for kept in folder.iterdir()] == [0o600]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_no_more_than_the_newest_results_are_kept(table: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT_MAX", 2)
    scan(table)
    for old in folder.iterdir():
        os.utime(old, (1, 1))
    scan(table, label="b")
    scan(table, label="a")
    assert len(list(folder.iterdir())) == 2
    assert all(kept.stat().st_mtime > 1 for kept in folder.iterdir())


def test_where_nothing_can_be_kept_the_table_is_scanned_all_the_same(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert scan(table).rows == 100
    assert "could not be kept" in caplog.text


def test_asked_not_to_it_keeps_nothing(table: Path, folder: Path) -> None:
    scan(table, cached=False)
    assert not folder.exists()

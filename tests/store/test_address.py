from __future__ import annotations

import stat
from pathlib import Path

import pytest

from premortem.errors import RefusedInput, StoreUnwritable
from premortem.model.events import WorkbookCreated
from premortem.store import default_address, open_log
from premortem.store.address import data_folder, parse

HOME = Path("/home/ada")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:////var/lib/p.sqlite", "/var/lib/p.sqlite"),
        ("sqlite:///p.sqlite", "{here}/p.sqlite"),
        ("sqlite:///a folder/ü%20#.sqlite", "{here}/a folder/ü%20#.sqlite"),
        ("/var/lib/p.sqlite", "/var/lib/p.sqlite"),
        ("p", "{here}/p"),
        ("what?.sqlite", "{here}/what?.sqlite"),
    ],
)
def test_an_address_names_an_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(address) == Path(path.format(here=tmp_path))


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(HOME))
    assert parse("~/p.sqlite") == HOME / "p.sqlite"


@pytest.mark.parametrize(
    "address",
    ["", " ", "\0", "a\0b", "sqlite://", "sqlite:///", "sqlite:p", "sqlite:/p", "sqlite://host/p", ":memory:", ".",
     "sqlite:///:memory:", "sqlite:///p?mode=ro", "postgresql://u:secret@h/d", "sqlite+aiosqlite:///p", "file:///p",
     "SQLITE:///p", "\ud800.sqlite", "~no-such-user/p", None, 7],
)  # fmt: skip
def test_an_address_that_names_no_sqlite_file_is_refused_and_says_what_is_supported(address: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        parse(address)
    assert str(refused.value).isprintable()
    assert "secret" not in str(refused.value)
    assert "sqlite:////" in str(refused.value) or "?" in address


@pytest.mark.parametrize("name", ["what?.sqlite", "50%41#.sqlite", "ü 🦆\n'\".sqlite", "%"])
def test_a_file_may_bear_any_name(tmp_path: Path, name: str) -> None:
    with open_log(str(tmp_path / name)) as log:
        log.create(WorkbookCreated("x"))
    assert [found.name for found in tmp_path.iterdir()] == [name]


def test_a_folder_or_a_file_in_a_missing_folder_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    for address in (tmp_path, tmp_path / "missing" / "store.sqlite", f"sqlite:///{tmp_path}/missing/store.sqlite"):
        with pytest.raises(RefusedInput, match="folder") as refused:
            open_log(str(address))
        assert str(refused.value).isprintable()
        assert str(tmp_path) in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_name_the_system_does_not_take_is_refused(tmp_path: Path) -> None:
    for name in ("x" * 300, "y/" * 300 + "x"):
        with pytest.raises((StoreUnwritable, RefusedInput)) as refused:
            open_log(str(tmp_path / name))
        assert str(refused.value).isprintable()
        assert len(str(refused.value)) < 600


def test_the_file_is_its_owners_alone_and_stays_as_its_owner_set_it(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    open_log(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o660)
    open_log(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_the_default_store_is_made_with_its_folder_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREMORTEM_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr("sys.platform", "linux")
    with open_log() as log:
        assert log.address == default_address() == f"sqlite:///{tmp_path}/share/premortem/workbooks.sqlite"
    assert stat.S_IMODE((tmp_path / "share" / "premortem").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "share" / "premortem" / "workbooks.sqlite").stat().st_mode) == 0o600


def test_premortem_store_overrides_the_default_and_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("PREMORTEM_STORE", f"sqlite:///{tmp_path}/mine.sqlite")
    open_log().close()
    assert [found.name for found in tmp_path.iterdir()] == ["mine.sqlite"]
    monkeypatch.setenv("PREMORTEM_STORE", str(tmp_path / "missing" / "mine.sqlite"))
    with pytest.raises(RefusedInput):
        open_log()


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "real" / "store.sqlite")
    with open_log(str(tmp_path / "link.sqlite")) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
    with open_log(str(tmp_path / "real" / "store.sqlite")) as log:
        assert log.newest(workbook) == 1


def test_data_is_kept_where_each_platform_keeps_it() -> None:
    assert data_folder("linux", {}, HOME) == HOME / ".local" / "share"
    assert data_folder("linux", {"XDG_DATA_HOME": "/data"}, HOME) == Path("/data")
    assert data_folder("linux", {"XDG_DATA_HOME": "relative"}, HOME) == HOME / ".local" / "share"
    assert data_folder("darwin", {"XDG_DATA_HOME": "/data"}, HOME) == HOME / "Library" / "Application Support"
    assert data_folder("win32", {}, HOME) == HOME / "AppData" / "Local"
    assert data_folder("win32", {"LOCALAPPDATA": "/local"}, HOME) == Path("/local")

from __future__ import annotations

import os
from pathlib import Path

import pytest

from premortem.errors import RefusedInput
from premortem.scan.sources.permitted import check_path, check_url, upload_limit


@pytest.fixture
def allowed(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "t.csv").touch()
    (tmp_path / "secret.csv").touch()
    (tmp_path / "one.csv").touch()
    (tmp_path / "opened").mkdir()
    return {"PREMORTEM_SCAN_PATHS": os.pathsep.join([str(tmp_path / "open"), str(tmp_path / "one.csv")])}


def test_on_ones_own_machine_every_path_and_address_is_allowed(tmp_path: Path) -> None:
    assert check_path(str(tmp_path / "t.csv"), public=False, settings={}) == tmp_path.resolve() / "t.csv"
    assert check_url("postgres://host/db", public=False, settings={}) == "postgres://host/db"


def test_the_public_app_reads_nothing_unless_told(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="PREMORTEM_SCAN_PATHS"):
        check_path(str(tmp_path / "t.csv"), public=True, settings={})
    with pytest.raises(RefusedInput, match="PREMORTEM_SCAN_URLS"):
        check_url("postgres://host/db", public=True, settings={})


def test_the_public_app_reads_in_allowed_folders_and_allowed_files(tmp_path: Path, allowed: dict[str, str]) -> None:
    for name in ("open/t.csv", "open", "one.csv", "open/not/there.csv", "opened/../open/t.csv"):
        assert check_path(str(tmp_path / name), public=True, settings=allowed)


@pytest.mark.parametrize(
    "name", ["secret.csv", "open/../secret.csv", "opened/t.csv", "open/link.csv", "one.csv.bak", ""]
)
def test_no_way_leads_out_of_the_allowed_folders(tmp_path: Path, allowed: dict[str, str], name: str) -> None:
    (tmp_path / "open" / "link.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(RefusedInput, match="PREMORTEM_SCAN_PATHS"):
        check_path(str(tmp_path / name), public=True, settings=allowed)


def test_a_stranger_does_not_learn_whether_a_file_exists(tmp_path: Path, allowed: dict[str, str]) -> None:
    said = set()
    for name in ("secret.csv", "not there.csv"):
        with pytest.raises(RefusedInput) as refused:
            check_path(str(tmp_path / name), public=True, settings=allowed)
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.parametrize("text", ["", "  ", "a\0b"])
def test_no_path_is_refused_everywhere(text: str) -> None:
    with pytest.raises(RefusedInput, match="no path was given"):
        check_path(text, public=False, settings={})


URLS = {
    "PREMORTEM_SCAN_URLS": "postgres://db.example/sales  spark://cluster:7077 duckdb:///srv/data postgres://q.example/x?sslmode=require"
}


@pytest.mark.parametrize(
    "address",
    [
        "postgres://db.example/sales",
        "postgres://user:secret@DB.example/sales/orders",
        "spark://cluster:7077/any",
        "duckdb:///srv/data/t.duckdb",
        "postgres://q.example/x?sslmode=require",
    ],
)
def test_what_an_allowed_address_begins_is_allowed(address: str) -> None:
    assert check_url(address, public=True, settings=URLS) == address


@pytest.mark.parametrize(
    "address",
    [
        "postgres://db.example/salesforce",
        "postgres://db.example/",
        "postgres://db.example.evil.example/sales",
        "postgres://db.example@evil.example/sales",
        "postgres://db.example:99/sales",
        "postgres://db.example:x/sales",
        "mysql://db.example/sales",
        "postgres://db.example/sales?host=evil.example",
        "postgres://db.example/sales#x",
        "postgres://db.example/sales/../other",
        "postgres://db.example/sales/%2e%2e/other",
        "duckdb:///srv/data/../../etc/t.duckdb",
        "duckdb:///srv/database",
        "postgres://q.example/x?sslmode=disable",
        "postgres://[db.example/sales",
    ],
)
def test_no_way_leads_out_of_the_allowed_addresses(address: str) -> None:
    with pytest.raises(RefusedInput, match="PREMORTEM_SCAN_URLS"):
        check_url(address, public=True, settings=URLS)


def test_a_link_leads_to_no_other_database_file(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "link.duckdb").symlink_to(tmp_path / "secret.duckdb")
    with pytest.raises(RefusedInput):
        check_url(
            f"duckdb://{tmp_path}/open/link.duckdb",
            public=True,
            settings={"PREMORTEM_SCAN_URLS": f"duckdb://{tmp_path}/open"},
        )


def test_the_limit_of_uploads_is_in_megabytes() -> None:
    assert upload_limit({}) == 200_000_000
    assert upload_limit({"PREMORTEM_UPLOAD_MB": "5"}) == 5_000_000
    for wrong in ("0", "-1", "many", "1.5", "²"):
        with pytest.raises(RefusedInput, match="PREMORTEM_UPLOAD_MB"):
            upload_limit({"PREMORTEM_UPLOAD_MB": wrong})

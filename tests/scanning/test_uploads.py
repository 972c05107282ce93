"""A file comes in pieces, whole or not at all, into a folder that nobody else can read."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from premortem.errors import RefusedInput
from premortem.scanning import uploads
from premortem.scanning.uploads import CHUNK_MAX, MEGABYTE, Uploaded, Uploads, scratch

CONTENT = b"id,price\n1,2.5\n2,3.5\n"  # 21 bytes


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PREMORTEM_SCRATCH", str(tmp_path / "scratch"))
    return tmp_path / "scratch"


@pytest.fixture
def shelf() -> Uploads:
    return Uploads(2 * MEGABYTE)


def piece(offset: Any = 0, *, size: Any = 21, sent: Any = "a", **fields: Any) -> dict[str, Any]:
    return {"id": sent, "kind": "table", "name": "orders.csv", "size": size, "offset": offset, **fields}


def files(base: Path) -> list[str]:
    return [path.name for path in base.rglob("*") if path.is_file() and path.name != "lock"]


@given(cuts=st.lists(st.integers(1, len(CONTENT) - 1), unique=True).map(sorted))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pieces_of_any_size_make_the_file_they_were_cut_from(cuts: list[int]) -> None:
    shelf = Uploads(MEGABYTE)
    edges = [0, *cuts, len(CONTENT)]
    came = [shelf.put(piece(at), CONTENT[at:end]) for at, end in itertools.pairwise(edges)]
    *parts, last = came
    assert all(not isinstance(part, Uploaded) for part in parts)
    assert isinstance(last, Uploaded)
    assert (last.name, last.size, last.path.read_bytes()) == ("orders.csv", len(CONTENT), CONTENT)
    shelf.close()


def test_nobody_else_can_read_what_was_uploaded_and_nothing_is_left_when_the_page_closes(
    shelf: Uploads, base: Path
) -> None:
    there = shelf.put(piece(), CONTENT)
    assert isinstance(there, Uploaded)
    for folder in (base, there.path.parent):
        assert folder.stat().st_mode & 0o077 == 0
    shelf.close()
    assert list(base.iterdir()) == []


def test_a_new_file_takes_the_place_of_the_one_before(shelf: Uploads, base: Path) -> None:
    shelf.put(piece(), CONTENT)
    shelf.put(piece(sent="b", name="later.csv"), CONTENT)
    shelf.put(piece(sent="c", kind="rules", name="rules.yaml"), CONTENT)
    assert sorted((kind, there.name) for kind, there in shelf.there.items()) == [
        ("rules", "rules.yaml"),
        ("table", "later.csv"),
    ]
    assert len(files(base)) == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"offset": 5}, "belongs to no file"),
        ({"offset": True}, "belongs to no file"),
        ({"offset": None}, "belongs to no file"),
        ({"size": 2 * MEGABYTE + 1}, "orders.csv has 2.0 MB, a table may have 2.0 MB here"),
        ({"size": MEGABYTE + 1, "kind": "rules"}, "a rules file may have 1.0 MB here"),
        ({"size": 0}, "orders.csv is empty"),
        ({"size": -1}, "without its size"),
        ({"size": 3.5}, "without its size"),
        ({"size": True}, "without its size"),
        ({"size": 10**30}, "a table may have"),
        ({"kind": "other"}, "without saying what it is"),
        ({"kind": ["table"]}, "without saying what it is"),
        ({"sent": None}, "without saying what it is"),
        ({"sent": "x" * 41}, "without saying what it is"),
        ({"size": 5}, "longer than it was said to be"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_one_line_and_leaves_nothing(
    shelf: Uploads, base: Path, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(RefusedInput, match=says) as refused:
        shelf.put(piece(**wrong), CONTENT)
    assert str(refused.value).isprintable()
    assert shelf.coming is None
    assert not base.exists() or files(base) == []


@pytest.mark.parametrize(
    ("second", "content"),
    [({"offset": 3}, b"x"), ({"offset": 11}, b"x"), ({"offset": 10}, b"x" * 12), ({"offset": 10}, b"")],
)
def test_a_wrong_piece_takes_away_what_had_come(
    shelf: Uploads, base: Path, second: dict[str, Any], content: bytes
) -> None:
    shelf.put(piece(), CONTENT[:10])
    with pytest.raises(RefusedInput):
        shelf.put(piece(**second), content)
    assert files(base) == []
    assert isinstance(shelf.put(piece(sent="b"), CONTENT), Uploaded)


def test_a_piece_of_more_than_a_megabyte_is_refused(shelf: Uploads, base: Path) -> None:
    with pytest.raises(RefusedInput, match="larger than 1 MB"):
        shelf.put(piece(size=2 * MEGABYTE), b"x" * (CHUNK_MAX + 1))
    assert files(base) == []


def test_a_second_file_at_the_same_time_is_refused_and_the_first_goes_on(shelf: Uploads) -> None:
    shelf.put(piece(), CONTENT[:10])
    with pytest.raises(RefusedInput, match="Another file is being uploaded"):
        shelf.put(piece(sent="b"), CONTENT)
    assert isinstance(shelf.put(piece(10), CONTENT[10:]), Uploaded)


def test_an_upload_that_broke_off_leaves_nothing_and_stops_no_other(
    shelf: Uploads, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(piece(), CONTENT[:10])
    assert shelf.abandon_stale()
    monkeypatch.setattr(uploads, "BROKEN_OFF_AFTER", 0.0)
    assert not shelf.abandon_stale()
    assert files(base) == []
    shelf.put(piece(sent="b"), CONTENT[:10])
    shelf.put(piece(sent="c"), CONTENT)
    assert len(files(base)) == 1


@pytest.mark.parametrize(
    ("name", "shown", "lies"),
    [
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\data\\Orders 2026.CSV", "Orders 2026.CSV", "Orders 2026.CSV"),
        ("evil\n\x00.csv", "evil.csv", "evil.csv"),
        ("*[a]?.csv", "*[a]?.csv", "__a__.csv"),
        ("..", "..", "_.."),
        (".csv", ".csv", "_.csv"),
        ("x." + "y" * 300, "y" * 120, "y" * 120),
        ("\u00e9" * 119 + "\u20ac.csv", "\u00e9" * 115 + "\u20ac.csv", "\u00e9" * 96 + "\u20ac.csv"),
        ("", "The file", "The file"),
        (5, "The file", "The file"),
        ("\u202egnp.csv", "gnp.csv", "gnp.csv"),
    ],
)
def test_a_visitors_file_name_leads_nowhere(shelf: Uploads, name: Any, shown: str, lies: str) -> None:
    there = shelf.put(piece(name=name), CONTENT)
    assert isinstance(there, Uploaded)
    assert there.name == shown
    assert there.path.name == lies
    assert there.path.parent.parent == shelf.folder


def test_a_folder_that_is_open_to_others_is_not_used(base: Path) -> None:
    base.mkdir(mode=0o755)
    base.chmod(0o755)
    with pytest.raises(RefusedInput, match="open to others"):
        scratch()


def test_what_a_killed_process_left_behind_is_taken_away_and_nothing_else(shelf: Uploads) -> None:
    kept = shelf.put(piece(), CONTENT)
    assert isinstance(kept, Uploaded)
    code = (
        "import sys, time; from premortem.scanning.uploads import Uploads; u = Uploads(10**6);"
        "u.put({'id': 'a', 'kind': 'table', 'name': 'x.csv', 'size': 9, 'offset': 0}, b'x');"
        "print(u.folder, flush=True); time.sleep(60)"
    )
    killed = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert killed.stdout
    left = Path(killed.stdout.readline().strip())
    other = Uploads(MEGABYTE)
    other.put(piece(), CONTENT)
    assert left.exists()
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert left.exists()
    Uploads(MEGABYTE).put(piece(), CONTENT)
    assert not left.exists()
    assert kept.path.exists()

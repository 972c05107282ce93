"""The file is damaged, truncated, another program's, removed or replaced: never a wrong answer, always a clear line."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from premortem.errors import StoreDamaged, StoreError, StoreTooNew, StoreUnwritable, UnknownLink
from premortem.model.events import AnswerGiven, Recorded, WorkbookCreated
from premortem.store import Listing, Log, open_log

ANSWERS = [AnswerGiven("data.owner", f"answer {count} " + "x" * 200) for count in range(60)]
Contents = tuple[tuple[Recorded, ...], tuple[Listing, ...]]


@pytest.fixture
def address(path: Path) -> str:
    """All here is about SQLite and its file."""
    return str(path)


@pytest.fixture
def whole(tmp_path: Path) -> tuple[bytes, str, Contents]:
    path = tmp_path / "whole.sqlite"
    with open_log(str(path)) as log:
        workbook = log.create(WorkbookCreated("x"), "Ada").workbook
        for answer in ANSWERS:
            log.append(workbook, [answer], "Ada")
        contents = log.events(workbook), log.workbooks()
    return path.read_bytes(), workbook, contents


def read(path: Path, workbook: str) -> Contents | StoreError:
    try:
        with open_log(str(path)) as log:
            return log.events(workbook), log.workbooks()
    except StoreError as error:
        return error


def test_a_flipped_byte_is_either_harmless_or_reported_never_another_answer(
    path: Path, whole: tuple[bytes, str, Contents]
) -> None:
    stored, workbook, contents = whole
    places = random.Random(7).sample(range(100, len(stored)), 300)
    reported = 0
    for place in places:
        path.write_bytes(stored[:place] + bytes([stored[place] ^ 0x15]) + stored[place + 1 :])
        found = read(path, workbook)
        if isinstance(found, StoreError):
            assert isinstance(found, StoreDamaged)
            assert str(found).isprintable()
            reported += 1
        else:
            assert found[0] == contents[0]
    assert reported > 100


def test_a_flipped_byte_in_the_header_is_reported_or_harmless(path: Path, whole: tuple[bytes, str, Contents]) -> None:
    stored, workbook, contents = whole
    for place in range(100):
        path.write_bytes(stored[:place] + bytes([stored[place] ^ 0x15]) + stored[place + 1 :])
        found = read(path, workbook)
        assert isinstance(found, StoreDamaged | StoreTooNew) or found[0] == contents[0]


def test_a_truncated_store_is_reported(path: Path, whole: tuple[bytes, str, Contents]) -> None:
    stored, workbook, _ = whole
    for size in [2, 15, 16, 99, 100, 511, 512, 4095, *range(4096, len(stored), 3001)]:
        path.write_bytes(stored[:size])
        assert isinstance(read(path, workbook), StoreDamaged), size


def test_an_event_that_went_missing_from_the_middle_is_reported(path: Path, whole: tuple[bytes, str, Contents]) -> None:
    stored, workbook, _ = whole
    path.write_bytes(stored)
    by_hand = sqlite3.connect(path)
    by_hand.execute("DROP TRIGGER event_delete")
    by_hand.execute("DELETE FROM event WHERE number = 7")
    by_hand.commit()
    by_hand.close()
    with open_log(str(path)) as log:
        with pytest.raises(StoreDamaged, match="lost"):
            log.events(workbook)
        assert len(log.events(workbook, after=7)) == 54


def test_an_answer_changed_by_hand_is_reported(path: Path, whole: tuple[bytes, str, Contents]) -> None:
    stored, workbook, _ = whole
    path.write_bytes(stored)
    by_hand = sqlite3.connect(path)
    by_hand.execute("DROP TRIGGER event_update")
    by_hand.execute("""UPDATE event SET author = 'Eve' WHERE number = 7""")
    by_hand.commit()
    by_hand.close()
    with open_log(str(path)) as log, pytest.raises(StoreDamaged):
        log.events(workbook)


def test_an_event_of_a_later_version_is_said_to_be_one(log: Log, workbook: str, path: Path) -> None:
    from premortem.store.rows import row

    later = row(workbook, 2, 2, log.events(workbook)[0].at, "Ada", ("vote-weighed", "{}"))
    by_hand = sqlite3.connect(path)
    by_hand.execute(
        "INSERT INTO event (workbook, number, step, at, author, kind, payload, checksum) VALUES (?,?,?,?,?,?,?,?)",
        later,
    )
    by_hand.execute("UPDATE workbook SET newest = 2")
    by_hand.commit()
    by_hand.close()
    with pytest.raises(StoreTooNew, match="update Premortem"):
        log.events(workbook)
    assert len(log.events(workbook, upto=1)) == 1


@pytest.mark.parametrize("content", [b"xy", b"a text file\n" * 1000, b"\0" * 8192, b"SQLite format 3\0" + b"\0" * 500])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        open_log(str(path))
    assert path.read_bytes() == content


def test_the_message_is_one_line_whatever_the_file_is_called(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines \x1b[31m"
    path.write_bytes(b"a text file\n" * 1000)
    with pytest.raises(StoreDamaged) as refused:
        open_log(str(path))
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "made_by",
    ["CREATE TABLE event (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 1", "PRAGMA journal_mode = WAL"],
)
def test_another_programs_database_is_refused_and_left_as_it_is(path: Path, made_by: str) -> None:
    other = sqlite3.connect(path)
    other.execute(made_by)
    other.execute("CREATE TABLE if not exists browser_history (x)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match="another program"):
        open_log(str(path))
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with open_log(str(path)) as log:
        assert log.create(WorkbookCreated("x"))


def remove(path: Path) -> None:
    path.unlink()


def replace_by_copy(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def remove_wal(path: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("fault", [remove, replace_by_copy, remove_wal, remove_folder])
def test_a_store_removed_or_replaced_while_it_is_open_takes_no_more_answers(
    tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with open_log(str(folder / "store.sqlite")) as log:
        links = log.create(WorkbookCreated("x"))
        fault(folder / "store.sqlite")
        for act in (
            lambda: log.append(links.workbook, ANSWERS),
            lambda: log.create(WorkbookCreated("y")),
            lambda: log.events(links.workbook),
            lambda: log.open_link(links.read),
            log.workbooks,
        ):
            with pytest.raises(StoreUnwritable, match="removed or replaced") as refused:
                act()
            assert str(refused.value).isprintable()


def test_a_store_that_was_moved_away_and_back_goes_on(log: Log, workbook: str, path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(StoreUnwritable):
        log.append(workbook, ANSWERS)
    path.with_name("elsewhere").rename(path)
    assert log.append(workbook, ANSWERS)[0].number == 2


def test_a_damaged_store_that_was_mended_in_place_is_read_again_by_the_same_log(
    path: Path, whole: tuple[bytes, str, Contents], forked: Callable
) -> None:
    stored, workbook, contents = whole
    path.write_bytes(stored)

    def write(tail: bytes) -> None:  # in a child: closing the file here would let go of SQLite's locks on it
        def work(_: Callable) -> None:
            with path.open("r+b") as file:
                file.seek(len(stored) - len(tail))
                file.write(tail)

        forked(work).wait()

    with open_log(str(path)) as log:
        write(bytes(len(stored) - 2 * 4096))
        for _ in range(2):
            with pytest.raises(StoreDamaged):
                log.events(workbook)
        write(stored[2 * 4096 :])
        assert log.events(workbook) == contents[0]
        assert log.append(workbook, ANSWERS)[0].number == 62


def test_a_store_that_was_removed_is_never_made_anew_behind_an_open_log(log: Log, workbook: str, path: Path) -> None:
    import os

    path.unlink()
    if os.fork() == 0:  # the child must open the file itself, and there is none
        os._exit(0)
    os.wait()
    with pytest.raises(StoreUnwritable, match="removed"):
        log.append(workbook, ANSWERS)
    assert not path.exists()


def test_who_opens_the_place_of_a_removed_store_gets_a_new_one_without_the_old_workbooks(
    log: Log, workbook: str, path: Path
) -> None:
    path.unlink()
    log.close()
    with open_log(str(path)) as new, pytest.raises(UnknownLink):
        new.newest(workbook)

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from premortem.errors import InvalidAnswer, StoreError, UnknownLink
from premortem.model.events import AnswerGiven, RowAdded, Undone, WorkbookCreated
from premortem.store import Log, open_log

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
TWO = (RowAdded("data.sources", "r1"), AnswerGiven("data.owner", "Grace"))


def test_a_new_workbook_holds_its_creation_as_event_1(log: Log) -> None:
    links = log.create(WorkbookCreated("Why it failed", origin="example:x"), author="Ada")
    (first,) = log.events(links.workbook)
    assert (first.workbook, first.number, first.step, first.author) == (links.workbook, 1, 1, "Ada")
    assert first.event == WorkbookCreated("Why it failed", origin="example:x")


def test_numbers_go_up_by_one_and_the_events_of_one_append_share_the_step_of_the_first(log: Log, workbook: str) -> None:
    log.append(workbook, TWO)
    log.append(workbook, [Undone(2)])
    assert [(entry.number, entry.step) for entry in log.events(workbook)] == [(1, 1), (2, 2), (3, 2), (4, 4)]


def test_append_returns_what_any_later_reading_gives(log: Log, workbook: str, address: str) -> None:
    appended = log.append(workbook, [AnswerGiven("q", (1, [2.5, ("x", None)])), *TWO], author="Ada")
    with open_log(address) as other:
        assert other.events(workbook, after=1) == appended
    assert appended[0].event == AnswerGiven("q", [1, [2.5, ["x", None]]])


def test_numbers_are_counted_in_each_workbook_by_itself(log: Log, workbook: str) -> None:
    other = log.create(WorkbookCreated("Another")).workbook
    log.append(workbook, TWO)
    assert [entry.number for entry in log.append(other, TWO)] == [2, 3]
    assert (log.newest(workbook), log.newest(other)) == (3, 3)
    assert {entry.workbook for entry in log.events(other)} == {other}


def test_no_events_are_no_step(log: Log, workbook: str) -> None:
    assert log.append(workbook, []) == ()
    assert log.newest(workbook) == 1


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), b"bytes", {1: "x"}, {"\ud800": 1}, ["\udfff"], {2, 3}])
def test_one_event_that_cannot_be_kept_keeps_the_others_out_too(log: Log, workbook: str, bad: object) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        log.append(workbook, [*TWO, AnswerGiven("q", bad)])
    assert "\n" not in str(refused.value)
    assert log.newest(workbook) == 1
    log.append(workbook, TWO)
    assert log.newest(workbook) == 3


@pytest.mark.parametrize("levels", [98, 99, 101, 5_000, 100_000])
def test_an_answer_nested_without_end_is_refused_and_one_that_is_kept_can_be_read(
    log: Log, workbook: str, levels: int
) -> None:
    value: list[object] = []
    for _ in range(levels - 1):
        value = [value]
    if levels < 100:
        assert log.append(workbook, [AnswerGiven("q", value)])[0].event == AnswerGiven("q", value)
    else:
        with pytest.raises(InvalidAnswer, match="100 levels"):
            log.append(workbook, [AnswerGiven("q", value)])
        assert log.newest(workbook) == 1


def test_a_number_of_five_thousand_digits_is_refused(log: Log, workbook: str) -> None:
    with pytest.raises(InvalidAnswer, match="digits"):
        log.append(workbook, [AnswerGiven("q", 10**5000)])


@pytest.mark.parametrize("author", ["\ud83d", None, 7])
def test_an_author_that_is_not_text_is_refused(log: Log, workbook: str, author: str) -> None:
    with pytest.raises(InvalidAnswer, match="author"):
        log.append(workbook, TWO, author=author)
    assert log.newest(workbook) == 1


def test_an_author_may_bear_any_name(log: Log, workbook: str) -> None:
    for name in ("", "Ada \0 Lovelace", "🦆", "'; DROP TABLE event; --", "\u202eadA"):
        assert log.append(workbook, TWO, author=name)[0].author == name
        assert log.events(workbook, after=log.newest(workbook) - 1)[0].author == name


def test_events_gives_the_part_that_was_asked_for(log: Log, workbook: str) -> None:
    log.append(workbook, TWO)
    log.append(workbook, TWO)

    def numbers(after: int = 0, upto: int | None = None) -> list[int]:
        return [entry.number for entry in log.events(workbook, after, upto)]

    assert numbers() == [1, 2, 3, 4, 5]
    assert numbers(after=3) == [4, 5]
    assert numbers(upto=2) == [1, 2]
    assert numbers(1, 4) == [2, 3, 4]
    assert numbers(-5, 10**30) == [1, 2, 3, 4, 5]
    assert numbers(10**30) == numbers(after=5) == numbers(upto=0) == numbers(upto=-(10**30)) == numbers(4, 2) == []


def test_time_is_the_clocks_in_utc_whatever_its_zone(timed: Callable) -> None:
    times = iter([NOON, NOON.astimezone(timezone(timedelta(hours=5))), NOON - timedelta(days=1)])
    log = timed(lambda: next(times))
    workbook = log.create(WorkbookCreated("x")).workbook
    log.append(workbook, TWO)
    log.append(workbook, TWO)
    at = [entry.at for entry in log.events(workbook)]
    assert at == [NOON, NOON, NOON, NOON - timedelta(days=1), NOON - timedelta(days=1)]
    assert {moment.utcoffset() for moment in at} == {timedelta(0)}


def test_an_append_that_is_interrupted_half_way_leaves_nothing_and_holds_nobody_up(log: Log, timed: Callable) -> None:
    def interrupted() -> datetime:
        raise KeyboardInterrupt

    stopped = timed(interrupted)
    workbook = log.create(WorkbookCreated("x")).workbook
    for act in (lambda: stopped.append(workbook, TWO), lambda: stopped.create(WorkbookCreated("y"))):
        with pytest.raises(KeyboardInterrupt):
            act()
    assert log.append(workbook, TWO)[0].number == stopped.newest(workbook) - 1 == 2
    assert len(stopped.workbooks()) == 1


def test_an_id_of_no_workbook_is_an_unknown_link_and_never_begins_one(log: Log, workbook: str) -> None:
    for act in (log.newest, log.links, log.events, lambda unknown: log.append(unknown, TWO)):
        for unknown in (workbook[:-1] + "~", "x" * 24, "", "\0", "\ud800", "x" * 1_000_000):
            with pytest.raises(UnknownLink) as refused:
                act(unknown)
            assert len(str(refused.value)) < 200
    assert len(log.workbooks()) == 1


def test_a_closed_log_says_so_and_may_be_closed_again(log: Log, workbook: str) -> None:
    log.close()
    log.close()
    with pytest.raises(StoreError, match="closed"):
        log.newest(workbook)


def test_what_was_appended_stands_after_the_log_was_closed(address: str) -> None:
    with open_log(address) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        appended = log.append(workbook, TWO)
    with open_log(address) as log:
        assert log.events(workbook)[1:] == appended


def test_the_file_of_a_log_is_named_by_its_address(path: Path) -> None:
    with open_log(f"sqlite:///{path}") as log:
        assert log.address == f"sqlite:///{path}"


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_the_file_refuses_to_change_or_lose_an_event_even_by_hand(log: Log, workbook: str, path: Path) -> None:
    import sqlite3

    log.append(workbook, TWO)
    by_hand = sqlite3.connect(path)
    for statement in ("UPDATE event SET author = 'Eve'", "DELETE FROM event WHERE number = 3"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever appended"):
            by_hand.execute(statement)
    by_hand.close()
    assert [entry.author for entry in log.events(workbook)] == ["Ada", "", ""]

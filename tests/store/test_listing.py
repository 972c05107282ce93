from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from premortem.model.events import AnswerGiven, Undone, WorkbookCreated, WorkbookNamed
from premortem.store import Log

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


def test_an_empty_store_lists_nothing(log: Log) -> None:
    assert log.workbooks() == ()
    assert log.touched() is None


def test_a_listing_says_title_links_times_and_the_newest_number(timed: Callable) -> None:
    times = iter(BEGIN + timedelta(hours=hour) for hour in range(9))
    log = timed(lambda: next(times))
    links = log.create(WorkbookCreated("First"))
    log.append(links.workbook, [WorkbookNamed("Second"), WorkbookNamed("Third")])
    log.append(links.workbook, [AnswerGiven("title", "no title")])
    (listing,) = log.workbooks()
    assert (listing.workbook, listing.edit, listing.read) == (links.workbook, links.edit, links.read)
    assert (listing.title, listing.number) == ("Third", 4)
    assert (listing.created, listing.changed) == (BEGIN, BEGIN + timedelta(hours=2))


def test_the_title_is_the_last_one_given_even_where_giving_it_was_undone(log: Log, workbook: str) -> None:
    log.append(workbook, [WorkbookNamed("Renamed")])
    log.append(workbook, [Undone(2)])
    assert log.workbooks()[0].title == "Renamed"


def test_the_workbook_written_to_last_comes_first_even_where_the_clock_went_back(timed: Callable) -> None:
    times = iter(BEGIN - timedelta(hours=hour) for hour in range(9))
    log = timed(lambda: next(times))
    first, second, third = (log.create(WorkbookCreated(title)).workbook for title in "abc")
    assert [line.workbook for line in log.workbooks()] == [third, second, first]
    log.append(second, [AnswerGiven("q", 1)])
    assert [line.workbook for line in log.workbooks()] == [second, third, first]
    assert log.touched() == log.workbooks()[0]


def test_a_history_that_was_adopted_counts_as_written_when_it_was(timed: Callable) -> None:
    times = iter(BEGIN + timedelta(hours=hour) for hour in range(9))
    log = timed(lambda: next(times))
    old = log.create(WorkbookCreated("old")).workbook
    log.create(WorkbookCreated("new"))
    adopted = log.adopt(log.events(old))
    touched = log.touched()
    assert touched is not None
    assert (touched.workbook, touched.changed) == (adopted.workbook, BEGIN)

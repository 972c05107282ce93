from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from premortem.errors import UnreadableFile
from premortem.model.events import AnswerGiven, Recorded, RowAdded, Undone, WorkbookCreated
from premortem.store import Log, open_log

AT = datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)
HISTORY = (
    Recorded("elsewhere", 1, AT, "Ada", WorkbookCreated("x", origin="new"), 1),
    Recorded("elsewhere", 2, AT, "Grace", RowAdded("data.sources", "r"), 2),
    Recorded("elsewhere", 3, AT, "Grace", AnswerGiven("q", ["\0", None]), 2),
    Recorded("elsewhere", 4, AT - timedelta(days=1), "", Undone(2), 4),
)


def test_a_history_keeps_numbers_steps_times_and_authors_under_new_ids(log: Log) -> None:
    links = log.adopt(HISTORY)
    assert links.workbook != "elsewhere"
    assert log.events(links.workbook) == tuple(replace(entry, workbook=links.workbook) for entry in HISTORY)
    assert log.open_link(links.edit).may_edit
    assert not log.open_link(links.read).may_edit


def test_a_history_goes_on_where_it_ended(log: Log) -> None:
    workbook = log.adopt(HISTORY).workbook
    (appended,) = log.append(workbook, [AnswerGiven("q", 1)])
    assert (appended.number, appended.step) == (5, 5)


def test_a_workbook_moves_from_store_to_store_and_back_unchanged(log: Log, workbook: str, tmp_path) -> None:
    log.append(workbook, [AnswerGiven("q", 1), AnswerGiven("q", 2)], author="Ada")
    with open_log(str(tmp_path / "other.sqlite")) as other:
        there = other.adopt(log.events(workbook))
        back = log.adopt(other.events(there.workbook))
    assert [replace(entry, workbook=workbook) for entry in log.events(back.workbook)] == list(log.events(workbook))


def test_the_same_moment_in_another_zone_is_the_same_moment(log: Log) -> None:
    local = AT.astimezone(timezone(timedelta(hours=-11)))
    workbook = log.adopt([replace(HISTORY[0], at=local)]).workbook
    assert log.events(workbook)[0].at == AT


@pytest.mark.parametrize(
    ("history", "says"),
    [
        ((), "begin"),
        (HISTORY[1:], "begin"),
        ((replace(HISTORY[1], number=1, step=1),), "begin"),
        ((HISTORY[0], HISTORY[2], HISTORY[3]), "event 2 is missing"),
        (HISTORY[:2] + HISTORY[3:], "event 3 is missing"),
        ((HISTORY[0], HISTORY[0]), "event 2 is missing"),
        ((replace(HISTORY[0], number=2), *HISTORY[1:]), "event 1 is missing"),
        ((HISTORY[0], replace(HISTORY[1], step=3)), "event 2 belongs to no step"),
        ((HISTORY[0], replace(HISTORY[1], step=-1)), "event 2 belongs to no step"),
        ((*HISTORY[:3], replace(HISTORY[3], step=1)), "event 4 belongs to no step"),
        ((replace(HISTORY[0], at=AT.replace(tzinfo=None)),), "time of event 1"),
        ((replace(HISTORY[0], at=datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))),), "event 1"),
        ((replace(HISTORY[0], author="\ud800"),), "event 1"),
        ((*HISTORY[:2], replace(HISTORY[2], event=AnswerGiven("q", "\ud800"))), "event 3"),
        ((*HISTORY[:2], replace(HISTORY[2], event=AnswerGiven("q", float("nan")))), "event 3"),
    ],
)
def test_a_history_that_is_not_whole_is_refused_whole(log: Log, history: tuple[Recorded, ...], says: str) -> None:
    with pytest.raises(UnreadableFile, match=says) as refused:
        log.adopt(history)
    assert str(refused.value).isprintable()
    assert log.workbooks() == ()

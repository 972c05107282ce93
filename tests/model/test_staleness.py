"""What was answered before the objective changed is known as such, until it is given anew or confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from premortem.model.bank import shipped_bank
from premortem.model.events import AnswerGiven, CellGiven, Confirmed, Event, Recorded, RowAdded, RowRemoved, Undone
from premortem.model.questions import Bank
from premortem.model.staleness import outdated

VERSIONS, CHAPTER = "changing-objective.versions", "success-criteria"
DAY = datetime(2026, 3, 10, tzinfo=UTC)


def bank() -> Bank:
    """The shipped bank, in which success criteria rest on the objective whatever its file says."""
    shipped = shipped_bank()
    resting = replace(shipped.chapters[CHAPTER], rests_on=VERSIONS)
    return Bank({**{c: replace(each, rests_on="") for c, each in shipped.chapters.items()}, CHAPTER: resting})


def question() -> str:
    return next(q.id for q in shipped_bank().chapters[CHAPTER].questions if not q.columns)


def version(name: str, day: str | None = None) -> list[Event]:
    events: list[Event] = [RowAdded(VERSIONS, name), CellGiven(VERSIONS, name, "objective", f"Version {name}")]
    return [*events, CellGiven(VERSIONS, name, "from", day)] if day else events


def answered(value: object = "x") -> list[Event]:
    return [AnswerGiven(question(), value)]


def stale(*steps: tuple[float, list[Event]]) -> tuple[str, ...]:
    """What is outdated after these events, each list given so many hours after the day began."""
    log: list[Recorded] = []
    for hours, events in steps:
        first = len(log) + 1
        at = DAY + timedelta(hours=hours)
        log.extend(Recorded("w", first + n, at, "", event, first) for n, event in enumerate(events))
    return outdated(bank(), log).get(CHAPTER, ())


def test_an_answer_from_before_a_second_version_is_outdated_and_one_given_after_it_is_not() -> None:
    assert stale((1, version("aaaaaa")), (2, answered()), (3, version("bbbbbb"))) == (question(),)
    assert stale((1, version("aaaaaa")), (2, version("bbbbbb")), (3, answered())) == ()


def test_the_first_version_makes_nothing_outdated() -> None:
    assert stale((1, answered()), (2, version("aaaaaa"))) == ()


def test_versions_of_the_past_written_down_today_leave_todays_answers_alone() -> None:
    past = (3, [*version("aaaaaa", "2025-01-01"), *version("bbbbbb", "2025-06-01")])
    assert stale((1, answered()), past) == ()


def test_answers_older_than_the_day_of_the_change_are_outdated_though_it_is_written_down_later() -> None:
    late = (72, [*version("aaaaaa", "2026-01-01"), *version("bbbbbb", "2026-03-11")])
    assert stale((1, answered()), late) == (question(),)
    assert stale((60, answered()), late) == ()


def test_confirming_or_answering_anew_ends_it_and_the_next_change_begins_it_again() -> None:
    changed = [(1, version("aaaaaa")), (2, answered()), (3, version("bbbbbb"))]
    assert stale(*changed, (4, [Confirmed(CHAPTER)])) == ()
    assert stale(*changed, (4, answered("y"))) == ()
    assert stale(*changed, (4, [Confirmed(CHAPTER)]), (5, version("cccccc"))) == (question(),)


def test_a_version_taken_out_or_undone_and_an_answer_taken_back_leave_nothing_outdated() -> None:
    changed = [(1, version("aaaaaa")), (2, answered()), (3, version("bbbbbb"))]
    assert stale(*changed, (4, [RowRemoved(VERSIONS, "bbbbbb")])) == ()
    assert stale(*changed, (4, [Undone(4)])) == ()
    assert stale(*changed, (4, answered(None))) == ()


def test_answers_and_versions_of_one_file_come_at_one_moment_and_are_not_outdated() -> None:
    assert stale((1, [*answered(), *version("aaaaaa"), *version("bbbbbb")])) == ()


def test_the_versions_themselves_are_never_outdated() -> None:
    resting = replace(shipped_bank().chapters["changing-objective"], rests_on=VERSIONS)
    log = [
        Recorded("w", n, DAY + timedelta(hours=n), "", event, n)
        for n, event in enumerate([*version("aaaaaa"), *version("bbbbbb")], start=1)
    ]
    assert outdated(Bank({"changing-objective": resting}), log) == {}


@given(st.permutations(["answer", "first", "second"]))
def test_only_an_answer_before_the_newest_version_is_outdated(order: list[str]) -> None:
    events = {"answer": answered(), "first": version("aaaaaa"), "second": version("bbbbbb")}
    steps = [(float(hour), events[what]) for hour, what in enumerate(order, start=1)]
    assert stale(*steps) == ((question(),) if order[-1] != "answer" else ())

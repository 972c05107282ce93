from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from premortem.model.events import AnswerGiven, WorkbookCreated
from premortem.store import Log, open_log


def test_two_processes_that_append_at_once_lose_nothing(
    log: Log, workbook: str, address: str, forked: Callable
) -> None:
    def append_200(author: str) -> Callable:
        def work(say: Callable) -> None:
            with open_log(address) as own:
                for count in range(200):
                    say(own.append(workbook, [AnswerGiven("q", count)], author)[0].number)

        return work

    children = [forked(append_200(author)) for author in ("Ada", "Grace")]
    ada, grace = ([int(line) for line in child.wait()] for child in children)
    history = log.events(workbook)
    assert [entry.number for entry in history] == list(range(1, 402))
    for author, acknowledged in (("Ada", ada), ("Grace", grace)):
        kept = [entry for entry in history[1:] if entry.author == author]
        assert [entry.number for entry in kept] == acknowledged
        assert [entry.event for entry in kept] == [AnswerGiven("q", count) for count in range(200)]


def test_processes_see_what_the_other_appended_without_opening_anew(
    log: Log, workbook: str, address: str, forked: Callable
) -> None:
    to_child, from_parent = os.pipe()

    def answer_each_append(say: Callable) -> None:
        with open_log(address) as own:
            for _ in range(5):
                os.read(to_child, 1)
                seen = own.events(workbook)[-1].event
                assert isinstance(seen, AnswerGiven)
                say(own.append(workbook, [AnswerGiven("q", seen.value + 1)])[0].number)

    child = forked(answer_each_append)
    for turn in range(5):
        log.append(workbook, [AnswerGiven("q", 10 * turn)])
        os.write(from_parent, b".")
        number = int(child.line())
        assert log.newest(workbook) == number == 2 * turn + 3
        assert log.events(workbook, after=number - 1)[0].event == AnswerGiven("q", 10 * turn + 1)
    child.wait()


def test_processes_that_open_a_new_file_at_the_same_moment_all_get_one_store(tmp_path: Path, forked: Callable) -> None:
    for turn in range(10):
        path = tmp_path / f"{turn}.sqlite"
        gate, open_gate = os.pipe()

        def open_and_create(say: Callable, path: Path = path, gate: int = gate) -> None:
            os.read(gate, 1)  # returns for all of them at once, when the parent closes its end
            with open_log(str(path)) as own:
                say(own.create(WorkbookCreated("x")).workbook)

        def waiting(say: Callable, open_gate: int = open_gate, then: Callable = open_and_create) -> None:
            os.close(open_gate)
            then(say)

        children = [forked(waiting) for _ in range(6)]
        os.close(open_gate)
        created = {line for child in children for line in child.wait()}
        os.close(gate)
        with open_log(str(path)) as log:
            assert {line.workbook for line in log.workbooks()} == created
            assert len(created) == 6


def test_parent_and_child_both_go_on_with_a_log_opened_before_the_fork(
    log: Log, workbook: str, forked: Callable
) -> None:
    def append_100(say: Callable) -> None:
        for count in range(100):
            say(log.append(workbook, [AnswerGiven("q", count)], "child")[0].number)

    child = forked(append_100)
    own = [log.append(workbook, [AnswerGiven("q", count)], "parent")[0].number for count in range(100)]
    theirs = [int(line) for line in child.wait()]
    assert sorted(own + theirs) == list(range(2, 202))
    assert [entry.number for entry in log.events(workbook) if entry.author == "parent"] == own


def test_a_child_keeps_its_store_when_the_parent_closes_the_one_they_shared(
    log: Log, workbook: str, address: str, forked: Callable
) -> None:
    gate, open_gate = os.pipe()

    def append_before_and_after(say: Callable) -> None:
        say(log.append(workbook, [AnswerGiven("q", "before")])[0].number)
        os.read(gate, 1)
        say(log.append(workbook, [AnswerGiven("q", "after")])[0].number)

    child = forked(append_before_and_after)
    assert child.line() == "2"
    log.newest(workbook)
    log.close()  # with locks the child only believes in, this would be the last connection: the WAL would go
    os.write(open_gate, b".")
    assert child.wait() == ["3"]
    with open_log(address) as other:
        assert [entry.number for entry in other.events(workbook)] == [1, 2, 3]


def test_two_threads_may_share_one_log(log: Log, workbook: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda n: log.append(workbook, [AnswerGiven("q", n)])[0].number, range(100)))
    assert sorted(numbers) == list(range(2, 102))
    assert [log.events(workbook)[number - 1].event for number in numbers] == [AnswerGiven("q", n) for n in range(100)]

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from premortem.model.events import AnswerGiven, WorkbookCreated
from premortem.store import open_log

KILLS = 200
TOGETHER = 3  # events in one append: all of them or none


def test_no_acknowledged_answer_is_lost_when_the_writer_is_killed_200_times(path: Path, forked: Callable) -> None:
    moments = random.Random(1986)
    with open_log(str(path)) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
    seen = 1
    for kill in range(KILLS):

        def write_until_killed(say: Callable, kill: int = kill) -> None:
            with open_log(str(path)) as own:
                while True:
                    appended = own.append(workbook, [AnswerGiven("q", [kill, part]) for part in range(TOGETHER)])
                    say(appended[-1].number)

        child = forked(write_until_killed)
        first = [child.line()] if kill % 2 else []  # every other child dies while it opens the store
        time.sleep(moments.uniform(0, 0.01))
        acknowledged = [int(line) for line in first + child.kill()]
        with open_log(str(path)) as log:
            added = log.events(workbook, after=seen)
        assert [entry.number for entry in added] == list(range(seen + 1, seen + 1 + len(added)))
        assert [entry.event for entry in added] == [
            AnswerGiven("q", [kill, part % TOGETHER]) for part in range(len(added))
        ]
        assert len(added) % TOGETHER == 0
        assert acknowledged == list(range(seen + TOGETHER, seen + TOGETHER * len(acknowledged) + 1, TOGETHER))
        assert len(added) // TOGETHER - len(acknowledged) in (0, 1)  # the last may have been killed before it said so
        assert len(acknowledged) >= kill % 2
        seen += len(added)
    assert seen > KILLS  # each child that was waited for wrote something

"""Once a vote is closed its ballots are nowhere in the files of the store."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from premortem.model.events import AnswerGiven, WorkbookCreated
from premortem.model.session_events import VoteDropped
from premortem.store import Log, open_log

MARKER = b"NOBODY-MAY-READ-THIS"
PEOPLE = [f"person{number:02}" for number in range(40)]


def traces(path: Path) -> dict[str, int]:
    """How often the marker stands in each file beside the store."""
    found = {each.name: each.read_bytes().count(MARKER) for each in path.parent.iterdir()}
    return {name: count for name, count in found.items() if count}


def vote_and_change(log: Log, workbook: str, vote: str, chance: random.Random) -> None:
    """Ballots of any length, changed often, so that SQLite moves them about between its pages."""
    for person in PEOPLE * 4:
        secret = MARKER.decode() * chance.choice([1, 1, 2, 5, 40, 300])
        log.cast(workbook, vote, person, {"value": f"{person} {secret}"}, [])
        log.append(workbook, [AnswerGiven("q", person)])


@pytest.mark.parametrize("how", ["closed", "session ended"])
def test_no_byte_of_a_ballot_is_left_after_the_vote(path: Path, how: str) -> None:
    chance = random.Random(16)
    with open_log(str(path)) as log, open_log(str(path)) as beside:
        workbook = log.create(WorkbookCreated("x")).workbook
        other = log.create(WorkbookCreated("Another session in the same store")).workbook
        for where in (workbook, other):
            log.open_vote(where, "v", [])
        for person in PEOPLE:
            beside.cast(other, "v", person, {"value": "kept " * chance.randint(1, 200)}, [])
        vote_and_change(log, workbook, "v", chance)
        assert traces(path)  # else this proves nothing
        if how == "closed":
            log.close_vote(workbook, "v", lambda _: [VoteDropped("s", "v")])
        else:
            log.shut_doors(workbook)
        assert traces(path) == {}
        assert all(str(beside.ballot(other, "v", person)).count("kept") for person in PEOPLE)
    assert traces(path) == {}
    with sqlite3.connect(path) as whole:
        assert whole.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    whole.close()


def test_where_a_reader_keeps_the_wal_it_is_emptied_with_the_next_write(log: Log, workbook: str, path: Path) -> None:
    log.open_vote(workbook, "v", [])
    log.cast(workbook, "v", "p", {"value": MARKER.decode()}, [])
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchone()
    log.close_vote(workbook, "v", lambda _: [VoteDropped("s", "v")])
    assert traces(path)
    reader.close()
    log.append(workbook, [AnswerGiven("q", 1)])
    assert traces(path) == {}


def test_a_killed_process_leaves_its_ballots_to_whoever_closes_the_vote(
    log: Log, workbook: str, path: Path, forked: Callable
) -> None:
    log.open_vote(workbook, "v", [])
    moments = random.Random(5)
    for kill in range(15):

        def cast_until_killed(say: Callable, kill: int = kill) -> None:
            with open_log(str(path)) as own:
                for turn in range(100_000):
                    own.cast(workbook, "v", f"p{kill}", {"value": f"{turn} {MARKER.decode()}"}, [])
                    say(turn)

        child = forked(cast_until_killed)
        told = [child.line() for _ in range(moments.randint(1, 5))]
        acknowledged = int([*told, *child.kill()][-1])
        kept = log.ballot(workbook, "v", f"p{kill}")
        assert isinstance(kept, dict)
        assert int(str(kept["value"]).split()[0]) - acknowledged in (0, 1)  # the last may not have been said any more
    seen: dict[str, object] = {}
    log.close_vote(workbook, "v", lambda ballots: seen.update(ballots) or [])
    assert sorted(seen) == sorted(f"p{kill}" for kill in range(15))
    assert traces(path) == {}


def test_a_process_killed_while_it_closes_either_closed_the_vote_or_left_it_open(
    log: Log, workbook: str, path: Path, forked: Callable
) -> None:
    outcomes = set()
    for kill in range(20):
        vote = f"v{kill}"
        log.open_vote(workbook, vote, [])
        log.cast(workbook, vote, "p", {"value": MARKER.decode()}, [])
        newest = log.newest(workbook)

        def close_and_be_killed(say: Callable, vote: str = vote) -> None:
            with open_log(str(path)) as own:
                say("ready")
                own.close_vote(workbook, vote, lambda _: [VoteDropped("s", vote)])
                say("closed")
                signal.pause()

        child = forked(close_and_be_killed)
        child.line()
        time.sleep(kill % 10 / 2000)
        said = child.kill()
        closed = log.newest(workbook) == newest + 1
        outcomes.add(closed)
        assert closed or (said == [] and log.ballot(workbook, vote, "p") is not None)
        if not closed:
            log.close_vote(workbook, vote, lambda _: [])
    log.shut_doors(workbook)
    assert traces(path) == {}
    assert True in outcomes

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


@pytest.fixture
def address(path: Path) -> str:
    """All here is about SQLite and its file."""
    return str(path)


def traces(path: Path) -> dict[str, int]:
    """How often the marker stands in each file beside the store."""
    found = {each.name: each.read_bytes().count(MARKER) for each in path.parent.iterdir()}
    return {name: count for name, count in found.items() if count}


def fill(log: Log, workbook: str, vote: str, chance: random.Random) -> None:
    """Cast ballots of others, before and behind it in the table, then secret ones, long and short, changed often."""
    longest = chance.choice([1, 20, 200])
    for other in ("a", "z"):
        log.open_vote(workbook, f"{other}-{vote}", [])
        for _ in range(12):
            log.cast(workbook, f"{other}-{vote}", str(chance.random()), "k" * chance.randint(1, longest * 20), [])
    log.open_vote(workbook, vote, [])
    people = [str(chance.random()) for _ in range(12)]
    for _ in range(48):
        log.cast(workbook, vote, chance.choice(people), MARKER.decode() * chance.randint(1, longest), [])


def test_no_byte_of_a_ballot_is_left_after_any_vote(path: Path) -> None:
    chance = random.Random(7)
    with open_log(str(path)) as log, open_log(str(path)) as beside:
        workbook = log.create(WorkbookCreated("x")).workbook
        for turn in range(20):
            fill(log, workbook, f"v{turn}", chance)
            assert traces(path)  # else this proves nothing
            beside.close_vote(workbook, f"v{turn}", lambda _: [VoteDropped("s", "v")])
            assert traces(path) == {}
            for other in ("a", "z"):
                kept: dict[str, object] = {}
                log.close_vote(workbook, f"{other}-v{turn}", lambda ballots, kept=kept: kept.update(ballots) or [])
                assert len(kept) == 12
    with sqlite3.connect(path) as whole:
        assert whole.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    whole.close()


def test_no_byte_of_a_ballot_is_left_after_a_session_that_was_ended_with_its_vote_open(
    log: Log, workbook: str, path: Path
) -> None:
    fill(log, workbook, "v", random.Random(17))
    assert traces(path)
    log.shut_doors(workbook)
    assert traces(path) == {}


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
        if kill % 10:
            time.sleep(kill / 2000)
        else:
            child.line()  # a busy machine may need longer than any pause: some are let come to the end
        said = child.kill()
        closed = log.newest(workbook) == newest + 1
        outcomes.add(closed)
        assert closed or (said == [] and log.ballot(workbook, vote, "p") is not None)
        if not closed:
            log.close_vote(workbook, vote, lambda _: [])
    log.shut_doors(workbook)
    assert traces(path) == {}
    assert True in outcomes

"""Several processes cast, change and close at once: nobody is counted twice, no acknowledged ballot is lost."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from premortem.errors import VoteClosed
from premortem.model.events import Event, Json, WorkbookCreated
from premortem.model.session_events import VoteCast, VoteOpened, VoteShown
from premortem.store import open_log

# What one process does: cast for a person (0 to 3), or close; after a pause of so many thousandths of a second.
turn = st.tuples(st.sampled_from([0, 1, 2, 3, "close"]), st.sampled_from([0, 0, 0, 1, 3]))
processes = st.lists(st.lists(turn, max_size=12), min_size=2, max_size=4)


def shown(ballots: Mapping[str, Json]) -> Sequence[Event]:
    return [VoteShown("s", "v", [{"name": person, "value": ballots[person]} for person in sorted(ballots)])]


def work_of(address: str, workbook: str, number: int, turns: Sequence[tuple[Any, int]]) -> Callable:
    def work(say: Callable) -> None:
        with open_log(address) as log:
            for place, (what, pause) in enumerate(turns):
                time.sleep(pause / 1000)
                person = f"p{what}"
                try:
                    if what == "close":
                        log.close_vote(workbook, "v", shown)
                        say(json.dumps(["closed"]))
                    else:
                        log.cast(workbook, "v", person, [number, place], [VoteCast("s", "v", person)])
                        say(json.dumps(["cast", person, [number, place]]))
                except VoteClosed:
                    say(json.dumps(["too late"]))

    return work


def judged(said: list[list[Any]], events: list[Event]) -> None:
    """Hold what the processes were told against what the log says."""
    closings = [event for event in events if isinstance(event, VoteShown)]
    assert len(closings) == 1
    assert events[-1] is closings[0]  # no ballot is taken after it
    found = {each["name"]: each["value"] for each in closings[0].ballots}
    acknowledged: dict[str, list[Any]] = {}
    for line in said:
        if line[0] == "cast":
            acknowledged.setdefault(line[1], []).append(line[2])
    assert set(found) == set(acknowledged)
    for person, ballots in acknowledged.items():
        assert found[person] in ballots
        # Of one process's own ballots only the last counts.
        last = dict(ballots)
        assert found[person] in [[process, place] for process, place in last.items()]
    counted = [event.person for event in events if isinstance(event, VoteCast)]
    assert sorted(counted) == sorted(found)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(several=processes)
def test_any_interleaving_counts_nobody_twice_and_loses_no_acknowledged_ballot(
    address: str, forked: Callable, several: list[list[tuple[Any, int]]]
) -> None:
    with open_log(address) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        log.open_vote(workbook, "v", [VoteOpened("s", "v", {"kind": "text", "text": "?"})])
    children = [forked(work_of(address, workbook, *each)) for each in enumerate(several)]
    said = [json.loads(line) for child in children for line in child.wait()]
    with open_log(address) as log:
        if ["closed"] not in said:
            log.close_vote(workbook, "v", shown)
        assert said.count(["closed"]) <= 1
        judged(said, [entry.event for entry in log.events(workbook, after=2)])


def test_twelve_phones_that_change_their_minds_until_it_is_shown_are_each_counted_once(
    address: str, forked: Callable
) -> None:
    with open_log(address) as log:
        workbook = log.create(WorkbookCreated("x")).workbook
        log.open_vote(workbook, "v", [VoteOpened("s", "v", {"kind": "text", "text": "?"})])
        chance = random.Random(12)
        turns = [[(phone, chance.choice([0, 1, 2])) for _ in range(40)] for phone in range(12)]
        children = [forked(work_of(address, workbook, *each)) for each in enumerate(turns)]
        while log.newest(workbook) < 2 + 12:
            time.sleep(0.002)
        log.close_vote(workbook, "v", shown)
        said = [json.loads(line) for child in children for line in child.wait()]
        judged(said, [entry.event for entry in log.events(workbook, after=2)])

"""`premortem minutes`: what came of the sessions of a workbook."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from premortem.session.minutes import Ballot, Minutes

Adder = Callable[..., argparse.ArgumentParser]


def add(command: Adder, readable: Callable[[argparse.ArgumentParser], argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    says = "Print the minutes of a workbook's sessions, the newest first: votes, what was agreed, actions, time."
    readable(command("minutes", _minutes, says)).add_argument("workbook", help="its link")


def _minutes(chosen: argparse.Namespace) -> int:
    from premortem.cli import print_json
    from premortem.session.minutes import minutes
    from premortem.session.state import sessions
    from premortem.store import open_log
    from premortem.workbook import Workbook, link_in

    with open_log() as log:
        workbook = Workbook(log, link_in(chosen.workbook))
    held = reversed(sessions(workbook.recorded))
    written = [minutes(workbook.bank, workbook.recorded, session.id) for session in held]
    if chosen.json:
        print_json(written)
        return 0
    for each in written:
        print("\n".join(_told(each)), end="\n\n")
    if not written:
        print("There was no session on this workbook yet.")
    return 0


def _told(kept: Minutes) -> Iterator[str]:
    names = f": {', '.join(kept.attendance.names)}" if kept.attendance.names else ""
    until = f"{kept.ended:%H:%M} UTC" if kept.ended else "now, it still runs"
    yield f"{'REHEARSAL' if kept.rehearsal else 'Session'} of {kept.opened:%Y-%m-%d %H:%M} to {until}"
    yield f"  {kept.attendance.people} took part{names}"
    yield f"  {kept.minutes_used:.0f} minutes used, {kept.minutes_planned:.0f} planned"
    for ballot in kept.votes:
        yield from _vote_told(ballot)
    for action in kept.actions:
        yield f"  Action: {action.what} ({action.owner or 'nobody yet'}, {action.due or 'no date yet'})"
    for item in kept.parked:
        yield f"  {'Settled' if item.settled else 'Parked'}: {item.text}"
    if kept.waiting:
        yield f"  Open and not shown yet: {kept.waiting}"


def _vote_told(ballot: Ballot) -> Iterator[str]:
    yield f"  Vote: {ballot.subject.text}"
    for each in ballot.rounds:
        yield f"    Round {each.round}: {each.words}"
    if ballot.agreed or not ballot.subject.written:
        yield f"    Agreed: {ballot.agreed or 'nothing'}{f' ({ballot.note})' if ballot.note else ''}"
    for said in ballot.dissent:
        yield f"    Did not agree ({said.name or 'no name wanted'}): {said.text}"

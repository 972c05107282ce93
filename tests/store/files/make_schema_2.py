"""Made `schema-2.db` and `schema-2.json`: a session with an open vote, as the second schema keeps it. Run once.

    PYTHONPATH=widgets .venv/bin/python tests/store/files/make_schema_2.py

The JSON says in plain words what the database holds, so that no later code is needed to know what must be read.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from premortem.model import events, session_events
from premortem.store.log import Door
from premortem.store.sqlite import SqliteLog

SUBJECT = {"question": "data.owner", "text": "Who owns the data?", "kind": "text"}
STEPS: list[tuple[str, list[events.Event]]] = [
    ("Ada", [events.AnswerGiven("effort.target", {"low": 1, "best": 2.5, "high": None})]),
    ("Ada", [session_events.SessionOpened("s1", "seat", [], "secret")]),
    ("", [session_events.Joined("s1", "0123456789abcdef", "Grace \u202e<b>")]),
]


def main() -> None:
    folder = Path(__file__).parent
    times = (datetime(2026, 11, 1, 9, tzinfo=UTC) + timedelta(minutes=7.5 * turn) for turn in range(100))
    with SqliteLog(folder / "schema-2.db", clock=lambda: next(times)) as log:
        links = log.create(events.WorkbookCreated("Churn model"), "Ada")
        for author, step in STEPS:
            log.append(links.workbook, step, author)
        log.open_door(Door("K7QW2M", links.workbook, "s1"))
        log.open_vote(links.workbook, "v1", [session_events.VoteOpened("s1", "v1", SUBJECT)], "Ada")
        log.open_vote(links.workbook, "v2", [session_events.VoteOpened("s1", "v2", SUBJECT)], "Ada")
        cast = [session_events.VoteCast("s1", "v1", "0123456789abcdef")]
        log.cast(links.workbook, "v1", "0123456789abcdef", {"value": "The 🦆 team"}, cast)
        log.close_vote(links.workbook, "v2", lambda _: [session_events.VoteDropped("s1", "v2")], "Ada")
        log.mark_present(links.workbook, ["0123456789abcdef"])
        held = {
            "links": vars(links),
            "title": "Churn model",
            "door": {"code": "K7QW2M", "session": "s1"},
            "open": {"vote": "v1", "person": "0123456789abcdef", "ballot": {"value": "The 🦆 team"}},
            "closed": "v2",
            "events": [
                {
                    "number": entry.number,
                    "step": entry.step,
                    "at": entry.at.isoformat(),
                    "author": entry.author,
                    "kind": entry.event.kind,
                    "payload": events.to_json(entry.event),
                }
                for entry in log.events(links.workbook)
            ],
        }
    (folder / "schema-2.json").write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

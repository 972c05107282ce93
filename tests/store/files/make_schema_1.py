"""Made `schema-1.db` and `schema-1.json` with the first version of the store. Run once; neither is ever made again.

    PYTHONPATH=widgets .venv/bin/python tests/store/files/make_schema_1.py

The JSON says in plain words what the database holds, so that no later code is needed to know what must be read.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from premortem.model import events
from premortem.store.sqlite import SqliteLog

STEPS: list[tuple[str, list[events.Event]]] = [
    ("Ada", [events.WorkbookNamed("Churn model 🦆")]),
    ("Ada", [events.AnswerGiven("effort.target", {"low": 1, "best": 2.5, "high": None})]),
    ("Grace", [events.RowAdded("data.sources", "r1"), events.CellGiven("data.sources", "r1", "name", "CRM \0 <b>")]),
    ("Grace", [events.RowAdded("data.sources", "r2"), events.RowMoved("data.sources", "r2", 0)]),
    ("", [events.RowRemoved("data.sources", "r1")]),
    ("", [events.Undone(7)]),
    ("", [events.Redone(7)]),
    ("\u202eAda", [events.AnswerGiven("effort.target", None), events.AnswerGiven("data.owner", "dont-know")]),
]


def main() -> None:
    folder = Path(__file__).parent
    times = (datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(minutes=7.5 * turn) for turn in range(100))
    with SqliteLog(folder / "schema-1.db", clock=lambda: next(times)) as log:
        links = log.create(events.WorkbookCreated("Churn model", origin="example:churn"), "Ada")
        for author, step in STEPS:
            log.append(links.workbook, step, author)
        held = {
            "links": vars(links),
            "title": "Churn model 🦆",
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
    (folder / "schema-1.json").write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

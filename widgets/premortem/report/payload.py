"""The log inside a report: written so that nothing in it can become markup."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from premortem.model.events import Recorded, to_json
from premortem.model.state import veiled

FORMAT = "premortem-workbook"
VERSION = 1
OPENS = f'<script type="application/json" id="{FORMAT}">'
CLOSES = "</script>"


def script_text(recorded: Sequence[Recorded]) -> str:
    """Return the log as JSON that may stand inside a script element: `<`, `>` and `&` are written as escapes.

    What was written unseen and is not shown yet is left out.
    """
    events = [
        {
            "number": record.number,
            "step": record.step,
            "at": record.at.isoformat(),
            "author": record.author,
            "kind": record.event.kind,
            "event": to_json(record.event),
        }
        for record in veiled(recorded)
    ]
    content = {"format": FORMAT, "version": VERSION, "check": check_sum(events), "events": events}
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def check_sum(events: Any) -> str:
    """Return a digest of the events, to notice a file that was cut or changed on its way."""
    plain = json.dumps(events, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()

"""The minutes of the workbook's sessions as the report shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from premortem.model.currencies import CURRENCY
from premortem.report.document import Document
from premortem.session import results
from premortem.session.minutes import minutes
from premortem.session.state import Session, sessions

WHO_IS_NAMED = {
    "anonymous": "Nobody was named.",
    "secret": "Votes were secret: no name stands beside one.",
    "open": "Votes were named once they were shown.",
}
THIN = 4
"""With fewer people than this a distribution tells who voted what."""


def held(document: Document) -> list[Mapping[str, Any]]:
    """Return what the template needs of each session, the newest first; what nobody may see yet is only counted."""
    return [_held(document, session) for session in reversed(sessions(document.recorded))]


def _held(document: Document, session: Session) -> Mapping[str, Any]:
    written = minutes(document.bank, document.recorded, session.id)
    currency = document.state.text(CURRENCY)
    pictures = {
        vote.id: Markup(results.html(vote, currency=currency))  # noqa: S704 - rendered by an autoescaping template
        for vote in session.votes.values()
        if vote.ballots is not None
    }
    return {
        "minutes": written,
        "pictures": pictures,
        "named": WHO_IS_NAMED[written.privacy],
        "thin": written.privacy != "open" and written.attendance.people < THIN,
        "steps": [step for step in written.steps if step.used or not step.parked],
    }

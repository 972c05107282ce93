"""Why the project failed, as people wrote it in the premortem round: every chapter opens with what points to it."""

from __future__ import annotations

from premortem.model.state import State

REASONS = "premortem-round.reasons"
ELSEWHERE = "elsewhere"


def reasons_for(chapter_id: str, state: State) -> tuple[str, ...]:
    """Return the reasons that the group sorted under a chapter, in their order; none before they are shown to all."""
    rows = state.rows(REASONS)
    return tuple(why for row in rows if (why := row.text("why")) and row.text("chapter") == chapter_id)

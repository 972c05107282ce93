"""The actions of a session: those on the list before it first, and those that it adds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from premortem.errors import InvalidAnswer, RefusedInput
from premortem.messages import Message
from premortem.model import answers
from premortem.model.edits import new_row_id
from premortem.model.events import Recorded, RowAdded
from premortem.model.session_events import SessionOpened
from premortem.model.state import State
from premortem.workbook import Workbook

ACTIONS = "decision.actions"
COLUMNS = ("what", "owner", "due")


def listed(recorded: Iterable[Recorded], state: State, session: str) -> dict[str, list[dict[str, str]]]:
    """Return the actions on the list now: `earlier` ones, there before the session began, and those of `now`."""
    opened = 0
    added: dict[str, int] = {}
    for record in recorded:
        match record.event:
            case SessionOpened(session=begun) if begun == session:
                opened = record.number
            case RowAdded(question=question, row=row) if question == ACTIONS:
                added[row] = record.number
    found: dict[str, list[dict[str, str]]] = {"earlier": [], "now": []}
    for action in state.rows(ACTIONS):
        shown = {"id": action.id, **{column: action.text(column) or "" for column in COLUMNS}}
        found["now" if added.get(action.id, 0) > opened else "earlier"].append(shown)
    return found


def add(workbook: Workbook, message: Message) -> None:
    """Put an action on the workbook's list, as one step; where a part is wrong raise InvalidAnswer and add nothing."""
    question = workbook.bank[ACTIONS]
    cells: dict[str, Any] = {}
    for column in COLUMNS:
        given = message.get(column)
        if given is not None and answers.cell(question, column, given) is not None:
            cells[column] = given
    if "what" not in cells:
        raise InvalidAnswer("An action needs words: write what is done.")
    row = new_row_id()
    put = [{"do": "cell", "question": ACTIONS, "row": row, "column": name, "value": cells[name]} for name in cells]
    for refusal in workbook.edit([{"do": "add-row", "question": ACTIONS, "row": row}, *put]):
        raise RefusedInput(refusal.message)

"""What a form sends is saved, shown and acknowledged; and its page is told where others replaced what it gave."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from premortem.errors import PremortemError, ReadOnlyLink, StoreError
from premortem.forms import describe
from premortem.forms.widgets import Form
from premortem.messages import UNFORESEEN, Message, text_of
from premortem.model.overtaken import Place, overtaken
from premortem.workbook import Refusal, Workbook

logger = logging.getLogger(__name__)


class Editing:
    """Takes the edits of one form; `refresh` shows what changed in the workbook."""

    def __init__(self, workbook: Workbook, form: Form, refresh: Callable[[], None]) -> None:
        self.workbook, self.form, self.refresh = workbook, form, refresh
        self._noticed: dict[Place, int] = {}

    def edits(self, message: Message) -> None:
        """Take edits; what cannot be saved stays in the page, which sends it again."""
        sent, edits = text_of(message.get("id")), message.get("edits")
        if not isinstance(edits, list):
            self.form.refused(sent, "The page sent no edits: reload it.")
            return
        try:
            refusals = self.workbook.edit(edits)
        except StoreError as error:
            self.form.not_saved(sent, str(error))
            return
        except ReadOnlyLink as error:
            self.form.refused(sent, str(error))
            return
        except Exception:  # an edit must never be lost without a word
            logger.exception("An edit could not be handled")
            self.form.refused(sent, UNFORESEEN)
            return
        try:
            self.refresh()  # first, so that the form shows what it is told of
        finally:  # what is in the log is acknowledged even if it cannot be shown
            self._acknowledge(sent, edits, refusals)

    def _acknowledge(self, sent: str, edits: list[Any], refusals: Sequence[Refusal]) -> None:
        for refusal in refusals:
            edit = edits[refusal.place] if isinstance(edits[refusal.place], dict) else {}
            self.form.refused(sent, refusal.message, *(text_of(edit.get(k)) for k in ("question", "row", "column")))
        if not refusals:
            self.form.saved(sent, self.workbook.changed.isoformat())

    def paste(self, message: Message) -> None:
        """Add rows copied from a spreadsheet, or say beside them why not: the text stays in the page."""
        sent, question, text = (text_of(message.get(name)) for name in ("id", "question", "text"))
        try:
            found = self.workbook.paste(question, text, sent, replace=message.get("replace") is True)
        except PremortemError as error:
            self.form.refused_paste(sent, question, str(error))
        else:
            self.refresh()
            self.form.pasted(sent, question, len(found.rows), found.said)

    def show_overtaken(self) -> None:
        """Tell the form where somebody else has replaced an answer that this page gave."""
        workbook = self.workbook
        found = overtaken(workbook.recorded, workbook.own, self._noticed)
        self.form.overtaken = describe.overtaken(workbook.bank, found)

    def noticed(self, message: Message) -> None:
        """Tell no more of one answer that was replaced, until it is given here and replaced once more."""
        question, row, column = (text_of(message.get(name)) for name in ("question", "row", "column"))
        self._noticed[question, row, column] = self.workbook.state.newest
        self.show_overtaken()

"""The facilitator's panel of one workbook: what the page sends reaches the session, what changed reaches the page."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from premortem.errors import InvalidAnswer, PremortemError, ReadOnlyLink, RefusedInput
from premortem.forms.session import Session
from premortem.leading import actions, commands
from premortem.leading.door import door
from premortem.leading.proposal import proposed
from premortem.leading.rehearsing import Rehearsing, begun, copy_of
from premortem.messages import UNFORESEEN, Message, text_of
from premortem.model import agendas
from premortem.model.currencies import CURRENCY
from premortem.model.events import Recorded
from premortem.model.session_events import SessionEvent
from premortem.session import agenda, questions
from premortem.session.lead import Lead
from premortem.session.room import Room
from premortem.session.state import running
from premortem.workbook import Workbook

logger = logging.getLogger(__name__)
CONNECTED_WITHIN = 15.0
"""Seconds since a phone was last heard of: it says so every few of them."""
PRIVACY = "secret"
READ_ONLY = "This link is for reading only: ask its owner for the edit link to lead a session."
NO_SEAT = "The page has not said who you are yet: reload it, and do it again."


class Panel:
    """Hears the widget of one workbook; `refresh` shows what changed in it, `go` opens another in the same page."""

    def __init__(self, workbook: Workbook, refresh: Callable[[], None], go: Callable[[Workbook], None]) -> None:
        self.workbook, self._refresh, self._go = workbook, refresh, go
        self.lead: Lead | None = None
        self._simulated: Rehearsing | None = None
        self._nobody = secrets.token_hex(8)  # until the browser says which seat is its own: leads nothing
        self._asks = False
        self._answered: object = None
        self.widget = Session(view={"running": False})
        self.widget.on_msg(self._hear)

    def offer(self) -> None:
        """Open the form by which a session begins."""
        self.widget.offered += 1

    def show(self) -> None:
        """Show the session as it is now, or that none runs."""
        workbook, widget = self.workbook, self.widget
        session = running(workbook.recorded)
        if session is None:
            self.lead = None
            widget.view = {"running": False}
            return
        lead = self.lead = self._lead(session.id)
        with widget.hold_sync():
            widget.currency = workbook.state.text(CURRENCY) or ""
            widget.door = door(lead.code)
            answered = (session.id, self._asks, _newest_answer(workbook.recorded))
            if answered != self._answered:  # votes and steps touch no answer, and come far more often
                self._answered = answered
                widget.actions = actions.listed(workbook.recorded, workbook.state, session.id)
                widget.askable = self._askable() if self._asks else []
            widget.view = self._view(lead)

    def _lead(self, session: str) -> Lead:
        workbook, seat = self.workbook, self.workbook.seat or self._nobody
        if self.lead is None or self.lead.room.id != session:
            room = Room(workbook.log, workbook.id, session)
        else:
            room = self.lead.room
            room.refresh()
            if self.lead.seat == seat:
                return self.lead
        return Lead(room, workbook.bank, seat, workbook.author, may_edit=workbook.may_edit)

    def _view(self, lead: Lead) -> dict[str, Any]:
        present = lead.room.log.present(self.workbook.id, CONNECTED_WITHIN)
        view: dict[str, Any] = lead.view(datetime.now(UTC), present)
        vote = lead.session.vote
        if vote is not None and view.get("vote"):
            view["vote"] |= {"agreed_words": view["vote"].get("agreed") or "", "agreed": vote.agreed}
            view["vote"]["proposed"] = proposed(vote)
        return view

    def _askable(self) -> list[dict[str, Any]]:
        bank = self.workbook.bank
        titles = {chapter.id: chapter.title for chapter in bank.chapters.values()}
        found = questions.askable(bank, self.workbook.state)
        return [{**asdict(each), "title": titles[each.chapter]} for each in found]

    def _hear(self, _widget: Any, message: Any, _buffers: list[Any]) -> None:
        wanted = message if isinstance(message, dict) else {}
        answer: Message = {"id": text_of(wanted.get("id"))}
        try:
            try:
                answer |= {"type": "done", "said": self._answer(wanted)}
            finally:  # also where it is refused: because of what others did meanwhile, as a rule
                self._show_changes()
        except PremortemError as error:
            answer |= {"type": "refused", "message": str(error)}
        except Exception:  # the visitor must learn of it, whatever it was
            logger.exception("A message of the panel for sessions could not be handled")
            answer |= {"type": "refused", "message": UNFORESEEN}
        self.widget.tell(answer.pop("type"), **answer)

    def _show_changes(self) -> None:
        if self.workbook.refresh():
            self._refresh()
        else:
            self.show()

    def _answer(self, message: Message) -> str:
        workbook = self.workbook
        if not workbook.may_edit:
            raise ReadOnlyLink(READ_ONLY)
        match message.get("type"):
            case "look":
                self._let_simulated_act()
            case "seat":
                workbook.sit(message.get("token"))
            case "suggest":
                self.widget.suggested = agendas.to_json(self._suggested(message))
            case "askable":
                self._asks = True  # shown with what changes, as all is
            case "begin":
                self._begin(message)
            case "rehearse":
                self._rehearse(message)
            case _:
                return self._order(message)
        return ""

    def _order(self, message: Message) -> str:
        workbook = self.workbook
        workbook.refresh()
        session = running(workbook.recorded)
        if session is None:
            if message.get("type") == "end":
                return ""  # a second click: it has ended
            raise RefusedInput("No session runs in this workbook now: start one.")
        if not workbook.seat:
            raise RefusedInput(NO_SEAT)
        self.lead = self._lead(session.id)
        return commands.obey(self.lead, workbook, message)

    def _suggested(self, message: Message) -> tuple[agendas.Step, ...]:
        minutes = message.get("minutes")
        if isinstance(minutes, bool) or not isinstance(minutes, int | float) or minutes != int(minutes):
            raise InvalidAnswer("How long you have is a number of minutes: give 60, 90 or 120, for example.")
        return agenda.suggested(self.workbook.bank, int(minutes))

    def _begin(self, message: Message) -> None:
        workbook = self.workbook
        workbook.refresh()
        if "token" in message:
            workbook.sit(message["token"])
        if (session := running(workbook.recorded)) and session.lead == workbook.seat:
            return  # a second click: it has begun
        self.lead = self._begun(workbook, message, rehearsal=False)

    def _rehearse(self, message: Message) -> None:
        """Begin a rehearsal on a copy, and show that one in this page."""
        self._suggested(message)  # refused before there is a copy
        copy = copy_of(self.workbook)
        copy.sit(message.get("token"))
        self._begun(copy, message, rehearsal=True)
        self.widget.tell("moved", query=f"?workbook={copy.link}")  # before its view is gone
        self._go(copy)

    def _begun(self, workbook: Workbook, message: Message, *, rehearsal: bool) -> Lead:
        if not workbook.seat:
            raise RefusedInput(NO_SEAT)
        sent = message.get("agenda")
        steps = self._suggested(message) if sent is None else agenda.checked(sent)
        privacy = text_of(message.get("privacy")) or PRIVACY
        log, bank, author = workbook.log, workbook.bank, workbook.author
        return Lead.begin(log, bank, workbook.id, workbook.seat, steps, privacy, rehearsal=rehearsal, author=author)

    def _let_simulated_act(self) -> None:
        lead = self.lead
        if lead is None or not lead.leading:
            return
        if self._simulated is None or self._simulated.room.id != lead.room.id:
            self._simulated = begun(lead)
        if self._simulated:
            self._simulated.go_on()


def _newest_answer(recorded: Sequence[Recorded]) -> int:
    """Return the number of the newest event that is not the session's own, 0 where there is none."""
    return next((each.number for each in reversed(recorded) if not isinstance(each.event, SessionEvent)), 0)

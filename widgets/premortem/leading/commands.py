"""What the buttons of the panel order, checked and handed to whoever may do it."""

from __future__ import annotations

from typing import Any

from premortem.errors import InvalidAnswer, RefusedInput
from premortem.leading import actions
from premortem.messages import Message, text_of
from premortem.model.subjects import Subject
from premortem.session import questions
from premortem.session.lead import Lead
from premortem.workbook import Workbook

LEVELS = 5
MOST_WRITTEN = 100
"""Lines of options that are looked at; how many a vote takes is said by the vote."""


def obey(lead: Lead, workbook: Workbook, message: Message) -> str:
    """Do what a message of the panel orders, and return what there is to say of it, mostly nothing.

    Raises RefusedInput in one line; nothing has changed then.
    """
    match message.get("type"):
        case "agenda" | "step" | "extend" | "park-step":
            _agenda(lead, message)
        case "vote":
            lead.open_vote(_subject(workbook, message))
        case "again" | "show" | "drop" | "agree" | "vote-for":
            return _vote(lead, workbook, message)
        case "person" | "remove" | "door":
            _people(lead, message)
        case "park":
            lead.park(text_of(message.get("text")))
        case "settle":
            lead.settle(text_of(message.get("item")))
        case "take" | "lay-down" | "end":
            _role(lead, message)
        case "action":
            actions.add(workbook, message)
        case other:
            raise RefusedInput(f"The page asked for {ascii(other)[:40]}, which it cannot have: reload it.")
    return ""


def _agenda(lead: Lead, message: Message) -> None:
    step = text_of(message.get("step"))
    match message["type"]:
        case "agenda":
            lead.set_agenda(message.get("agenda"))
        case "step":
            lead.begin_step(step)
        case "extend":
            lead.extend(step, message.get("minutes"))
        case _:
            lead.park_step(step, message.get("parked") is True)


def _vote(lead: Lead, workbook: Workbook, message: Message) -> str:
    vote = text_of(message.get("vote"))
    match message["type"]:
        case "again":
            lead.again(vote)
        case "show":
            known = lead.session.votes.get(vote)
            if known and known.ballots is not None and lead.leading:
                return ""  # a second click: it is shown already
            if left_out := lead.show(vote, workbook.state):
                return f"{left_out} of the rows found no room in the table: they stay in the result."
        case "drop":
            lead.drop(vote)
        case "agree":
            lead.agree(vote, message.get("value"), text_of(message.get("note")), workbook.state)
        case _:
            lead.vote_for(text_of(message.get("person")), vote, message.get("value"))
    return ""


def _people(lead: Lead, message: Message) -> None:
    match message["type"]:
        case "person":
            lead.add_person(text_of(message.get("name")))
        case "remove":
            lead.remove(text_of(message.get("person")))
        case _:
            lead.set_door(message.get("open") is True)


def _role(lead: Lead, message: Message) -> None:
    match message["type"]:
        case "take":
            lead.take_role()
        case "lay-down":
            lead.lay_down_role()
        case _:
            lead.end()


def _subject(workbook: Workbook, message: Message) -> Subject:
    question, kind = text_of(message.get("question")), text_of(message.get("kind"))
    if question:
        row, column = text_of(message.get("row")), text_of(message.get("column"))
        return questions.subject_of(workbook.bank, workbook.state, question, row, column, kind=kind)
    text = text_of(message.get("text"))
    if not text.strip():
        raise InvalidAnswer("The question is empty: write what you ask.")
    if kind == "levels":
        return questions.free(text, levels=LEVELS)
    return questions.free(text, _options(message.get("options")), kind=kind)


def _options(sent: Any) -> tuple[str, ...]:
    lines = sent if isinstance(sent, list) else []
    return tuple(text_of(line) for line in lines[:MOST_WRITTEN])

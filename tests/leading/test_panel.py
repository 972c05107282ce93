"""The facilitator's panel without a browser: whatever it sends is answered, and what the session holds is shown."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from leading.conftest import ADA, BOB, Page, Said
from model.sampled import MEGABYTE, nested
from premortem.desk import Desk
from premortem.forms.widgets import Rail
from premortem.messages import UNFORESEEN
from premortem.model.session_events import PRIVACY
from premortem.store import Log
from premortem.workbook import Workbook

CASES = "success-criteria.cases-available"
ORDERS = [
    "suggest",
    "askable",
    "agenda",
    "step",
    "extend",
    "park-step",
    "vote",
    "again",
    "show",
    "drop",
    "agree",
    "vote-for",
    "person",
    "remove",
    "door",
    "park",
    "settle",
    "action",
    "take",
    "nonsense",
    "seat",
    "look",
]
FIELDS = [
    "token",
    "minutes",
    "privacy",
    "agenda",
    "step",
    "parked",
    "question",
    "row",
    "column",
    "kind",
    "text",
    "options",
    "vote",
    "value",
    "note",
    "person",
    "name",
    "open",
    "item",
    "what",
    "owner",
    "due",
]
ODD = [None, True, 5, -1.5, 10**30, "", "x", "<b>x</b>", "\0", "\ud800", MEGABYTE, [], {}, ["x"], [[]], {"a": {}}]


def hears(desk: Desk, message: dict[str, Any]) -> None:
    desk.rail._handle_custom_msg(message, [])


def joined(page: Page, *names: str) -> list[str]:
    """Let people in with phones of their own, and return who they are."""
    room = page.room
    return [room.join(f"phone{place:02}" + "x" * 20, name).id for place, name in enumerate(names)]


def test_a_page_without_a_session_loads_nothing_for_one(store: Any, workbook: Workbook) -> None:
    code = f"""
import sys
from premortem.desk import Desk
from premortem.store import open_log
from premortem.workbook import Workbook
Desk(Workbook(open_log("sqlite:///{store}"), "{workbook.link}"), "start", whole=True)
parts = ("segno", "premortem.session", "premortem.leading.p", "premortem.forms.session")
print([name for name in sys.modules if name.startswith(parts)])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_button_in_the_bar_opens_the_form(workbook: Workbook) -> None:
    desk = Desk(workbook, "start", whole=True)
    rail, *_ = desk.box.children[0].children
    assert isinstance(rail, Rail)
    assert not rail.in_session
    assert len(desk.box.children[0].children) == 3
    hears(desk, {"type": "session"})
    assert desk.box.children[0].children[1] is desk.leading.panel.widget
    assert desk.leading.panel.widget.offered == 1


def test_who_may_only_read_is_offered_no_session(log: Log, workbook: Workbook, page: Page) -> None:
    page.begin()
    reader = Desk(Workbook(log, workbook.links.read), "start", whole=True)
    hears(reader, {"type": "session"})
    assert len(reader.box.children[0].children) == 3
    assert not reader.rail.in_session


@pytest.mark.parametrize("privacy", PRIVACY)
def test_who_begins_a_session_leads_it(page: Page, privacy: str) -> None:
    page.begin(privacy=privacy)
    assert page.view["running"]
    assert page.view["leading"]
    assert page.view["privacy"] == privacy
    assert page.session.lead == page.seat
    assert sum(step["minutes"] for step in page.view["agenda"] if not step["parked"]) == 90
    assert page.desk.rail.in_session


def test_a_second_click_on_start_begins_no_second_session(page: Page) -> None:
    page.begin()
    before = page.session.id
    assert page.order("begin", minutes=90, privacy="secret") == ""
    assert page.session.id == before


def test_a_page_opened_while_a_session_runs_shows_it_at_once(opened: Callable[[str], Page], page: Page) -> None:
    page.begin()
    again = opened(ADA)
    assert again.view["running"]
    assert again.view["leading"]
    assert again.panel.widget.door["code"] == page.panel.widget.door["code"]


def test_another_browser_sees_the_session_and_moves_nothing_until_it_takes_the_lead(
    opened: Callable[[str], Page], page: Page
) -> None:
    page.begin()
    bob = opened(BOB)
    assert not bob.view["leading"]
    first = bob.view["agenda"][0]["id"]
    assert "leads this session now" in bob.order("step", step=first)
    assert not any(step["now"] for step in bob.view["agenda"])
    assert bob.order("take") == ""
    assert bob.order("step", step=first) == ""
    assert "leads this session now" in page.order("park", text="Who pays for it?")
    assert not page.view["leading"]
    assert page.order("take") == ""
    assert page.order("park", text="Who pays for it?") == ""


def test_a_role_that_was_laid_down_can_be_taken(opened: Callable[[str], Page], page: Page) -> None:
    page.begin()
    assert page.order("lay-down") == ""
    bob = opened(BOB)
    assert bob.view["role_free"]
    assert bob.order("take") == ""
    assert bob.view["leading"]


def test_the_agenda_is_changed_as_the_page_orders(page: Page) -> None:
    page.begin()
    first, second = page.view["agenda"][:2]
    assert page.order("extend", step=second["id"], minutes=5) == ""
    assert page.view["agenda"][1]["minutes"] == second["minutes"] + 5
    assert page.order("park-step", step=second["id"], parked=True) == ""
    assert page.view["agenda"][1]["parked"]
    steps = [{name: each[name] for name in each if name not in {"used", "now"}} for each in page.view["agenda"]]
    assert page.order("agenda", agenda=[steps[1], {**steps[0], "title": "Hello"}, *steps[2:]]) == ""
    assert [each["id"] for each in page.view["agenda"][:2]] == [second["id"], first["id"]]
    assert page.view["agenda"][1]["title"] == "Hello"
    assert page.order("agenda", agenda=[{**steps[0], "minutes": -1}])
    assert len(page.view["agenda"]) == len(steps)


def test_a_vote_goes_from_the_question_to_the_answer_of_the_workbook(page: Page) -> None:
    page.begin()
    ada, bob, _ = joined(page, "Ada", "Bob", "Cem")
    assert page.order("vote", question=CASES, row="", column="", kind="") == ""
    vote = page.view["vote"]
    page.room.cast(ada, vote["id"], 400)
    page.room.cast(bob, vote["id"], 600)
    assert page.order("look") == ""
    assert (page.view["vote"]["cast"], page.view["vote"]["of"]) == (2, 3)
    assert [each["voted"] for each in page.view["people"]] == [True, True, False]
    assert page.order("show", vote=vote["id"]) == ""
    assert page.order("show", vote=vote["id"]) == ""  # a second click
    shown = page.view["vote"]
    assert "result" in shown["result_html"]
    assert shown["proposed"] == 500
    assert shown["answers"]
    assert page.order("agree", vote=vote["id"], value="a lot", note="")
    assert page.order("agree", vote=vote["id"], value="450", note="We meet in the middle") == ""
    assert page.workbook.state.values[CASES] == 450
    assert page.view["vote"]["agreed"] == 450
    assert "450" in page.view["vote"]["agreed_words"]
    assert page.desk.rail.can_undo


def test_a_second_round_keeps_the_first(page: Page) -> None:
    page.begin()
    page.order("vote", text="Shall we?", options=["Yes", "No"], kind="choice")
    first = page.view["vote"]["id"]
    page.order("show", vote=first)
    assert page.order("again", vote=first) == ""
    assert page.view["vote"]["round"] == 2
    assert page.session.votes[first].ballots == ()


def test_nothing_of_a_vote_is_told_to_a_page_before_it_is_shown(page: Page, said: Said) -> None:
    secret = "Nobody counted the faxes"
    page.begin()
    ada, bob = joined(page, "Ada", "Bob")
    page.order("vote", text="Why did it fail?", options=[], kind="text")
    vote = page.view["vote"]["id"]
    page.room.cast(ada, vote, [secret])
    page.room.abstain(bob, vote)
    page.order("look")
    page.order("askable")
    assert secret not in "".join(each["text"] for each in said)
    page.order("show", vote=vote)
    assert secret in "".join(each["text"] for each in said)


def test_somebody_without_a_phone_is_voted_for_and_nobody_else_is(page: Page) -> None:
    page.begin()
    (bob,) = joined(page, "Bob")
    assert page.order("person", name="Ann") == ""
    ann = next(each for each in page.view["people"] if each["by_hand"])
    page.order("vote", question=CASES, kind="")
    vote = page.view["vote"]["id"]
    assert "phone" in page.order("vote-for", person=bob, vote=vote, value="3")
    assert page.order("vote-for", person=ann["id"], vote=vote, value="12 000") == ""
    assert next(each for each in page.view["people"] if each["by_hand"])["voted"]
    assert page.order("vote-for", person=ann["id"], vote=vote, value={"abstain": True}) == ""
    page.order("remove", person=bob)
    assert [each["called"] for each in page.view["people"]] == ["Ann"]


def test_the_door_is_shut_and_opened(page: Page) -> None:
    page.begin()
    assert page.order("door", open=False) == ""
    assert not page.view["door_open"]
    assert page.order("door", open=True) == ""
    assert page.view["door_open"]


def test_actions_from_before_come_first_and_new_ones_stand_on_the_workbooks_list(page: Page) -> None:
    page.workbook.answer("decision.actions", [{"what": "Ask the clerks", "owner": "Bob"}])
    page.begin()
    assert page.order("action", what="Count the faxes", owner="Ann", due="2031-02-03") == ""
    listed = page.panel.widget.actions
    assert [each["what"] for each in listed["earlier"]] == ["Ask the clerks"]
    assert [(each["what"], each["owner"], each["due"]) for each in listed["now"]] == [
        ("Count the faxes", "Ann", "2031-02-03")
    ]
    assert [row.text("owner") for row in page.workbook.state.rows("decision.actions")] == ["Bob", "Ann"]


@pytest.mark.parametrize(
    "wrong", [{"what": "", "owner": "Ann"}, {"what": "Count", "due": "tomorrow-ish"}, {"what": 5}, {"owner": "x" * 500}]
)
def test_an_action_with_a_wrong_part_is_refused_whole(page: Page, wrong: dict[str, Any]) -> None:
    page.begin()
    assert page.order("action", **{"what": "Count", **wrong})
    assert page.workbook.state.rows("decision.actions") == ()


def test_a_session_ends_once_however_often_it_is_clicked(page: Page) -> None:
    page.begin()
    assert page.order("end") == ""
    assert page.order("end") == ""
    assert page.view == {"running": False}
    assert not page.desk.rail.in_session
    assert "start one" in page.order("park", text="Late")
    page.begin()
    assert page.view["running"]


def test_what_can_be_asked_is_told_when_somebody_looks_for_it(page: Page) -> None:
    page.begin()
    assert page.panel.widget.askable == []
    page.order("askable")
    found = {(each["question"], each["kind"]): each for each in page.panel.widget.askable}
    assert found[CASES, "number"]["title"] == "Success criteria"


def test_the_suggested_agenda_is_that_of_the_time_there_is(page: Page) -> None:
    assert page.order("suggest", minutes=60) == ""
    assert sum(step["minutes"] for step in page.panel.widget.suggested if not step["parked"]) == 60
    for wrong in (5, 10_000, "60", None, 61.5, True):
        assert page.order("suggest", minutes=wrong)


def test_whatever_a_page_sends_is_answered_in_one_line(page: Page) -> None:
    for running in (False, True):
        if running:
            page.begin()
            page.order("vote", question=CASES, kind="")
        for order in ORDERS:
            for odd in [*ODD, nested(2_000)]:
                refused = page.order(order, **dict.fromkeys(FIELDS, odd))
                assert refused != UNFORESEEN, (order, odd)
    for message in (None, 5, "x", [], {}, {"type": []}, {"type": "step", "id": {}}):
        assert page.send(message)["type"] == "refused"


def test_an_unforeseen_fault_is_told_and_logged(
    page: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page.begin()
    monkeypatch.setattr("premortem.leading.commands.obey", lambda *_: 1 / 0)
    assert page.order("park", text="x") == UNFORESEEN
    assert "panel for sessions" in caplog.text

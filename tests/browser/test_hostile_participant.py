"""Somebody who has the code of a session and means ill: refused, seen by whoever leads, and in the server's log."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import websocket
from playwright.sync_api import Browser, Page, expect

from browser.gathering import CASES, Facilitator, Participant
from browser.running import App
from browser.visitor import PATIENCE
from phone_sockets import PhoneSocket
from premortem.session.people import MOST_PEOPLE
from premortem.session.state import Session, sessions
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

MARKUP = "<img src=x onerror=document.title=1>"
TEXT = '"><script>document.title=2</script><b onclick=x>' + MARKUP
SECRET = 4_096_187
# All that whoever leads can order, as commands.py and the panel hear it.
ORDERS = (
    *(
        "begin",
        "rehearse",
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
    ),
    *("person", "remove", "door", "park", "settle", "take", "lay-down", "end", "action", "seat", "askable", "suggest"),
    *("undo", "export", "answer", "edit"),
)


@pytest.fixture
def led(app: App, page: Page) -> Facilitator:
    facilitator = Facilitator(page)
    facilitator.start(app.url, "Reading invoices")
    return facilitator


@pytest.fixture
def enter(app: App) -> Iterator[Callable[..., PhoneSocket]]:
    opened: list[PhoneSocket] = []

    def make(who: str) -> PhoneSocket:
        opened.append(PhoneSocket(f"{app.url.replace('http', 'ws')}/join/socket", who))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def session_of(app: App, page: Page) -> Session:
    with open_log(f"sqlite:///{app.store}") as log:
        (session,) = sessions(Workbook(log, link_in(page.url)).recorded)
    return session


def is_open(view: dict[str, object]) -> bool:
    vote = view["vote"]
    return isinstance(vote, dict) and bool(vote["open"])


def test_no_order_of_the_facilitator_is_taken_from_a_phone_and_nothing_is_learnt_or_moved(
    app: App, page: Page, led: Facilitator, enter: Callable[..., PhoneSocket]
) -> None:
    ann, mallory = enter("Ann"), enter("Mallory")
    for each in (ann, mallory):
        assert each.join(led.code)["type"] == "done"
    led.ask("test cases known right")
    vote = mallory.sees(is_open)["vote"]["id"]
    assert ann.ask("cast", vote=vote, value=SECRET)["type"] == "done"
    led.counts(1, 2)
    before = session_of(app, page)
    victim = next(person.id for person in before.people.values() if person.name == "Ann")
    content = {"vote": vote, "person": victim, "value": 5, "step": "write", "open": False, "item": "x", "minutes": 5}
    for number, order in enumerate(ORDERS):
        if number % 10 == 0:
            mallory = enter("Mallory")  # so that none is refused for its pace
            assert mallory.join(led.code)["type"] == "done"
        for message in ({}, content):
            refused = mallory.ask(order, **message)
            assert (refused["type"], "\n" in refused["message"]) == ("refused", False)
            assert "A message is one of" in refused["message"]
    after = session_of(app, page)
    assert after == before
    for value in (11, 12):  # voting twice is changing one's vote
        assert mallory.ask("cast", vote=vote, value=value)["type"] == "done"
    led.counts(2, 2)
    assert str(SECRET) not in json.dumps(mallory.told)
    led.show()
    ballots = session_of(app, page).votes[vote].ballots
    assert ballots is not None
    assert sorted(ballot["value"] for ballot in ballots) == [12, SECRET]
    assert "Refused a message from 127.0.0.1: Unreadable." in app.log.read_text()


def test_names_and_texts_of_markup_are_text_on_the_wall_on_phones_and_in_the_report(
    app: App, page: Page, led: Facilitator, enter: Callable[..., PhoneSocket], browser: Browser
) -> None:
    mallory = enter("Mallory")
    assert mallory.join(led.code, MARKUP)["type"] == "done"
    ann = Participant(browser, app.url, "Ann")
    ann.comes(led.code)
    led.next_step("Opening")
    led.next_step("It has failed")
    led.click("Begin the quiet writing")
    vote = mallory.sees(is_open)["vote"]["id"]
    assert mallory.ask("cast", vote=vote, value=[TEXT])["type"] == "done"
    ann.writes("A plain reason")
    led.counts(2, 2)
    led.show()
    assert mallory.ask("dissent", vote=vote, text=TEXT, named=True)["type"] == "done"
    led.reads(MARKUP)
    ann.reads(TEXT)
    expect(page.locator(".pm-led-dissent")).to_contain_text(TEXT, timeout=PATIENCE)
    led.tab("People")
    expect(page.locator(".pm-led-people")).to_contain_text(MARKUP, timeout=PATIENCE)
    report = led.export()
    reader = browser.new_context().new_page()
    reader.set_content(report)
    expect(reader.locator("#minutes")).to_contain_text(TEXT)
    for each in (page, ann.page, reader):
        assert each.locator("img[src=x], b[onclick]").count() == 0
        assert each.title() not in {"1", "2"}
    reader.context.close()
    ann.close()


def test_a_thousand_joins_fill_the_session_and_whoever_leads_reads_that_the_rest_was_turned_away(
    app: App, led: Facilitator, enter: Callable[..., PhoneSocket]
) -> None:
    assert enter("Ann").join(led.code)["type"] == "done"
    answers = []
    for number in range(1000):
        socket = PhoneSocket(f"{app.url.replace('http', 'ws')}/join/socket", f"Flood{number}")
        answers.append(socket.join(led.code)["type"])
        socket.close()
    assert answers.count("done") == MOST_PEOPLE - 1
    expect(led.strip).to_contain_text(f"{MOST_PEOPLE} here", timeout=PATIENCE)
    expect(led.strip).to_contain_text("500 tries to get in were refused", timeout=PATIENCE)
    led.tab("People")
    led.reads("Shut the door to newcomers, and remove whoever does not belong here.")
    led.click("Shut the door to newcomers")
    led.reads("The door is shut. Remove whoever does not belong here.")
    assert "500 tries to come into a session were refused" in app.log.read_text()
    led.tab("Now")
    led.ask("test cases known right")
    back = enter("Ann")  # who was in comes back, also where all places are taken and the door is shut
    assert back.join(led.code)["type"] == "done"
    assert back.ask("cast", vote=back.sees(is_open)["vote"]["id"], value=SECRET)["type"] == "done"
    led.counts(1, MOST_PEOPLE)


def test_whoever_has_nothing_but_the_code_opens_no_workbook_and_reaches_no_kernel_of_another(
    app: App, page: Page, led: Facilitator
) -> None:
    code = led.code
    for given in (code, code.replace("-", ""), code.lower()):
        with open_log(f"sqlite:///{app.store}") as log, pytest.raises(Exception, match="link"):
            Workbook(log, given)
    stranger = page.context.browser
    assert stranger
    reading = stranger.new_context().new_page()
    reading.goto(f"{app.url}/?workbook={code}&chapter=success-criteria")
    expect(reading.get_by_text("link").first).to_be_visible(timeout=PATIENCE)
    assert reading.locator(f"[data-question='{CASES}']").count() == 0
    assert "Reading invoices" not in reading.content()
    reading.context.close()
    for address in ("/api/kernels", "/api/sessions", f"/voila/query/{code}", f"/api/kernels/{code}/channels", "/lab"):
        assert answer(app, address)[0] in {403, 404}
    with pytest.raises(websocket.WebSocketException):
        websocket.create_connection(f"{app.url.replace('http', 'ws')}/api/kernels/{code}/channels", timeout=10)
    status, body = answer(app, f"/join/{code}")
    assert status == 200
    assert not re.search(r"kernel|Reading invoices", body)


def test_comm_and_kernel_messages_on_a_phones_line_are_no_messages(
    app: App, page: Page, led: Facilitator, enter: Callable[..., PhoneSocket]
) -> None:
    mallory = enter("Mallory")
    assert mallory.join(led.code)["type"] == "done"
    before = session_of(app, page)
    for kind in ("comm_open", "comm_msg", "comm_info_request", "execute_request", "shutdown_request"):
        mallory.send(json.dumps({"header": {"msg_type": kind, "msg_id": "m"}, "content": {"code": "1"}}))
        assert "needs an id" in mallory.until(lambda told: told["type"] == "refused")["message"]
        assert mallory.ask(kind, content={"code": "1"}, comm_id="x", data={"method": "update"})["type"] == "refused"
    assert session_of(app, page) == before


def answer(app: App, address: str) -> tuple[int, str]:
    """What the server answers, also where it sends on: what it does not know it looks for among Voila's files."""
    asked = http.client.HTTPConnection(urlsplit(app.url).netloc, timeout=30)
    asked.request("GET", address)
    given = asked.getresponse()
    try:
        body = given.read().decode(errors="replace")
    finally:
        asked.close()
    return answer(app, given.headers["Location"]) if given.status == 302 else (given.status, body)

"""The facilitator's panel as a page shows it: times count on, nothing is sent twice, what people write stays text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from harness import Bench
from playwright.sync_api import Locator, expect

from premortem.forms.session import Session

STEP = {"kind": "discussion", "chapter": "", "question": "", "parked": False, "used": 0.0, "now": False}
THINGS = [{"value": "a", "label": "Faxes"}, {"value": "b", "label": "Clerks"}]
ANN = {"id": "p1", "called": "Ann", "by_hand": True, "present": True, "here": True, "voted": False}
VIEW: dict[str, Any] = {
    "running": True,
    "leading": True,
    "role_free": False,
    "privacy": "secret",
    "rehearsal": False,
    "door_open": True,
    "thin": False,
    "agenda": [
        {**STEP, "id": "one", "title": "Hello", "minutes": 4, "used": 100.0, "now": True},
        {**STEP, "id": "two", "title": "Talk", "minutes": 10},
    ],
    "planned_s": 840,
    "used_s": 130.0,
    "people": [ANN],
    "vote": None,
    "parked": [],
}
DOOR = {"code": "ABC-DEF", "link": "", "place": "", "qr": ""}


def voting(**subject: Any) -> dict[str, Any]:
    """What is shown while there is a vote on this."""
    vote = {"id": "v1", "round": 1, "open": True, "cast": 0, "of": 1, "result_html": "", "answers": False}
    return {**VIEW, "vote": {**vote, "agreed": None, "agreed_words": "", "note": "", "dissent": [], "subject": subject}}


@pytest.fixture
def panel(bench: Bench) -> Locator:
    bench.mount(Session, "session", "#asked", view=VIEW, door=DOOR)
    return bench.page.locator(".premortem-session")


def again(**changed: Any) -> dict[str, Any]:
    first, *rest = VIEW["agenda"]
    return {**VIEW, "agenda": [{**first, **changed}, *rest]}


@pytest.mark.parametrize(
    ("used", "shown"),
    [
        (0.0, r"^(4:00|3:5\d)$"),
        (65.0, r"^2:5\d$"),
        (241.0, "^time is up$"),
        (361.0, "^2 min over$"),
        (90_001.0, "^1496 min over$"),
    ],
)
def test_the_time_left_is_told_and_then_how_far_it_is_over(
    bench: Bench, panel: Locator, used: float, shown: str
) -> None:
    bench.set("session", view=again(used=used))
    expect(panel.get_by_role("timer")).to_have_text(re.compile(shown))


def test_times_count_on_between_two_words_of_the_kernel(bench: Bench, panel: Locator) -> None:
    bench.set("session", view=again(used=239.0))
    expect(panel.get_by_role("timer")).to_have_text("time is up")
    expect(panel.get_by_role("status").filter(has_text="The time for \u201cHello\u201d is up.")).to_have_count(1)


def test_a_second_click_is_not_sent_while_the_first_is_under_way(bench: Bench, panel: Locator) -> None:
    panel.get_by_role("tab", name="Agenda").click()
    more = panel.get_by_role("button", name="5 minutes more: Hello")
    more.click()
    more.click()
    (sent,) = bench.sent("session", "extend")
    assert (sent["step"], sent["minutes"]) == ("one", 5)
    bench.tell("session", {"type": "done", "id": sent["id"], "said": ""})
    more.click()
    assert len(bench.sent("session", "extend")) == 2


def test_a_refusal_is_said_where_it_was_ordered(bench: Bench, panel: Locator) -> None:
    panel.get_by_role("tab", name="Parked").click()
    panel.get_by_role("button", name="Park it").click()
    (sent,) = bench.sent("session", "park")
    bench.tell("session", {"type": "refused", "id": sent["id"], "message": "Nothing is written."})
    expect(panel.get_by_role("tabpanel", name="Parked").get_by_role("alert").first).to_have_text("Nothing is written.")


def test_who_does_not_lead_has_nothing_to_order_but_the_lead(bench: Bench, panel: Locator) -> None:
    bench.set("session", view={**voting(kind="text", text="Why?"), "leading": False})
    for tab in ("Now", "Agenda", "People", "Parked", "Actions"):
        panel.get_by_role("tab", name=tab).click()
        names = panel.get_by_role("tabpanel").get_by_role("button").all_inner_texts()
        assert [name for name in names if name != "Open the whole list"] == []
    expect(panel.get_by_role("button", name="Take over the lead")).to_be_visible()


def test_what_people_write_stays_text(bench: Bench, panel: Locator) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    bench.set(
        "session",
        view={**voting(kind="text", text=nasty), "people": [{**ANN, "called": nasty}]},
        askable=[{"chapter": "", "question": "q", "row": "", "column": "", "kind": "text", "text": nasty, "title": ""}],
    )
    expect(panel.get_by_role("heading", name=nasty)).to_be_visible()
    panel.get_by_role("tab", name="People").click()
    expect(panel.get_by_text(nasty, exact=True).last).to_be_visible()
    expect(panel.locator("img[src=x]")).to_have_count(0)


@pytest.mark.parametrize(
    ("subject", "fill", "value"),
    [
        ({"kind": "choice", "options": THINGS}, lambda it: it.get_by_label("Clerks").check(), "b"),
        (
            {"kind": "scale", "options": [{"value": 1, "label": "1"}, {"value": 2, "label": "2"}]},
            lambda it: it.get_by_label("2").check(),
            2,
        ),
        ({"kind": "number"}, lambda it: it.get_by_role("textbox").fill("12"), "12"),
        (
            {"kind": "range"},
            lambda it: [it.locator(f"[data-part={part}]").fill("3") for part in ("low", "best", "high")],
            {"low": "3", "best": "3", "high": "3"},
        ),
        ({"kind": "date"}, lambda it: it.locator("input").fill("2031-02-03"), "2031-02-03"),
        (
            {"kind": "rank", "options": THINGS},
            lambda it: it.get_by_role("button", name="Move down: Faxes").click(),
            ["b", "a"],
        ),
        ({"kind": "dots", "options": THINGS, "dots": 3}, lambda it: it.get_by_label("Clerks").fill("2"), {"b": 2}),
        (
            {
                "kind": "rows",
                "columns": [
                    {"kind": "number", "column": "over", "text": "How likely?"},
                    {"kind": "choice", "column": "who", "text": "Who?", "options": THINGS},
                ],
            },
            lambda it: [
                it.get_by_role("textbox", name="How likely?").fill("12"),
                it.get_by_role("button", name="Don't know Who?").click(),
            ],
            [{"over": "12", "who": "don't know"}],
        ),
        ({"kind": "text", "many": 5}, lambda it: it.get_by_role("textbox").fill("One\n\nTwo"), ["One", "Two"]),
    ],
)
def test_every_kind_of_vote_can_be_entered_for_somebody_without_a_phone(
    bench: Bench, panel: Locator, subject: dict[str, Any], fill: Any, value: Any
) -> None:
    bench.set("session", view=voting(text="What is it?", **subject))
    panel.get_by_role("tab", name="People").click()
    panel.get_by_role("button", name="Enter the vote of Ann").click()
    ballot = panel.locator(".pm-led-for")
    fill(ballot)
    ballot.get_by_role("button", name="Enter it").click()
    (sent,) = bench.sent("session", "vote-for")
    assert sent["value"] == value
    bench.tell("session", {"type": "done", "id": sent["id"], "said": ""})
    expect(ballot).to_be_hidden()


def test_where_no_phone_can_come_the_page_says_so(panel: Locator) -> None:
    expect(panel.get_by_role("region", name="The session", exact=True)).to_contain_text("no page for phones here")

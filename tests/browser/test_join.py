"""A participant's phone, from the link to the end of the session, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.phones import COUNT, DAY, DOTS, FORM, HOURS, LIKELY, ORDER, TEXTS, WHO, WIDTHS, YES_NO, Phone
from browser.running import App
from meetings import Meeting
from premortem.model.events import WorkbookCreated
from premortem.model.subjects import Subject
from premortem.session.lead import Lead
from premortem.session.state import Person
from premortem.store import open_log

Shoot = Callable[[Page, str], None]


@pytest.fixture
def meeting(app: App) -> Iterator[Meeting]:
    with open_log(f"sqlite:///{app.store}") as log:
        yield Meeting(log, log.create(WorkbookCreated("Roof inspection by camera")).workbook)


@pytest.fixture
def lead(meeting: Meeting) -> Lead:
    return meeting.begin()


@pytest.fixture
def phones(app: App, browser: Browser) -> Iterator[Callable[..., Phone]]:
    opened: list[Phone] = []

    def take(width: str = "phone", **options: Any) -> Phone:
        opened.append(Phone(browser, app.url, width, **options))
        return opened[-1]

    yield take
    for each in opened:
        each.close()


@pytest.fixture
def ann(phones: Callable[..., Phone], lead: Lead) -> Phone:
    phone = phones()
    phone.join(lead.code, "Ann")
    return phone


@pytest.fixture
def others(meeting: Meeting, lead: Lead) -> list[Person]:
    return meeting.join(lead, "Bo", "Cy", "Di")


def sound(phone: Phone, shoot: Shoot, name: str) -> None:
    """At every width nothing for axe to find, and nothing cut off sideways."""
    found = {}
    for width, size in WIDTHS.items():
        phone.page.set_viewport_size(size)
        shoot(phone.page, f"join-{name}-{width}")
        found[width] = phone.violations(colours=width == "phone")  # they do not hang on the width
    phone.page.set_viewport_size(WIDTHS["phone"])
    assert found == {width: [] for width in WIDTHS}


def show(lead: Lead, meeting: Meeting, vote: str) -> None:
    lead.room.refresh()
    lead.show(vote, meeting.room(lead).state)


def focused(page: Page) -> str:
    told: str = page.evaluate("document.activeElement.innerText || document.activeElement.tagName")
    return told


def test_code_is_typed_in_any_case_and_the_page_says_what_is_private_before_joining(
    phones: Callable[..., Phone], lead: Lead, shoot: Shoot
) -> None:
    phone = phones()
    phone.open("")
    expect(phone.page.get_by_label("Code")).to_be_focused()
    sound(phone, shoot, "code")
    phone.page.get_by_label("Code").fill("abc")
    phone.page.keyboard.press("Enter")
    phone.reads("six letters and digits")
    phone.page.get_by_label("Code").fill("zzz zzz")
    phone.page.keyboard.press("Enter")
    phone.reads("opens no session")
    sound(phone, shoot, "wrong-code")
    phone.page.get_by_label("Code").fill(lead.code.lower().replace("-", " "))
    phone.page.keyboard.press("Enter")
    phone.asked("Roof inspection by camera")
    assert phone.page.url.endswith(f"/join/{lead.code}")
    for words in ("What is private", "Nobody sees a vote before all are shown", "without names", "Fewer than four"):
        phone.reads(words)
    sound(phone, shoot, "door")
    phone.press("Join")
    phone.reads("A name is asked here")
    sound(phone, shoot, "door-without-name")


@pytest.mark.parametrize(
    ("privacy", "says", "asks"), [("anonymous", "No names", False), ("open", "each with its name", True)]
)
def test_door_says_which_privacy_holds_and_asks_for_a_name_only_where_names_are_kept(
    phones: Callable[..., Phone], meeting: Meeting, shoot: Shoot, privacy: str, says: str, asks: bool
) -> None:
    led = meeting.begin(privacy)
    phone = phones()
    phone.open(led.code)
    phone.reads(says)
    assert phone.page.get_by_label("Your name").count() == int(asks)
    sound(phone, shoot, f"door-{privacy}")


def fill(phone: Phone, subject: Subject) -> None:
    """Give an answer of each kind, as a person would."""
    page = phone.page
    match subject.kind:
        case "scale" | "choice":
            page.get_by_role("radio").nth(1).check()
        case "range":
            for part, typed in (("low", "100"), ("best", "120"), ("high", "300")):
                page.locator(f"[data-part={part}]").fill(typed)
        case "number":
            page.get_by_role("textbox").fill("12 000")
        case "date":
            page.locator("input[type=date]").fill("2027-03-01")
        case "rank":
            page.locator("button[data-by='1']").first.click()
        case "dots":
            for _ in range(3):
                page.get_by_role("button", name="One more dot for The weather").click()
        case "text":
            page.get_by_label("Text 1").fill("Nobody asked the owners of the roofs.")
            phone.press("Add another")
            page.get_by_label("Text 2").fill("Slate was in no picture.")
        case "rows":
            for part, typed in (("low", "100"), ("best", "120"), ("high", "300")):
                page.locator(f"[data-part={part}]").fill(typed)
            page.get_by_role("textbox", name="How sure are you?").fill("80")
            page.get_by_label("Perhaps").check()
            page.get_by_role("button", name="Don't know May the pilots fly on Sundays?").click()
            page.get_by_role("textbox", name="Because of what?").fill("Slate")


@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        (LIKELY, 2),
        (WHO, "supplier"),
        (YES_NO, False),
        (HOURS, {"low": 100, "best": 120, "high": 300}),
        (COUNT, 12_000),
        (DAY, "2027-03-01"),
        (ORDER, None),
        (DOTS, {"r1": 3}),
        (
            FORM,
            [
                {
                    "cost": {"low": 100, "best": 120, "high": 300},
                    "sure": 80,
                    "likely": 2,
                    "sundays": "don't know",
                    "why": "Slate",
                }
            ],
        ),
        (TEXTS, ["Nobody asked the owners of the roofs.", "Slate was in no picture."]),
    ],
    ids=lambda value: value.kind if isinstance(value, Subject) else "",
)
def test_each_kind_of_vote_is_given_kept_shown_and_sound_at_every_width(
    ann: Phone, others: list[Person], lead: Lead, meeting: Meeting, shoot: Shoot, subject: Subject, kept: Any
) -> None:
    vote = lead.open_vote(subject)
    ann.asked(subject.text)
    name = f"{subject.kind}-{len(subject.options)}"
    sound(ann, shoot, f"{name}-open")
    fill(ann, subject)
    ann.press("Vote")
    ann.reads("Your vote is in: 1 of 4 have voted.")
    sound(ann, shoot, f"{name}-in")
    box = meeting.log.ballot(meeting.workbook, vote, next(p.id for p in lead.session.here if p.name == "Ann"))
    assert isinstance(box, dict)
    assert sorted(box["value"]) == ["r0", "r1", "r2"] if kept is None else box == {"value": kept}
    for other in others:
        meeting.room(lead).cast(other.id, vote, box["value"])
    show(lead, meeting, vote)
    ann.reads("Result")
    ann.press("I do not agree")
    sound(ann, shoot, f"{name}-shown")


def test_waiting_room_says_where_the_room_is_and_how_much_time_is_left(ann: Phone, lead: Lead, shoot: Shoot) -> None:
    ann.asked("Nothing is asked now")
    ann.reads("The room has not begun yet")
    lead.begin_step("write")
    ann.reads("The room is at:")
    ann.reads("Each writes down why it failed (each writes alone)")
    ann.reads("10 min left")
    sound(ann, shoot, "waiting")


def test_phone_with_a_wrong_clock_shows_the_same_time(phones: Callable[..., Phone], lead: Lead) -> None:
    phone = phones()
    phone.page.clock.install(time="2001-01-01")
    phone.join(lead.code, "Ann")
    lead.begin_step("write")
    phone.reads("10 min left")
    phone.page.clock.fast_forward("05:00")
    phone.reads("5 min left")


def test_everything_goes_by_keyboard_alone_and_the_focus_goes_to_what_is_asked(
    phones: Callable[..., Phone], lead: Lead, meeting: Meeting
) -> None:
    phone = phones()
    keys = phone.page.keyboard
    phone.open(lead.code)
    phone.asked("Roof inspection by camera")
    keys.press("Tab")
    keys.type("Ann")
    keys.press("Enter")
    phone.asked("Nothing is asked now")
    assert focused(phone.page) == "Nothing is asked now"
    vote = lead.open_vote(LIKELY)
    phone.asked(LIKELY.text)
    assert focused(phone.page) == LIKELY.text
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Enter")
    phone.reads("Your vote is in: 1 of 1 has voted.")
    assert focused(phone.page) == LIKELY.text
    phone.reads("Perhaps")
    show(lead, meeting, vote)
    phone.reads("Result")
    lead.open_vote(ORDER)
    phone.asked(ORDER.text)
    keys.press("Tab")
    keys.press("Tab")
    moved = phone.page.evaluate("document.activeElement.getAttribute('aria-label')").removeprefix("Down: ")
    keys.press("Enter")
    expect(phone.page.get_by_text(f"{moved} is now 2 of 3")).to_have_attribute("role", "status")
    assert phone.page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Down: {moved}"


def test_order_can_be_dragged(ann: Phone, lead: Lead) -> None:
    lead.open_vote(ORDER)
    ann.asked(ORDER.text)
    grips = ann.page.locator(".join-grip")
    first = ann.page.locator(".join-thing").first.inner_text()
    start, end = grips.first.bounding_box(), grips.last.bounding_box()
    assert start
    assert end
    ann.page.mouse.move(start["x"] + 5, start["y"] + 10)
    ann.page.mouse.down()
    ann.page.mouse.move(end["x"] + 5, end["y"] + end["height"] - 2, steps=12)
    ann.page.mouse.up()
    assert ann.page.locator(".join-thing").last.inner_text() == first
    ann.reads("is now 3 of 3")


def test_wrong_input_is_told_beside_the_fields_before_it_is_sent_and_by_the_server_after(
    ann: Phone, lead: Lead
) -> None:
    lead.open_vote(HOURS)
    ann.asked(HOURS.text)
    for typed, says in (
        (("", "", ""), "Fill in all three"),
        (("5", "", "9"), "fill in best guess"),
        (("500", "120", "300"), "Low is above the best guess"),
        (("100", "120", "6000"), "High must be 5000 or less"),
        (("about 10", "20", "30"), "a number is wanted"),
    ):
        for part, text in zip(("low", "best", "high"), typed, strict=True):
            ann.page.locator(f"[data-part={part}]").fill(text)
        ann.press("Vote")
        ann.reads(says)
    assert ann.page.locator("[data-part=low]").input_value() == "about 10"


def test_what_is_wrong_with_a_row_stands_beside_its_column_and_the_focus_goes_there(ann: Phone, lead: Lead) -> None:
    lead.open_vote(FORM)
    ann.asked(FORM.text)
    ann.press("Vote")
    ann.reads("Fill in what you know, or abstain.")
    sure = ann.page.locator("[data-column=sure]")
    for typed, says in (("30", "It must be 50 or more."), ("about 80", "A number is wanted")):
        sure.get_by_role("textbox").fill(typed)
        ann.press("Vote")
        expect(sure.get_by_role("alert")).to_contain_text(says)
        expect(sure.get_by_role("textbox")).to_be_focused()
    sure.get_by_role("textbox").fill("80")
    expect(sure.get_by_role("alert")).to_have_count(0)
    ann.page.locator("[data-part=low]").fill("5")
    ann.press("Vote")
    expect(ann.page.locator("[data-column=cost]").get_by_role("alert")).to_contain_text("fill in best guess and high")


def test_row_goes_by_keyboard_alone_survives_a_reload_and_can_be_changed(ann: Phone, lead: Lead) -> None:
    lead.open_vote(FORM)
    ann.asked(FORM.text)
    keys = ann.page.keyboard
    for word in ("100", "120", "300"):
        keys.press("Tab")
        keys.type(word)
    keys.press("Tab")  # to "Don't know"
    assert focused(ann.page) == "Don't know"
    keys.press("Tab")
    keys.type("80")
    ann.page.reload()
    expect(ann.page.get_by_role("textbox", name="How sure are you?")).to_have_value("80")
    expect(ann.page.locator("[data-part=high]")).to_have_value("300")
    ann.press("Vote")
    ann.reads("Your vote is in: 1 of 1 has voted.")
    ann.reads("What will it really cost? 100 to 300, best guess 120")
    ann.press("Change my vote")
    ann.page.get_by_role("button", name="Don't know How sure are you?").click()
    expect(ann.page.get_by_role("textbox", name="How sure are you?")).to_have_value("")
    ann.press("Change my vote")
    ann.reads("How sure are you? I don't know.")


def test_vote_can_be_changed_until_it_is_shown_and_a_round_more_begins_afresh(
    ann: Phone, lead: Lead, meeting: Meeting, shoot: Shoot
) -> None:
    vote = lead.open_vote(LIKELY)
    ann.page.get_by_label("Hardly").check()
    ann.press("Vote")
    ann.reads("Your vote is in")
    ann.press("Change my vote")
    expect(ann.page.get_by_label("Hardly")).to_be_checked()
    ann.press("Abstain")
    ann.reads("You abstain.")
    ann.press("Change my vote")
    ann.press("I don't know")
    ann.reads("I don't know.")
    show(lead, meeting, vote)
    ann.reads("Result")
    lead.again(vote)
    ann.reads("Vote, round 2")
    assert ann.page.locator("input:checked").count() == 0
    sound(ann, shoot, "round-2")


def test_agreed_answer_is_shown_and_whoever_does_not_agree_is_heard_without_a_name(
    ann: Phone, lead: Lead, meeting: Meeting, shoot: Shoot
) -> None:
    vote = lead.open_vote(LIKELY)
    ann.page.get_by_label("Hardly").check()
    ann.press("Vote")
    ann.reads("Your vote is in")
    show(lead, meeting, vote)
    lead.agree(vote, 2, "We fly in May", meeting.room(lead).state)
    ann.reads("Agreed by the group")
    ann.press("I do not agree")
    expect(ann.page.get_by_label("Keep my name with it")).not_to_be_checked()
    ann.page.get_by_label("What do you not agree with").fill("May is too late for slate.")
    sound(ann, shoot, "dissent")
    ann.press("Send")
    ann.reads("Kept for the minutes:")
    lead.room.refresh()
    assert [(each.text, each.name) for each in lead.session.votes[vote].dissent] == [("May is too late for slate.", "")]


def test_vote_that_was_called_off_is_told(ann: Phone, lead: Lead, shoot: Shoot) -> None:
    vote = lead.open_vote(LIKELY)
    ann.asked(LIKELY.text)
    lead.drop(vote)
    ann.reads("The vote was called off")
    sound(ann, shoot, "called-off")


def test_network_that_is_gone_in_the_middle_of_a_vote_loses_nothing_and_nobody_is_counted_twice(
    ann: Phone, lead: Lead, shoot: Shoot
) -> None:
    vote = lead.open_vote(LIKELY)
    ann.page.get_by_label("Hardly").check()
    ann.context.set_offline(True)
    ann.reads("No connection: trying again. What you write is kept here.")
    ann.press("Vote")
    ann.reads("Your vote is kept here, and is sent as soon as there is a connection.")
    ann.reads("No connection: your vote is kept here and sent when it is back.")
    sound(ann, shoot, "offline")
    ann.press("Change my vote")
    ann.page.get_by_label("Surely").check()
    ann.press("Change my vote")
    ann.context.set_offline(False)
    ann.reads("Your vote is in: 1 of 1 has voted.")
    ann.reads("Surely")
    expect(ann.page.get_by_text("No connection")).to_have_count(0)
    lead.room.refresh()
    (person,) = lead.session.here
    assert lead.room.log.ballot(lead.room.workbook, vote, person.id) == {"value": 3}


def test_what_was_begun_and_who_one_is_survive_a_reload(ann: Phone, lead: Lead) -> None:
    lead.open_vote(TEXTS)
    ann.page.get_by_label("Text 1").fill("Half a sent")
    ann.page.reload()
    expect(ann.page.get_by_label("Text 1")).to_have_value("Half a sent")
    ann.reads("You are Ann. 1 person is here.")
    lead.room.refresh()
    assert len(lead.session.people) == 1


def test_restarted_server_finds_the_same_person_with_the_vote_that_waited(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    with open_log(f"sqlite:///{store}") as log:
        meeting = Meeting(log, log.create(WorkbookCreated("Roofs")).workbook)
        lead = meeting.begin()
        first = App(store, tmp_path / "first.log")
        phone = Phone(browser, first.url)
        phone.join(lead.code, "Ann")
        lead.open_vote(LIKELY)
        phone.page.get_by_label("Hardly").check()
        first.stop()
        phone.reads("No connection")
        phone.press("Vote")
        port = first.url.rsplit(":", 1)[1]
        second = App(store, tmp_path / "second.log", "app", "--port", port)
        phone.page.get_by_text("Your vote is in: 1 of 1 has voted.").wait_for(timeout=30_000)
        lead.room.refresh()
        assert [person.name for person in lead.session.people.values()] == ["Ann"]
        phone.close()
        second.stop()


def test_end_of_the_session_is_told_also_to_a_phone_that_was_away(
    phones: Callable[..., Phone], ann: Phone, lead: Lead, shoot: Shoot
) -> None:
    away = phones()
    away.join(lead.code, "Bo")
    away.page.goto("about:blank")
    code = lead.code
    lead.end()
    ann.asked("The session has ended")
    sound(ann, shoot, "ended")
    away.open(code)
    away.asked("The session has ended")
    sound(away, shoot, "ended-away")


def test_who_leaves_or_is_taken_out_is_told_so(ann: Phone, lead: Lead, shoot: Shoot) -> None:
    ann.press("Leave")
    ann.asked("You are not in the session")
    sound(ann, shoot, "left")
    ann.press("Join again")
    expect(ann.page.get_by_label("Your name")).to_have_value("Ann")
    ann.press("Join")
    ann.asked("Nothing is asked now")
    lead.room.refresh()
    lead.remove(next(iter(lead.session.people)))
    ann.reads("took you out")


def test_name_of_markup_stays_text(phones: Callable[..., Phone], lead: Lead) -> None:
    phone = phones()
    phone.join(lead.code, "<img src=x onerror=ran=1>")
    phone.reads("You are <img src=x onerror=ran=1>.")
    assert phone.page.locator("img").count() == 0


def test_nothing_moves_for_who_wants_that(phones: Callable[..., Phone], lead: Lead) -> None:
    phone = phones(reduced_motion="reduce")
    phone.join(lead.code, "Ann")
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    assert phone.page.evaluate(moving) == 0

"""The server for phones: what participants see and when, and what it gives to nobody."""

from __future__ import annotations

import http.client
import json
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from meetings import CLEAR, TEXTS, Meeting, token
from phone_sockets import Served
from premortem.model.events import WorkbookCreated
from premortem.serve.join import connection, limits
from premortem.session.lead import Lead
from premortem.session.people import MOST_PEOPLE
from premortem.store import Log, open_log

SECRET_WORDS = "nobody may read this"


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store.sqlite"


@pytest.fixture
def log(address: str) -> Iterator[Log]:
    with open_log(address) as opened:
        yield opened


@pytest.fixture
def meeting(log: Log) -> Meeting:
    return Meeting(log, log.create(WorkbookCreated("Roof inspection by camera")).workbook)


@pytest.fixture
def lead(meeting: Meeting) -> Lead:
    return meeting.begin()


@pytest.fixture
def serve(address: str) -> Iterator[Callable[[], Served]]:
    started: list[Served] = []

    def start() -> Served:
        started.append(Served(lambda: open_log(address)))
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.fixture
def served(serve: Callable[[], Served]) -> Served:
    return serve()


def get(served: Served, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    asked = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    asked.request(method, path, headers=headers)
    answer = asked.getresponse()
    try:
        return answer.status, answer.headers, answer.read().decode(errors="replace")
    finally:
        asked.close()


def is_open(view: dict[str, Any]) -> bool:
    return view["vote"] is not None and bool(view["vote"]["open"])


def test_phone_sees_a_vote_open_votes_changes_it_and_sees_the_result_when_it_is_shown(
    served: Served, lead: Lead, meeting: Meeting
) -> None:
    ann, bo = served.joined(lead.code), served.joined(lead.code, "Bo")
    vote = lead.open_vote(CLEAR)
    assert ann.sees(is_open)["vote"]["subject"]["text"] == CLEAR.text
    for value in (1, 4):
        assert ann.ask("cast", vote=vote, value=value)["type"] == "done"
    assert ann.sees(lambda view: view["vote"]["mine"] == {"value": 4})["vote"]["cast"] == 1
    bo.sees(lambda view: is_open(view) and view["vote"]["cast"] == 1)
    assert bo.ask("abstain", vote=vote)["type"] == "done"
    lead.room.refresh()
    lead.show(vote, meeting.room(lead).state)
    shown = bo.sees(lambda view: bool(view["vote"]["shown"]))["vote"]
    assert (shown["cast"], shown["of"], shown["may_dissent"]) == (2, 2, True)
    assert "1 abstained" in shown["result_html"]
    assert bo.ask("dissent", vote=vote, text="Too early", named=True)["type"] == "done"
    lead.room.refresh()
    assert [(each.text, each.name) for each in lead.session.votes[vote].dissent] == [("Too early", "Bo")]


def test_before_it_is_shown_no_phone_is_sent_what_another_voted(served: Served, lead: Lead) -> None:
    ann, bo = served.joined(lead.code), served.joined(lead.code, "Bo")
    vote = lead.open_vote(TEXTS)
    ann.sees(is_open)
    ann.ask("cast", vote=vote, value=[SECRET_WORDS])
    bo.sees(lambda view: is_open(view) and view["vote"]["cast"] == 1)
    bo.ask("abstain", vote=vote)
    assert SECRET_WORDS not in json.dumps(bo.told)
    assert SECRET_WORDS in json.dumps(ann.sees(lambda view: view["vote"]["mine"] is not None))


def test_what_was_done_elsewhere_is_seen_within_a_second_and_a_half(served: Served, lead: Lead) -> None:
    ann = served.joined(lead.code)
    ann.sees(lambda view: view["vote"] is None)
    begun = time.monotonic()
    lead.open_vote(CLEAR)
    ann.sees(is_open)
    assert time.monotonic() - begun < 1.5


def test_only_a_view_that_changed_is_sent(served: Served, lead: Lead) -> None:
    ann = served.joined(lead.code)
    ann.sees(lambda view: view["people"] == 1)
    before = len(ann.views)
    lead.park("Who pays for the drone?")  # an event of the session that no participant sees
    assert ann.ask("ping")["type"] == "pong"
    time.sleep(0.5)
    ann.ask("ping")
    assert len(ann.views) == before


def test_same_phone_is_the_same_person_after_it_lost_the_line_and_after_the_server_restarted(
    serve: Callable[[], Served], lead: Lead
) -> None:
    first = serve()
    ann = first.joined(lead.code)
    vote = lead.open_vote(CLEAR)
    ann.sees(is_open)
    ann.ask("cast", vote=vote, value=2)
    again = first.joined(lead.code)
    assert again.sees(is_open)["vote"]["mine"] == {"value": 2}
    first.stop()
    after = serve().joined(lead.code)
    assert after.sees(is_open)["vote"]["mine"] == {"value": 2}
    assert after.ask("cast", vote=vote, value=2)["type"] == "done"
    lead.room.refresh()
    assert (len(lead.session.people), len(lead.session.votes[vote].cast)) == (1, 1)


def test_door_tells_what_is_behind_a_code_in_any_writing_and_whether_one_was_in(served: Served, lead: Lead) -> None:
    stranger = served.socket("Stranger")
    for code in (lead.code, lead.code.lower(), lead.code.replace("-", ""), f" {lead.code} "):
        told = stranger.ask("look", code=code, token=token("Stranger"))
        assert (told["type"], told["known"], told["view"]["workbook"]) == ("door", False, "Roof inspection by camera")
        assert (told["view"]["vote"], told["view"]["step"], told["view"]["thin"]) == (None, None, True)
    served.joined(lead.code)
    assert stranger.ask("look", code=lead.code, token=token("Ann"))["known"]


def test_who_is_connected_is_marked_present(served: Served, lead: Lead, log: Log, meeting: Meeting) -> None:
    served.joined(lead.code).sees(lambda view: view["people"] == 1)
    time.sleep(0.3)
    assert log.present(meeting.workbook, 5) == {lead.room.person_of(token("Ann"))}


def test_who_is_taken_out_or_leaves_is_told_and_the_line_ends(served: Served, lead: Lead) -> None:
    ann, bo = served.joined(lead.code), served.joined(lead.code, "Bo")
    lead.room.refresh()
    lead.remove(lead.room.person_of(token("Ann")))
    assert "took you out" in ann.until(lambda message: message["type"] == "out")["message"]
    assert ann.is_ended()
    bo.ask("leave")
    assert "come back" in bo.until(lambda message: message["type"] == "out")["message"]
    assert served.socket("Ann").join(lead.code)["type"] == "refused"
    assert served.socket("Bo").join(lead.code)["type"] == "done"


def test_end_is_seen_and_afterwards_the_code_opens_nothing(served: Served, lead: Lead) -> None:
    ann = served.joined(lead.code)
    code = lead.code
    lead.end()
    assert ann.sees(lambda view: bool(view["ended"]))["vote"] is None
    refused = served.socket("Bo").join(code)
    assert (refused["type"], refused["unknown"], refused["again"]) == ("refused", True, False)


def test_hostile_messages_are_refused_in_one_line_logged_without_their_words_and_change_nothing(
    served: Served, lead: Lead, log: Log, meeting: Meeting, caplog: pytest.LogCaptureFixture
) -> None:
    bo, mallory = served.joined(lead.code, "Bo"), served.joined(lead.code, "Mallory")
    vote = lead.open_vote(CLEAR)
    mallory.sees(is_open)
    bo.sees(is_open)
    bo.ask("cast", vote=vote, value=1)
    before = log.newest(meeting.workbook)
    caplog.set_level(logging.WARNING, "premortem.join")
    victim = lead.room.person_of(token("Bo"))
    for type_, content in (
        ("cast", {"vote": vote, "value": 5, "person": victim}),
        ("show", {"vote": vote}),
        ("end", {}),
        ("remove", {"person": victim}),
        ("cast", {"vote": "another", "value": SECRET_WORDS}),
        ("cast", {"vote": vote, "value": SECRET_WORDS}),
        ("cast", {"vote": vote, "value": {"value": 1}}),
        ("cast", {"vote": vote, "value": None}),
        ("dissent", {"vote": vote, "text": SECRET_WORDS, "named": False}),
        ("join", {"code": lead.code, "token": token("Bo"), "name": "Bo"}),
        ("join", {"code": lead.code, "token": "short", "name": "Bo"}),
    ):
        refused = mallory.ask(type_, **content)
        assert refused["type"] == "refused"
        assert "\n" not in refused["message"]
    assert log.newest(meeting.workbook) == before
    assert len(caplog.records) == 11
    assert SECRET_WORDS not in caplog.text
    assert log.ballot(meeting.workbook, vote, victim) == {"value": 1}


def test_who_has_not_joined_can_do_nothing(served: Served, lead: Lead) -> None:
    vote = lead.open_vote(CLEAR)
    stranger = served.socket("Stranger")
    for type_, content in (
        ("cast", {"vote": vote, "value": 1}),
        ("abstain", {"vote": vote}),
        ("dissent", {"vote": vote, "text": "No", "named": False}),
        ("leave", {}),
    ):
        assert stranger.ask(type_, **content)["message"] == connection.NOT_IN


def test_name_of_markup_is_a_name_and_one_that_deceives_is_refused(served: Served, lead: Lead) -> None:
    markup = "<img src=x onerror=alert(1)>"
    assert served.socket("Ann").join(lead.code, markup)["type"] == "done"
    lead.room.refresh()
    assert [person.name for person in lead.session.here] == [markup]
    for wrong in ("", "a" * 41, "A\u202enn", "A\x07"):
        assert served.socket("Bo").join(lead.code, wrong)["type"] == "refused"


def test_of_a_thousand_joins_only_as_many_come_in_as_a_session_holds(served: Served, lead: Lead) -> None:
    answers = []
    for number in range(1000):
        socket = served.socket(f"P{number}")
        answers.append(socket.join(lead.code)["type"])
        socket.close()
    assert answers.count("done") == MOST_PEOPLE
    lead.room.refresh()
    assert len(lead.session.here) == MOST_PEOPLE


def test_flood_of_messages_is_slowed_down_and_in_the_end_cut_off(
    served: Served, lead: Lead, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "premortem.join")
    ann = served.joined(lead.code)
    for number in range(60):
        ann.send(json.dumps({"type": "ping", "id": f"p{number}"}))
    refused = ann.until(lambda message: message["type"] == "refused")
    assert "messages a second" in refused["message"]
    assert refused["again"]
    for _ in range(connection.MOST_REFUSALS + 50):
        try:
            ann.send("nonsense")
        except OSError:
            break
    assert ann.is_ended()
    assert len(caplog.records) <= connection.MOST_LINES + 1
    assert served.socket("Bo").join(lead.code)["type"] == "done"


def test_message_that_is_too_long_is_refused_and_one_far_too_long_ends_the_line(served: Served, lead: Lead) -> None:
    ann = served.joined(lead.code)
    ann.send(json.dumps({"type": "ping", "id": "x" * 20_000}))
    assert "may have" in ann.until(lambda message: message["type"] == "refused")["message"]
    ann.send("x" * 100_000)
    assert ann.is_ended()


def test_more_sockets_than_one_address_may_have_are_told_so(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SOCKETS_PER_ADDRESS", 3)
    opened = [served.socket() for _ in range(3)]
    assert opened[0].ask("ping")["type"] == "pong"
    fourth = served.socket()
    told = fourth.until(lambda message: message["type"] == "refused")
    assert "from your network" in told["message"]
    assert fourth.is_ended()
    opened[0].close()
    time.sleep(0.2)
    assert served.socket().ask("ping")["type"] == "pong"


def test_who_guesses_codes_is_slowed_down_then_not_heard_and_who_is_in_still_comes_back(
    served: Served, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAUSE", 0.01)
    served.joined(lead.code)
    guesser = served.socket("Guesser")
    for letters in range(limits.WRONG_SLOW + 1):
        told = guesser.join(f"ZZZ{letters % 7 + 2}{letters // 7 + 2}Z")
        assert told["unknown"]
        time.sleep(0.15)  # as fast as messages may come
    for code in ("ZZZ-ZZZ", lead.code):
        told = guesser.join(code)
        assert "Too many wrong codes" in told["message"]
    assert served.socket("Ann").join(lead.code)["type"] == "done"


@pytest.mark.parametrize("origin", ["http://other.example.org", "null", "http://127.0.0.1:1"])
def test_page_of_another_site_gets_no_socket(served: Served, origin: str) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert get(served, "/join/socket", Origin=origin, **upgrade, **key)[0] == 403
    assert served.socket("Ann", origin=served.url).ask("ping")["type"] == "pong"


def test_page_is_small_bears_the_headers_sets_no_cookie_and_names_no_other_host(served: Served) -> None:
    sent = 0
    status, headers, page = get(served, "/join/ABC-DEF")
    assert status == 200
    assert page == get(served, "/join")[2]
    for name, part in {
        "Content-Security-Policy": "default-src 'self'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }.items():
        assert part in headers[name]
    assert "Set-Cookie" not in headers
    assert "Server" not in headers
    assert get(served, "/join", **{"If-None-Match": headers["Etag"]})[0] == 304
    assert "http" not in page.replace("http-equiv", "")
    for address in (part.split('"')[0] for part in page.split('="')[1:] if part.startswith("/join/assets/")):
        asset = get(served, address, **{"Accept-Encoding": "gzip"})
        assert (asset[0], asset[1]["Content-Encoding"]) == (200, "gzip")
        assert "immutable" in asset[1]["Cache-Control"]
        sent += int(asset[1]["Content-Length"])
    assert 0 < sent < 25_000


@pytest.mark.parametrize(
    "path", ["/lab", "/api/kernels", "/join/assets/x/join.py", "/join/../lab", "/join/a/b/c", "/premortem/assets"]
)
def test_port_for_phones_serves_nothing_else(served: Served, path: str) -> None:
    status, headers, text = get(served, path)
    assert (status, text) == (404, "There is no such page.")
    assert "Content-Security-Policy" in headers


def test_root_leads_to_the_page_and_nothing_can_be_posted(served: Served) -> None:
    status, headers, _ = get(served, "/")
    assert (status, headers["Location"]) == (302, "/join")
    assert get(served, "/join", "POST")[0] == 405

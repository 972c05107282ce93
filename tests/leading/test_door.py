"""How phones find a session: the link, the code, and a picture that holds the link."""

from __future__ import annotations

import base64
from urllib.parse import unquote

import pytest
import segno

from leading.conftest import Page
from premortem.leading.door import door


def test_the_link_ends_with_the_code_and_is_shown_as_people_type_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREMORTEM_JOIN_URL", "http://192.0.2.7:8866/join")
    made = door("ABC-DEF")
    assert made["link"] == "http://192.0.2.7:8866/join/ABC-DEF"
    assert made["place"] == "192.0.2.7:8866/join"
    assert made["code"] == "ABC-DEF"


def test_the_picture_is_the_qr_code_of_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREMORTEM_JOIN_URL", "https://premortem.example.org/at/work/join/")
    made = door("ABC-DEF")
    kind, _, content = made["qr"].partition(",")
    drawn = base64.b64decode(content).decode() if "base64" in kind else unquote(content)
    modules = len(segno.make_qr(made["link"], error="m").matrix)
    assert kind.startswith("data:image/svg+xml")
    assert f"0 0 {8 * (modules + 8)} {8 * (modules + 8)}" in drawn
    assert "<script" not in drawn


@pytest.mark.parametrize(("base", "code"), [("", "ABC-DEF"), ("http://192.0.2.7/join", "")])
def test_where_no_phone_can_come_there_is_no_link(monkeypatch: pytest.MonkeyPatch, base: str, code: str) -> None:
    monkeypatch.setenv("PREMORTEM_JOIN_URL", base)
    assert door(code) == {"code": code, "link": "", "place": "", "qr": ""}


def test_the_page_shows_the_code_that_opens_the_session(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREMORTEM_JOIN_URL", "http://192.0.2.7:8866/join")
    page.begin()
    shown = page.panel.widget.door
    opened = page.workbook.log.door(shown["code"].replace("-", ""))
    assert opened.session == page.session.id
    page.order("end")
    assert not page.view["running"]

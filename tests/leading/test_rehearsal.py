"""A rehearsal runs on a copy, with simulated people; the workbook itself stays as it was."""

from __future__ import annotations

from typing import Any

import pytest

from leading.conftest import ADA, Page, Said
from premortem import app
from premortem.session.state import sessions
from premortem.store import Log
from premortem.workbook import Workbook

CASES = "success-criteria.cases-available"


@pytest.fixture
def rehearsed(log: Log, workbook: Workbook, said: Said, monkeypatch: pytest.MonkeyPatch) -> tuple[Page, Workbook]:
    """The page that shows the copy of a rehearsal, and the workbook it was made of."""
    monkeypatch.setattr(app, "_log", lambda: log)
    workbook.answer(CASES, 12)
    room = app.Room(None, Workbook(log, workbook.link))
    assert room.desk
    page = Page.__new__(Page)
    page.desk, page.workbook, page.token, page._said, page._sent = room.desk, room.desk.workbook, ADA, said, 0
    assert page.order("rehearse", minutes=60, privacy="secret", token=ADA) == ""
    page.desk = room.desk
    page.workbook = room.desk.workbook
    return page, workbook


def test_a_rehearsal_is_a_copy_that_says_so_and_is_shown_in_the_same_page(
    rehearsed: tuple[Page, Workbook], said: Said
) -> None:
    page, workbook = rehearsed
    assert page.workbook.id != workbook.id
    assert page.workbook.title == f"Rehearsal: {workbook.title}"
    assert page.workbook.state.values[CASES] == 12
    page.order("seat", token=ADA)
    assert page.view["rehearsal"]
    assert page.view["leading"]
    moved = [content for each in said if (content := (each["data"] or {}).get("content", {})).get("type") == "moved"]
    assert moved == [{"type": "moved", "query": f"?workbook={page.workbook.link}"}]


def test_nothing_of_a_rehearsal_is_in_the_workbook(rehearsed: tuple[Page, Workbook]) -> None:
    page, workbook = rehearsed
    page.order("seat", token=ADA)
    page.order("park", text="Only played")
    workbook.refresh()
    assert sessions(workbook.recorded) == ()
    assert workbook.title == "Reading invoices"


def test_a_notebook_that_is_run_again_opens_the_workbook_and_not_its_rehearsal(
    rehearsed: tuple[Page, Workbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, workbook = rehearsed
    monkeypatch.delenv("VOILA_PREHEAT", raising=False)
    touched = page.workbook.log.touched()
    assert touched is not None
    assert touched.workbook == page.workbook.id
    assert app.current_workbook().id == workbook.id


def _looks(page: Page, until: Any) -> None:
    for _ in range(30):
        page.order("look")
        if until():
            return
    pytest.fail("The simulated people did nothing.")


def test_simulated_people_come_and_vote_while_the_page_looks(rehearsed: tuple[Page, Workbook]) -> None:
    page, _ = rehearsed
    page.order("seat", token=ADA)
    _looks(page, lambda: len(page.view["people"]) == 8)
    assert all(each["called"].startswith("Simulated") and each["present"] for each in page.view["people"])
    page.order("vote", question=CASES, kind="")
    assert page.view["vote"]["cast"] == 0
    _looks(page, lambda: page.view["vote"]["cast"] == 8)
    assert page.order("show", vote=page.view["vote"]["id"]) == ""
    assert page.view["vote"]["result_html"]


def test_in_a_real_session_nobody_is_simulated(page: Page) -> None:
    page.begin()
    for _ in range(3):
        page.order("look")
    assert page.view["people"] == []


def test_a_copy_is_made_only_for_a_session_that_can_be(page: Page) -> None:
    before = len(page.workbook.log.workbooks())
    assert page.order("rehearse", minutes=5, privacy="secret", token=ADA)
    assert len(page.workbook.log.workbooks()) == before

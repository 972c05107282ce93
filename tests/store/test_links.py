from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from premortem.errors import UnknownLink
from premortem.model.events import WorkbookCreated
from premortem.store import Access, Log
from premortem.store.links import new_id, shown


def test_the_edit_link_may_write_and_the_read_link_may_not(log: Log) -> None:
    links = log.create(WorkbookCreated("x"))
    assert log.open_link(links.edit) == Access(links.workbook, may_edit=True)
    assert log.open_link(links.read) == Access(links.workbook, may_edit=False)
    assert log.links(links.workbook) == links


def test_the_id_of_a_workbook_opens_nothing(log: Log, workbook: str) -> None:
    with pytest.raises(UnknownLink):
        log.open_link(workbook)


def test_ids_are_drawn_separately_long_enough_not_to_be_guessed_and_can_be_arguments(log: Log) -> None:
    drawn = [new_id() for _ in range(2000)]
    for _ in range(20):
        links = log.create(WorkbookCreated("x"))
        drawn += [links.workbook, links.edit, links.read]
    assert len(set(drawn)) == len(drawn)
    assert len({link[:6] for link in drawn}) == len(drawn)  # no id begins as another does: none is made from another
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{23}", link) for link in drawn)  # 24 x 6 = 144 bits


def test_what_has_not_the_form_of_a_link_is_refused_in_one_short_line(log: Log, workbook: str) -> None:
    texts = ["", "\0", workbook + "\0", workbook + "\n", "x" * 2**20, "\ud800" * 24, "é" * 24, "-" * 24, "../" * 8]
    escapes = ["' OR 1=1 --", "🦆" * 30, "\x1b[31m" * 20, "\u202e" * 30]
    for link in (*texts, *escapes, None, 7, b"x" * 24, ["x"], float("nan")):
        with pytest.raises(UnknownLink) as refused:
            log.open_link(link)  # type: ignore[arg-type]
        assert str(refused.value).isprintable()
        assert len(str(refused.value)) < 170


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(link=st.text() | st.text("abcDEF09_-", min_size=16, max_size=64))
def test_no_text_but_a_link_opens_a_workbook(log: Log, link: str) -> None:
    with pytest.raises(UnknownLink) as refused:
        log.open_link(link)
    assert str(refused.value).isprintable()


@given(value=st.text() | st.integers() | st.binary())
def test_a_message_never_shows_more_than_40_characters_of_a_value(value: object) -> None:
    assert len(shown(value)) <= 40
    assert shown(value).isprintable()

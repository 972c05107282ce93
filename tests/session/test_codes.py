"""The code by which people join is typed as people type, and opens nothing by guessing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import Meeting
from premortem.errors import UnknownLink
from premortem.session import codes
from premortem.session.lead import Lead


@given(st.lists(st.sampled_from(codes.ALPHABET), min_size=6, max_size=6).map("".join), st.data())
def test_a_code_is_read_in_any_case_with_or_without_a_dash(code: str, data: st.DataObject) -> None:
    between = data.draw(st.sampled_from(["", "-", " ", "\u2013", " - "]))
    typed = "".join(data.draw(st.sampled_from([letter.lower(), letter])) for letter in code[:3] + between + code[3:])
    assert codes.read(f" {typed}\n") == code
    assert codes.read(codes.dashed(code)) == code


@given(st.one_of(st.none(), st.integers(), st.binary(), st.lists(st.text()), st.text(max_size=5), st.text(min_size=41)))
def test_what_is_no_code_is_refused_in_one_line(typed: object) -> None:
    with pytest.raises(UnknownLink) as refusal:
        codes.read(typed)
    assert "\n" not in str(refusal.value)


def test_a_code_is_drawn_from_letters_that_nobody_mistakes() -> None:
    assert not set("01ILOU") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) == 30
    drawn = {codes.drawn() for _ in range(500)}
    assert len(drawn) > 490
    assert {codes.read(code) for code in drawn} == drawn


def test_the_code_of_a_session_opens_it_until_it_ends_and_no_other_code_does(meeting: Meeting, lead: Lead) -> None:
    door = codes.opened_by(meeting.log, lead.code.lower())
    assert (door.workbook, door.session) == (meeting.workbook, lead.room.id)
    for guess in ("AAA-AAA", "222222", lead.room.id, meeting.workbook, meeting.log.links(meeting.workbook).edit):
        if guess != lead.code:
            with pytest.raises(UnknownLink):
                codes.opened_by(meeting.log, guess)
    code = lead.code
    lead.end()
    assert lead.code == ""
    with pytest.raises(UnknownLink):
        codes.opened_by(meeting.log, code)

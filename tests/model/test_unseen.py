"""What somebody writes unseen nobody else reads, on any surface, until it is shown to all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from premortem.errors import RefusedInput
from premortem.forms import describe
from premortem.model.events import Recorded, Revealed, RowAdded
from premortem.model.seats import is_seat, seat_of
from premortem.model.state import Concealed, Known, fold, veiled
from premortem.report import bring_back, export
from premortem.report.payload import script_text
from premortem.store import Log, open_log
from premortem.workbook import Workbook

TABLE = "premortem-round.reasons"
ADA, BOB = "a" * 20, "b" * 20


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with open_log(str(tmp_path / "store.sqlite")) as log:
        yield log


@pytest.fixture
def ada(log: Log) -> Workbook:
    workbook = Workbook.create(log, "Round")
    workbook.sit(ADA)
    return workbook


@pytest.fixture
def bob(ada: Workbook) -> Workbook:
    return at(ada, BOB)


def at(workbook: Workbook, token: str) -> Workbook:
    """The same workbook, opened by whoever holds this token."""
    other = Workbook(workbook.log, workbook.links.edit)
    other.sit(token)
    return other


def write(workbook: Workbook, row: str, why: str) -> None:
    cell = {"do": "cell", "question": TABLE, "row": row, "column": "why", "value": why}
    assert workbook.edit([{"do": "add-row", "question": TABLE, "row": row}, cell]) == ()


def reveal(workbook: Workbook) -> None:
    assert workbook.edit([{"do": "reveal", "question": TABLE}]) == ()


def own(workbook: Workbook) -> list[Any]:
    """The reasons that this one's own form shows."""
    tables = describe.tables(workbook.bank.chapter("premortem-round"), workbook.state, workbook.seat)
    return [row["cells"].get("why") for row in tables[TABLE]]


def everything_shown(workbook: Workbook) -> str:
    """All that a page, an export, a script or the history would show of a workbook."""
    return json.dumps(
        [
            export.html(workbook.document()),
            str(workbook.history()),
            workbook.frame.to_csv(),
            str(workbook.assess()),
            repr(workbook.state),
            describe.tables(workbook.bank.chapter("premortem-round"), workbook.state, workbook.seat),
        ],
    )


def test_before_the_reveal_each_sees_only_their_own_and_how_many_wait(ada: Workbook, bob: Workbook) -> None:
    write(ada, "adaaaa", "The vendor left")
    write(bob, "bobbbb", "Nobody used it")
    for workbook in (ada, bob):
        workbook.refresh()
        assert workbook.state.rows(TABLE) == ()
        assert workbook.state.known(TABLE) is Known.BLANK
        assert workbook.state.concealed(TABLE) == Concealed(rows=2, people=2)
    assert (own(ada), own(bob)) == (["The vendor left"], ["Nobody used it"])
    reader = Workbook(ada.log, ada.links.read)
    assert own(reader) == []


def test_before_the_reveal_no_surface_shows_a_word_of_it(ada: Workbook, bob: Workbook) -> None:
    write(ada, "adaaaa", "XYLOPHONE")
    write(ada, "adaaab", "XYLOPHONE taken out again")
    ada.edit([{"do": "remove-row", "question": TABLE, "row": "adaaab"}])
    bob.refresh()
    assert "XYLOPHONE" not in everything_shown(bob)
    assert "XYLOPHONE" not in export.html(ada.document())
    assert "XYLOPHONE" not in str(ada.history())


def test_after_the_reveal_all_see_all_and_what_was_taken_out_before_stays_unseen(ada: Workbook, bob: Workbook) -> None:
    write(ada, "adaaaa", "The vendor left")
    write(ada, "adaaab", "A name, taken out again")
    ada.edit([{"do": "remove-row", "question": TABLE, "row": "adaaab"}])
    write(bob, "bobbbb", "Nobody used it")
    reveal(bob)
    ada.refresh()
    assert own(ada) == own(bob) == ["The vendor left", "Nobody used it"]
    assert ada.state.concealed(TABLE) == Concealed(rows=0, people=0)
    assert "A name" not in everything_shown(bob)
    write(bob, "bobbbc", "One more")
    ada.refresh()
    assert own(ada)[-1] == "One more", "after the reveal everything is seen at once"


def test_nobody_can_change_or_take_back_what_another_wrote_unseen(ada: Workbook, bob: Workbook) -> None:
    write(ada, "adaaaa", "The vendor left")
    cell = {"do": "cell", "question": TABLE, "row": "adaaaa", "column": "why", "value": "changed"}
    assert bob.edit([cell])[0].place == 0
    assert bob.edit([{"do": "remove-row", "question": TABLE, "row": "adaaaa"}]) == ()
    assert not bob.can_undo
    bob.answer("start.idea", "Read invoices")
    write(ada, "adaaab", "Nobody asked")
    bob.undo()
    assert bob.state.text("start.idea") is None, "bob's own step, not ada's newer one"
    ada.refresh()
    assert own(ada) == ["The vendor left", "Nobody asked"]
    ada.undo()
    assert own(ada) == ["The vendor left"]


def test_a_reveal_is_never_taken_back_and_happens_once(ada: Workbook) -> None:
    write(ada, "adaaaa", "The vendor left")
    reveal(ada)
    reveal(ada)
    assert sum(isinstance(record.event, Revealed) for record in ada.recorded) == 1
    ada.undo()
    assert TABLE in ada.state.revealed
    assert ada.state.rows(TABLE) == ()


def test_nothing_to_show_is_no_reveal(ada: Workbook) -> None:
    reveal(ada)
    ada.edit([{"do": "add-row", "question": TABLE, "row": "adaaaa"}])
    reveal(ada)
    assert ada.state.revealed == frozenset()


def test_an_export_before_the_reveal_comes_back_with_empty_rows_one_after_it_whole(ada: Workbook) -> None:
    write(ada, "adaaaa", "The vendor left")

    def brought_back() -> Workbook:
        taken = bring_back.from_bytes(export.html(ada.document()).encode())
        return Workbook(ada.log, ada.log.adopt(taken).edit)

    before = brought_back()
    assert len(before.recorded) == len(ada.recorded)
    assert before.state.concealed(TABLE).rows == 0
    reveal(ada)
    assert [row.text("why") for row in brought_back().state.rows(TABLE)] == ["The vendor left"]


def test_answers_from_a_file_or_a_script_are_seen_at_once(ada: Workbook, bob: Workbook) -> None:
    write(ada, "adaaaa", "Mine, unseen")
    bob.answer(TABLE, [{"why": "From a file"}])
    ada.refresh()
    assert [row.text("why") for row in ada.state.rows(TABLE)] == ["From a file"]
    assert own(ada) == ["From a file", "Mine, unseen"], "a file replaces what all see, not what somebody writes unseen"


def test_a_file_lifts_the_veil_where_nobody_wrote_behind_it(ada: Workbook) -> None:
    ada.answer(TABLE, [{"why": "From a file"}])
    assert TABLE in ada.state.revealed
    write(ada, "adaaaa", "Seen at once")
    assert [row.text("why") for row in Workbook(ada.log, ada.links.read).state.rows(TABLE)][-1] == "Seen at once"


def test_a_seat_belongs_to_one_workbook_and_does_not_tell_its_token() -> None:
    seat = seat_of(ADA, "one")
    assert is_seat(seat)
    assert seat == seat_of(ADA, "one") != seat_of(ADA, "two")
    assert ADA not in seat
    for odd in (None, "", "short", "x" * 65, "../../etc/passwd", 5, {"a": 1}):
        with pytest.raises(RefusedInput, match="letters or digits"):
            seat_of(odd, "one")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(st.tuples(st.sampled_from(["write", "rewrite", "remove", "undo", "redo"]), st.integers(0, 3))))
def test_whatever_others_do_unseen_leaves_no_word_in_what_i_see(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    with open_log(str(tmp_path_factory.mktemp("unseen") / "store.sqlite")) as log:
        other = Workbook.create(log, "Round")
        other.sit(BOB)
        mine = at(other, ADA)
        for what, place in moves:
            row = f"bobbb{place}"
            match what:
                case "write":
                    write(other, row, f"SECRET {place}")
                case "rewrite":
                    cell = {"do": "cell", "question": TABLE, "row": row, "column": "why", "value": "SECRET again"}
                    other.edit([cell])
                case "remove":
                    other.edit([{"do": "remove-row", "question": TABLE, "row": row}])
                case "undo":
                    other.undo()
                case "redo":
                    other.redo()
        mine.refresh()
        for told in (script_text(mine.recorded), str(mine.history()), str(mine.assess()), repr(mine.state)):
            assert "SECRET" not in told
        assert not mine.can_undo
        assert fold(veiled(mine.recorded)).tables == mine.state.tables


def test_a_log_written_before_rows_had_an_author_reads_as_before(ada: Workbook) -> None:
    record = Recorded("w", 2, ada.changed, "", RowAdded("q", "row1"), 2)
    assert fold([record]).rows("q")[0].by == ""

"""The way back: a report gives the exact log it was made of; any other file is refused, and nothing of it is kept."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from model.sampled import nested
from model.scans import MADE
from one_of_each import ONE_OF_EACH
from premortem.errors import UnreadableFile
from premortem.model.events import EVENTS
from premortem.report import bring_back, export
from premortem.report.payload import CLOSES, OPENS
from premortem.store import Log
from premortem.workbook import Workbook
from report.forging import changes_of, forged, loose, refused, taken_over

TABLE = "success-criteria.criteria"


def test_a_report_gives_back_the_very_log_with_times_authors_and_what_was_undone(
    log: Log, html: str, netflix: Workbook
) -> None:
    back = taken_over(log, html)
    assert loose(back.recorded) == loose(netflix.recorded)
    assert back.state.values == netflix.state.values
    assert back.state.tables == netflix.state.tables
    assert back.title == netflix.title
    assert back.link not in {netflix.links.edit, netflix.links.read}
    assert {record.event.kind for record in back.recorded} >= {"undone", "redone", "row-added", "answer-given"}


def test_ten_times_out_and_back_end_in_the_identical_log_and_report(log: Log, html: str) -> None:
    page = html
    for _ in range(10):
        page = export.html(taken_over(log, page).document())
    assert page == html


def test_work_goes_on_in_a_workbook_brought_back(log: Log, html: str, netflix: Workbook) -> None:
    back = taken_over(log, html)
    before = netflix.state.newest
    back.undo()
    assert back.state.text("start.idea") == netflix.state_at(before - 1).text("start.idea")
    back.answer("start.idea", "Anew")
    assert netflix.state.newest == before


def test_every_kind_of_event_comes_back_as_it_was(log: Log) -> None:
    workbook = Workbook.create(log, "All kinds", "<b>Ada</b>")
    rows = [{"do": "add-row", "question": TABLE, "row": name} for name in ("aaaaaa", "bbbbbb")]
    workbook.edit([*rows, {"do": "cell", "question": TABLE, "row": "aaaaaa", "column": "floor", "value": 89.95}])
    workbook.edit([{"do": "move-row", "question": TABLE, "row": "bbbbbb", "to": 0}])
    workbook.edit([{"do": "remove-row", "question": TABLE, "row": "bbbbbb"}])
    workbook.rename("</script><script>alert(1)</script>")
    workbook.answer(TABLE, "don't know")
    workbook.answer("effort-curve.value", {"low": 1e12, "best": None, "high": None})
    workbook.answer("start.idea", "line one\nline two\t<!-- &amp; \u2028 \U0010ffff")
    workbook.undo()
    workbook.redo()
    workbook.sit("a" * 20)
    unseen, versions = "premortem-round.reasons", "changing-objective.versions"
    workbook.edit([{"do": "add-row", "question": unseen, "row": "cccccc"}])
    workbook.edit([{"do": "cell", "question": unseen, "row": "cccccc", "column": "why", "value": "Nobody came"}])
    workbook.edit([{"do": "reveal", "question": unseen}])
    for row in ("dddddd", "eeeeee"):
        workbook.edit([{"do": "add-row", "question": versions, "row": row}])
        workbook.edit([{"do": "cell", "question": versions, "row": row, "column": "objective", "value": row}])
    workbook.confirm("success-criteria")
    scan = workbook.record_scan(MADE, keep_examples=True)
    workbook.judge(scan, MADE.findings[0].key, "risk")
    workbook.judge(scan, MADE.findings[1].key, "dismissed", "</script> of no use to us")
    workbook.drop_scan(workbook.record_scan(MADE))
    workbook.append(ONE_OF_EACH)
    assert {record.event.kind for record in workbook.recorded} == set(EVENTS)
    assert loose(taken_over(log, export.html(workbook.document())).recorded) == loose(workbook.recorded)


def test_a_report_saved_anew_with_other_line_ends_or_letters_still_comes_back(html: str) -> None:
    for raw in (
        html.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + html.encode(),
        html.encode("latin-1", "replace"),
    ):
        assert bring_back.from_bytes(raw) == bring_back.from_bytes(html.encode())


def test_a_report_cut_off_anywhere_is_refused_and_says_so(log: Log, html: str) -> None:
    raw = html.encode()
    end = raw.rindex(CLOSES.encode()) + len(CLOSES)
    chance = random.Random(7)
    places = [
        0,
        1,
        20,
        end - 1,
        end - len(CLOSES),
        raw.rindex(OPENS.encode()),
        *(chance.randrange(end) for _ in range(80)),
    ]
    for place in places:
        said = refused(log, raw[:place])
        if place > 2000:
            assert said == "This report is cut off: copy or download it again."


def test_a_report_with_any_letter_of_its_workbook_changed_is_refused(log: Log, html: str) -> None:
    chance = random.Random(8)
    start, end = html.index(OPENS) + len(OPENS), html.rindex(CLOSES)
    for place in (chance.randrange(start, end) for _ in range(80)):
        letter = "x" if html[place] != "x" else "y"
        if html[place : place + 2] not in {"  ", ", ", ": "} and not html[place].isspace():
            refused(log, (html[:place] + letter + html[place + 1 :]).encode())


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "The file is empty: choose an HTML file that Premortem exported."),
        (b"\0" * 1000, "no Premortem report"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no Premortem report"),
        (b"\xff\xfe" + "<!doctype html>".encode("utf-16-le"), "no Premortem report"),
        (b"<!doctype html><title>Another page</title>", "no Premortem report"),
        (b"PK\x03\x04", "no Premortem report"),
        (b"<" * (8 * 2**20 + 1), "The file is larger than 8 MB"),
        (f"{OPENS}{CLOSES}".encode(), "damaged where it keeps the workbook"),
        (f"{OPENS}{{{CLOSES}".encode(), "damaged where it keeps the workbook"),
        (f"{OPENS}[]{CLOSES}".encode(), "no Premortem report"),
        (f'{OPENS}{{"format": "other"}}{CLOSES}'.encode(), "no Premortem report"),
        (f"{OPENS}{'[' * 200_000}{CLOSES}".encode(), "damaged where it keeps the workbook"),
    ],
)
def test_a_file_that_is_no_report_of_ours_is_refused(log: Log, raw: bytes, says: str) -> None:
    assert says in refused(log, raw)


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (2, "a later version of Premortem: update Premortem, then import it"),
        (10**30, "a later version of Premortem"),
        (0, "no version that Premortem ever had"),
        (True, "no version that Premortem ever had"),
        ("1", "no version that Premortem ever had"),
        (None, "no version that Premortem ever had"),
    ],
)
def test_a_report_of_another_version_is_refused(log: Log, html: str, version: Any, says: str) -> None:
    assert says in refused(log, forged(html, changes_of(html), version=version))


@pytest.mark.parametrize("events", [None, [], {}, "x", 5, [None], [[]], ["x"], [{}], nested(900), [nested(900)]])
def test_changes_that_are_no_list_of_changes_are_refused(log: Log, html: str, events: Any) -> None:
    refused(log, forged(html, events))


def test_changes_without_their_checksum_are_refused(log: Log, html: str) -> None:
    for check in (None, "", 5, [], "0" * 64):
        assert "changed or damaged" in refused(log, forged(html, changes_of(html), check=check))


def test_more_changes_than_any_workbook_has_are_refused(log: Log, html: str) -> None:
    few = [{"number": 1}] * 50_001
    assert "more than 50,000 changes" in refused(log, forged(html, few))


def test_markup_in_the_report_around_the_workbook_does_not_matter(html: str) -> None:
    planted = html.replace("<body", f"<!-- {OPENS}{{}}{CLOSES} --><body", 1)
    assert bring_back.from_bytes(planted.encode()) == bring_back.from_bytes(html.encode())


@pytest.mark.parametrize("name", ["missing.html", "folder", "a\0b", "x" * 300, "new\nline"])
def test_a_file_that_cannot_be_read_is_named_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnreadableFile, match=r"cannot be read \(.*\): check the name and the permission") as error:
        bring_back.from_file(tmp_path / name)
    assert str(error.value).isprintable()


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(UnreadableFile, match="larger than 8 MB"):
        bring_back.from_file(Path("/dev/zero"))


def test_a_report_is_read_from_its_file(report: Path, html: str) -> None:
    assert bring_back.from_file(report) == bring_back.from_bytes(html.encode())


def test_nothing_in_the_embedded_workbook_can_end_its_element(log: Log) -> None:
    workbook = Workbook.create(log, "</script><!--<script>")
    workbook.answer("start.idea", "</SCRIPT ><![CDATA[ ]]> \u2028 &lt;/script&gt;")
    html = export.html(workbook.document())
    inside = html[html.index(OPENS) + len(OPENS) : html.rindex(CLOSES)]
    assert not re.search(r"[<>&\u2028]", inside)
    assert loose(taken_over(log, html).recorded) == loose(workbook.recorded)

"""A report that somebody changed on purpose, with a checksum that fits: no form could say it, so no file may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.sampled import MEGABYTE, nested
from model.scans import MADE
from premortem.model.bank import shipped_bank
from premortem.model.evidence_file import to_json
from premortem.store import Log
from report.forging import Change, changes_of, forged, refused, taken_over

TABLE = "success-criteria.criteria"
ODD = [
    None,
    True,
    -5,
    0,
    1.5,
    10**30,
    "",
    "x",
    "<b>x</b>",
    "\0",
    "\ud800",
    MEGABYTE,
    [],
    {},
    ["a"],
    {"a": {}},
    nested(500),
]


AUTHORS = ["", "x", "<b>x</b>"]  # as which anybody may go
PLACES = [
    (field, odd)
    for field in ("number", "step", "at", "author", "kind", "event")
    for odd in ODD
    if field != "author" or odd not in AUTHORS
]


@pytest.mark.parametrize(("field", "odd"), PLACES, ids=lambda value: type(value).__name__)
def test_a_change_with_anything_odd_in_any_place_is_refused(log: Log, html: str, field: str, odd: Any) -> None:
    for place in (0, 3):
        events = changes_of(html)
        events[place][field] = odd
        refused(log, forged(html, events))
        del events[place][field]
        refused(log, forged(html, events))


@pytest.mark.parametrize(
    "at", ["2026-01-01T00:00:00", "2026-01-01", "yesterday", "9999-12-31T23:59:59-14:00", "", None]
)
def test_a_time_without_its_zone_or_beyond_the_calendar_is_refused(log: Log, html: str, at: Any) -> None:
    events = changes_of(html)
    events[1]["at"] = at
    refused(log, forged(html, events))


@pytest.mark.parametrize("author", ["x" * 201, MEGABYTE, "a\nb", "a\0b", "\ud800", "\u202egnp", " a", "\x1b[31m"])
def test_an_author_that_nobody_could_be_is_refused(log: Log, html: str, author: str) -> None:
    events = changes_of(html)
    events[1]["author"] = author
    refused(log, forged(html, events))


def answered(question: Any, value: Any) -> Change:
    return {"kind": "answer-given", "event": {"question": question, "value": value}}


def given(column: Any, value: Any, row: Any = "rowone", question: Any = TABLE) -> Change:
    return {"kind": "cell-given", "event": {"question": question, "row": row, "column": column, "value": value}}


def row(kind: str, name: Any, question: Any = TABLE, **fields: Any) -> Change:
    return {"kind": kind, "event": {"question": question, "row": name, **fields}}


HOSTILE: dict[str, list[Change]] = {
    "an answer of a shape no form gives": [
        answered("start.idea", {"a": 1}),
        answered("start.idea", ["x"]),
        answered("start.idea", 5),
        answered("start.idea", " x "),
        answered("start.idea", MEGABYTE),
        answered("start.idea", "a\0b"),
        answered("start.idea", "\ud800"),
        answered("start.currency", "Euro"),
        answered("start.currency", "XXX"),
        answered("start.decide-by", "9999-12-31"),
        answered("success-criteria.tested", 1),
        answered("success-criteria.tested", "yes"),
        answered("success-criteria.cases-available", "12"),
        answered("success-criteria.cases-available", -1),
        answered("success-criteria.cases-available", 1.5),
        answered("success-criteria.cases-available", float("nan")),
        answered("success-criteria.cases-available", float("inf")),
        answered("success-criteria.cases-available", 10**400),
        answered("effort-curve.value", [1, 2, 3]),
        answered("effort-curve.value", {"low": 3, "best": 2, "high": 1}),
        answered("effort-curve.value", {"low": 3}),
        answered("start.idea", nested(500)),
    ],
    "a question that is not asked": [
        answered("nowhere.at-all", 1),
        answered("start", 1),
        answered(None, 1),
        answered(["start.idea"], 1),
        answered({}, 1),
        answered(MEGABYTE, 1),
        answered("<script>", 1),
    ],
    "a table given as one answer": [
        answered(TABLE, []),
        answered(TABLE, [{"measure": "x"}]),
        answered(TABLE, [{"measure": {"<b>": 1}}]),
    ],
    "a cell no table has": [
        given("floor", "90"),
        given("floor", 101),
        given("nowhere", 1),
        given(None, 1),
        given(["floor"], 1),
        given(MEGABYTE, 1),
        given("floor", 1, question="start.idea"),
        given("floor", 1, row="<b>"),
        given("floor", 1, row=None),
        given("floor", 1, row=MEGABYTE),
        given("floor", 1, row=["rowone"]),
    ],
    "a row no form adds": [
        *(
            row("row-added", name)
            for name in ("", "short", "<img src=x>", "UPPER1", "x" * 25, MEGABYTE, 5, None, [], {})
        ),
        row("row-added", "rowtwo", "start.idea"),
        row("row-added", "rowtwo", "nowhere"),
        row("row-removed", "<b>"),
        row("row-removed", MEGABYTE),
        row("row-removed", None),
        row("row-removed", "rowone", "start.idea"),
        row("row-added", "rowtwo", extra=1),
    ],
    "a move to nowhere": [
        *(row("row-moved", "rowone", to=to) for to in (-5, "x", "0", None, True, 1.5, 10**30, [], {}, float("nan"))),
        row("row-moved", "<b>", to=0),
        row("row-moved", "rowone", "start.idea", to=0),
        row("row-moved", "rowone"),
    ],
    "a step taken back that is not there": [
        {"kind": kind, "event": {"step": step}}
        for kind in ("undone", "redone")
        for step in (0, -1, 1, 4, 5, 99, 10**30, "2", None, True, 2.0, [], {})
    ],
    "a title no workbook can have": [
        {"kind": "workbook-named", "event": {"title": title}}
        for title in ("", " x", MEGABYTE, "x" * 201, "a\0b", "\ud800", "a\nb", "\u202egnp", 5, None, [], {"a": 1})
    ],
    "a second beginning": [{"kind": "workbook-created", "event": {"title": "x", "origin": "new"}}],
    "a kind of event that is not known": [
        {"kind": kind, "event": {}} for kind in ("vote-cast", "", "Event", "__class__", MEGABYTE, None, ["undone"], {})
    ],
}


KEYS = [each.key for each in MADE.findings]


def scanned(**parts: Any) -> Change:
    return {"kind": "table-scanned", "event": {"scan": "scantwo", "evidence": to_json(MADE), **parts}}


def judged(**parts: Any) -> Change:
    fields = {"scan": "scanone", "finding": KEYS[1], "judgement": "confirmed", "reason": "", "row": "", **parts}
    return {"kind": "finding-judged", "event": fields}


HOSTILE_EVIDENCE: dict[str, list[Change]] = {
    "evidence that no scan can have given": [
        *(scanned(evidence=odd) for odd in ODD),
        *(
            scanned(evidence={**to_json(MADE), part: odd})
            for part in ("rows", "findings", "rates")
            for odd in ODD
            if odd not in ([], 0)
        ),
        scanned(evidence={**to_json(MADE), "left_out": 0}),  # not as Premortem writes it
        scanned(scan="scanone"),
        *(scanned(scan=odd) for odd in (None, "", "<b>", "short", MEGABYTE, [], {})),
        {"kind": "table-scanned", "event": {"scan": "scantwo"}},
    ],
    "a judgement that no team can have given": [
        judged(judgement="adored"),
        judged(judgement=None),
        judged(judgement="dismissed"),
        judged(judgement="dismissed", reason=" of no use"),
        judged(judgement="dismissed", reason="x" * 301),
        judged(reason="a\0b"),
        judged(reason=5),
        judged(reason=MEGABYTE),
        judged(finding="missing|nowhere"),
        judged(finding=None),
        judged(finding=[]),
        judged(finding=MEGABYTE),
        judged(scan="scantwo"),
        judged(scan=[]),
        judged(row="rowone"),
        judged(judgement="risk"),
        judged(judgement="risk", row="<b>"),
        judged(judgement="risk", row=MEGABYTE),
        {"kind": "scan-dropped", "event": {"scan": "<b>"}},
        {"kind": "scan-dropped", "event": {"scan": None}},
        {"kind": "scan-dropped", "event": {}},
    ],
}


def number(changes: list[Change]) -> list[Change]:
    """The changes as a log: each a step of its own."""
    at = "2026-01-01T00:00:00+00:00"
    return [{"number": n, "step": n, "at": at, "author": "", **each} for n, each in enumerate(changes, start=1)]


BEGUN: Change = {"kind": "workbook-created", "event": {"title": "x", "origin": "new"}}
SOUND = [BEGUN, row("row-added", "rowone"), given("floor", 90)]


def test_a_forged_report_that_only_says_what_forms_can_say_comes_back(log: Log, html: str) -> None:
    back = taken_over(log, forged(html, number([*SOUND, {"kind": "undone", "event": {"step": 3}}])).decode())
    assert [dict(each.values) for each in back.state.rows(TABLE)] == [{}]


@pytest.mark.parametrize("what", HOSTILE)
def test_a_report_with_a_change_that_no_form_could_make_is_refused(log: Log, html: str, what: str) -> None:
    for change in HOSTILE[what]:
        assert refused(log, forged(html, number([*SOUND, change]))).startswith("Change 4 of this report "), change


@pytest.mark.parametrize("what", HOSTILE_EVIDENCE)
def test_evidence_that_no_scan_and_a_judgement_that_no_team_could_give_are_refused(
    log: Log, html: str, what: str
) -> None:
    sound = [BEGUN, scanned(scan="scanone")]
    assert len(taken_over(log, forged(html, number([*sound, judged()])).decode()).state.scans) == 1
    for change in HOSTILE_EVIDENCE[what]:
        assert refused(log, forged(html, number([*sound, change]))).startswith("Change 3 of this report "), change


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x", "origin": 5},
        {"title": "x", "origin": MEGABYTE},
        {"title": "x", "origin": "a\nb"},
        {"title": ""},
        {"origin": "new"},
        {},
    ],
)
def test_a_beginning_that_cannot_be_is_refused(log: Log, html: str, fields: Change) -> None:
    refused(log, forged(html, number([{"kind": "workbook-created", "event": fields}])))


Numbers = Callable[[list[Change]], None]


@pytest.mark.parametrize(
    "disturb",
    [
        lambda events: events.pop(2),
        lambda events: events.pop(0),
        lambda events: events.insert(2, events[1]),
        lambda events: events.reverse(),
        lambda events: events[2].update(number=7),
        lambda events: events[2].update(step=1),
        lambda events: events[2].update(step=9),
        lambda events: events[0].update(number=0),
    ],
)
def test_a_log_with_gaps_or_out_of_order_is_refused(log: Log, html: str, disturb: Numbers) -> None:
    events = number([*SOUND, given("hoped", 95), answered("start.idea", "x")])
    disturb(events)
    refused(log, forged(html, events))


def test_a_table_of_more_rows_than_any_form_takes_is_refused(log: Log, html: str) -> None:
    most = shipped_bank()[TABLE].rows_max
    many = [row("row-added", f"row{n:05}") for n in range(2 * most + 1)]
    assert "which no form takes" in refused(log, forged(html, number([BEGUN, *many])))

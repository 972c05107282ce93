"""Evidence from a real table: what it leaves open, what a later delivery changes, and a page that hides nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapters.data_risks.sound import RISKS, SOUND, SOUND_SOURCE, WORKED, state
from model.scans import MADE, SCANS, SECRET, finding
from premortem.chapters import pages
from premortem.chapters.data_risks.deliveries import CHANGES, compare
from premortem.chapters.data_risks.evidence import HINDSIGHT
from premortem.chapters.data_risks.findings import DataRiskFindings, findings
from premortem.chapters.data_risks.form import notes
from premortem.chapters.data_risks.matrix import ROWS_SHOWN
from premortem.model.bank import shipped_bank
from premortem.model.checks import CHECKS
from premortem.model.evidence import Coverage, Done, Finding, Judgement, Moved, Rate, Scan, Scanned, Severity
from premortem.model.kept_evidence import kept
from premortem.model.plain import plain
from premortem.model.progress import Stage, progress
from premortem.model.state import State
from premortem.model.verdicts import Level
from report.tree import tree_of

BANK = shipped_bank()
OPEN = (finding("missing", "age"), finding("format", "zip", severity=Severity.LOW))
HOSTILE = "</bdi><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}\u202e"


def scanned(*found: Finding, id: str = "scanone", judged: dict[str, Judgement] | None = None, **parts: Any) -> Scanned:  # noqa: A002 - as the field is called
    scan = replace(MADE, findings=found, rates=(), moved=(), **parts)
    return Scanned(id, scan, MappingProxyType(judged or {}))


def found_in(*scans: Scanned, **answers: Any) -> DataRiskFindings:
    """The findings of a chapter in which nothing but the scans is amiss."""
    given_ = {**SOUND, **{f"data-risks.{name}": value for name, value in answers.items()}}
    return findings(replace(state(given_, [SOUND_SOURCE], [WORKED]), scans=scans))


def page_of(found: DataRiskFindings, *, live: bool = True) -> str:
    return pages.render(found, BANK, "EUR", live=live)


def test_a_scan_alone_is_a_beginning_and_no_verdict() -> None:
    begun = State(scans=(scanned(*OPEN),))
    found = findings(begun)
    assert found.verdict.level is Level.NOT_KNOWN
    assert found.actions[0].key == "data-risks.judge.scanone"
    assert progress(BANK.chapter("data-risks"), begun, found).stage is Stage.BEGUN
    assert progress(BANK.chapter("data-risks"), State()).stage is Stage.UNTOUCHED


@pytest.mark.parametrize("severity", [Severity.HIGH, Severity.MEDIUM, Severity.LOW])
def test_what_nobody_has_judged_is_one_open_point_for_each_source_and_never_stops(severity: Severity) -> None:
    many = [finding("missing", f"c{n}", severity=severity) for n in range(50)]
    verdict = found_in(scanned(*many), scanned(*many, id="scantwo", source="feed")).verdict
    assert verdict.level is Level.CONDITIONS
    assert sum("whether it is so" in reason for reason in verdict.reasons) == 2


def test_what_is_only_shown_leaves_nothing_open() -> None:
    assert found_in(scanned(finding("outliers", "x", severity=Severity.SHOWN))).verdict.level is Level.GO
    assert found_in(scanned()).verdict.level is Level.GO


def test_what_was_judged_is_open_no_longer_but_what_was_confirmed_wants_an_agreement() -> None:
    key = OPEN[0].key
    dismissed = found_in(scanned(OPEN[0], judged={key: Judgement("dismissed", "of no use")}))
    assert dismissed.verdict.level is Level.GO
    confirmed = found_in(scanned(OPEN[0], judged={key: Judgement("confirmed")}))
    assert confirmed.verdict.level is Level.CONDITIONS
    assert [action.what for action in confirmed.actions] == [
        "Agree what is done about “orders.csv”: empty cells (“age”: 12 %)",
        "Ask whoever answers for “orders.csv”: Ask of missing in age.",
    ]
    risk = found_in(scanned(OPEN[0], judged={key: Judgement("risk", row="r0")}))
    assert risk.verdict.level is Level.GO, "the register has it"
    gone = found_in(scanned(OPEN[0], judged={key: Judgement("risk", row="gone")}))
    assert gone.verdict.level is Level.CONDITIONS, "its risk was taken out of the register"


def test_the_figures_stand_beside_the_risk_they_made() -> None:
    key = OPEN[0].key
    then = scanned(OPEN[0], judged={key: Judgement("risk", row="r0")})
    for scans, said in (
        ((then,), "Saw of missing in age."),
        ((then, scanned(OPEN[1], id="scantwo")), "Saw of missing in age. No longer so in the latest delivery."),
        ((then, scanned(replace(OPEN[0], saw="It is 9 % now."), id="scantwo")), "It is 9 % now."),
    ):
        found = found_in(*scans)
        assert found.seen == {"r0": (said,)}
        assert f"Seen in the data: {said}" in notes(found)[f"{RISKS}/r0/what"]
        assert f"Seen in the data: <bdi>{said.replace(' %', chr(160) + '%')}</bdi>" in page_of(found, live=False)


def test_a_risk_of_a_scanned_table_names_a_source_that_is_there() -> None:
    risk = {**WORKED, "source": "orders.csv"}
    stray = findings(state(SOUND, [SOUND_SOURCE], [risk]))
    assert stray.strays == {"r0"}
    assert not findings(replace(state(SOUND, [SOUND_SOURCE], [risk]), scans=(scanned(),))).strays


def test_a_column_that_gives_the_answer_away_contradicts_that_each_was_checked() -> None:
    leak = finding("leakage", "closed_at", severity=Severity.HIGH)
    assert "“closed_at” gives the answer nearly away" in notes(found_in(scanned(leak)))[HINDSIGHT]
    for scan, answer in (
        (scanned(leak), False),
        (scanned(leak), None),
        (scanned(replace(leak, severity=Severity.MEDIUM)), True),
        (scanned(leak, judged={leak.key: Judgement("dismissed", "known before")}), True),
        (scanned(OPEN[0]), True),
    ):
        assert HINDSIGHT not in notes(found_in(scan, hindsight=answer))


def test_a_dismissed_finding_that_grew_is_open_again_and_says_why() -> None:
    first = scanned(OPEN[0], judged={OPEN[0].key: Judgement("dismissed", "of no use")})
    assert found_in(first, scanned(OPEN[0], id="scantwo")).verdict.level is Level.GO
    again = found_in(first, scanned(replace(OPEN[0], amount=0.5), id="scantwo"))
    assert again.verdict.level is Level.CONDITIONS
    assert "Dismissed before (of no use). It is open again: it has grown from 12\u00a0% to 50\u00a0%." in page_of(again)


MORE, LESS = finding("missing", "a", amount=0.2), finding("missing", "a", amount=0.1)
ALL = tuple(Coverage(check, Done.CHECKED) for check in CHECKS)


def delivery(*found: Finding, **parts: Any) -> Scan:
    return replace(MADE, **{"findings": found, "coverage": ALL, **parts})


@pytest.mark.parametrize(
    ("then", "today", "change"),
    [
        ([LESS], [MORE], "worse"),
        ([MORE], [LESS], "better"),
        ([], [MORE], "new"),
        ([MORE], [], "gone"),
        ([MORE], [replace(MORE, amount=0.2004)], ""),
        ([replace(LESS, low=0.05, high=0.16)], [replace(MORE, low=0.15, high=0.25)], "within chance"),
        ([replace(LESS, low=0.05, high=0.15)], [replace(MORE, low=0.16, high=0.25)], "worse"),
        ([replace(LESS, amount=None)], [replace(LESS, amount=None, severity=Severity.HIGH)], "worse"),
        ([replace(LESS, amount=None, severity=Severity.HIGH)], [LESS], "better"),
    ],
)
def test_two_deliveries_are_compared_by_finding_and_interval(
    then: Sequence[Finding], today: Sequence[Finding], change: str
) -> None:
    found = compare(delivery(*then), delivery(*today))
    assert [each.change for each in found.compared] == ([change] if change else [])
    assert found.says == f"1 {CHANGES[change or 'the same']}"


def test_a_finding_whose_check_was_not_made_is_neither_gone_nor_new() -> None:
    unmade = tuple(Coverage(each.check, Done.NOT_ASKED) if each.check == "missing" else each for each in ALL)
    gone = compare(delivery(MORE), delivery(coverage=unmade)).compared[0]
    assert (gone.change, gone.says) == ("not compared", "not checked in this delivery")
    new = compare(delivery(coverage=unmade), delivery(MORE)).compared[0]
    assert (new.change, new.says) == ("not compared", "not checked in the delivery before")


def test_a_table_twice_as_long_with_twice_as_many_bad_rows_is_no_worse() -> None:
    twice = finding("duplicate-rows", amount=100, unit="rows")
    found = compare(delivery(twice, rows=1000), delivery(replace(twice, amount=200), rows=2000))
    assert found.says == "1 the same"
    worse = compare(delivery(twice, rows=1000), delivery(replace(twice, amount=200), rows=1000)).compared[0]
    assert (worse.was, worse.now, worse.change) == ("100 rows of 1,000 rows", "200 rows of 1,000 rows", "worse")


@given(SCANS, SCANS)
@settings(max_examples=50)
def test_any_two_deliveries_can_be_compared_and_the_other_way_round_says_the_opposite(one: Scan, other: Scan) -> None:
    opposite = {"worse": "better", "better": "worse", "new": "gone", "gone": "new"}
    there = {each.title + str(each.columns) + each.about: each.change for each in compare(one, other).compared}
    back = {each.title + str(each.columns) + each.about: each.change for each in compare(other, one).compared}
    assert {key: opposite.get(change, change) for key, change in there.items()} == back


def test_the_page_shows_each_finding_its_figures_and_what_was_not_checked() -> None:
    found = findings(State(scans=(Scanned("scanone", kept(MADE)), Scanned("scantwo", kept(MADE)))))
    for live in (True, False):
        page = page_of(found, live=live)
        tree = tree_of(page)
        assert tree.faults == []
        text = " ".join(tree.text().replace("\u00a0", " ").split())
        for each in MADE.findings:
            assert each.saw in text
            assert each.ask in text
        assert "10,000 rows, 9 columns (CSV), read on 1 March 2026, 10:00 UTC with duckdb." in text
        for kind in CHECKS.values():
            assert kind.title in text, "each check is named, made or not"
        assert "No key was declared." in text
        assert "The connection was lost." in text
        assert "The scan says nothing about it." in text
        assert "too few to judge" in text
        assert "too few rows to judge" in text
        assert "Both deliveries hold the very same rows." in text
        ids = [element.get("id") for element in tree.elements if element.get("id")]
        assert len(ids) == len(set(ids))


def test_the_matrix_is_a_table_with_its_worst_column_first_and_words_for_each_cell() -> None:
    tree = tree_of(page_of(findings(State(scans=(Scanned("scanone", MADE),)))))
    table = next(each for each in tree.elements if each.name == "table" and "matrix" in (each.get("class") or ""))
    assert table.get("aria-labelledby") == "matrix-scanone"
    matrix = found_in(Scanned("scanone", MADE)).evidence[0].matrix
    assert [row.column for row in matrix.rows[:2]] == ["closed_at", "sex"]
    assert matrix.checks[0][0] == "Leak"
    assert matrix.rows[0].cells[0] is not None
    assert matrix.rows[0].cells[0].says == "High: AUC 0.97"
    many = scanned(*(finding("missing", f"c{n}") for n in range(40)))
    assert (len(found_in(many).evidence[0].matrix.rows), found_in(many).evidence[0].matrix.more) == (ROWS_SHOWN, 16)


def test_only_the_app_can_judge_and_each_button_says_what_of_which_finding() -> None:
    found = findings(State(scans=(Scanned("scanone", MADE),)))
    buttons = [each for each in tree_of(page_of(found)).elements if each.get("data-judge") is not None]
    assert {(each.get("data-scan"), each.get("data-judge")) for each in buttons} == {
        ("scanone", judgement) for judgement in ("confirmed", "dismissed", "risk")
    }
    assert {each.get("data-finding") for each in buttons} == {each.key for each in MADE.findings}
    assert 'data-drop-scan="scanone"' in page_of(found)
    assert "data-reason" in page_of(found)
    for page in (page_of(found, live=False), pages.render(found, BANK, None, live=True, read_only=True)):
        assert not re.search("data-judge|data-reason|data-drop-scan|<button|<input", page)


def hostile(text: str) -> Scan:
    said = dict.fromkeys(("saw", "sure", "could", "ask", "about"), text)
    found = [
        Finding(check, (text, f"{text}2"), severity, **said)
        for check, severity in zip(CHECKS, cycle(Severity), strict=False)
    ]
    example = replace(MADE.findings[0].examples[0], cells=((text, text),))
    return kept(
        Scan(
            text, text, text, 5, 5, text, MADE.read_at,
            tuple(replace(each, examples=(example,)) for each in found),
            tuple(Coverage(check, done, text) for check, done in zip(CHECKS, cycle(Done), strict=False)),
            (Rate(text, text, text, 30, 100, 0.2, 0.4),), (Moved(text, 0.5, 1, 0.1),), {text: text}, (text,),
        ),
        keep_examples=True,
    )  # fmt: skip


def test_whatever_a_file_calls_its_columns_stays_text_on_the_page() -> None:
    trees = []
    for text in (HOSTILE, "w" * len(HOSTILE)):
        scan = hostile(text)
        judged = {each.key: Judgement("dismissed", text) for each in scan.findings[:4]}
        scans = (Scanned("scanone", scan, MappingProxyType(judged)), Scanned("scantwo", scan))
        trees.append([tree_of(page_of(found_in(*scans), live=live)) for live in (True, False)])
    for nasty, harmless in zip(*trees, strict=True):
        assert nasty.faults == []
        assert nasty.shape() == harmless.shape()
        assert not any(each.name in {"script", "img"} for each in nasty.elements)


def test_the_page_of_a_scan_without_examples_holds_no_cell_of_the_data() -> None:
    for examples in (True, False):
        found = found_in(Scanned("scanone", kept(MADE, keep_examples=examples)))
        assert (SECRET in page_of(found, live=False)) is examples
        assert (SECRET in json.dumps(plain(found))) is examples


@given(st.lists(SCANS, min_size=1, max_size=3))
@settings(max_examples=40)
def test_any_scans_give_a_page_and_json(scans: list[Scan]) -> None:
    named = [Scanned(f"scan{n:03}", kept(replace(scan, source="x"))) for n, scan in enumerate(scans)]
    found = found_in(*named)
    json.dumps(plain(found), allow_nan=False)
    assert tree_of(page_of(found)).faults == []
    assert len({action.key for action in found.actions}) == len(found.actions)
    assert all(len(action.what) <= 400 for action in found.actions)

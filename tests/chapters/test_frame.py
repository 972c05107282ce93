"""The frame of every chapter's page: long lists are folded, a source is said once, wide tables read as cards."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from premortem.chapters import findings, pages
from premortem.model.bank import shipped_bank
from premortem.model.state import State
from premortem.model.verdicts import Change, Figure, Findings

PAGES = sorted(Path(pages.__file__).parent.glob("*/page.html"))


def found(lines: int) -> Findings:
    """Return the findings of an empty workbook with so many reasons and changes, and two figures of one source."""
    empty = findings("compute-growth", State())
    verdict = replace(
        empty.verdict,
        reasons=tuple(f"reason {number}" for number in range(lines)),
        would_change=tuple(Change(f"change {number}", "") for number in range(lines)),
    )
    figures = tuple(Figure(name, 1.0, "hours", None, None, "counted", "Stopwatch, 2024", "") for name in ("a", "b"))
    return replace(empty, verdict=verdict, figures=figures)


@pytest.mark.parametrize(("lines", "folded"), [(6, 0), (7, 2), (12, 2)])
def test_more_than_six_lines_are_folded_and_none_is_lost(lines: int, folded: int) -> None:
    page = pages.render(found(lines), shipped_bank(), "EUR", live=True)
    assert page.count("<details") == folded
    assert page.count("<details open") == page.count(" open>") == 0
    for number in range(lines):
        assert f"reason {number}<" in page
        assert f"change {number}" in page


def test_on_paper_nothing_is_folded_away() -> None:
    page = pages.render(found(9), shipped_bank(), "EUR")
    assert page.count("<details") == page.count(" open>") == 2


def test_a_source_that_two_figures_share_is_said_once() -> None:
    page = pages.render(found(1), shipped_bank(), "EUR")
    assert page.count("Stopwatch, 2024") == 1
    assert page.count("Source: the same") == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_each_cell_of_a_table_that_turns_into_cards_carries_the_word_of_its_column(page: Path) -> None:
    for table in re.findall(r'<table class="cards">.*?</table>', page.read_text("utf-8"), re.DOTALL):
        assert "<td" in table
        assert not re.search(r"<td(?![^>]* data-label=)", table)

"""Rows pasted into a table of the real app: refused with a line for each fault, mended, taken as one step, undone."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.answers import TITLES
from browser.running import App
from browser.visitor import PATIENCE, Visitor
from premortem.store import open_log
from premortem.workbook import Workbook, link_in

CHAPTER = "compute-growth"
PILOTS = f"{CHAPTER}.pilots"
WRONG = "Pilot\tRows\tTime\tPrice of one hour\nTenth\t1.234\t0:40\t$ 2\nFifth\t2.000\tlong\t€ 2,50\n"
RIGHT = "Pilot\tRows\tTime\tPrice of one hour\nTenth\t1.234\t0:45\t€ 2,50\nFifth\t2.000,5\t90 min\t€ 2,50\n"
READ = [
    {"label": "Tenth", "size": 1234, "hours": 0.75, "price": 2.5},
    {"label": "Fifth", "size": 2000.5, "hours": 1.5, "price": 2.5},
]


def panel(visitor: Visitor) -> Locator:
    return visitor.question(PILOTS).locator(".pm-paste")


def paste(visitor: Visitor, text: str) -> None:
    if not panel(visitor).is_visible():
        visitor.question(PILOTS).get_by_role("button", name="Paste rows or choose a CSV file").click()
    panel(visitor).get_by_label("Rows, as copied from a spreadsheet").fill(text)
    panel(visitor).get_by_role("button", name="Add these rows").click()


def kept(app: App, link: str) -> list[dict[str, object]]:
    with open_log(f"sqlite:///{app.store}") as log:
        return [dict(row.values) for row in Workbook(log, link).state.rows(PILOTS)]


@pytest.fixture
def link(app: App, visitor: Visitor, page: Page) -> str:
    """A new workbook in euros, open at the chapter with the table."""
    page.goto(app.url)
    visitor.begin("Pasted")
    visitor.answer("start.currency", "EUR")
    visitor.saved()
    visitor.open(TITLES[CHAPTER], CHAPTER)
    return link_in(page.url)


@pytest.mark.parametrize("width", [390, 1440])
def test_pasted_rows_are_refused_mended_taken_and_taken_back_in_one_step(
    app: App, visitor: Visitor, page: Page, link: str, shoot: Callable[[Page, str], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    paste(visitor, WRONG)
    alarm = panel(visitor).get_by_role("alert")
    expect(alarm).to_contain_text("Row 2 (“Tenth”), How much data: could mean 1234 or 1.234", timeout=PATIENCE)
    expect(alarm).to_contain_text("Row 3 (“Fifth”), Time it took: a number is wanted: hours as 1.5, 1:30, 90 min")
    expect(alarm).to_contain_text("Row 2: the sums of this workbook are in EUR")
    shoot(page, f"paste-refused-{width}")
    assert kept(app, link) == []
    paste(visitor, RIGHT)
    expect(visitor.question(PILOTS).locator(".pm-status")).to_contain_text("2 rows added.", timeout=PATIENCE)
    expect(panel(visitor)).to_be_hidden()
    shoot(page, f"paste-taken-{width}")
    assert kept(app, link) == READ
    assert visitor.shown(PILOTS, "hours") == "0.75"
    page.get_by_role("button", name="Undo").click()
    expect(visitor.question(PILOTS).locator("[data-row-id]")).to_have_count(0, timeout=PATIENCE)
    assert kept(app, link) == []


def test_a_csv_file_is_chosen_looked_at_and_added(app: App, visitor: Visitor, link: str, tmp_path: Path) -> None:
    path = tmp_path / "pilots.csv"
    path.write_text("Pilot;Rows;Time (min);Machine;Price €\nGröße 1;1234;45;V100;2,50\n", "cp1252")
    visitor.question(PILOTS).get_by_role("button", name="Paste rows or choose a CSV file").click()
    panel(visitor).locator("input[type=file]").set_input_files(path)
    panel(visitor).get_by_role("button", name="Add these rows").click()
    expect(visitor.question(PILOTS).locator(".pm-status")).to_contain_text("1 row added.", timeout=PATIENCE)
    assert kept(app, link) == [{"label": "Größe 1", "size": 1234, "hours": 0.75, "machine": "V100", "price": 2.5}]
    assert visitor.verdict


def test_rows_pasted_into_a_page_whose_kernel_is_dead_stay_and_are_taken_after_the_reload(
    app: App, visitor: Visitor, page: Page, link: str
) -> None:
    for kernel in app.kernels:
        os.kill(kernel, signal.SIGKILL)
    paste(visitor, RIGHT)
    expect(panel(visitor).get_by_role("alert")).to_contain_text("Not sent", timeout=PATIENCE)
    page.reload()
    visitor.at("start")
    visitor.open(TITLES[CHAPTER], CHAPTER)
    expect(panel(visitor).get_by_label("Rows, as copied from a spreadsheet")).to_have_value(RIGHT)
    panel(visitor).get_by_role("button", name="Add these rows").click()
    expect(visitor.question(PILOTS).locator(".pm-status")).to_contain_text("2 rows added.", timeout=PATIENCE)
    assert kept(app, link) == READ

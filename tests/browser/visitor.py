"""Somebody who uses the app: finds questions by their ids, answers as a person would, reads what the page says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from premortem.model.verdicts import Findings, Level

PATIENCE = 30_000


class Visitor:
    """Drives one page of the app, in Voila or JupyterLab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self, title: str) -> None:
        """Begin a new workbook on the start page."""
        self.page.get_by_label("Title", exact=True).fill(title)
        self.page.get_by_role("button", name="Begin").click()
        self.at("start")

    def at(self, chapter: str) -> None:
        """Wait until a chapter is shown."""
        self.page.locator(f"[data-chapter='{chapter}']").first.wait_for(timeout=PATIENCE)

    def open(self, title: str, chapter: str) -> None:
        """Open a chapter by its title in the rail."""
        self.page.get_by_role("navigation", name="Chapters").get_by_role("button", name=title).first.click()
        self.at(chapter)

    def question(self, question: str) -> Locator:
        """The outermost element of a question."""
        return self.page.locator(f"[data-question='{question}']").first

    def answer(self, question: str, value: Any) -> None:
        """Answer a question by what its element offers."""
        _enter(self.question(question), value)

    def add_row(self, question: str, cells: dict[str, Any]) -> None:
        """Add a row to a table question and fill its cells."""
        table = self.question(question)
        rows = table.locator("[data-row][data-column]").evaluate_all(
            "cells => new Set(cells.map(c => c.dataset.row)).size"
        )
        table.get_by_role("button", name=re.compile("^Add ")).click()
        first = next(iter(cells))
        row = table.locator(f"[data-column='{first}']").nth(rows)
        row.wait_for(timeout=PATIENCE)
        row_id = row.get_attribute("data-row")
        for column, value in cells.items():
            _enter(table.locator(f"[data-row='{row_id}'][data-column='{column}']").first, value)

    def fill(self, title: str, chapter: str, rows: Sequence[tuple[str, Any]], plain: Mapping[str, Any]) -> None:
        """Open a chapter, give all of this, wait until it is saved, and show to all what was written unseen."""
        self.open(title, chapter)
        for table, cells in rows:
            self.add_row(table, cells)
        for question, value in plain.items():
            self.answer(question, value)
        self.saved()
        for table in {table for table, _ in rows}:
            if self.question(table).locator(".pm-veil").count():
                self.show_all(table)

    def show_all(self, question: str) -> None:
        """Show to everybody what has been written unseen, and mean it."""
        table = self.question(question)
        table.get_by_role("button", name="Show all to everybody").click()
        table.get_by_role("button", name="Yes, show them now").click()
        expect(table).to_contain_text("Shown to everybody.", timeout=PATIENCE)

    def reads(self, level: Level) -> None:
        """Wait until the verdict on the page is of this level."""
        expect(self.page.locator("[data-verdict]").first).to_have_attribute(
            "data-verdict", level.value, timeout=PATIENCE
        )

    def saved(self) -> None:
        """Wait until the page says that everything is saved."""
        self.page.keyboard.press("Tab")  # leaves the field
        expect(self.page.locator("[data-saved]").first).to_have_attribute("data-saved", "yes", timeout=PATIENCE)

    @property
    def verdict(self) -> str:
        """The level of the verdict on the page."""
        return self.page.locator("[data-verdict]").first.get_attribute("data-verdict", timeout=PATIENCE) or ""

    def walks_through(self, titles: Mapping[str, str], found: Mapping[str, Findings]) -> None:
        """Open every chapter and read its verdict, its headline and its picture, or the words instead of one."""
        for chapter, title in titles.items():
            self.open(title, chapter)
            self.reads(found[chapter].verdict.level)
            expect(self.page.locator(".verdict-headline").first).to_contain_text(found[chapter].verdict.headline)
            chart = self.page.locator(".premortem-chart")
            if found[chapter].chart:
                expect(chart.locator("svg")).to_be_visible(timeout=PATIENCE)
            else:
                expect(chart).to_contain_text(found[chapter].chart_says, timeout=PATIENCE)

    def shown(self, question: str, column: str = "") -> Any:
        """What the page shows as the answer to a question, or to the first cell of a column."""
        where = self.question(question)
        where = where.locator(f"[data-column='{column}']").first if column else where
        checked = where.locator("input[type=radio]:checked")
        if where.locator("input[type=radio]").count():
            return checked.first.get_attribute("value") if checked.count() else None
        if where.locator("[data-part]").count():
            return {part: where.locator(f"[data-part={part}]").input_value() for part in ("low", "best", "high")}
        return where.locator("input, textarea, select").first.input_value()


def without_heartbeat(page: Page) -> None:
    """After its first ping the page asks for nothing any more: what it shows from then on came by itself."""
    page.add_init_script(
        """const every = globalThis.setInterval;
        globalThis.setInterval = (what, after, ...rest) => after === 1000 ? 0 : every(what, after, ...rest);"""
    )


def _enter(where: Locator, value: Any) -> None:
    if isinstance(value, dict):
        for part, number in value.items():
            where.locator(f"[data-part={part}]").fill(str(number))
        return
    wanted = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    if where.locator("input[type=radio]").count():
        _choose(where.locator(f"input[type=radio][value='{wanted}']"))
    elif where.locator("select").count():
        where.locator("select").select_option(wanted)
    else:
        where.locator("input, textarea").first.fill(wanted)


def _choose(radio: Locator) -> None:
    """Click until it is chosen: findings that follow the answer before may move it away under the pointer."""
    for _ in range(3):
        radio.click()
        if radio.is_checked():
            return
    radio.check()

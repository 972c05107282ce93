"""Rows are added, filled in, moved and deleted, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from harness import Bench, Kernel
from playwright.sync_api import Locator, expect

PARTS = "every-kind.parts"


@pytest.fixture
def form(bench: Bench, kernel: Kernel, show_form: Callable[..., None]) -> Bench:
    kernel.tables[PARTS] = [
        {"id": "first", "cells": {"name": "Camera", "kind": "b", "weeks": 3}},
        {"id": "second", "cells": {"name": "Contract"}},
    ]
    show_form()
    return bench


def table(bench: Bench) -> Locator:
    return bench.page.locator(f'[data-question="{PARTS}"]')


def cell(bench: Bench, row: str, column: str) -> Locator:
    return table(bench).locator(f'[data-row="{row}"][data-column="{column}"]')


def is_saved(bench: Bench) -> None:
    expect(bench.page.locator("[data-saved]")).to_have_attribute("data-saved", "yes")


def focused(bench: Bench) -> str:
    return bench.page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    )


def test_a_row_is_added_and_filled_with_the_keyboard_alone(form: Bench, kernel: Kernel) -> None:
    keys = form.page.keyboard
    table(form).get_by_role("button", name="Add a part").focus()
    keys.press("Enter")
    keys.type("Data link")
    is_saved(form)
    row = kernel.tables[PARTS][2]
    assert row["cells"] == {"name": "Data link"}
    assert len(row["id"]) == 12
    cell(form, row["id"], "state").locator("input").first.focus()
    keys.press("ArrowRight")
    is_saved(form)
    assert kernel.tables[PARTS][2]["cells"]["state"] == 2
    expect(cell(form, row["id"], "state").locator(".pm-chosen-meaning")).to_have_text("It holds.")


def test_every_kind_of_cell_takes_an_answer_and_is_unknown(form: Bench, kernel: Kernel) -> None:
    cell(form, "first", "kind").locator("select").select_option(label="Data")
    cell(form, "first", "weeks").locator("input").fill("6,5")
    cell(form, "first", "rented").get_by_text("Yes").click()
    cell(form, "first", "due").locator("input").fill("2026-09-01")
    cell(form, "first", "cost").locator('[data-part="low"]').fill("1000000")
    cell(form, "first", "state").get_by_text("Poor").click()
    is_saved(form)
    assert kernel.tables[PARTS][0]["cells"] == {
        "name": "Camera", "kind": "c", "weeks": 6.5, "rented": True, "due": "2026-09-01", "state": 1,
        "cost": {"low": 1000000, "best": None, "high": None},
    }  # fmt: skip
    for column in ("kind", "weeks", "rented", "due", "cost", "state"):
        cell(form, "first", column).get_by_role("button", name="Don't know").click()
    is_saved(form)
    assert set(kernel.tables[PARTS][0]["cells"].values()) == {"Camera", "don't know"}


def test_a_refused_cell_says_why_beside_it(form: Bench) -> None:
    field = cell(form, "second", "weeks")
    field.locator("input").fill("-3")
    field.locator("input").blur()
    expect(field.locator(".pm-error")).to_contain_text(re.compile(r"^Must be at least 0"))
    expect(field.locator("input")).to_have_value("-3")
    expect(cell(form, "first", "weeks").locator(".pm-error")).to_be_empty()


def test_moving_a_row_keeps_the_focus_and_says_where_it_is(form: Bench, kernel: Kernel) -> None:
    table(form).get_by_role("button", name="Move Camera down").focus()
    form.page.keyboard.press("Enter")
    is_saved(form)
    assert [row["id"] for row in kernel.tables[PARTS]] == ["second", "first"]
    assert focused(form) == "Move Camera down"
    expect(table(form).get_by_role("status")).to_have_text("Camera is now 2 of 2.")
    form.page.keyboard.press("Enter")
    assert len(kernel.messages) == 1, "the last row cannot go further down"


def test_deleting_moves_the_focus_to_a_neighbour_and_then_to_the_button(form: Bench, kernel: Kernel) -> None:
    table(form).get_by_role("button", name="Delete Camera").click()
    expect(cell(form, "second", "name").locator("input")).to_be_focused()
    expect(table(form).get_by_role("status")).to_have_text("Deleted: Camera. Undo brings it back.")
    table(form).get_by_role("button", name="Delete Contract").click()
    expect(table(form).get_by_role("button", name="Add a part")).to_be_focused()
    is_saved(form)
    assert kernel.tables[PARTS] == []


def test_rows_of_somebody_else_arrive_without_disturbing_who_types(form: Bench, kernel: Kernel) -> None:
    entry = cell(form, "second", "name").locator("input")
    entry.press("End")
    entry.press_sequentially(" with")
    kernel.tables[PARTS].insert(0, {"id": "other", "cells": {"name": "Somebody's"}})
    form.set("form", tables={PARTS: kernel.tables[PARTS]})
    expect(cell(form, "other", "name").locator("input")).to_have_value("Somebody's")
    expect(entry).to_be_focused()
    entry.press_sequentially(" all")
    is_saved(form)
    assert kernel.tables[PARTS][2]["cells"]["name"] == "Contract with all"


def test_no_more_rows_than_admitted_are_offered(form: Bench) -> None:
    for _ in range(3):
        table(form).get_by_role("button", name="Add a part").click()
    expect(table(form).get_by_role("button", name="Add a part")).to_be_disabled()
    expect(table(form)).to_contain_text("At most 5 fit here.")


def test_rows_fold_to_their_names_and_stay_so(form: Bench) -> None:
    table(form).get_by_role("button", name="Answers about Camera").click()
    expect(cell(form, "first", "weeks")).to_be_hidden()
    expect(cell(form, "first", "name")).to_be_visible()
    expect(table(form)).to_contain_text("2 of 6 answered")
    form.set("form", asks="Anew?")
    expect(cell(form, "first", "weeks")).to_be_hidden()


def test_the_route_of_a_row_stands_beside_it(form: Bench) -> None:
    form.set("form", notes={f"{PARTS}/first": "Specify, then procure", f"{PARTS}/first/weeks": "long"})
    expect(table(form).locator('[data-row-id="first"] .pm-row-head > .pm-note')).to_have_text("Specify, then procure")
    expect(cell(form, "first", "weeks")).to_contain_text("long")

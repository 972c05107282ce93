"""Rows are pasted or read from a file, refused beside their text, and never lost; with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from harness import Bench, Kernel
from playwright.sync_api import Locator, expect
from test_accessible import WIDTHS, fits, violations

PARTS = "every-kind.parts"
GOOD = "Name\tWeeks\tBy when?\nCamera\t1,5\t31.12.2026\nLink\t3\t\n"
BAD = "Name\tWeeks\nCamera\tmany\nLink\t-3\n"
CAMERA = {"name": "Camera", "weeks": 1.5, "due": "2026-12-31"}


@pytest.fixture
def form(bench: Bench, show_form: Callable[..., None]) -> Bench:
    bench.page.clock.install()
    show_form()
    return bench


def table(bench: Bench) -> Locator:
    return bench.page.locator(f'[data-question="{PARTS}"]')


def panel(bench: Bench) -> Locator:
    return table(bench).locator(".pm-paste")


def opener(bench: Bench) -> Locator:
    return table(bench).get_by_role("button", name="Paste rows or choose a CSV file")


def area(bench: Bench) -> Locator:
    return table(bench).get_by_label("Rows, as copied from a spreadsheet")


def file(bench: Bench) -> Locator:
    return table(bench).get_by_label("Or a file (CSV, TSV or text, at most 1 MB)")


def paste(bench: Bench, text: str) -> None:
    if not panel(bench).is_visible():
        opener(bench).click()
    area(bench).fill(text)
    panel(bench).get_by_role("button", name="Add these rows").click()


def cells(kernel: Kernel) -> list[object]:
    return [row["cells"] for row in kernel.tables.get(PARTS, [])]


def test_rows_are_pasted_with_the_keyboard_alone(form: Bench, kernel: Kernel) -> None:
    keys = form.page.keyboard
    opener(form).focus()
    keys.press("Enter")
    keys.press("Tab")
    expect(area(form)).to_be_focused()
    keys.insert_text(GOOD)
    keys.press("Tab")
    expect(file(form)).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(opener(form)).to_be_focused()
    expect(panel(form)).to_be_hidden()
    expect(table(form).locator(".pm-status")).to_have_text("2 rows added.")
    assert cells(kernel) == [CAMERA, {"name": "Link", "weeks": 3}]
    expect(table(form).locator('[data-column="name"] input').nth(1)).to_have_value("Link")
    assert kernel.messages[0] | {"id": "", "text": ""} == {
        "type": "paste", "id": "", "question": PARTS, "text": "", "replace": False,
    }  # fmt: skip


def test_the_columns_are_named_with_their_units(form: Bench) -> None:
    opener(form).click()
    expect(panel(form)).to_contain_text("Name · What kind of part is it · In which state is it · How many weeks")
    expect(panel(form)).to_contain_text("does it take (weeks) · What does it cost (EUR) · Can")


def test_refused_rows_stay_with_a_line_for_each_fault_until_they_are_mended(form: Bench, kernel: Kernel) -> None:
    paste(form, BAD)
    alarm = panel(form).get_by_role("alert")
    expect(alarm).to_contain_text("Row 2 (“Camera”), How many weeks does it take: a number is wanted: write digits")
    expect(alarm).to_contain_text("Row 3 (“Link”), How many weeks does it take: must be at least 0 weeks")
    assert alarm.evaluate("(line) => line.getBoundingClientRect().height") > 60, "each fault on a line of its own"
    expect(area(form)).to_have_value(BAD)
    assert cells(kernel) == []
    paste(form, GOOD)
    expect(panel(form)).to_be_hidden()
    assert len(cells(kernel)) == 2
    opener(form).click()
    expect(area(form)).to_have_value("")
    expect(panel(form).locator(".pm-error")).to_be_empty()


@pytest.mark.parametrize(
    "encoded",
    [
        GOOD.replace("Camera", "Größe €").encode(),
        GOOD.replace("Camera", "Größe €").encode("utf-8-sig"),
        GOOD.replace("Camera", "Größe €").encode("utf-16"),
        b"\xfe\xff" + GOOD.replace("Camera", "Größe €").encode("utf-16-be"),
        GOOD.replace("Camera", "Größe €").encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16", "utf-16 the other way round", "windows-1252"],
)
def test_a_file_is_read_in_the_page_whatever_its_encoding(
    form: Bench, kernel: Kernel, tmp_path: Path, encoded: bytes
) -> None:
    path = tmp_path / "parts.csv"
    path.write_bytes(encoded)
    opener(form).click()
    file(form).set_input_files(path)
    expect(area(form)).to_have_value(GOOD.replace("Camera", "Größe €"))
    assert kernel.messages == [], "nothing is sent before somebody has seen it"
    panel(form).get_by_role("button", name="Add these rows").click()
    expect(panel(form)).to_be_hidden()
    assert cells(kernel)[0] == {**CAMERA, "name": "Größe €"}


@pytest.mark.parametrize("content", ["x" * (2**20 + 1), "x\n" * 2001], ids=["bytes", "lines"])
def test_a_file_that_is_too_large_is_refused_in_the_page(
    form: Bench, kernel: Kernel, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "large.csv"
    path.write_text(content)
    opener(form).click()
    file(form).set_input_files(path)
    says = "large.csv is larger than 1 MB or 2000 lines: keep only the rows that count."
    expect(panel(form).get_by_role("alert")).to_have_text(says)
    expect(area(form)).to_have_value("")
    assert kernel.messages == []


def test_no_text_and_too_much_of_it_are_refused_in_the_page(form: Bench, kernel: Kernel) -> None:
    paste(form, " \n")
    alarm = panel(form).get_by_role("alert")
    expect(alarm).to_have_text("Paste rows or choose a file first.")
    much = "(area) => Object.defineProperty(area, 'value', { value: 'x'.repeat(2 ** 20 + 1) })"
    area(form).evaluate(f"(area) => {{ ({much})(area); area.dispatchEvent(new Event('input')) }}")
    panel(form).get_by_role("button", name="Add these rows").click()
    expect(alarm).to_have_text("This is more than 1 MB: paste fewer rows.")
    assert kernel.messages == []


def test_without_an_answer_the_rows_stay_and_are_added_once_however_often_they_are_sent(
    form: Bench, kernel: Kernel
) -> None:
    kernel.mode = "silent"
    paste(form, GOOD)
    form.page.clock.run_for(8100)
    alarm = panel(form).get_by_role("alert")
    expect(alarm).to_have_text("Not sent, as the workbook does not answer. The rows stay here: try again later.")
    form.set("form", asks="Anew?")
    expect(area(form)).to_have_value(GOOD)
    expect(area(form)).to_be_visible()
    panel(form).get_by_role("button", name="Add these rows").click()
    first, second = kernel.messages
    assert first == second, "the same id, by which the workbook knows them again"
    form.tell("form", {"type": "pasted", "id": first["id"], "question": PARTS, "rows": 2, "said": "2 rows added."})
    expect(panel(form)).to_be_hidden()


def test_rows_that_were_not_taken_are_there_again_after_the_page_was_loaded_anew(
    form: Bench, kernel: Kernel, show_form: Callable[..., None]
) -> None:
    kernel.mode = "silent"
    paste(form, GOOD)
    form.reload()
    show_form()
    expect(area(form)).to_have_value(GOOD)
    kernel.mode = "well"
    panel(form).get_by_role("button", name="Add these rows").click()
    expect(panel(form)).to_be_hidden()
    assert kernel.messages[0] == kernel.messages[1]
    form.reload()
    show_form()
    expect(panel(form)).to_be_hidden()


def test_a_kernel_that_cannot_be_reached_is_told_at_once(form: Bench) -> None:
    form.page.evaluate("() => { models.form.send = () => { throw new Error('no connection') } }")
    paste(form, GOOD)
    expect(panel(form).get_by_role("alert")).to_contain_text("Not sent")
    expect(area(form)).to_have_value(GOOD)


def test_an_answer_about_rows_that_were_changed_since_does_not_touch_them(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "silent"
    paste(form, GOOD)
    area(form).press_sequentially("x")
    form.tell("form", {"type": "pasted", "id": kernel.messages[0]["id"], "question": PARTS, "rows": 2, "said": "."})
    expect(area(form)).to_have_value(f"{GOOD}x")


def test_who_only_reads_is_offered_no_paste(bench: Bench, show_form: Callable[..., None]) -> None:
    show_form(read_only=True)
    expect(opener(bench)).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panel_is_accessible_and_fits(form: Bench, width: int) -> None:
    form.page.set_viewport_size({"width": width, "height": 900})
    paste(form, BAD + "A very long name of a part that stands in no column and goes on and on\t3\n" * 3)
    panel(form).get_by_role("alert").filter(has_text="Row 2").wait_for()
    assert violations(form) == []
    assert fits(form)

"""Nothing typed is lost: not when the store fails, when nobody answers, or when the page is loaded anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness import Bench, Kernel
from playwright.sync_api import Locator, expect


@pytest.fixture
def form(bench: Bench, show_form: Callable[..., None]) -> Bench:
    bench.page.clock.install()
    show_form()
    return bench


def owner(bench: Bench) -> Locator:
    return bench.page.locator('[data-question="every-kind.price"] input')


def indicator(bench: Bench) -> Locator:
    return bench.page.locator("[data-saved]")


def test_typing_counts_as_unsaved_from_the_first_key_and_goes_out_after_a_pause(form: Bench, kernel: Kernel) -> None:
    owner(form).press_sequentially("12", delay=30)
    assert indicator(form).get_attribute("data-saved") == "no"
    expect(indicator(form)).to_have_attribute("data-saved", "yes")
    assert [edit["value"] for message in kernel.messages for edit in message["edits"]] == ["12"]
    expect(indicator(form)).to_contain_text("saved ")


def test_a_store_that_fails_is_tried_again_and_the_indicator_says_so(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "full"
    owner(form).fill("7")
    owner(form).blur()
    expect(indicator(form)).to_have_text("not saved, trying again")
    assert indicator(form).get_attribute("data-saved") == "no"
    kernel.mode = "well"
    form.page.clock.run_for(3100)
    expect(indicator(form)).to_have_attribute("data-saved", "yes")
    assert kernel.values == {"every-kind.price": 7}
    first, *again = [message["id"] for message in kernel.messages]
    assert again == [first], "the same message again, so that the kernel can tell"


def test_a_message_without_an_answer_is_sent_again(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "silent"
    form.page.get_by_role("radio", name="Yes").first.click()
    kernel.mode = "well"
    form.page.clock.run_for(5100)
    expect(indicator(form)).to_have_attribute("data-saved", "yes")
    assert kernel.values == {"every-kind.agreed": True}


def test_only_one_message_is_on_its_way_and_later_answers_replace_what_waits(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "silent"
    form.page.get_by_role("radio", name="Yes").first.click()
    for text in ("1", "12", "123"):
        owner(form).fill(text)
        owner(form).blur()
    assert len(kernel.messages) == 1
    kernel.mode = "well"
    form.tell("form", {"type": "saved", "id": kernel.messages[0]["id"], "at": "2026-03-31T14:03:00Z"})
    expect(indicator(form)).to_have_attribute("data-saved", "yes")
    assert kernel.messages[1]["edits"] == [{"do": "answer", "question": "every-kind.price", "value": "123"}]


def test_what_a_dead_kernel_did_not_take_is_sent_after_a_reload(
    form: Bench, kernel: Kernel, show_form: Callable[..., None]
) -> None:
    kernel.mode = "silent"
    owner(form).fill("4711")
    form.reload()
    kernel.mode = "well"
    show_form()
    expect(indicator(form)).to_have_attribute("data-saved", "yes")
    assert kernel.values == {"every-kind.price": 4711}
    expect(owner(form)).to_have_value("4711")
    expect(form.page.locator("[data-banner]")).to_contain_text("One answer had not reached the workbook")
    assert form.page.evaluate("Object.keys(localStorage)") == ["premortem:seat"], "only the seat stays"


def test_one_workbook_never_gets_the_answers_of_another(
    form: Bench, kernel: Kernel, show_form: Callable[..., None]
) -> None:
    kernel.mode = "silent"
    owner(form).fill("4711")
    form.reload()
    kernel.mode = "well"
    kernel.messages.clear()
    show_form(workbook="w2")
    form.page.wait_for_timeout(300)
    assert kernel.messages == []
    expect(owner(form)).to_have_value("")


def test_a_chapter_opened_in_between_sends_what_is_left(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "full"
    owner(form).fill("5")
    owner(form).blur()
    form.set("form", chapter="another", spec={"first": [], "depth": []})
    kernel.mode = "well"
    form.page.clock.run_for(3100)
    expect(indicator(form)).to_have_attribute("data-saved", "yes")
    assert kernel.values == {"every-kind.price": 5}


def test_what_is_too_large_for_a_message_is_refused_in_the_browser(form: Bench, kernel: Kernel) -> None:
    field = form.page.locator('[data-question="every-kind.price"]')
    paste = "input => { input.value = '9'.repeat(1100000); input.dispatchEvent(new Event('input')) }"
    field.locator("input").evaluate(paste)
    expect(field.locator(".pm-error")).to_contain_text("more than 1 MB")
    assert kernel.messages == []
    expect(indicator(form)).to_have_attribute("data-saved", "yes")


def test_nothing_asks_before_the_page_is_left(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "silent"
    owner(form).fill("1")
    asked = []
    form.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.reload()
    assert asked == [], "Voila would stop the kernel even if the visitor stays"


def test_leaving_a_field_does_not_send_again_what_is_on_its_way(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "silent"
    owner(form).fill("7")
    form.page.clock.run_for(500)
    assert len(kernel.messages) == 1
    owner(form).blur()
    assert form.page.evaluate("premortemDesk.unsaved") == 1
    kernel.mode = "well"
    form.page.clock.run_for(5100)
    expect(indicator(form)).to_have_attribute("data-saved", "yes")
    assert kernel.values == {"every-kind.price": 7}

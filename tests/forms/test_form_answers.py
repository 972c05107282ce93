"""Each kind of question can be answered, unknown, cleared and refused, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from harness import Bench, Kernel
from playwright.sync_api import Locator, expect


def ask(bench: Bench, question: str) -> Locator:
    return bench.page.locator(f'[data-question="every-kind.{question}"]')


def is_saved(bench: Bench) -> None:
    expect(bench.page.locator("[data-saved]")).to_have_attribute("data-saved", "yes")


def by_label(label: str) -> Callable[[Locator], None]:
    return lambda field: field.get_by_text(label, exact=True).click()


def typed(text: str) -> Callable[[Locator], None]:
    return lambda field: field.locator("input, textarea").first.fill(text)


def three(field: Locator) -> None:
    for part, text in (("low", "10"), ("best", "20,5"), ("high", "1k")):
        field.locator(f'[data-part="{part}"]').fill(text)


ANSWERS: list[tuple[str, Callable[[Locator], None], Any]] = [
    ("route", by_label("Buy it"), "buy"),
    ("clarity", by_label("Rough idea"), 2),
    ("agreed", by_label("No"), False),
    ("cases", typed("250"), 250),
    ("price", typed("1.5M"), 1500000),
    ("days", three, {"low": 10, "best": 20.5, "high": 1000}),
    ("start", typed("2026-03-31"), "2026-03-31"),
    ("why-now", typed("Because.\nIt is time."), "Because.\nIt is time."),
    ("owner", typed("Ada"), "Ada"),
    ("place", lambda field: field.locator("select").select_option(label="In a cloud"), "d"),
]


@pytest.fixture
def form(bench: Bench, show_form: Callable[..., None]) -> Bench:
    show_form()
    bench.page.get_by_role("button", name="More questions").click()
    return bench


@pytest.mark.parametrize(("question", "give", "canonical"), ANSWERS, ids=[question for question, *_ in ANSWERS])
def test_an_answer_arrives_is_taken_as_unknown_and_comes_back(
    form: Bench, kernel: Kernel, question: str, give: Callable[[Locator], None], canonical: Any
) -> None:
    field = ask(form, question)
    give(field)
    form.page.locator(".pm-form-head h2").click()
    is_saved(form)
    assert kernel.values[f"every-kind.{question}"] == canonical

    unknown = field.get_by_role("button", name="Don't know")
    expect(unknown).to_have_attribute("aria-pressed", "false")
    unknown.click()
    is_saved(form)
    assert kernel.values[f"every-kind.{question}"] == "don't know"
    expect(unknown).to_have_attribute("aria-pressed", "true")

    unknown.click()
    is_saved(form)
    assert kernel.values[f"every-kind.{question}"] == canonical, "a slip of the finger must not cost the answer"
    unknown.click()
    give(field)
    form.page.locator(".pm-form-head h2").click()
    is_saved(form)
    expect(unknown).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("question", ["route", "clarity", "agreed", "start"])
def test_an_answer_by_choice_can_be_cleared(form: Bench, kernel: Kernel, question: str) -> None:
    give = {name: give for name, give, _ in ANSWERS}[question]
    give(ask(form, question))
    ask(form, question).get_by_role("button", name=re.compile("^Clear")).click()
    is_saved(form)
    assert f"every-kind.{question}" not in kernel.values
    expect(ask(form, question).locator("input:checked")).to_have_count(0)


def test_a_refused_text_stays_with_its_message_until_it_is_mended(form: Bench, kernel: Kernel) -> None:
    field = ask(form, "cases")
    entry = field.locator("input")
    entry.fill("5000")
    entry.blur()
    expect(field.get_by_role("alert")).to_contain_text(re.compile(r"^Must lie between 1 and 1,000"))
    expect(entry).to_have_value("5000")
    expect(entry).to_have_attribute("aria-invalid", "true")
    is_saved(form)
    assert "every-kind.cases" not in kernel.values

    ask(form, "agreed").get_by_text("Yes").click()
    is_saved(form)
    expect(entry).to_have_value("5000")

    entry.fill("500")
    entry.blur()
    expect(field.locator(".pm-error")).to_be_empty()
    expect(entry).to_have_attribute("aria-invalid", "false")
    assert kernel.values["every-kind.cases"] == 500


def test_a_half_typed_number_is_not_called_wrong_at_once(form: Bench) -> None:
    field = ask(form, "cases")
    field.locator("input").press_sequentially("-")
    form.page.wait_for_timeout(700)
    expect(field.locator(".pm-error")).to_be_empty(timeout=1)
    expect(field.get_by_role("alert")).to_contain_text("12.5")


def test_only_the_refused_edit_of_a_message_is_dropped(form: Bench, kernel: Kernel) -> None:
    kernel.mode = "full"
    ask(form, "agreed").get_by_text("Yes").click()
    ask(form, "cases").locator("input").fill("many")
    ask(form, "price").locator("input").fill("7")
    form.page.wait_for_timeout(100)
    kernel.mode = "well"
    is_saved(form)
    assert kernel.values == {"every-kind.agreed": True, "every-kind.price": 7}
    expect(ask(form, "cases").locator("input")).to_have_value("many")


def test_large_numbers_are_read_back_with_their_thousands_apart(form: Bench) -> None:
    field = ask(form, "price")
    field.locator("input").fill("250k")
    field.locator("input").blur()
    expect(field.locator("input")).to_have_value("250000")
    expect(field.locator(".pm-reads")).to_have_text("250\u202f000")
    expect(field.locator(".pm-unit")).to_have_text("EUR")


def test_an_echo_never_overwrites_what_is_being_typed(form: Bench, kernel: Kernel) -> None:
    entry = ask(form, "owner").locator("input")
    entry.press_sequentially("Ad")
    is_saved(form)
    entry.press_sequentially("a L")
    kernel.values["every-kind.owner"] = "Somebody else"
    form.set("form", values=dict(kernel.values))
    expect(entry).to_have_value("Ada L")
    entry.press_sequentially("ovelace")
    is_saved(form)
    assert kernel.values["every-kind.owner"] == "Ada Lovelace"


def test_an_undone_answer_shows_as_it_was(form: Bench) -> None:
    ask(form, "agreed").get_by_text("Yes").click()
    is_saved(form)
    form.set("form", values={})
    expect(ask(form, "agreed").locator("input:checked")).to_have_count(0)


def test_hostile_text_stays_text(bench: Bench, kernel: Kernel, show_form: Callable[..., None]) -> None:
    evil = '<img src=x onerror="globalThis.pwned=1"><script>pwned=1</script>\u202e"\'&'
    kernel.values["every-kind.owner"] = evil
    kernel.tables["every-kind.parts"] = [
        {"id": "r1", "cells": {"name": evil, "due": evil, "kind": evil, "weeks": evil}}
    ]
    show_form(notes={"every-kind.route": evil}, heading=evil, currency=evil)
    bench.page.get_by_role("button", name="More questions").click()
    expect(ask(bench, "owner").locator("input")).to_have_value(evil)
    assert bench.page.evaluate("globalThis.pwned") is None
    assert bench.page.locator(".premortem-form img, .premortem-form script").count() == 0


def test_why_is_one_click_away_and_sources_are_links(form: Bench) -> None:
    field = ask(form, "route")
    why = field.get_by_role("button", name="Why this matters")
    expect(why).to_have_attribute("aria-expanded", "false")
    why.click()
    expect(field.get_by_text("It decides who pays.")).to_be_visible()
    expect(field.get_by_text("A bridge was built twice.")).to_be_visible()
    expect(field.get_by_role("link")).to_have_attribute("href", "https://example.org/book")


def test_the_depth_stays_open_when_the_form_is_built_anew(form: Bench) -> None:
    form.set("form", asks="Another question?")
    expect(form.page.locator(".pm-form-head h2")).to_have_text("Another question?")
    expect(form.page.get_by_role("button", name="More questions (5)")).to_have_attribute("aria-expanded", "true")


def test_a_reader_sees_answers_and_no_controls(bench: Bench, kernel: Kernel, show_form: Callable[..., None]) -> None:
    kernel.values |= {"every-kind.clarity": 3, "every-kind.days": {"low": 1, "best": 2, "high": 30000}}
    kernel.tables["every-kind.parts"] = [{"id": "r1", "cells": {"name": "Camera", "rented": False}}]
    show_form(read_only=True)
    form = bench.page.locator(".premortem-form")
    expect(ask(bench, "clarity")).to_contain_text("A stranger could build it.")
    expect(ask(bench, "days")).to_contain_text("2 days (from 1 to 30\u202f000)")
    expect(ask(bench, "parts")).to_contain_text("Camera")
    expect(ask(bench, "agreed")).to_contain_text("No answer yet")
    expect(form.locator("input, select, textarea")).to_have_count(0)
    expect(form.get_by_role("button", name="Don't know")).to_have_count(0)


def test_who_was_overtaken_reads_it_beside_the_question_until_it_is_closed_or_answered_again(form: Bench) -> None:
    line = "Somebody else has changed this since: it was “12”. Both are in the history."
    cases, owner = ask(form, "cases"), ask(form, "owner")
    form.set("form", overtaken={"every-kind.cases": line, "every-kind.owner": line})
    expect(cases.get_by_role("status")).to_contain_text(line)
    cases.get_by_role("button", name="Close").click()
    expect(cases.get_by_text(line)).to_have_count(0)
    expect(cases.locator("input")).to_be_focused()
    owner.locator("input, textarea").first.fill("Ada")
    expect(owner.get_by_text(line)).to_have_count(0)
    assert [message["question"] for message in form.sent("form", "noticed")] == ["every-kind.cases", "every-kind.owner"]

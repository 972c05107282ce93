"""Findings change in place: what the reader opened stays open, what he looks at stays where it is."""

from __future__ import annotations

from collections.abc import Callable

from harness import Bench
from playwright.sync_api import expect

from premortem.forms.widgets import Page

VERDICT = (
    '<section class="verdict" data-verdict="stop"><p class="verdict-level">{level}</p>'
    '<p class="verdict-headline">{headline}</p></section>'
)
FIGURES = '<section class="figures"><h3>Figures</h3><p id="figure">{figure}</p></section>'
MORE = (
    '<section><details id="rule"><summary>The rule</summary><p>In words</p></details>'
    '<button data-goto="every-kind.owner">Who owns it</button>'
    '<button data-suggestion="ask">Take up this action</button></section>'
)


def html(level: str = "Stop", headline: str = "Too dear", figure: str = "12") -> str:
    return (VERDICT + FIGURES).format(level=level, headline=headline, figure=figure) + MORE


def test_only_what_differs_is_replaced(bench: Bench) -> None:
    bench.mount(Page, "page", "#found", html=html(), chapter="a")
    bench.page.evaluate("globalThis.kept = [...document.querySelectorAll('.premortem-page > section')]")
    bench.page.locator("summary").click()
    bench.page.locator("[data-goto]").focus()
    bench.set("page", html=html(figure="13"))
    expect(bench.page.locator("#figure")).to_have_text("13")
    same = "[...document.querySelectorAll('.premortem-page > section')].map((section, n) => section === kept[n])"
    assert bench.page.evaluate(same) == [True, True, True]
    expect(bench.page.locator("[data-goto]")).to_be_focused()
    bench.set("page", html=html(figure="14").replace("In words", "In other words"))
    expect(bench.page.get_by_text("In other words")).to_be_visible()


def test_a_verdict_is_announced_when_it_changes_and_the_rest_is_not(bench: Bench) -> None:
    bench.mount(Page, "page", "#found", html=html(), chapter="a")
    said = bench.page.locator("#found [role=status]")
    expect(said).to_be_empty()
    bench.set("page", html=html(figure="13"))
    expect(said).to_be_empty()
    bench.set("page", html=html(level="Go", headline="Cheap"))
    expect(said).to_have_text("Go: Cheap")
    assert bench.page.locator(".premortem-page[aria-live], .premortem-page [aria-live]").count() == 0


def test_a_finding_leads_to_the_answer_it_hangs_on(bench: Bench, show_form: Callable[..., None]) -> None:
    show_form()
    bench.mount(Page, "page", "#found", html=html())
    bench.page.locator("[data-goto]").click()
    expect(bench.page.locator('[data-question="every-kind.owner"] input')).to_be_focused()


def test_a_finding_in_another_chapter_opens_it_and_moves_there(bench: Bench, show_form: Callable[..., None]) -> None:
    show_form(chapter="other", spec={"first": [], "depth": []})
    bench.mount(Page, "page", "#found", html=html())
    bench.page.locator("[data-goto]").click()
    bench.page.wait_for_function("models.rail.sent.some((m) => m.type === 'open' && m.chapter === 'every-kind')")
    bench.set(
        "form", chapter="every-kind", spec={"first": [{"id": "every-kind.owner", "kind": "text", "text": "Who?"}]}
    )
    expect(bench.page.locator('[data-question="every-kind.owner"] input')).to_be_focused()


def test_an_action_is_taken_up(bench: Bench) -> None:
    bench.mount(Page, "page", "#found", html=html())
    bench.page.get_by_role("button", name="Take up this action").click()
    assert bench.sent("page", "take-up") == [{"type": "take-up", "key": "ask"}]


def test_on_a_phone_the_verdict_stays_in_sight_and_leads_to_the_findings(
    bench: Bench, show_form: Callable[..., None]
) -> None:
    bench.page.set_viewport_size({"width": 390, "height": 800})
    show_form()
    bench.mount(Page, "page", "#found", html=html())
    bar = bench.page.get_by_role("button", name="Stop: go to the findings")
    bar.click()
    expect(bench.page.locator("[data-verdict]")).to_be_focused()
    expect(bar).to_be_hidden()

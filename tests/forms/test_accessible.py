"""axe-core finds nothing to mend, at the width of a phone and of a desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from harness import Bench, Kernel
from test_page import html
from test_rail import CHAPTERS, LINKS

from premortem.forms.widgets import Page, Rail, Start

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
WIDTHS = [390, 1440]
CHANGED = "Somebody else has changed this since: it was “12”. Both are in the history."
OVERTAKEN = {"every-kind.route": CHANGED, "every-kind.parts/r1/weeks": CHANGED}


def violations(bench: Bench) -> list[str]:
    """Return what axe finds, as lines."""
    bench.page.evaluate(AXE)
    found = bench.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for each in found for node in each["nodes"]
    ]


def fits(bench: Bench) -> bool:
    return bool(bench.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("read_only", [False, True], ids=["edit", "read"])
def test_the_page_of_a_chapter(
    bench: Bench, kernel: Kernel, show_form: Callable[..., None], width: int, read_only: bool
) -> None:
    bench.page.set_viewport_size({"width": width, "height": 900})
    kernel.values |= {
        "every-kind.route": "buy",
        "every-kind.clarity": 2,
        "every-kind.days": "don't know",
        "every-kind.price": 70000,
    }
    kernel.tables = {
        "every-kind.parts": [
            {"id": "r1", "cells": {"name": "Camera", "state": 1, "weeks": "don't know"}},
            {"id": "r2", "cells": {}},
        ],
        "every-kind.actions": [{"id": "a1", "cells": {"what": "Ask"}}],
    }
    show_form(
        read_only=read_only,
        notes={"every-kind.parts/r1": "Rent it first", "every-kind.route": "decides"},
        overtaken={} if read_only else OVERTAKEN,
    )
    bench.mount(Page, "page", "#found", html=html())
    bench.page.get_by_role("button", name="More questions").click()
    for why in bench.page.locator(".pm-disclosure.quiet").all()[:2]:
        why.click()
    if not read_only:
        bench.page.locator('[data-question="every-kind.cases"] input').fill("x")
        bench.page.locator('[data-question="every-kind.cases"] input').blur()
        bench.page.locator('[data-question="every-kind.cases"] .pm-error:not(:empty)').wait_for()
    assert violations(bench) == []
    assert fits(bench)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_rail_with_all_that_opens(bench: Bench, width: int) -> None:
    bench.page.set_viewport_size({"width": width, "height": 900})
    bench.mount(
        Rail, "rail", "#rail", title="Reading invoices", chapters=CHAPTERS, current="b", links=LINKS, can_undo=True
    )
    bench.tell("rail", {"type": "banner", "level": "error", "text": "The store is full."})
    bench.tell("rail", {"type": "banner", "level": "warning", "text": "Look here."})
    for name in ("History", "Share"):
        bench.page.get_by_role("button", name=name).click()
        bench.set("rail", history=[{"number": 1, "at": "2026-03-31T12:00:00Z", "what": "Began", "author": "Ada"}])
        assert violations(bench) == []
    bench.page.keyboard.press("Escape")
    if width == 390:
        bench.page.get_by_role("button", name="2 of 4").click()
    bench.page.get_by_role("button", name="Rename").click()
    assert violations(bench) == []
    assert fits(bench)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_start_page(bench: Bench, width: int) -> None:
    bench.page.set_viewport_size({"width": width, "height": 900})
    examples = [{"id": "netflix", "title": "The Netflix Prize", "summary": "A million dollars."}]
    bench.mount(Start, "start", "#asked", examples=examples, notice="This link opens no workbook.")
    assert violations(bench) == []
    assert fits(bench)


def test_targets_are_large_enough_to_touch(bench: Bench, kernel: Kernel, show_form: Callable[..., None]) -> None:
    kernel.tables = {"every-kind.parts": [{"id": "r1", "cells": {"name": "Camera", "state": 1}}]}
    bench.page.set_viewport_size({"width": 390, "height": 900})
    show_form(overtaken=OVERTAKEN)
    small = """[...document.querySelectorAll('button, a, select, input:not([type=radio]), label.pm-option')]
      .filter((each) => each.checkVisibility() && !each.classList.contains('pm-skip'))
      .map((each) => [each.outerHTML.slice(0, 100), each.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 28).map(([html]) => html)"""
    found = bench.page.evaluate(small)
    assert found == [], json.dumps(found, indent=1)

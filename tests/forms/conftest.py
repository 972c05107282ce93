from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from harness import Bench, Kernel  # noqa: E402 - a module of this folder, which is no package

from premortem.forms import describe  # noqa: E402 - after the path above
from premortem.forms.widgets import Form, Rail  # noqa: E402
from premortem.model.bank import load  # noqa: E402
from premortem.model.questions import Bank  # noqa: E402

CHAPTER = "every-kind"


@pytest.fixture(scope="session")
def page_of_all(browser: Browser) -> Bench:
    page = browser.new_page()
    page.set_default_timeout(5000)
    return Bench(page)


@pytest.fixture
def bench(page_of_all: Bench) -> Iterator[Bench]:
    page_of_all.begin()
    yield page_of_all
    assert page_of_all.errors == []


@pytest.fixture(scope="session")
def bank() -> Bank:
    return load(HERE / "bank")


@pytest.fixture
def kernel(bench: Bench, bank: Bank) -> Kernel:
    return Kernel(bench, bank)


@pytest.fixture
def show_form(bench: Bench, kernel: Kernel, bank: Bank) -> Callable[..., None]:
    """Mount the rail and the form of the test bank, with what the kernel knows."""

    def show(**traits: Any) -> None:
        chapter = bank.chapters[CHAPTER]
        bench.mount(Rail, "rail", "#rail", title="A project", current=CHAPTER, can_undo=True)
        bench.mount(
            Form,
            "form",
            "#asked",
            **{
                "chapter": CHAPTER,
                "heading": chapter.title,
                "asks": chapter.asks,
                "spec": describe.chapter_spec(chapter),
                "values": kernel.values,
                "tables": kernel.tables,
                "currency": "EUR",
                "workbook": "w1",
            }
            | traits,
        )

    return show

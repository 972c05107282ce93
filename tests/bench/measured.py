"""The measurements, each taken of both sides in turn so that a busy moment of the machine hits both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil
from playwright.sync_api import Browser, Page

# Set a control as a person would and wait inside the page for the answer: no round trip of ours in between.
ANSWER = """([field, value, shown]) => new Promise((done, fail) => {
  const control = document.querySelector(field), watched = document.querySelector(shown);
  const begun = performance.now();
  const watch = new MutationObserver(() => { watch.disconnect(); done(performance.now() - begun); });
  watch.observe(watched, { subtree: true, childList: true, characterData: true });
  setTimeout(() => fail(new Error("no answer within 10 s")), 10000);
  control.focus();
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
})"""


@dataclass(frozen=True)
class Times:
    """Seconds or milliseconds of several runs."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def p95(self) -> float:
        """The 95th percentile; of fewer than twenty runs, the slowest."""
        return sorted(self.runs)[max(0, round(0.95 * len(self.runs)) - 1)] if len(self.runs) >= 20 else max(self.runs)


def first_use(browser: Browser, url: str, usable: str) -> float:
    """Seconds from the address to the first usable widget, in a browser that has seen nothing before."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(usable).first.wait_for(timeout=60_000)
    seconds = time.perf_counter() - begun
    context.close()
    return seconds


def second_use(browser: Browser, url: str, usable: str) -> float:
    """The same with what the browser has kept from an earlier visit."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    seconds = 0.0
    for _ in range(2):
        begun = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.locator(usable).first.wait_for(timeout=60_000)
        seconds = time.perf_counter() - begun
        time.sleep(1.0)
    context.close()
    return seconds


def interleaved(rounds: int, *sides: Callable[[], float]) -> list[Times]:
    """Run each side once a round."""
    runs = [[side() for side in sides] for _ in range(rounds)]
    return [Times(tuple(each)) for each in zip(*runs, strict=True)]


def answers(page: Page, field: str, shown: str, values: Sequence[str]) -> Times:
    """Milliseconds from setting a field to the change in what is shown, for each value."""
    return Times(tuple(page.evaluate(ANSWER, [field, value, shown]) for value in values))


def memory(kernels: Sequence[int]) -> tuple[float, float]:
    """PSS and USS in MB of the largest of these processes: the one with the open page."""
    sizes = [psutil.Process(kernel).memory_full_info() for kernel in kernels if psutil.pid_exists(kernel)]
    largest = max(sizes, key=lambda size: size.uss)
    return largest.pss / 1e6, largest.uss / 1e6

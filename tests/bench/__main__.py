"""`make bench`: the app beside a bare one-slider notebook on stock Voila, in one run, as ratios."""

from __future__ import annotations

import argparse
import runpy
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "widgets")]

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - the paths above come first

import postgres_server  # noqa: E402
from bench import findings, join, session, tables  # noqa: E402
from bench.bare import Bare  # noqa: E402
from bench.measured import Times, answers, first_use, interleaved, memory, second_use  # noqa: E402
from browser.answers import everything  # noqa: E402
from browser.running import App  # noqa: E402
from premortem.report import export  # noqa: E402
from premortem.store import open_log  # noqa: E402
from premortem.workbook import Workbook  # noqa: E402

CHROMIUM = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
SLIDER, QUESTION = ".noUi-handle", "[data-question] input"
CASES = "[data-question='success-criteria.cases-available'] input"


def main() -> None:
    """Measure and print."""
    parsed = argparse.ArgumentParser(description=__doc__)
    parsed.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    parsed.add_argument("--only", choices=["app", "join", "session", "tables"], help="measure this part alone")
    parsed.add_argument("--rows", type=int, default=1_000_000, help="rows of the table that is scanned")
    chosen = parsed.parse_args()
    if chosen.only in {None, "tables"}:
        _tables(chosen.rows, rounds=3 if chosen.rows <= tables.FITS_PANDAS else 1)
    if chosen.only != "tables":
        _with_browser(chosen.rounds, chosen.only)


def _tables(rows: int, rounds: int) -> None:
    print(f"{f'a table of {rows:,} rows and 30 columns':44}{'seconds':>10}{'ratio':>8}{'peak GB':>10}")
    load = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, seconds, peak in tables.measured(Path(folder), rows, rounds):
            load = seconds if "load" in name else load
            print(f"{f'{kind}: {name}':44}{seconds:>10.2f}{seconds / load:>8.2f}{peak:>10.2f}", flush=True)


def _with_browser(rounds: int, only: str | None) -> None:
    found = runpy.run_path(str(TESTS.parent / "make/browser.py"))["installed"]()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM.split())
        if only in {None, "join"}:
            for what, value, unit in join.measured(browser, Path(folder), rounds):
                print(f"{f'{what} ({unit})':76}{value:>10.1f}", flush=True)
        if only in {None, "session"}:
            _session(browser, Path(folder), rounds)
        if only in {None, "app"}:
            _run(browser, Path(folder), rounds)
        browser.close()


def _session(browser: Browser, folder: Path, rounds: int) -> None:
    """Twelve phones and whoever leads; then the log alone, in each database that is here."""
    print(f"{'':60}{'median':>10}{'95 %':>10}")
    for what, times in session.measured(browser, folder, rounds):
        print(f"{f'{what} (ms)':60}{times.median:>10.0f}{times.p95:>10.0f}", flush=True)
    heard = [("SQLite", session.heard(f"sqlite:///{folder}/heard.sqlite", 40))]
    programs = runpy.run_path(str(TESTS.parent / "make/postgres.py"))["programs"]()
    if programs is None:
        print("No PostgreSQL is installed here, so the log in it is not measured: make test brings one where it may.")
    else:
        with postgres_server.running(programs, fsync="on") as server:
            heard.append(("PostgreSQL", session.heard(server.store(server.new_database()), 40)))
    for database, times in heard:
        what = f"an event appended: heard by a page's kernel, {database} (ms)"
        print(f"{what:60}{times.median:>10.1f}{times.p95:>10.1f}", flush=True)


def _run(browser: Browser, folder: Path, rounds: int) -> None:
    store = folder / "store.sqlite"
    link = _filled(store)
    print(f"{'':44}{'app':>10}{'bare':>10}{'ratio':>8}")
    bare, app = Bare(folder), App(store, folder / "app.log")
    page = f"{app.url}/?workbook={link}&chapter=success-criteria"
    cold = interleaved(rounds, lambda: first_use(browser, page, QUESTION), lambda: first_use(browser, bare.url, SLIDER))
    _seconds("first usable widget, cold", *cold)
    kept = interleaved(
        rounds, lambda: second_use(browser, page, QUESTION), lambda: second_use(browser, bare.url, SLIDER)
    )
    _seconds("the same, assets in the browser's cache", *kept)
    _in_the_page(browser, app, bare, page)
    bare.stop()
    app.stop()
    bare, app = Bare(folder, preheat=1), App(store, folder / "warm.log", "app", "--port", "0", "--preheat", "1")
    page = f"{app.url}/?workbook={link}&chapter=success-criteria"

    def rested(url: str, usable: str) -> float:
        time.sleep(8)  # the pool fills again
        return first_use(browser, url, usable)

    warm = interleaved(rounds, lambda: rested(page, QUESTION), lambda: rested(bare.url, SLIDER))
    _seconds("first usable widget, preheated", *warm)
    bare.stop()
    app.stop()
    _export(store, link)
    _findings(folder)


def _findings(folder: Path) -> None:
    answers = everything()
    for chapter, changed, again in findings.each_chapter(answers):
        print(f"{f'findings of {chapter} (ms): new, again':60}{changed:>7.1f}{again:>7.1f}")
    print(f"{'what could flip the decision, first time (ms)':60}{findings.deep(answers):>7.0f}")
    ours, bare = findings.process(answers, folder)
    _line("premortem assess --json, whole process (ms)", 1000 * ours, 1000 * bare)


def _filled(store: Path) -> str:
    with open_log(f"sqlite:///{store}") as log:
        workbook = Workbook.create(log, "Measured")
        workbook.answer_all(everything())
        return workbook.link


def _in_the_page(browser: Browser, app: App, bare: Bare, url: str) -> None:
    """How fast findings follow an answer, and what a session weighs, with one page open on either side."""
    theirs = _opened(browser, bare.url, SLIDER)
    ours = _opened(browser, url, QUESTION)
    ours.locator(".premortem-page [data-verdict]").wait_for()
    time.sleep(3)
    app_times = answers(ours, CASES, ".premortem-page", [str(100 + n) for n in range(40)])
    bare_times = _slides(theirs, 40)
    _line("answer to findings, median (ms)", app_times.median, bare_times.median)
    _line("answer to findings, 95th percentile (ms)", app_times.p95, bare_times.p95)
    (app_pss, app_uss), (bare_pss, bare_uss) = memory(app.kernels), memory(bare.kernels)
    _line("a session's memory, PSS (MB)", app_pss, bare_pss)
    _line("a session's own memory, USS (MB)", app_uss, bare_uss)
    ours.context.close()
    theirs.context.close()


def _opened(browser: Browser, url: str, usable: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(url)
    page.locator(usable).first.wait_for(timeout=60_000)
    return page


def _slides(page: Page, times: int) -> Times:
    """Milliseconds from a key on the slider to the label that follows it."""
    wait = """() => new Promise(done => {
      const label = [...document.querySelectorAll(".widget-label")].find(l => l.textContent.startsWith("value"));
      const handle = document.querySelector(".noUi-handle");
      const begun = performance.now();
      const watch = new MutationObserver(() => { watch.disconnect(); done(performance.now() - begun); });
      watch.observe(label, { subtree: true, childList: true, characterData: true });
      handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    })"""
    return Times(tuple(page.evaluate(wait) for _ in range(times)))


def _export(store: Path, link: str) -> None:
    with open_log(f"sqlite:///{store}") as log:
        workbook = Workbook(log, link)
        seconds = []
        for _ in range(3):
            begun = time.perf_counter()
            report = export.html(workbook.document())
            seconds.append(time.perf_counter() - begun)
    print(f"{'export, first in a process (s)':44}{seconds[0]:>10.2f}")
    print(f"{'export, after that (s)':44}{median(seconds[1:]):>10.2f}")
    print(f"{'export, size (MB)':44}{len(report.encode()) / 1e6:>10.2f}")


def _seconds(what: str, ours: Times, theirs: Times) -> None:
    _line(f"{what}, median (ms)", 1000 * ours.median, 1000 * theirs.median)
    _line(f"{what}, slowest (ms)", 1000 * ours.p95, 1000 * theirs.p95)


def _line(what: str, ours: float, theirs: float) -> None:
    print(f"{what:44}{ours:>10.0f}{theirs:>10.0f}{ours / theirs:>8.2f}", flush=True)


if __name__ == "__main__":
    main()

"""A real Voila with a small notebook, and a real Chromium to visit it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page

SOURCES = Path(__file__).parents[2] / "widgets"

SLIDER = """
import os, ipywidgets
from premortem.serve import visitor
secret_of_the_source = 1
slider, answer = ipywidgets.IntSlider(value=3, description="Slide"), ipywidgets.Label("value 3")
slider.observe(lambda change: setattr(answer, "value", f"value {change.new}"), "value")
ipywidgets.VBox([slider, answer, ipywidgets.Label(f"query={visitor.query()};pid={os.getpid()};")])
"""


@dataclass
class Server:
    """A server of our own in a process of its own; only its kernels are its children."""

    process: "subprocess.Popen[str]"
    line: str
    log: Path

    @property
    def url(self) -> str:
        found = re.search(r"http://\S+", self.line)
        assert found, self.line + self.log.read_text()
        return found[0]

    @property
    def kernels(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


class Servers:
    """Starts servers, and ends those that a test left running."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[Server] = []

    def notebook(self, *cells: str, name: str = "workbook.ipynb") -> Path:
        """Write a notebook of code cells, as the shipped ones are: its kernel is called python3."""
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        made = [nbformat.v4.new_markdown_cell("# A heading")] + [nbformat.v4.new_code_cell(cell) for cell in cells]
        nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), self.folder / name)
        return self.folder / name

    def run(self, what: str, arguments: str, **environment: str) -> Server:
        """Start `premortem.serve.<what>.run(<arguments>)` and wait for its first line, or its end."""
        code = (
            f"import sys; from pathlib import Path; from premortem.serve.{what} import run; sys.exit(run({arguments}))"
        )
        log = self.folder / f"{what}-{len(self.started)}.log"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={**os.environ, "PYTHONPATH": str(SOURCES), **environment},
            )
        assert process.stdout
        server = Server(process, process.stdout.readline(), log)
        self.started.append(server)
        return server

    def app(self, notebook: Path, options: str = "port=0", **environment: str) -> Server:
        return self.run("voila", f"Path({str(notebook)!r}), {options}, environment={{}}", **environment)

    def end(self) -> None:
        for server in self.started:
            if server.process.poll() is None:
                server.stop()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    made = Servers(tmp_path)
    yield made
    made.end()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the slider notebook; beside it a file that nobody may read."""
    made = Servers(tmp_path_factory.mktemp("app"))
    (made.folder / "private.png").write_text("private")
    yield made.app(made.notebook(SLIDER))
    made.end()


@pytest.fixture(scope="session")
def slider() -> str:
    """The source of a cell with a slider and a label that follows it, and what its kernel knows of the visitor."""
    return SLIDER


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def move() -> Callable[[Page, str], str]:
    """Open an address, move the slider with the keyboard, and return the page's text once the kernel has answered."""

    def move_and_read(page: Page, url: str) -> str:
        page.goto(url, wait_until="commit")
        page.locator(".noUi-handle").focus(timeout=30_000)
        page.keyboard.press("ArrowRight")
        page.get_by_text("value 4").wait_for()
        return page.locator("main").inner_text()

    return move_and_read


@pytest.fixture(scope="session")
def gone() -> Callable[[list[int]], bool]:
    """Return whether none of these processes runs any more, waiting a while for that."""

    def wait(processes: list[int], seconds: float = 10) -> bool:
        end = time.monotonic() + seconds
        while any(Path(f"/proc/{process}").exists() for process in processes):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    return wait

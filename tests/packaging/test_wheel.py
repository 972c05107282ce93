"""A wheel built from the tree runs the app where nothing else of the tree is.

The environment is an honest one: made empty, filled by pip from requirements.lock with every hash checked (pip's cache
still holds those files from `make setup`, so little or nothing is fetched), then the wheel. It takes about half a
minute. Borrowing the running environment's packages would be quicker and would prove less: there the test tools and
the tree itself are within reach.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser

TREE = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(900)  # pip unpacks two thirds of a gigabyte, on whatever disk there is


def build(tree: Path, kind: str, folder: Path) -> Path:
    """Build a wheel or an sdist of `tree` into `folder` and return its path."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder], cwd=tree, check=True)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(TREE, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment elsewhere that holds the wheel and what requirements.lock pins, and nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    lock = TREE / "requirements.lock"
    # Uncompiled: the app compiles the fifth of it that it imports.
    options = ["--require-hashes", "--only-binary=:all:", "--no-compile"]
    subprocess.run([*pip, "install", *options, "--requirement", str(lock)], check=True)
    subprocess.run([*pip, "install", "--no-deps", wheel], check=True)
    # What the wheel says it needs is what it found.
    subprocess.run([*pip, "check"], check=True)
    return folder


def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_the_package_and_all_that_ships_with_it(wheel: Path, tree_files: list[str]) -> None:
    for folder, place in [
        ("widgets/premortem/", "premortem/"),
        ("data/", "premortem/_shipped/data/"),
        ("notebooks/", "premortem/_shipped/notebooks/"),
    ]:
        below = [file.removeprefix(folder) for file in tree_files if file.startswith(folder)]
        assert below
        assert {place + file for file in below} <= names(wheel)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    assert {name.split("/")[0] for name in names(wheel)} <= {"premortem", f"{wheel.name.rsplit('-', 3)[0]}.dist-info"}


def test_a_wheel_built_from_the_source_distribution_is_the_same(wheel: Path, tmp_path: Path) -> None:
    source = build(TREE, "sdist", tmp_path / "sdist")
    # Not tarfile: without its argument `filter` it warns on new Pythons, and 3.11.2, Debian's, does not know it.
    subprocess.run(["tar", "-xf", source, "-C", tmp_path], check=True)
    (tree,) = tmp_path.glob("premortem-*")
    assert names(build(tree, "wheel", tmp_path / "wheel")) == names(wheel)


@pytest.fixture
def stranger(empty_environment: Path, tmp_path: Path) -> dict[str, str]:
    """What surrounds the commands of somebody who has nothing but the wheel: the tree is out of reach."""
    return {"HOME": str(tmp_path), "PATH": f"{empty_environment / 'bin'}{os.pathsep}{os.defpath}", "LANG": "C.UTF-8"}


@contextmanager
def served(environment: Path, stranger: dict[str, str]) -> Iterator[str]:
    """Run `premortem app` at a free port and yield the page's address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = Path(stranger["HOME"]) / "app.log"
    with log.open("w") as written:
        app = subprocess.Popen(
            [environment / "bin/premortem", "app", "--port", str(port)],
            cwd=log.parent, env=stranger, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"
    try:
        deadline = time.monotonic() + 90
        while True:
            assert app.poll() is None, f"premortem app ended:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"premortem app did not answer:\n{log.read_text()}"
            with suppress(OSError), urllib.request.urlopen(address, timeout=60):
                break
            time.sleep(0.2)
        yield address
    finally:
        app.terminate()
        app.wait(timeout=30)


def test_the_installed_wheel_finds_its_files_in_itself(empty_environment: Path, stranger: dict[str, str]) -> None:
    asked = "import premortem, premortem.files as f; print(premortem.__file__, f.data('questions'), f.notebooks())"
    answer = subprocess.run(
        [empty_environment / "bin/python", "-c", asked],
        cwd=stranger["HOME"], env=stranger, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for path in answer.stdout.split():
        assert Path(path).is_relative_to(empty_environment)
        assert Path(path).exists()


def test_premortem_app_of_the_wheel_asks_its_questions(
    empty_environment: Path, stranger: dict[str, str], browser: Browser
) -> None:
    made = subprocess.run(
        [empty_environment / "bin/premortem", "new", "A stranger's project", "--json"],
        cwd=stranger["HOME"], env=stranger, capture_output=True, text=True, check=True,
    )  # fmt: skip
    with served(empty_environment, stranger) as address:
        page = browser.new_page()
        page.goto(f"{address}?workbook={json.loads(made.stdout)['edit']}")
        page.wait_for_selector("[data-question]", timeout=90_000)
        page.close()

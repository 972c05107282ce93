"""The lock files pin, with hashes, what pyproject.toml asks for, on every Python and system we name."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TREE = Path(__file__).parents[2]
SETTINGS = tomllib.loads((TREE / "pyproject.toml").read_text("utf-8"))
RUN, DEV, SPARK = "requirements.lock", "requirements-dev.lock", "requirements-spark.lock"
GROUPS = SETTINGS["dependency-groups"]
ASKED = {
    RUN: SETTINGS["project"]["dependencies"] + GROUPS["build"],
    DEV: SETTINGS["project"]["dependencies"] + GROUPS["build"] + GROUPS["dev"],
    SPARK: GROUPS["spark"],
}
EXTRAS = SETTINGS["project"]["optional-dependencies"]
SYSTEMS = [
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
]
PYTHONS = ["3.11.2", "3.11.9", "3.12.1", "3.13.0"]

each = pytest.mark.parametrize("lock", [RUN, DEV, SPARK])


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Return each pin of a lock file with its hashes."""
    text = re.sub(r"^\s*#.*\n", "", (TREE / lock).read_text("utf-8"), flags=re.MULTILINE)
    found = []
    for entry in text.replace("\\\n", " ").splitlines():
        pin, *hashes = re.split(r"\s+--hash=", entry.strip())
        found.append((Requirement(pin), hashes))
    return found


def pins(lock: str, python: str, system: dict[str, str]) -> dict[str, str]:
    """Return the release of each package that a lock file gives to one Python on one system."""
    there = {"python_full_version": python, "python_version": python.rpartition(".")[0], **system}
    given: dict[str, str] = {}
    for pin, _ in entries(lock):
        if pin.marker is None or pin.marker.evaluate(there):
            name = canonicalize_name(pin.name)
            assert name not in given, f"{lock} pins {name} twice for {there}"
            (exactly,) = pin.specifier
            given[name] = exactly.version
    return given


@each
def test_every_entry_is_one_exact_release_with_hashes(lock: str) -> None:
    assert len(entries(lock)) >= (2 if lock == SPARK else 50)
    for pin, hashes in entries(lock):
        assert [clause.operator for clause in pin.specifier] == ["=="], pin
        assert hashes, f"{pin} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), pin


@each
def test_no_address_of_an_index_and_no_path_is_in_it(lock: str) -> None:
    text = (TREE / lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"--(?:extra-)?index|--find-links|--trusted-host| @ |^-", text, re.MULTILINE)


@each
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system["sys_platform"])
def test_it_satisfies_pyproject(lock: str, python: str, system: dict[str, str]) -> None:
    given = pins(lock, python, system)
    for asked in map(Requirement, ASKED[lock]):
        release = given.get(canonicalize_name(asked.name))
        assert release is not None, f"{lock} lacks {asked.name}: run make lock"
        assert release in asked.specifier, f"{lock} pins {asked.name} {release}, not {asked.specifier}: run make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_development_runs_the_same_releases_as_the_workbook(python: str) -> None:
    run, dev = (pins(lock, python, SYSTEMS[0]) for lock in (RUN, DEV))
    assert {name: dev.get(name) for name in run} == run


def test_spark_is_added_to_the_releases_that_are_there() -> None:
    dev = pins(DEV, PYTHONS[0], SYSTEMS[0])
    assert not set(pins(SPARK, PYTHONS[0], SYSTEMS[0])) & set(dev)


def test_what_an_extra_adds_is_what_the_tests_run_with() -> None:
    tried = {name for group in ("dev", "spark") for name in GROUPS[group]} | set(SETTINGS["project"]["dependencies"])
    for extra, asked in EXTRAS.items():
        untried = {name for name in asked if not name.startswith("ibis-framework[")} - tried
        assert untried == set(), f"the extra {extra} has another range than the tests"


def test_who_runs_the_workbook_installs_no_test_tool() -> None:
    run = {canonicalize_name(pin.name) for pin, _ in entries(RUN)}
    assert not run & {"hypothesis", "import-linter", "mypy", "playwright", "pytest", "ruff"}
    assert not run & {"cleanlab", "psycopg", "pyspark", "scikit-learn"}, "these are for who asks for an extra"

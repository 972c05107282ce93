"""Checks that everything the app needs is here and works: `premortem doctor`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from premortem.chapters import CHAPTERS, charts, pages
from premortem.errors import PremortemError
from premortem.files import notebooks
from premortem.forms.bundle import vega_bundle
from premortem.model.bank import shipped_bank
from premortem.model.examples import examples
from premortem.store import open_log

NEEDED = (
    "anywidget",
    "ipykernel",
    "ipywidgets",
    "jinja2",
    "jupyterlab",
    "numpy",
    "scipy",
    "vl-convert-python",
    "voila",
)


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it works, and what was seen or how to mend it."""

    what: str
    works: bool
    says: str


def examine() -> tuple[Check, ...]:
    """Look at everything once; nothing is changed but that a missing store or chart runtime is made."""
    looks = {
        "Python": _python,
        "packages": _packages,
        "question bank": _bank,
        "notebooks": _notebooks,
        "charts and pages": _charts,
        "chart runtime": lambda: f"{vega_bundle().stat().st_size // 1000} kB, kept in the cache",
        "store": _store,
    }
    return tuple(_look(what, look) for what, look in looks.items())


def _look(what: str, look: Callable[[], str]) -> Check:
    try:
        return Check(what, True, look())
    except (PremortemError, OSError, LookupError) as error:
        return Check(what, False, " ".join(str(error).split()))


def _python() -> str:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise LookupError(
            f"{sys.version.split()[0]} is not among 3.11 to 3.13: make the environment anew with one of them."
        )
    return sys.version.split()[0]


def _packages() -> str:
    found = []
    for name in NEEDED:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError as error:
            raise LookupError(f"{name} is not installed: run `make setup`, or install premortem again.") from error
    return ", ".join(found)


def _bank() -> str:
    bank = shipped_bank()
    return f"{sum(1 for _ in bank)} questions in {len(bank.chapters)} chapters, {len(examples())} examples"


def _notebooks() -> str:
    found = sorted(notebooks().glob("*.ipynb"))
    if not any(path.name == "workbook.ipynb" for path in found):
        raise LookupError("workbook.ipynb is missing: install premortem again.")
    return f"{len(found)}"


def _charts() -> str:
    for chapter in CHAPTERS:
        charts.compiled(chapter)
        pages.environment().get_template(f"{chapter.replace('-', '_')}/page.html")
    return f"{len(CHAPTERS)} chapters"


def _store() -> str:
    with open_log() as log:
        return f"{len(log.workbooks())} workbooks in {log.address}"

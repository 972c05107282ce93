"""docs/forecasts.md can be made from the shipped extract, says what it rests on, and differs only in milliseconds."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from forecasts import measure_hours, measure_quality, measure_targets, report
from forecasts.curves import MEANS, SINGLE_RUNS, read
from forecasts.results import Results

TREE = Path(__file__).parents[2]
SHIPPED = TREE / "data" / "curves"
FEW = {"722", "1120"}  # one dataset of each part


@pytest.fixture(scope="module")
def source() -> report.Source:
    singles, means = ([c for c in read(SHIPPED, file) if c.dataset in FEW] for file in (SINGLE_RUNS, MEANS))
    return report.Source("a small part of the extract", False, singles[::2], means[::3])


@pytest.fixture(scope="module")
def results(source: report.Source) -> Results:
    measured = Results()
    measure_hours.measure(source.singles, measured)
    measure_quality.measure(source.means, source.singles[::4], measured)
    measure_targets.measure(source.means[::2], measured)
    return measured


@pytest.fixture(scope="module")
def page(results: Results, source: report.Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    report.write(results, source, folder / "forecasts.md", folder / "images")
    return folder / "forecasts.md"


def test_the_page_says_what_it_rests_on_and_holds_no_gap(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "a small part of the extract" in text
    assert "on 1 datasets" in text
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b|\{\{|np\.", text)


def test_every_picture_is_small_is_there_and_is_told_in_words(page: Path) -> None:
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page.read_text("utf-8"))
    assert len(pictures) >= 8
    for text, path in pictures:
        drawn = page.parent / path
        assert drawn.stat().st_size < 60_000, path
        assert "%" in text or ";" in text, "the text says figures"
        assert "aria-label" in drawn.read_text("utf-8")


def test_another_run_differs_in_milliseconds_only(results: Results, source: report.Source) -> None:
    slower = replace(results, milliseconds={method: [99.0] for method in results.milliseconds})
    images = {picture.name: picture.name for picture in report.draw(results)}
    once, again = (report.render(each, source, images).split("\n## Milliseconds") for each in (results, slower))
    assert once[0] == again[0]
    assert once[1] != again[1]


def test_the_page_in_docs_has_its_pictures() -> None:
    page = TREE / "docs" / "forecasts.md"
    pictures = re.findall(r"\]\((images/[^)]+)\)", page.read_text("utf-8"))
    assert pictures
    assert {path for path in pictures if not (page.parent / path).is_file()} == set()

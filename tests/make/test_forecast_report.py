"""docs/forecasts.md can be made from the shipped extract, says what it rests on, and differs only in milliseconds."""

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from forecasts import measure_hours, measure_quality, measure_targets, pictures, report
from forecasts.curves import MEANS, SINGLE_RUNS, read
from forecasts.results import Results

TREE = Path(__file__).parents[2]
SHIPPED = TREE / "data" / "curves"
FEW = {"722", "1120"}  # one dataset of each part


@pytest.fixture(scope="module")
def source() -> report.Source:
    singles, means = ([c for c in read(SHIPPED, file) if c.dataset in FEW] for file in (SINGLE_RUNS, MEANS))
    return report.Source("a small part of the extract", False, singles[::3], means[::4])


@pytest.fixture(scope="module")
def results(source: report.Source) -> Results:
    measured = Results()
    measure_hours.measure(source.singles, measured)
    measure_quality.measure(source.means, source.singles[::4], measured)
    measure_targets.measure(source.means[::3], measured)
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
    found = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page.read_text("utf-8"))
    assert len(found) >= 8
    for text, path in found:
        drawn = page.parent / path
        assert drawn.stat().st_size < 60_000, path
        assert "%" in text or ";" in text, "the text says figures"
        assert "aria-label" in drawn.read_text("utf-8")


def test_another_run_differs_in_milliseconds_only(results: Results, source: report.Source) -> None:
    slower = replace(results, milliseconds={method: [99.0] for method in results.milliseconds})
    once, again = (
        report.render(each, source, defaultdict(str)).split("\n## Milliseconds") for each in (results, slower)
    )
    assert once[0] == again[0]
    assert once[1] != again[1]


def test_the_page_in_docs_has_its_pictures() -> None:
    page = TREE / "docs" / "forecasts.md"
    found = re.findall(r"\]\((images/[^)]+)\)", page.read_text("utf-8"))
    assert found
    assert {path for path in found if not (page.parent / path).is_file()} == set()


def test_what_the_next_pilot_should_bring_is_drawn_beside_what_it_brought(
    results: Results, source: report.Source, tmp_path: Path
) -> None:
    told = [replace(each, foreseen=0.5 + 0.4 * (place % 2)) for place, each in enumerate(results.added)]
    bins = report.narrowing(replace(results, added=told), "tune")
    assert [each.told for each in bins] == pytest.approx([0.5, 0.9])
    picture = pictures.narrowed("next-pilot", {"tune": bins})
    assert "50 % expected" in picture.text
    picture.write(tmp_path)
    assert (tmp_path / "next-pilot.svg").is_file()
    text = report.render(replace(results, added=told), source, defaultdict(str, {"next-pilot": "drawn"}))
    assert "drawn" in text

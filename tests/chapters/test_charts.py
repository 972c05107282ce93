"""Charts are compiled beforehand: what is kept is what their source says, and it draws."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import vl_convert

from premortem import chapters
from premortem.chapters import CHAPTERS, charts
from premortem.model.bank import shipped_bank
from premortem.model.catalogue import example
from premortem.workbook import state_of
from report.tree import tree_of

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS)


@pytest.fixture(scope="module")
def rows() -> dict[str, Any]:
    """The rows of every chapter's chart in a workbook in which every question is answered."""
    state = state_of({q.id: example(q) for q in shipped_bank() if not q.retired})
    return {chapter: found.chart for chapter, found in chapters.assess(state).items()}


@each_chapter
def test_the_kept_chart_is_the_one_its_source_makes(chapter: str) -> None:
    assert charts.compiled_path(chapter).read_text("utf-8") == charts.build(chapter), "run: make charts"


@each_chapter
def test_a_chart_has_one_empty_data_set_for_rows_and_asks_no_host(chapter: str) -> None:
    vega = charts.compiled(chapter)
    assert [source.get("values", []) for source in vega["data"] if source["name"] == "rows"] == [[]]
    told = json.dumps({name: value for name, value in vega.items() if name != "$schema"})
    assert not re.search(r"https?://|\"url\"|\"href\"", told)


@each_chapter
def test_a_filled_chart_is_drawn_with_something_in_it(chapter: str, rows: dict[str, Any]) -> None:
    assert rows[chapter]
    empty = tree_of(vl_convert.vega_to_svg(charts.filled(chapter, [], 500)))
    drawn = tree_of(vl_convert.vega_to_svg(charts.filled(chapter, rows[chapter], 500)))
    assert drawn.faults == []
    assert len(drawn.elements) > len(empty.elements)
    assert "script" not in {element.name for element in drawn.elements}


@each_chapter
def test_filling_a_chart_leaves_the_kept_one_empty(chapter: str, rows: dict[str, Any]) -> None:
    charts.filled(chapter, rows[chapter], 500)
    sets = {source["name"]: source.get("values", []) for source in charts.compiled(chapter)["data"]}
    assert sets["rows"] == []


def test_every_colour_of_the_theme_is_a_token() -> None:
    assert re.fullmatch(r"#[0-9a-f]{3,8}", charts.colour("ink"))
    with pytest.raises(KeyError):
        charts.colour("no-such-colour")

"""Charts are drawn once, with Altair, and kept compiled beside each chapter: the running app only sends rows.

`python -m premortem.chapters.charts` compiles them anew (`make charts`), or only the chapters named; a test says when
one is out of date.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from premortem.chapters import CHAPTERS, part
from premortem.files import PACKAGE

TOKENS = PACKAGE / "forms" / "static" / "tokens.css"
Vega = dict[str, Any]


@cache
def tokens() -> Mapping[str, str]:
    """Return the design tokens of tokens.css by name, without the leading dashes."""
    found = re.findall(r"--([a-z0-9-]+):\s*([^;]+);", TOKENS.read_text("utf-8"))
    return {name: value.strip() for name, value in reversed(found)}  # the first definition, the light theme, wins


def colour(token: str) -> str:
    """Return the colour of a design token, such as `accent`; raise KeyError where there is none."""
    return tokens()[token]


def compiled_path(chapter_id: str) -> Path:
    """Return where the compiled chart of a chapter is kept."""
    return PACKAGE / "chapters" / chapter_id.replace("-", "_") / "chart.json"


@cache
def _kept(chapter_id: str) -> str:
    return compiled_path(chapter_id).read_text("utf-8")


def compiled(chapter_id: str) -> Vega:
    """Return the compiled Vega chart of a chapter; its data set `rows` is empty."""
    return json.loads(_kept(chapter_id))  # type: ignore[no-any-return]  # our own file


def filled(chapter_id: str, rows: Iterable[Mapping[str, Any]], width: int) -> Vega:
    """Return the chart of a chapter with its rows in it, `width` pixels between the axes, drawn without a browser."""
    vega = compiled(chapter_id)
    for source in vega["data"]:
        if source["name"] == "rows":
            source["values"] = [dict(row) for row in rows]
    vega["signals"] = [s for s in vega.get("signals", []) if s["name"] != "width"]
    vega["signals"].append({"name": "width", "value": width})
    vega["autosize"] = "pad"  # outside a page nothing says how wide it may be: labels go beside the plot
    vega["padding"] = {"left": 36, "right": 12, "top": 5, "bottom": 5}  # the reader's font may be wider than ours
    return vega


def build(chapter_id: str) -> str:
    """Return the chapter's chart compiled to Vega as JSON text; imports Altair and the compiler (seconds)."""
    import vl_convert

    chart = part(chapter_id, "chart").chart()
    light = chart.properties(width="container", autosize={"type": "fit-x", "contains": "padding"})
    vega = vl_convert.vegalite_to_vega(light.configure(**theme()).to_dict(validate=True))
    return json.dumps(vega, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def theme() -> dict[str, Any]:
    """Return the look of every chart, from the design tokens."""
    text, quiet, line = colour("ink"), colour("ink-quiet"), colour("line")
    series = [colour(f"series-{number}") for number in range(1, 7)]
    label = {
        "labelColor": text,
        "titleColor": quiet,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    }
    return {
        "background": "transparent",
        "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
        "axis": {**label, "gridColor": line, "domainColor": line, "tickColor": line},
        "legend": {**label, "orient": "top", "symbolSize": 110},
        "header": label,
        "range": {"category": series},
        "view": {"stroke": "transparent"},
    }


if __name__ == "__main__":
    for each in sys.argv[1:] or CHAPTERS:
        compiled_path(each).write_text(build(each), "utf-8")

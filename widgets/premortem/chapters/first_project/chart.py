"""The chart of first-project: how often each candidate has each rank, over all admissible weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premortem.chapters.charts import colour
from premortem.chapters.first_project.picture import ASIDE, RANK

if TYPE_CHECKING:
    import altair

STEP, NAME, BAR, THICK = 58, 13, 36, 24
"""A candidate's band in pixels; where its name and its bar lie in it; how thick the bar is."""
FIRST, LAST, SET_ASIDE = "series-1", "verdict-pilot-first-soft", "line"
PALEST = 1.15
"""The last rank is a little darker than the palest shade, to be seen on paper."""
DARK = "datum.shade < 0.45"


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: place, candidate, what, from, to, shade, word, rank, part, says."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    across = alt.X(
        "from:Q",
        title="Share of the ways to weigh what matters",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], labelFlush=True, grid=False, domain=False),
    )
    shades = alt.Scale(domain=[0, PALEST], range=[colour(FIRST), colour(LAST)])
    pieces = _bars(RANK, "paper").encode(x=across, color=alt.Color("shade:Q", scale=shades, legend=None))
    aside = _bars(ASIDE, "line-strong", strokeDash=[4, 3]).encode(x=across, color=alt.value(colour(SET_ASIDE)))
    layers = alt.layer(pieces, aside, *_words(), *_names(), height=alt.Step(STEP))
    assert isinstance(layers, alt.LayerChart)
    return layers


def _rows() -> altair.Chart:
    import altair as alt

    shown = {"candidate": "Project", "rank": "Rank", "part": "Share"}
    return alt.Chart(alt.NamedData("rows")).encode(
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in shown.items()]
    )


def _at(pixel: int) -> altair.Y:
    """The height of a mark within the band of its candidate."""
    import altair as alt

    return alt.Y("place:O", title=None, axis=None, sort=None, bandPosition=pixel / STEP)


def _bars(what: str, edge: str, **look: Any) -> altair.Chart:
    """The pieces of the bars, parted by a line of paper: shades alone are hard to tell apart."""
    import altair as alt

    bars: altair.Chart = _rows().transform_filter(f"datum.what == '{what}'")
    drawn = bars.mark_rect(stroke=colour(edge), strokeWidth=1.5, **look)
    below = alt.Y2("place:O", bandPosition=(BAR + THICK / 2) / STEP)
    placed: altair.Chart = drawn.encode(x2="to:Q", y=_at(BAR - THICK // 2), y2=below)
    return placed


def _words() -> list[altair.Chart]:
    """The rank in each piece that is wide enough, in an ink that is seen on its shade; and why a bar is grey."""
    middle = _rows().transform_calculate(middle="(datum.from + datum.to) / 2")
    look: dict[str, Any] = {"baseline": "middle", "fontSize": 12}
    inks = (
        (f"datum.what == '{RANK}' && {DARK}", "paper"),
        (f"datum.what == '{RANK}' && !({DARK})", "ink"),
        (f"datum.what == '{ASIDE}'", "ink"),
    )
    return [
        middle.transform_filter(which)
        .mark_text(**look, color=colour(token))
        .encode(x="middle:Q", y=_at(BAR), text="word:N")
        for which, token in inks
    ]


def _names() -> list[altair.Chart]:
    """The name and the first-rank share above each bar; a name ends where the share begins."""
    import altair as alt

    first = _rows().transform_filter("datum.from == 0")
    look: dict[str, Any] = {"baseline": "middle", "fontSize": 13, "color": colour("ink")}
    room = alt.ExprRef("0.92 * width - 14 - 9.5 * length(datum.says)")
    return [
        first.mark_text(**look, align="left", limit=room).encode(x=alt.value(0), y=_at(NAME), text="candidate:N"),
        first.mark_text(**look, align="right", fontWeight="bold").encode(
            x=alt.value("width"), y=_at(NAME), text="says:N"
        ),
    ]

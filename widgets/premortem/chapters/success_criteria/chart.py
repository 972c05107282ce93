"""The chart of success-criteria: floor, hope, today and the result with its bounds, on one line per criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

MARKS = ("today", "floor", "hoped for", "result")
SHAPES = ("circle", "M-0.13,-0.9H0.13V0.9H-0.13Z", "diamond", "square")  # the floor is an upright bar
COLOURS = ("ink-quiet", "verdict-stop", "series-3", "accent")


def chart() -> altair.LayerChart | altair.FacetChart:
    """Return the chart over the data set `rows`: criterion, what, share, low, high (shares 0 to 1)."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    # The name stands above its own line: beside it, a long one would be cut off on a phone.
    base = alt.Chart(alt.NamedData("rows")).encode(y=alt.Y("criterion:N", title=None, sort=None, axis=None))
    # Paper below the letters, so that no line of the grid runs through a name.
    named = base.transform_filter("datum.what == 'floor'")
    paper, ink = (
        named.mark_text(
            align="left",
            dy=-20,
            fontSize=13,
            limit=alt.ExprRef("width"),
            color=colour(token),
            stroke=colour(token),
            strokeWidth=width,
            strokeJoin="round",
        ).encode(x=alt.value(0), text="criterion:N")
        for token, width in (("paper", 6), ("ink", 0))
    )
    across = alt.X("share:Q", title="Share of cases that come out right", axis=alt.Axis(format=".0%", tickCount=6))
    bounds = base.transform_filter("datum.what == 'result'").mark_bar(height=10, opacity=0.35)
    bounds = bounds.encode(x=alt.X("low:Q"), x2="high:Q", color=alt.value(colour("accent")))
    points = base.mark_point(size=170, filled=True, opacity=1).encode(
        x=across.scale(zero=False, nice=False, padding=16),
        shape=alt.Shape(
            "what:N",
            scale=alt.Scale(domain=list(MARKS), range=list(SHAPES)),
            title=None,
            legend=alt.Legend(columnPadding=20),
        ),
        color=alt.Color(
            "what:N", scale=alt.Scale(domain=list(MARKS), range=[colour(name) for name in COLOURS]), title=None
        ),
        tooltip=["criterion:N", "what:N", alt.Tooltip("share:Q", format=".1%")],
    )
    return alt.layer(paper, bounds, points, ink).properties(height=alt.Step(56))

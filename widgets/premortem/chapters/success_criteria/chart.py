"""The chart of success-criteria: floor, hope, today and the result with its bounds, on one line per criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

MARKS = ("today", "floor", "hoped for", "result")


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: criterion, what, share, low, high (shares 0 to 1)."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    base = alt.Chart(alt.NamedData("rows")).encode(
        y=alt.Y("criterion:N", title=None, sort=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
    )
    x = alt.X("share:Q", title="Share of cases that come out right", axis=alt.Axis(format=".0%"))
    zero_not_needed = x.scale(zero=False, nice=True, padding=12)
    bounds = base.transform_filter("datum.what == 'result'").mark_rule(strokeWidth=6, opacity=0.35)
    bounds = bounds.encode(x=alt.X("low:Q", title=None), x2="high:Q", color=alt.value(colour("accent")))
    points = base.mark_point(size=140, filled=True, opacity=1).encode(
        x=zero_not_needed,
        shape=alt.Shape(
            "what:N",
            sort=list(MARKS),
            scale=alt.Scale(domain=list(MARKS), range=["circle", "stroke", "diamond", "square"]),
            title=None,
        ),
        color=alt.Color("what:N", sort=list(MARKS), scale=alt.Scale(domain=list(MARKS)), title=None),
        tooltip=["criterion", "what", alt.Tooltip("share:Q", format=".1%")],
    )
    return alt.layer(bounds, points)

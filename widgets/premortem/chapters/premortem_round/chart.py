"""The chart of the premortem round: how many reasons point to each question, and how many are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

WHOLE = "datum.value == floor(datum.value) ? datum.label : ''"
"""Half a reason is none: between whole numbers nothing is written."""
STATES = ("open", "something is to be done")


def chart() -> altair.LayerChart | altair.FacetChart:
    """Return the chart over the data set `rows`: group, state (open or something is to be done), reasons."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    grid: Any = alt.condition("datum.value == floor(datum.value)", alt.value(1), alt.value(0))
    axis = alt.Axis(format="d", labelExpr=WHOLE, gridOpacity=grid)
    base = alt.Chart(alt.NamedData("rows")).encode(y=alt.Y("group:N", sort=None, title=None, axis=None))
    bars = base.mark_bar(height=16, yOffset=8).encode(
        x=alt.X("reasons:Q", stack="zero", title="Reasons", axis=axis),
        color=alt.Color(
            "state:N",
            scale=alt.Scale(domain=list(STATES), range=[colour("series-2"), colour("series-3")]),
            legend=alt.Legend(title=None),
        ),
        order=alt.Order("state:N", sort="ascending"),
        tooltip=["group:N", "state:N", "reasons:Q"],
    )
    names = base.mark_text(align="left", dy=-10, fontSize=13, color=colour("ink")).encode(
        x=alt.value(0), text="group:N"
    )
    return alt.layer(bars, names).properties(height=alt.Step(46))

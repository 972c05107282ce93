"""The chart of the decision: how far each chapter lets the project go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.chapters.charts import colour
from premortem.model.verdicts import Level

if TYPE_CHECKING:
    import altair

IN_TWO_LINES = "length(datum.label) > 14 ? [slice(datum.label, 0, -11), slice(datum.label, -10)] : datum.label"
SHAPES = ("stroke", "square", "triangle-up", "diamond", "circle")


def chart() -> altair.Chart:
    """Return the chart over the data set `rows`: gate, level (in words), rank, decides."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    words = [level.words for level in Level]
    across = alt.X("level:N", sort=words, scale=alt.Scale(domain=words), title=None).axis(
        orient="top", labelAngle=0, labelExpr=IN_TWO_LINES, grid=True, domain=False, ticks=False
    )
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=alt.Y("gate:N", sort=None, title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False)),
    )
    marks = base.mark_point(filled=True, size=190, opacity=1).encode(
        x=across,
        shape=alt.Shape("level:N", sort=words, scale=alt.Scale(domain=words, range=list(SHAPES)), legend=None),
        color=alt.Color(
            "level:N",
            sort=words,
            scale=alt.Scale(domain=words, range=[colour(f"verdict-{level.value}") for level in Level]),
            legend=None,
        ),
        stroke=alt.condition("datum.decides", alt.value(colour("ink")), alt.value("transparent")),
        strokeWidth=alt.value(2),
        tooltip=["gate:N", "level:N"],
    )
    tall: altair.Chart = marks.properties(height=alt.Step(34))
    return tall

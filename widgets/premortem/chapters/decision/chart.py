"""The chart of the decision: how far each chapter lets the project go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.chapters.charts import colour
from premortem.model.verdicts import Level

if TYPE_CHECKING:
    import altair

SHAPES = ("stroke", "square", "triangle-up", "diamond", "circle")


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: gate, level (in words), rank, decides."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    words = [level.words for level in Level]
    across = alt.X("level:N", sort=words, scale=alt.Scale(domain=words), title=None).axis(
        orient="top", labelAngle=0, labelLimit=110
    )
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=alt.Y("gate:N", sort=None, title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False)),
    )
    reach = base.mark_rule(strokeWidth=2, color=colour("line")).encode(x=alt.value(0), x2=alt.X2("level:N"))
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
        tooltip=["gate", "level"],
    )
    return alt.layer(reach, marks).properties(height=alt.Step(34))

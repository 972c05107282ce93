"""The chart of the decision: how far each chapter lets the project go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premortem.chapters.charts import colour
from premortem.model.verdicts import Level

if TYPE_CHECKING:
    import altair

SHAPES = ("cross", "square", "triangle-up", "diamond", "circle")
SHORT = """{
  'Not enough known yet': ['Not', 'known'], 'Stop': ['Stop'], 'Pilot first': ['Pilot', 'first'],
  'Go, with conditions': ['On', 'conditions'], 'Go': ['Go']
}[datum.label]"""


def chart() -> altair.LayerChart | altair.FacetChart:
    """Return the chart over the data set `rows`: gate, level (in words), rank, decides.

    Each gate's name stands above its own line, so that the five levels have the whole width, on a phone too.
    """
    import altair as alt  # heavy: the running app uses the compiled chart.json

    words = [level.words for level in Level]
    across = alt.X("level:N", sort=words, scale=alt.Scale(domain=words), title=None)
    axis = alt.Axis(orient="top", labelAngle=0, labelExpr=SHORT, grid=True, domain=False, ticks=False, labelPadding=24)
    base = alt.Chart(alt.NamedData("rows")).encode(y=alt.Y("gate:N", sort=None, title=None, axis=None))
    # Paper below the letters, so that no line of the grid runs through a name.
    paper, ink = (
        base.mark_text(
            align="left",
            dy=-17,
            fontSize=13,
            color=colour(token),
            stroke=colour(token),
            strokeWidth=width,
            strokeJoin="round",
        )
        for token, width in (("paper", 6), ("ink", 0))
    )
    names = [words.encode(x=alt.value(0), text="gate:N") for words in (paper, ink)]
    marks = base.mark_point(filled=True, size=190, opacity=1).encode(
        x=across.axis(axis),
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
    return alt.layer(*names, marks).properties(height=alt.Step(52))

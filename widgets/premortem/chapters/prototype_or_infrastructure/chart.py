"""The chart of prototype-or-infrastructure: the parts in four fields, from unclear to clear, tied down or free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premortem.chapters.charts import colour
from premortem.chapters.prototype_or_infrastructure.picture import OPEN, STOP
from premortem.chapters.prototype_or_infrastructure.routes import Route

if TYPE_CHECKING:
    import altair

LINE_HEIGHT = 24
SHAPES = ("triangle-up", "circle", "diamond", "square", "cross", "triangle-down", "triangle-right")
COLOURS = ("series-1", "series-2", "series-3", "series-4", "series-5", "wrong", "ink-quiet")
CLARITY = "[[], ['Nobody', 'can say'], ['Rough', 'idea'], ['Mostly', 'settled'], 'Settled'][datum.value]"
ROOM = "width * (datum.side == 'right' ? 4.5 - datum.x : datum.x - 0.5) / 4 * 0.92 - 14"
"""How much room a name has, from its part to the edge of the picture; a little less, as fonts differ."""
LEGEND_COLUMNS = "width < 360 ? 1 : 2"
"""On a phone the words of two columns would not fit beside each other."""
FIELDS = (
    (0.5, 2.5, "tied", "series-5"),
    (2.5, 4.5, "tied", "series-4"),
    (0.5, 2.5, "free", "series-1"),
    (2.5, 4.5, "free", "series-2"),
)
"""From where to where on the line of clarity, in which band, in the colour of which route."""


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: line, what (title, field or part), band, x, text, side, route."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    clarity = alt.X(
        "x:Q",
        title="How clear is what it must do?",
        scale=alt.Scale(domain=[0.5, 4.5], nice=False, zero=False),
        axis=alt.Axis(values=[1, 2, 3, 4], labelExpr=CLARITY, grid=False, ticks=False, labelFontSize=12),
    )
    line = alt.Y("line:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.NamedData("rows")).encode(x=clarity, y=line)
    layers = alt.layer(*_fields(base), *_words(base), _parts(base), height=alt.Step(LINE_HEIGHT))
    assert isinstance(layers, alt.LayerChart)
    return layers


def _fields(base: altair.Chart) -> list[Any]:
    """The light background: where the rules lead to a trial, and where to a description first."""
    return [
        base.transform_filter(f"datum.band == '{band}'")
        .transform_aggregate(groupby=["line"])
        .transform_calculate(x=str(left), x2=str(right))
        .mark_rect(color=colour(token), opacity=0.1)
        .encode(x2="x2:Q")
        for left, right, band, token in FIELDS
    ]


def _words(base: altair.Chart) -> list[Any]:
    """The titles of bands and fields, and the name beside each part, on the side where there is room."""
    import altair as alt

    look: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 6, "fontSize": 12, "color": colour("ink")}
    title = base.transform_filter("datum.what == 'title'").mark_text(**look, fontWeight="bold")
    field = base.transform_filter("datum.what == 'field'").mark_text(**look, fontStyle="italic")
    beside: dict[str, dict[str, Any]] = {"right": {"align": "left", "dx": 11}, "left": {"align": "right", "dx": -11}}
    parts = [
        base.transform_filter(f"datum.what == 'part' && datum.side == '{side}'").mark_text(
            **where, baseline="middle", fontSize=13, color=colour("ink"), limit=alt.ExprRef(ROOM)
        )
        for side, where in beside.items()
    ]
    return [words.encode(text="text:N") for words in (title, field, *parts)]


def _parts(base: altair.Chart) -> Any:
    """The parts themselves; colour and shape both tell the route."""
    import altair as alt

    routes = [*(route.words for route in Route), STOP, OPEN]
    colours = [colour(token) for token in COLOURS]
    legend = alt.Legend(columns=alt.ExprRef(LEGEND_COLUMNS), columnPadding=30)
    points = base.transform_filter("datum.what == 'part'").mark_point(size=110, filled=True, opacity=1)
    return points.encode(
        shape=alt.Shape("route:N", scale=alt.Scale(domain=routes, range=list(SHAPES)), title=None),
        color=alt.Color("route:N", scale=alt.Scale(domain=routes, range=colours), title=None, legend=legend),
        tooltip=[alt.Tooltip("text:N", title="Part"), alt.Tooltip("route:N", title="Route")],
    )

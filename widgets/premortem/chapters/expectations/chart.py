"""The chart of expectations: each estimate on a line of its own, the group, the plan, and what such projects took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

STEP, NAME, BAR = 44, 12, 30
"""A line's band in pixels; where its name and its mark lie."""
SUMS = (
    "datum.value < 1000 ? format(datum.value, ',~g') : "
    "replace(replace(format(datum.value, '.3~s'), 'G', 'bn'), 'T', 'tn')"
)
RANGES = {"estimate": ("series-1", 7, "circle"), "together": ("ink", 11, "diamond")}
RULES: dict[str, tuple[str, list[int], str]] = {
    "plan": ("ink-quiet", [1, 0], "square"),
    "budget": ("series-2", [1, 0], "square"),
    "outside": ("series-3", [6, 4], "triangle-down"),
    "far": ("series-3", [2, 4], "triangle-down"),
}
"""For each sum its colour, the dashes of its rule and the shape of its mark; each is named on its own line as well."""


def chart() -> altair.LayerChart | altair.FacetChart:
    """Return the chart over the data set `rows`: place, what, name, low, best, high, says, at, beyond, edge.

    The axis begins at 0 and is linear. A sum beyond its end (`beyond`) is an arrow there.
    """
    import altair as alt  # heavy: the running app uses the compiled chart.json

    axis = alt.Axis(labelExpr=SUMS, orient="top", tickCount=alt.ExprRef("max(2, round(width / 110))"), domain=False)
    across = alt.X("edge:Q", title="What it costs", scale=alt.Scale(zero=True, nice=False), axis=axis)
    length = _rows().mark_point(opacity=0).encode(x=across, y=_at(BAR))
    marks = [layer for what in RULES for layer in _sum(what)] + [layer for what in RANGES for layer in _range(what)]
    return alt.layer(length, *marks, *_names()).properties(height=alt.Step(STEP))


def _rows() -> altair.Chart:
    import altair as alt

    shown = {"name": "whose", "says": "cost"}
    return alt.Chart(alt.NamedData("rows")).encode(
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in shown.items()]
    )


def _at(pixel: int) -> altair.Y:
    import altair as alt

    return alt.Y("place:O", title=None, axis=None, sort=None, bandPosition=pixel / STEP)


def _sum(what: str) -> list[Any]:
    """An upright through all lines where the sum lies, and its mark on its own line: an arrow where it lies beyond."""
    import altair as alt

    token, dash, shape = RULES[what]
    there = _rows().transform_filter(f"datum.what == '{what}'")
    within = there.transform_filter("!datum.beyond")
    upright = within.mark_rule(color=colour(token), strokeWidth=2, strokeDash=dash, opacity=0.8)
    mark: dict[str, Any] = {"filled": True, "size": 130, "opacity": 1, "color": colour(token)}
    return [
        upright.encode(x="at:Q", y=alt.value(0), y2=alt.value("height")),
        within.mark_point(**mark, shape=shape).encode(x="at:Q", y=_at(BAR)),
        there.transform_filter("datum.beyond").mark_point(**mark, shape="triangle-right").encode(x="at:Q", y=_at(BAR)),
    ]


def _range(what: str) -> list[Any]:
    """The range that holds the cost 8 times of 10, with the best guess as a mark on it."""
    token, width, shape = RANGES[what]
    there = _rows().transform_filter(f"datum.what == '{what}'").encode(y=_at(BAR))
    bar = there.mark_rule(color=colour(token), strokeWidth=width, opacity=0.4).encode(x="low:Q", x2="high:Q")
    return [
        bar,
        there.mark_point(filled=True, size=130, opacity=1, color=colour(token), shape=shape).encode(x="best:Q"),
    ]


def _names() -> list[altair.Chart]:
    """The name and the figures above each mark; the uprights would run through them, so they have a halo of paper."""
    import altair as alt

    paper, ink = colour("paper"), colour("ink")
    halo = {"color": paper, "stroke": paper, "strokeWidth": 6}
    room = alt.ExprRef("width - 16 - 7.5 * length(datum.says)")
    left: dict[str, Any] = {"baseline": "middle", "fontSize": 13, "align": "left", "limit": room}
    right: dict[str, Any] = {"baseline": "middle", "fontSize": 13, "align": "right", "fontWeight": "bold"}
    places = ((left, alt.value(0), "name:N"), (right, alt.value("width"), "says:N"))
    return [
        _rows().mark_text(**look, **ink_or_halo).encode(x=x, y=_at(NAME), text=text)
        for look, x, text in places
        for ink_or_halo in (halo, {"color": ink})
    ]

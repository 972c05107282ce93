"""The chart of effort-curve: what was measured, where the curve is heading, the target, and where to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

HEIGHT = 320
LANE_NAMES = -42
"""Below the axis there is room to the left of it, and a phone has little room."""
SIDES: tuple[tuple[Literal["left", "right"], int], ...] = (("left", 6), ("right", -6))
"""On which side of its mark a label stands, and how far off."""
AMOUNT = (
    "datum.value < 1e6 ? format(datum.value, ',~r') : "
    "datum.value < 1e9 ? format(datum.value / 1e6, ',~r') + ' million' : "
    "format(datum.value / 1e9, ',~r') + ' billion'"
)


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: what, effort, quality, low, high (shares 0 to 1), label.

    The lanes of the contracts stand below the axis, at `lane` pixels from the top, from `effort` to `until`.
    """
    import altair as alt  # heavy: the running app uses the compiled chart.json

    base = alt.Chart(alt.NamedData("rows")).encode(x=_effort(), y=_quality("quality"))
    layers = [*_expected(base), *_lines(base), *_measured(base), *_words(base), *_lanes(base)]
    drawn = alt.layer(*layers, height=HEIGHT)
    assert isinstance(drawn, alt.LayerChart)
    return drawn


def _effort() -> altair.X:
    import altair as alt

    ticks = alt.ExprRef("max(2, min(8, width / 110))")
    axis = alt.Axis(grid=False, tickCount=ticks, labelExpr=AMOUNT, labelFlush=True, labelOverlap=True)
    return alt.X("effort:Q", title=None, scale=alt.Scale(zero=True, nice=False), axis=axis)


def _quality(field: str) -> altair.Y:
    import altair as alt

    scale = alt.Scale(zero=False, nice=True)
    return alt.Y(f"{field}:Q", title="Quality", scale=scale, axis=alt.Axis(format="~%", tickCount=6))


def _expected(base: altair.Chart) -> list[Any]:
    """The forecast: the band that holds it 8 times of 10, and its middle."""
    path = base.transform_filter("datum.what == 'expected'")
    band = path.mark_area(interpolate="monotone", color=colour("series-1"), opacity=0.18)
    middle = path.mark_line(interpolate="monotone", color=colour("series-1"), strokeWidth=2.5)
    return [band.encode(y=_quality("low"), y2="high:Q"), middle]


def _lines(base: altair.Chart) -> list[Any]:
    """The target across, and upright where the affordable effort ends and where the money says stop."""
    import altair as alt

    target = base.transform_filter("datum.what == 'target'").mark_rule(color=colour("series-3"), strokeWidth=2)
    upright = [
        base.transform_filter(f"datum.what == '{what}'")
        .mark_rule(color=colour(token), strokeDash=dash, strokeWidth=2)
        .encode(y=alt.value(0), y2=alt.value(HEIGHT))
        for what, token, dash in (("limit", "ink-quiet", [6, 4]), ("best stop", "series-2", [2, 3]))
    ]
    return [target.encode(x=alt.value(0), x2=alt.value("width")), *upright]


def _measured(base: altair.Chart) -> list[Any]:
    """What was measured, with the bounds that few cases leave; the start is an open ring."""
    points = base.transform_filter("datum.what == 'measured'")
    bounds = points.mark_rule(color=colour("ink"), strokeWidth=1.5).encode(y=_quality("low"), y2="high:Q")
    marks = points.mark_point(filled=True, size=90, color=colour("ink"), opacity=1).encode(tooltip="label:N")
    start = base.transform_filter("datum.what == 'start'").mark_point(size=110, strokeWidth=2, color=colour("ink"))
    return [bounds, marks, start.encode(tooltip="label:N")]


def _words(base: altair.Chart) -> list[Any]:
    """Each mark named where it stands, and the axis with its unit."""
    import altair as alt

    words = base.encode(text="label:N")
    across = words.transform_filter("datum.what == 'target'").mark_text(
        align="left", dx=4, dy=-8, color=colour("ink"), fontSize=13, fontWeight="bold"
    )
    found = [across.encode(x=alt.value(0))]
    start = words.transform_filter("datum.what == 'start'")
    found.append(start.mark_text(align="left", dx=12, dy=-8, color=colour("ink"), fontSize=13))
    for place, dy in (("above", -10), ("below", 30)):
        end = words.transform_filter(f"datum.what == 'path end' && datum.align == '{place}'")
        found.append(end.mark_text(align="right", dx=-8, dy=dy, color=colour("series-1"), fontSize=13))
    for align, dx in SIDES:
        for what, token, y in (
            ("latest", "ink", None),
            ("limit", "ink-quiet", alt.value(HEIGHT - 14)),
            ("best stop", "ink", alt.value(HEIGHT - 32)),
        ):
            named = words.transform_filter(f"datum.what == '{what}' && datum.align == '{align}'")
            text = named.mark_text(align=align, dx=dx, dy=12 if y is None else 0, color=colour(token), fontSize=13)
            found.append(text if y is None else text.encode(y=y))
    axis = words.transform_filter("datum.what == 'axis'")
    title = axis.mark_text(align="right", baseline="top", color=colour("ink-quiet"), fontSize=13)
    found.append(title.encode(x=alt.value("width"), y=alt.value(HEIGHT + 24)))
    return [layer for text in found for layer in (_halo(text), text)]


def _halo(text: altair.Chart) -> altair.Chart:
    """The same words drawn in the colour of the paper and thicker, so that no line runs through them."""
    under = text.copy()
    under.mark.color, under.mark.stroke, under.mark.strokeWidth = colour("paper"), colour("paper"), 4
    return under


def _lanes(base: altair.Chart) -> list[Any]:
    """Below the curve, on the same efforts: where supplier and client would each stop, a lane for each contract."""
    import altair as alt

    height = alt.Y("lane:Q", scale=None, axis=None)
    lane = base.transform_filter("datum.what == 'lane'").encode(y=height)
    between = lane.mark_rule(color=colour("series-2"), strokeWidth=3).encode(x2="until:Q")
    supplier = lane.mark_point(filled=True, size=80, color=colour("ink"), opacity=1).encode(tooltip="label:N")
    client = lane.mark_point(shape="diamond", size=170, strokeWidth=2, color=colour("ink"))
    words = base.transform_filter("datum.what == 'lane name' || datum.what == 'lanes'").mark_text(
        align="left", baseline="middle", fontSize=12, color=colour("ink")
    )
    named = words.encode(x=alt.value(LANE_NAMES), y=height, text="label:N")
    return [between, supplier, client.encode(x=alt.X("until:Q"), tooltip="label:N"), named]

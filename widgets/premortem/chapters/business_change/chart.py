"""The chart of business-change: what it brings as its use grows, under the figure on the slide and beside its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

HEIGHT = 320
# Billions as the reader writes them, and small sums without a prefix (in SI, "500m" would be half of one).
SUMS = "datum.value < 1000 ? format(datum.value, ',~g') : replace(format(datum.value, '.3~s'), 'G', 'bn')"
TITLE = ["Months after it starts", "(in bold: how many use it every week)"]
LINES = (("slide", "ink", [7, 5]), ("cost", "series-2", [1, 0]))


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: what, month, low, best, high, label, side, top, says."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    base = alt.Chart(alt.NamedData("rows")).encode(x=_months(), y=_money("best"))
    drawn = alt.layer(*_use(base), *_lines(base), *_words(base), height=HEIGHT)
    assert isinstance(drawn, alt.LayerChart)
    return drawn


def _months() -> altair.X:
    import altair as alt

    axis = alt.Axis(grid=False, values=[0, 3, 12, 24], format="d")
    return alt.X("month:Q", title=TITLE, scale=alt.Scale(zero=True, nice=False), axis=axis)


def _money(field: str) -> altair.Y:
    import altair as alt

    axis = alt.Axis(labelExpr=SUMS, tickCount=5)
    return alt.Y(f"{field}:Q", title="Benefit a year at that use", scale=alt.Scale(zero=True, nice=False), axis=axis)


def _use(base: altair.Chart) -> list[Any]:
    """The benefit as use grows: its range, its best guess, and the months for which a use was given."""
    path = base.transform_filter("datum.what == 'use'")
    band = path.mark_area(color=colour("series-1"), opacity=0.2).encode(y=_money("low"), y2="high:Q")
    best = path.mark_line(color=colour("series-1"), strokeWidth=3)
    given = path.transform_filter("datum.month > 0")
    ends = given.mark_rule(color=colour("series-1"), strokeWidth=1.5).encode(y=_money("low"), y2="high:Q")
    dots = given.mark_point(filled=True, size=110, color=colour("series-1"), opacity=1).encode(tooltip="says:N")
    return [band, ends, best, dots]


def _lines(base: altair.Chart) -> list[Any]:
    """The figure on the slide (dashed) and the yearly cost, across; `top` leaves room for the names above."""
    import altair as alt

    across = [
        base.transform_filter(f"datum.what == '{what}'")
        .mark_rule(color=colour(token), strokeWidth=2, strokeDash=dash)
        .encode(x=alt.value(0), x2=alt.value("width"))
        for what, token, dash in LINES
    ]
    room = base.transform_filter("datum.what == 'slide'").mark_point(opacity=0).encode(y=_money("top"))
    return [*across, room]


def _words(base: altair.Chart) -> list[Any]:
    """The slide by name at the left, where the band is low; the cost at the right; the share of use at each dot."""
    import altair as alt

    words = base.encode(text="label:N")
    found: list[Any] = []
    for what, align, dx, x in (("slide", "left", 6, alt.value(0)), ("cost", "right", -6, alt.value("width"))):
        for side, dy in (("above", -9), ("below", 12)):
            named = words.transform_filter(f"datum.what == '{what}' && datum.side == '{side}'").encode(x=x)
            found += _haloed(named, align=align, dx=dx, dy=dy, fontSize=13)
    for side, align, dx in (("between", "center", 0), ("last", "right", -10)):
        for below, dy in (("", -15), (" below", 18)):
            shares = words.transform_filter(f"datum.what == 'use' && datum.side == '{side}{below}'")
            found += _haloed(shares, align=align, dx=dx, dy=dy, fontSize=14, fontWeight="bold")
    return found


def _haloed(words: altair.Chart, **look: Any) -> list[Any]:
    """Words with a halo of paper: lines run through them otherwise."""
    paper = words.mark_text(**look, color=colour("paper"), stroke=colour("paper"), strokeWidth=5)
    return [paper, words.mark_text(**look, color=colour("ink"))]

"""The chart of data-risks: what each risk is expected to cost, the worst first, and the part a check would save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

STEP, NAME, BAR, REACH = (
    54,
    13,
    35,
    11,
)  # a risk's band in pixels; where its name and its bar lie; how far the limit reaches
# Billions as the reader writes them, and small sums without a prefix (in SI, "500m" would be half of one).
SUMS = "datum.value < 1000 ? format(datum.value, ',~g') : replace(format(datum.value, '.3~s'), 'G', 'bn')"
SHORT = "datum.high < 0.2 * datum.edge"  # a bar that its range in words stands beside
LOSS, SAVED, BEARABLE = "expected loss, best and range", "of it, what the check saves", "the most that can be borne"


def chart() -> altair.LayerChart | altair.FacetChart:
    """Return the chart over the data set `rows`: place, risk, low, best, high, left, says, between, bearable, edge.

    The axis begins at 0 and is linear: what costs nothing has a place on it, and twice the loss is twice as long.
    """
    import altair as alt  # heavy: the running app uses the compiled chart.json

    money = alt.X("low:Q", title="What each risk is expected to cost", scale=alt.Scale(zero=True, nice=False)).axis(
        labelExpr=SUMS, orient="top", tickCount=alt.ExprRef("max(2, round(width / 110))"), domain=False
    )
    limit = _bar(BEARABLE).transform_filter(f"!({SHORT})").mark_rule(strokeWidth=3)
    edge = _rows().mark_point(opacity=0).encode(x="edge:Q", y=_at(BAR))  # gives the axis a length where all is 0
    return alt.layer(
        edge,
        _bar(LOSS).mark_rule(strokeWidth=9, opacity=0.35).encode(x=money, x2="high:Q"),
        _bar(SAVED).mark_rule(strokeWidth=9).encode(x="left:Q", x2="best:Q"),
        limit.encode(x="bearable:Q", y=_at(BAR - REACH), y2=alt.Y2("place:O", bandPosition=(BAR + REACH) / STEP)),
        _bar(LOSS).mark_point(filled=True, size=130, opacity=1).encode(x="best:Q"),
        *_names(),
        _range_in_words(),
    ).properties(height=alt.Step(STEP))


def _rows() -> altair.Chart:
    import altair as alt

    shown = {"risk": "risk", "says": "expected to cost", "between": "between", "saves": "a check saves"}
    return alt.Chart(alt.NamedData("rows")).encode(
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in shown.items()]
    )


def _at(pixel: int) -> altair.Y:
    """The height of a mark within the band of its risk."""
    import altair as alt

    return alt.Y("place:O", title=None, axis=None, sort=None, bandPosition=pixel / STEP)


def _bar(shows: str) -> altair.Chart:
    """A mark on the bar of a risk, which the legend explains."""
    import altair as alt

    scale = alt.Scale(domain=[LOSS, SAVED, BEARABLE], range=[colour("series-1"), colour("series-5"), colour("ink")])
    columns = alt.ExprRef("width < 560 ? 1 : 3")
    key = alt.Legend(
        title=None, columns=columns, symbolType="square", symbolOpacity=1, labelLimit=320, columnPadding=36
    )
    shown = _rows().transform_calculate(shows=f"'{shows}'")
    return shown.encode(y=_at(BAR), color=alt.Color("shows:N", scale=scale, legend=key))


def _names() -> list[altair.Chart]:
    """The name and the best figure above each bar; the grid would run through a name, so it has a halo of paper.

    A name ends where its figure begins, also in a font that is wider than ours.
    """
    import altair as alt

    paper, ink = colour("paper"), colour("ink")
    look: dict[str, Any] = {"baseline": "middle", "fontSize": 13}
    name = {**look, "align": "left", "limit": alt.ExprRef("width - 24 - 9.5 * length(datum.says)")}
    at_left = {"x": alt.value(0), "y": _at(NAME), "text": "risk:N"}
    return [
        _rows().mark_text(**name, color=paper, stroke=paper, strokeWidth=5).encode(**at_left),
        _rows().mark_text(**name, color=ink).encode(**at_left),
        _rows()
        .mark_text(**look, align="right", fontWeight="bold", color=ink)
        .encode(x=alt.value("width"), y=_at(NAME), text="says:N"),
    ]


def _range_in_words() -> altair.Chart:
    """The range beside a bar that is too short to be read off the axis."""
    short: altair.Chart = _rows().transform_filter(SHORT)
    marked = short.mark_text(baseline="middle", align="left", fontSize=12, dx=12, color=colour("ink-quiet"))
    worded: altair.Chart = marked.encode(x="high:Q", y=_at(BAR), text="between:N")
    return worded

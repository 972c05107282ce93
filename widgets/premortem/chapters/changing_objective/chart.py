"""The chart of changing-objective: the drift line, versions with the budget as steps and what was spent, greyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

HEIGHT = 200
KINDS = ("Budget", "Spent: counts no more", "Tripwire fired")
SHAPES = ("M-1,-0.2H1V0.2H-1Z", "square", "triangle-down")
COLOURS = ("series-1", "line-strong", "wrong")
BELOW = f"{HEIGHT} + datum.px"
"""Where a text below the plot stands: the rows say how far."""


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: what, x (0 to 1), money, px, text, align, kind."""
    import altair as alt  # heavy: the running app uses the compiled chart.json

    base = alt.Chart(alt.NamedData("rows")).encode(x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.05, 1.02])))
    drawn = alt.layer(*_ground(base), *_money(base), *_fired(base), *_words(base), height=HEIGHT)
    assert isinstance(drawn, alt.LayerChart)
    return drawn


def _sum() -> altair.Y:
    import altair as alt

    return alt.Y("money:Q", axis=None, scale=alt.Scale(zero=True, nice=False))


def _ground(base: altair.Chart) -> list[Any]:
    """The lines across with their sums, and a thin upright line for each version."""
    import altair as alt

    across = base.transform_filter("datum.what == 'across'").encode(x=alt.value(0), y=_sum())
    lines = across.mark_rule(color=colour("line")).encode(x2=alt.value("width"))
    sums = across.mark_text(align="left", baseline="bottom", dy=-2, fontSize=12, color=colour("ink-quiet"))
    room = base.transform_filter("datum.what == 'room'").mark_point(opacity=0).encode(x=alt.value(0), y=_sum())
    upright = base.transform_filter("datum.what == 'version'").mark_rule(color=colour("line-strong"), strokeDash=[1, 3])
    return [lines, upright.encode(y=alt.value(0), y2=alt.value(HEIGHT + 8)), sums.encode(text="text:N"), room]


def _money(base: altair.Chart) -> list[Any]:
    """What was spent, greyed, and the budget as steps."""
    import altair as alt

    spent = base.transform_filter("datum.what == 'spent'").encode(y=_sum(), y2=alt.value(HEIGHT))
    bars = spent.mark_rule(color=colour("line-strong"), strokeWidth=13, opacity=0.5)
    steps = base.transform_filter("datum.what == 'budget' || datum.what == 'budget end'").encode(y=_sum())
    line = steps.mark_line(interpolate="step-after", color=colour("series-1"), strokeWidth=3)
    known = base.transform_filter("datum.what == 'budget'").encode(y=_sum())
    return [bars, line, known.mark_point(filled=True, size=70, opacity=1, color=colour("series-1"))]


def _fired(base: altair.Chart) -> list[Any]:
    """What fired, each with its letter; its legend names the budget and the money spent too."""
    import altair as alt

    fired = base.transform_filter("datum.what == 'fired'")
    rule = fired.mark_rule(color=colour("wrong"), strokeDash=[5, 3], strokeWidth=1.5)
    points = fired.mark_point(size=120, filled=True, opacity=1, y=alt.ExprRef("datum.px")).encode(
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=list(SHAPES)), title=None),
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=list(KINDS), range=[colour(name) for name in COLOURS]),
            title=None,
            legend=alt.Legend(columns=2, columnPadding=20, offset=20),
        ),
    )
    letters = fired.mark_text(
        align="left", dx=9, fontSize=13, fontWeight="bold", color=colour("wrong"), y=alt.ExprRef("datum.px")
    )
    return [rule.encode(y=alt.value(0), y2=alt.value(HEIGHT)), points, letters.encode(text="text:N")]


def _words(base: altair.Chart) -> list[Any]:
    """Below the plot: the number of each version in a disc, the days, and each number and letter in words."""
    import altair as alt

    place = alt.ExprRef(BELOW)
    versions = base.transform_filter("datum.what == 'version'")
    discs = versions.mark_point(shape="circle", size=420, filled=True, opacity=1, color=colour("accent"), y=place)
    numbers = versions.mark_text(fontSize=13, fontWeight="bold", color=colour("accent-ink"), y=place)
    ends = [
        base.transform_filter(f"datum.what == 'axis' && datum.align == '{align}'")
        .mark_text(align=align, fontSize=13, color=colour("ink-quiet"), y=place)
        .encode(text="text:N")
        for align in ("left", "right")
    ]
    lines = base.transform_filter("datum.what == 'line'").mark_text(
        align="left", fontSize=13, color=colour("ink"), y=place, limit=alt.ExprRef("width")
    )
    return [discs, numbers.encode(text="text:N"), *ends, lines.encode(x=alt.value(0), text="text:N")]

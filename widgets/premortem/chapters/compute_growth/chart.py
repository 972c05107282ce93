"""The chart of compute-growth: the pilots, the fan to the full data, the straight line, deadline and budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from premortem.chapters.charts import colour

if TYPE_CHECKING:
    import altair

HEIGHT, TOP, BOTTOM, GUTTER = 402, 98, 46, 76
"""Pixels: the whole height, and the room kept inside for labels at the top, for sizes below, for times at the left."""
Align = Literal["left", "center", "right"]
BELOW: tuple[tuple[str, Align, int], ...] = (("middle", "center", 0), ("end", "right", 12))
"""How a size is written below its line; the last one must not leave the chart."""
NAMES: tuple[tuple[str, str, str, Align, int, int], ...] = (
    ("deadline", "above", "ink", "left", 0, -9),
    ("deadline", "below", "ink", "left", 0, 11),
    ("budget", "above", "ink", "left", 0, -9),
    ("budget", "below", "ink", "left", 0, 11),
    ("next", "right", "series-1", "left", 10, 12),
    ("next", "left", "series-1", "right", -10, -12),
)
"""The mark, the place its row asks for, colour, alignment, and how far from the mark its name stands."""
KEY: tuple[tuple[str, str, Literal["bold", "normal"], int], ...] = (
    ("full", "series-1", "bold", 12),
    ("full range", "series-1", "normal", 30),
    ("line end", "ink-quiet", "normal", 48),
    ("after range", "series-1", "normal", 66),
)
"""What band and lines say of the full data: at the top, because at their ends the words would cover the band."""
LIMITS = (("deadline", "series-2", [1, 0]), ("budget", "series-3", [9, 3]))


def chart() -> altair.LayerChart:
    """Return the chart over the data set `rows`: what, size, hours, low, high, label, told, place.

    Both axes are of factors (logarithmic). Their words are marks of the chart, chosen with the rows: a scale of powers
    of ten would name 0.0167 hours, and a reader wants a minute.
    """
    import altair as alt  # heavy: the running app uses the compiled chart.json

    base = alt.Chart(alt.NamedData("rows"))
    layers = [*_grid(base), *_fan(base), *_limits(base), *_pilots(base), *_words(base)]
    drawn = alt.layer(*layers, height=HEIGHT)
    assert isinstance(drawn, alt.LayerChart)
    return drawn


def _size() -> altair.X:
    import altair as alt

    scale = alt.Scale(type="log", nice=False, rangeMin=GUTTER, rangeMax=alt.ExprRef("width - 14"))
    return alt.X("size:Q", title=None, axis=None, scale=scale)


def _hours(field: str = "hours") -> altair.Y:
    import altair as alt

    scale = alt.Scale(type="log", nice=False, rangeMin=HEIGHT - BOTTOM, rangeMax=TOP)
    return alt.Y(f"{field}:Q", title=None, axis=None, scale=scale)


def _only(base: altair.Chart, what: str, more: str = "") -> altair.Chart:
    found: altair.Chart = base.transform_filter(f"datum.what == '{what}'{more}")
    return found


def _grid(base: altair.Chart) -> list[Any]:
    """Times at the left with a line across, sizes below with a line up; the frame keeps room around the points."""
    import altair as alt

    quiet: dict[str, Any] = {"color": colour("ink-quiet"), "fontSize": 13}
    times, sizes = _only(base, "time tick"), _only(base, "size tick")
    across = times.mark_rule(color=colour("line")).encode(y=_hours(), x=alt.value(0), x2=alt.value("width"))
    named = times.mark_text(align="left", baseline="bottom", dx=2, dy=-2, **quiet)
    up = sizes.mark_rule(color=colour("line")).encode(x=_size(), y=alt.value(TOP), y2=alt.value(HEIGHT - 24))
    found = [
        _only(base, "frame").mark_point(opacity=0).encode(y=_hours(), x=alt.value(0)),
        across,
        up,
        named.encode(y=_hours(), x=alt.value(0), text="label:N"),
    ]
    for place, align, dx in BELOW:
        below = _only(base, "size tick", f" && datum.place == '{place}'")
        text = below.mark_text(align=align, dx=dx, baseline="top", **quiet)
        found.append(text.encode(x=_size(), y=alt.value(HEIGHT - 20), text="label:N"))
    return found


def _fan(base: altair.Chart) -> list[Any]:
    """What is expected: the band that holds it 8 times of 10, the band after the next pilot, the middle, the line."""
    path, then = _only(base, "fan"), _only(base, "after")
    band = path.mark_area(interpolate="monotone", color=colour("series-1"), opacity=0.2)
    inner = then.mark_area(color=colour("series-1"), opacity=0.35)
    middle = path.mark_line(interpolate="monotone", color=colour("series-1"), strokeWidth=2.5)
    line = _only(base, "line").mark_line(color=colour("ink-quiet"), strokeDash=[6, 4], strokeWidth=2)
    return [
        band.encode(x=_size(), y=_hours("low"), y2="high:Q"),
        inner.encode(x=_size(), y=_hours("low"), y2="high:Q"),
        middle.encode(x=_size(), y=_hours()),
        line.encode(x=_size(), y=_hours()),
    ]


def _limits(base: altair.Chart) -> list[Any]:
    import altair as alt

    return [
        _only(base, what)
        .mark_rule(color=colour(token), strokeDash=dash, strokeWidth=2.5)
        .encode(y=_hours(), x=alt.value(GUTTER - 8), x2=alt.value("width"))
        for what, token, dash in LIMITS
    ]


def _pilots(base: altair.Chart) -> list[Any]:
    points = _only(base, "pilot").mark_point(filled=True, size=95, color=colour("ink"), opacity=1)
    ring = _only(base, "next").mark_point(
        filled=True, size=110, fill=colour("paper"), stroke=colour("series-1"), opacity=1
    )
    bar = _only(base, "next").mark_rule(color=colour("series-1"), strokeWidth=2.5)
    ends = _only(base, "next").mark_tick(color=colour("series-1"), thickness=2.5, size=14, orient="horizontal")
    return [
        points.encode(x=_size(), y=_hours(), tooltip="label:N"),
        bar.encode(x=_size(), y=_hours("low"), y2="high:Q"),
        *(ends.encode(x=_size(), y=_hours(end)) for end in ("low", "high")),
        ring.encode(x=_size(), y=_hours(), strokeWidth=_thick(), tooltip="told:N"),
    ]


def _thick() -> Any:
    import altair as alt

    return alt.value(2.5)


def _words(base: altair.Chart) -> list[Any]:
    """The marks named where they stand, on a halo of paper, because lines run behind the words."""
    import altair as alt

    found: list[Any] = []
    for what, token, weight, height in KEY:
        key = _only(base, what).mark_text(align="right", fontSize=13, fontWeight=weight, color=colour(token))
        found.append(key.encode(x=alt.value("width"), y=alt.value(height), text="label:N"))
    for what, place, token, align, dx, dy in NAMES:
        named = _only(base, what, f" && datum.place == '{place}'")
        across = alt.value(GUTTER - 6) if what in {"deadline", "budget"} else _size()
        for halo in (True, False):
            edge: dict[str, Any] = {"stroke": colour("paper"), "strokeWidth": 5, "strokeJoin": "round"} if halo else {}
            ink = colour("paper") if halo else colour(token)
            text = named.mark_text(align=align, baseline="middle", dx=dx, dy=dy, fontSize=13, color=ink, **edge)
            found.append(text.encode(x=across, y=_hours(), text="label:N"))
    return found

"""The pictures of the report, in the colours of the house, each with a text that says what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt

from forecasts.markdown import number, percent
from forecasts.scores import FEW, Bin, Chance, Told, exact_interval, observed, reliability, summary
from forecasts.tables import KINDS, LEVELS, of_kind
from premortem.chapters.charts import colour, theme

PART_NAMES = {"tune": "priors set here", "held": "held back"}
WIDE = 400
SQUARE = 250

SHARES = alt.Axis(labelExpr="format(100 * datum.value, 'd') + ' %'", tickCount=5, labelFlush=False)

Row = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A chart with the text for those who do not see it."""

    name: str
    chart: alt.TopLevelMixin
    text: str

    def write(self, folder: Path) -> None:
        """Write it as SVG."""
        import vl_convert

        look = {**theme(), "background": colour("paper")}  # a page may be dark around it
        drawn = self.chart.properties(description=self.text).configure(**look).to_dict(validate=True)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.svg").write_text(vl_convert.vegalite_to_svg(drawn) + "\n", "utf-8")


def _parts(names: Sequence[str]) -> alt.Color:
    """The two parts: told apart by colour, by brightness, and by shape where there are points."""
    shown = [PART_NAMES[part] for part in names]
    return alt.Color("part:N", title=None).scale(
        domain=shown, range=[colour("series-6"), colour("series-1")][-len(shown) :]
    )


def errors(name: str, groups: Mapping[str, Mapping[str, Sequence[Told]]], unit: str) -> Picture:
    """Draw for each method the middle error and a large one; `groups` are forecasts by part and method."""
    rows: list[Row] = []
    for part, methods in groups.items():
        for method, told in methods.items():
            if (group := summary(told)) is not None:
                large = group.p90 if unit == "factor" else group.mean
                rows.append({"part": PART_NAMES[part], "method": method, "median": group.median, "large": large})
    words = ("median", "9 of 10 below") if unit == "factor" else ("median", "mean")
    title = "times too many or too few hours" if unit == "factor" else "points wrong"
    order = list(dict.fromkeys(row["method"] for row in rows))
    x = alt.X("median:Q", title=f"{title}: {words[0]} (dot) to {words[1]} (bar)").scale(
        type="log", nice=False, padding=10
    )
    base = alt.Chart(alt.InlineData(rows)).encode(
        y=alt.Y("method:N", title=None, sort=order).axis(labelLimit=220),
        yOffset=alt.YOffset("part:N").scale(domain=[PART_NAMES[part] for part in groups]),
        color=_parts(list(groups)),
    )
    chart = alt.layer(
        base.mark_rule(strokeWidth=2).encode(x=x, x2="large:Q"),
        base.mark_point(filled=True, size=70, opacity=1).encode(x=x),
        base.mark_tick(thickness=3, size=10).encode(x="large:Q"),
    ).properties(width=WIDE, height=34 * len(order))
    last = [row for row in rows if row["part"] == rows[-1]["part"]]
    listed = "; ".join(f"{row['method']} {number(row['median'])} and {number(row['large'])}" for row in last)
    return Picture(name, chart, f"Error by method, {words[0]} and {words[1]}, {last[0]['part']}: {listed}.")


def intervals(name: str, groups: Mapping[str, Mapping[str, Sequence[Told]]]) -> Picture:
    """Draw the share inside intervals of all levels beside what the intervals promise."""
    rows: list[Row] = []
    for part, methods in groups.items():
        for method, told in methods.items():
            if any(each.below is not None for each in told):
                shares = [(level, observed(told, level)) for level in LEVELS]
                rows += [
                    {"part": PART_NAMES[part], "method": method, "level": level, "share": share}
                    for level, share in [(0.0, 0.0), *shares]
                ]
    names = list(dict.fromkeys(row["method"] for row in rows))
    legend = alt.Legend(columns=2, symbolType="stroke", symbolStrokeWidth=3, labelLimit=240)
    inks = [colour(f"series-{n}") for n in range(1, 7)][: len(names)]
    dashes = [[1, 0], [8, 3], [3, 3], [8, 3, 2, 3], [1, 2], [12, 3]][: len(names)]

    def draw(own: Sequence[Row]) -> Any:
        return (
            alt.Chart(alt.InlineData(list(own)))
            .mark_line(strokeWidth=2.5)
            .encode(
                x=alt.X("level:Q", title="interval told").axis(SHARES),
                y=alt.Y("share:Q", title="happened inside it").axis(SHARES),
                color=alt.Color("method:N", title=None).scale(domain=names, range=inks).legend(legend),
                strokeDash=alt.StrokeDash("method:N", title=None).scale(domain=names, range=dashes),
            )
        )

    at80 = {(row["part"], row["method"]): row["share"] for row in rows if row["level"] == 0.8}
    listed = "; ".join(f"{method}, {part}: {percent(share)}" for (part, method), share in at80.items())
    return Picture(
        name,
        _by_part(rows, draw),
        f"Share inside intervals of 10 to 95 %, against what they promise. At 80 %: {listed}.",
    )


def kinds(name: str, groups: Mapping[str, Sequence[Told]], zone: tuple[float, float]) -> Picture:
    """Draw the share inside the 80 % interval by kind of algorithm, with exact 90 % intervals of that share."""
    rows: list[Row] = []
    for part, told in groups.items():
        for kind in KINDS:
            group = summary(of_kind(told, kind))
            if group is not None and group.covered is not None:
                low, high = exact_interval(group.covered, group.asked)
                rows.append(
                    {"part": PART_NAMES[part], "kind": kind.replace("– of these ", "– "), "share": group.coverage}
                )
                rows[-1] |= {"low": low, "high": high, "count": f"{group.asked}"}
    order = [kind.replace("– of these ", "– ") for kind in KINDS]
    band = alt.Chart(alt.InlineData([{"from": zone[0], "to": zone[1]}])).mark_rect(color=colour("verdict-go-soft"))
    base = alt.Chart(alt.InlineData(rows)).encode(
        y=alt.Y("kind:N", title=None, sort=order),
        yOffset=alt.YOffset("part:N").scale(domain=[PART_NAMES[part] for part in groups]),
        color=_parts(list(groups)),
    )
    x = alt.X("share:Q", title="happened inside the 80 % interval (number of curves at the right)")
    chart = alt.layer(
        band.encode(x="from:Q", x2="to:Q"),
        base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q"),
        base.mark_point(filled=True, size=70, opacity=1).encode(x=x.scale(domain=[0, 1]).axis(SHARES)),
        base.mark_text(align="left", dx=6, fontSize=11).encode(x=alt.datum(1), text="count:N"),
    ).properties(width=WIDE, height=34 * len(order))
    listed = "; ".join(f"{row['kind']}, {row['part']}: {percent(row['share'])} of {row['count']}" for row in rows)
    return Picture(name, chart, f"Share inside the 80 % interval by kind of algorithm: {listed}.")


def reliable(name: str, groups: Mapping[str, Sequence[Chance]], what: str) -> Picture:
    """Draw chances that were told against how often they came true; the larger the dot, the more cases."""
    found = {part: reliability(some) for part, some in groups.items() if some}
    rows: list[Row] = []
    for part, bins in found.items():
        for each in bins:
            low, high = exact_interval(round(each.happened * each.count), each.count)
            rows.append({"part": PART_NAMES[part], "told": each.told, "happened": each.happened, "cases": each.count})
            rows[-1] |= {"low": low, "high": high}
    y = alt.Y("happened:Q", title="came true").axis(SHARES).scale(domain=[0, 1])

    def draw(own: Sequence[Row]) -> Any:
        x = alt.X("told:Q", title="chance told").axis(SHARES).scale(domain=[0, 1])
        base = alt.Chart(alt.InlineData(list(own))).encode(x=x)
        size = alt.Size("cases:Q").scale(range=[15, 260]).legend(orient="right", tickCount=3)
        return alt.layer(
            base.mark_rule(strokeWidth=1.5, color=colour("series-1")).encode(y="low:Q", y2="high:Q"),
            base.mark_point(filled=True, opacity=1, color=colour("series-1")).encode(y=y, size=size),
        )

    listed = " ".join(_spoken(PART_NAMES[part], bins) for part, bins in found.items())
    return Picture(name, _by_part(rows, draw), f"Chances told against how often they came true, {what}. {listed}")


def narrowed(name: str, groups: Mapping[str, Sequence[Bin]]) -> Picture:
    """Draw the share of the width expected to remain after one more pilot against the share that remained."""
    rows = [
        {"part": PART_NAMES[part], "told": each.told, "happened": each.happened, "cases": each.count}
        for part, bins in groups.items()
        for each in bins
    ]

    def draw(own: Sequence[Row]) -> Any:
        return (
            alt.Chart(alt.InlineData(list(own)))
            .mark_point(filled=True, opacity=1, color=colour("series-1"))
            .encode(
                x=alt.X("told:Q", title="of the width, expected to remain").axis(SHARES),
                y=alt.Y("happened:Q", title="remained, on average").axis(SHARES),
                size=alt.Size("cases:Q").scale(range=[15, 260]).legend(orient="right", tickCount=3),
            )
        )

    listed = " ".join(_spoken(PART_NAMES[part], bins, ("expected", "remained")) for part, bins in groups.items())
    return Picture(
        name, _by_part(rows, draw), f"Width expected to remain after one more pilot, against what remained. {listed}"
    )


def _spoken(part: str, bins: Sequence[Bin], words: tuple[str, str] = ("told", "came true")) -> str:
    """The lowest, the middle and the highest bin in words, and the one with many cases that is furthest off."""
    many = [each for each in bins if each.count >= FEW]
    worst = max(many, key=lambda each: abs(each.told - each.happened), default=None)
    shown = [bins[place] for place in sorted({0, len(bins) // 2, len(bins) - 1})]
    said = [f"{percent(each.told)} {words[0]}, {percent(each.happened)} {words[1]}" for each in shown]
    if worst is not None:
        said.append(f"furthest apart: {percent(worst.told)} {words[0]}, {percent(worst.happened)} {words[1]}")
    return f"{part.capitalize()}: {'; '.join(said)}."


def _by_part(rows: Sequence[Row], draw: Callable[[Sequence[Row]], Any]) -> alt.HConcatChart:
    """The same picture for each part, beside each other, with the line on which everything is as it was told."""
    ends = alt.InlineData([{"one": 0, "two": 0}, {"one": 1, "two": 1}])
    line = alt.Chart(ends).mark_line(color=colour("line-strong"), strokeWidth=1).encode(x="one:Q", y="two:Q")
    panels = []
    for part in dict.fromkeys(row["part"] for row in rows):
        drawn = draw([row for row in rows if row["part"] == part])
        panels.append(alt.layer(line, drawn).properties(title=part, width=SQUARE, height=SQUARE))
    return alt.hconcat(*panels)

"""docs/forecasts.md: the text around the figures is in forecasts.md.jinja, every figure comes from the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from forecasts import markdown, pictures, tables, targets
from forecasts.curves import FOUR_PILOTS, PARTS, Curve
from forecasts.markdown import number
from forecasts.pictures import Picture
from forecasts.results import OURS, OURS_UNTOLD, Results
from forecasts.scores import Bin, chosen
from forecasts.targets import Target

MOST_MILLISECONDS = 10.0


@dataclass(frozen=True)
class Source:
    """Where the curves came from, in words, with what was used of them."""

    words: str
    whole: bool
    """Whether this is all that there is, and not the small extract."""
    singles: Sequence[Curve]
    means: Sequence[Curve]

    def datasets(self, part: str) -> int:
        """Return how many datasets of a part were used."""
        return len({curve.dataset for curve in [*self.singles, *self.means] if curve.part == part})


def write(results: Results, source: Source, page: Path, images: Path) -> None:
    """Write the page and its pictures."""
    drawn = draw(results)
    for picture in drawn:
        picture.write(images)
    relative = images.relative_to(page.parent).as_posix()
    page.write_text(render(results, source, {each.name: _image(each, relative) for each in drawn}), "utf-8")


def render(results: Results, source: Source, images: dict[str, str]) -> str:
    """Return the page as Markdown."""
    environment = jinja2.Environment(  # noqa: S701 - Markdown of our own figures, no HTML
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    asked = {"hours": targets.hours(results), "quality": targets.quality(results)}
    return environment.get_template("forecasts.md.jinja").render(
        source=source,
        pictures=images,
        tables={part: tables.of_part(results, part) for part in PARTS},
        asked={name: _asked(found) for name, found in asked.items()},
        verdicts=[_verdict(name, found) for name, found in asked.items()],
        nearer={
            "hours": targets.nearer(results, [m for m in tables.HOURS_METHODS if m != OURS_UNTOLD], "9 of 10 below"),
            "quality": targets.nearer(results, tables.QUALITY_METHODS, "mean"),
        },
        milliseconds=milliseconds(results),
        forecasts=sum(each.method in (OURS, OURS_UNTOLD) for each in results.told),
    )


def draw(results: Results) -> list[Picture]:
    """Return all pictures."""
    hours = {part: chosen(results.told, part=part, pilots=FOUR_PILOTS) for part in PARTS}

    def by_method(methods: Sequence[str]) -> dict[str, Any]:
        return {part: {m: chosen(told, method=m) for m in methods} for part, told in hours.items() if told}

    chances = {
        name: {part: chosen(some, part=part, pilots=FOUR_PILOTS) for part in PARTS}
        for name, some in results.chances.items()
    }
    drawn = [
        pictures.errors("hours-error", by_method(tables.HOURS_METHODS), "factor"),
        pictures.intervals("hours-intervals", by_method((OURS, OURS_UNTOLD, "power law", "a + b n^c"))),
        pictures.kinds("hours-kinds", {p: chosen(told, method=OURS) for p, told in hours.items()}, (0.75, 0.88)),
        pictures.reliable("hours-budget", chances["budget"], "to stay within a budget"),
        pictures.errors("quality-error", by_method(tables.QUALITY_METHODS), "points"),
        pictures.intervals("quality-intervals", by_method(("Premortem", "pow3", "logpower3"))),
        pictures.reliable("quality-gain", chances["gain"], "that more data cuts the errors by a share"),
        pictures.reliable("quality-reached", chances["reached"], "to have reached a target by an effort"),
    ]
    narrower = {part: bins for part in PARTS if (bins := narrowing(results, part))}
    return [*drawn, pictures.narrowed("next-pilot", narrower)]


def narrowing(results: Results, part: str) -> list[Bin]:
    """Return the share of the width that was expected to remain, by tenths, beside what remained."""
    by_tenth: dict[int, list[tuple[float, float]]] = {}
    for each in results.added:
        if each.part == part:
            by_tenth.setdefault(min(int(each.foreseen * 10), 9), []).append((each.foreseen, each.remained))
    means = [(np.mean(pairs, axis=0).tolist(), len(pairs)) for _, pairs in sorted(by_tenth.items())]
    return [Bin(told, remained, count) for (told, remained), count in means]


def _image(picture: Picture, folder: str) -> str:
    return f"![{picture.text}]({folder}/{picture.name}.svg)"


def _asked(found: Sequence[Target]) -> str:
    header = ["figure", "asked", "where priors were set", "held back", "give or take", "reached"]
    return markdown.table(header, [[t.what, t.asked, t.tuned, t.held, t.varies, t.word] for t in found])


def _verdict(name: str, found: Sequence[Target]) -> str:
    """One sentence on what was reached on the held-back part, and what was not."""
    judged = [target for target in found if target.met is not None]
    missed = [f"{t.what} ({t.held}, asked {t.asked})" for t in judged if not t.met]
    reached = f"{len(judged) - len(missed)} of {len(judged)}"
    said = f"**{name.capitalize()}:** {reached} figures are reached on the part held back."
    return said + (f" Not reached: {'; '.join(missed)}." if missed else "")


def milliseconds(results: Results) -> str:
    """Return how long a forecast took, by method: the only table that differs from run to run."""
    rows = []
    for method, taken in results.milliseconds.items():
        middle, high = np.median(taken), np.quantile(taken, 0.95)
        ours = method.startswith("Premortem")
        met = ("yes" if middle <= MOST_MILLISECONDS else "**no**") if ours else markdown.NONE
        rows.append([method, str(len(taken)), number(float(middle)), number(float(high)), met])
    return markdown.table(["method", "forecasts", "median", "95 of 100 below", "median at most 10"], rows)

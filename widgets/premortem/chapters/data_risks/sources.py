"""The data sources: what is said of each, its weakest point, and the risks that its answers suggest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from premortem.model.state import Row, State

TABLE = "data-risks.sources"
OPEN, WORST, SUGGESTS = 0, 1, 2  # levels: not answered; the worst answer; from here down a risk is suggested

# All eight points run over the same levels, so that the weakest can be told: 4 good, 3 known and dealt with, 2 open,
# 1 bad. For each answer its level and how it reads in a sentence after the name of the source.
POINTS: Mapping[str, tuple[str, Mapping[str | int, tuple[int, str]]]] = {
    "licence": (
        "the right to use it",
        {
            "ours": (4, "it is yours for this use"),
            "written": (4, "this use is allowed in writing"),
            "unread": (2, "nobody has checked that its terms allow this use"),
            "none": (1, "you may not use it for this purpose"),
        },
    ),
    "exit": (
        "what happens if it stops",
        {
            "little": (4, "if it stops, little is lost"),
            "tried": (3, "if it stops, there is another source that was tried"),
            "untried": (2, "if it stops, the other source has never been tried"),
            "none": (1, "if it stops, everything stops and there is no other way"),
        },
    ),
    "control": (
        "who controls it",
        {
            "we": (4, "you control it"),
            "partner": (3, "a partner under contract controls it"),
            "supplier": (2, "a supplier who may change it controls it"),
            "nobody": (1, "nobody you know controls it"),
        },
    ),
    "notice": (
        "whether you would be told of a change",
        {
            "ourselves": (4, "changes are made by yourselves"),
            "written": (4, "changes are announced in writing"),
            "usually": (3, "somebody usually tells you of a change"),
            "afterwards": (2, "you find out about changes afterwards"),
            "never": (1, "nobody would tell you of a change"),
        },
    ),
    "quality": (
        "whether it records what you need",
        {
            1: (1, "it records something else that stands in for what you need"),
            2: (2, "nobody has asked what its columns mean"),
            3: (3, "its columns were explained"),
            4: (4, "it records exactly what you need"),
        },
    ),
    "completeness": (
        "whether anything is missing",
        {
            1: (1, "it is full of holes, and they matter"),
            2: (2, "nobody has counted what is missing"),
            3: (3, "its gaps were counted"),
            4: (4, "it is whole"),
        },
    ),
    "correctness": (
        "whether it is true",
        {
            1: (1, "it is often wrong"),
            2: (2, "nobody has compared it with the real thing"),
            3: (3, "a sample was compared with the real thing"),
            4: (4, "it is compared with the real thing regularly"),
        },
    ),
    "bias": (
        "whether everybody is in it",
        {
            1: (1, "some are missing from it, and it matters"),
            2: (2, "nobody has looked who is missing from it"),
            3: (3, "who is missing is known and allowed for"),
            4: (4, "nobody is missing from it"),
        },
    ),
}
_SUGGESTED_BY = {
    "licence": "licence",
    "exit": "stops",
    "quality": "meaning",
    "completeness": "gaps",
    "correctness": "wrong",
    "bias": "people",
}


@dataclass(frozen=True)
class Point:
    """One thing that is said of a source: `level` 4 good, 3 known and dealt with, 2 open, 1 bad, 0 not answered."""

    column: str
    about: str
    level: int
    says: str


@dataclass(frozen=True)
class Source:
    """One source of data; `absent` says in the team's words who or what is missing from it."""

    row: str
    name: str
    named: bool
    points: tuple[Point, ...]
    absent: str

    def point(self, column: str) -> Point:
        """Return one of the eight points."""
        return next(point for point in self.points if point.column == column)

    @property
    def weakest(self) -> tuple[Point, ...]:
        """The points on the lowest level, in the order of `POINTS`; never an average of all."""
        lowest = min(point.level for point in self.points)
        return tuple(point for point in self.points if point.level == lowest)

    @property
    def weakest_says(self) -> str:
        """The weakest points in words, three of them where there are more."""
        says = [point.says for point in self.weakest]
        if self.weakest[0].level > SUGGESTS:
            return f"no weak point; least strong: {says[0]}"
        return "; ".join(says[:3]) + (f"; and {len(says) - 3} more" if len(says) > 3 else "")

    @property
    def suggests(self) -> Mapping[str, str]:
        """The kinds of risk that belong in the register because of this source's answers, each with its reason."""
        found = {
            kind: self.point(column).says
            for column, kind in _SUGGESTED_BY.items()
            if self.point(column).level <= SUGGESTS and not (column in {"licence", "exit"} and self._gate_open(column))
        }
        control, notice = self.point("control"), self.point("notice")
        if control.level <= WORST:
            found["changed"] = control.says
        elif notice.level <= SUGGESTS:
            found["changed"] = notice.says
        elif control.level == SUGGESTS and notice.level == SUGGESTS + 1:
            found["changed"] = f"{control.says}, and nothing in writing says that you will be told"
        return found

    def _gate_open(self, column: str) -> bool:
        """Whether the answer is missing or stops the project: then it is more than a risk to write down."""
        return self.point(column).level <= WORST


def read(state: State) -> tuple[Source, ...]:
    """Return the sources in the order of the workbook."""
    return tuple(_source(row, place) for place, row in enumerate(state.rows(TABLE), start=1))


def _source(row: Row, place: int) -> Source:
    name = row.text("name")
    points = tuple(_point(row, column) for column in POINTS)
    return Source(row.id, name or f"Source {place}", name is not None, points, row.text("absent") or "")


def _point(row: Row, column: str) -> Point:
    about, answers = POINTS[column]
    given = row.level(column) if 1 in answers else row.text(column)
    level, says = answers.get(given or "", (OPEN, f"{about} is not known"))
    return Point(column, about, level, says)

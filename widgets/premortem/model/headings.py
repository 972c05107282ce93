"""Which column of a table a heading means: by its id, its words, or a common other word for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from premortem.model import currencies
from premortem.model.currencies import Currencies
from premortem.model.quantities import seconds_in
from premortem.model.questions import Kind, Question

LONGEST = 200  # characters of a heading
COLUMNS_MOST = 200
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_SAME = [
    frozenset(words.split(", "))
    for words in """
name, label, title, item, description, bezeichnung, beschreibung, nom, titre, nombre
who, owner, responsible, person, assignee, wer, verantwortlich, verantwortliche, qui, responsable
due, by, by when, when, until, deadline, date, bis, bis wann, wann, termin, datum, falligkeit, echeance, quand
hours, time, duration, runtime, run time, elapsed, wall time, training time, stunden, dauer, laufzeit, duree, heures
size, rows, records, examples, samples, n, data size, share, fraction, zeilen, menge, anzahl, anteil, datensatze
cases, n, sample size, test cases, falle, anzahl falle, cas
machine, hardware, instance, instance type, gpu, computer, rechner, maschine
price, price per hour, hourly price, cost per hour, hourly cost, hourly rate, rate, stundenpreis, preis, prix
cost, costs, price, sum, expense, expenses, kosten, betrag, cout, couts
value, benefit, gain, wert, nutzen, valeur
quality, score, accuracy, qualitat, genauigkeit, qualite
effort, work, aufwand
kind, type, category, art, typ, kategorie, genre
probability, chance, likelihood, wahrscheinlichkeit, probabilite
measure, metric, criterion, kpi, messgrosse, kriterium, mesure, critere
baseline, today, current, heute
threshold, limit, grenze, schwelle, seuil
note, notes, comment, comments, remark, remarks, bemerkung, bemerkungen, kommentar, remarque
what, action, task, todo, to do, massnahme, aufgabe, was, quoi
people, users, headcount, personen, nutzer, personnes
months, monate, mois
""".strip().splitlines()
]
_PARTS = {
    word: part
    for part, words in (
        ("low", "low, lowest, lower, min, minimum, from, at least, niedrig, unten, von, mindestens, bas, p10"),
        ("best", "best, best guess, likely, most likely, mode, mid, middle, expected, wahrscheinlich, erwartet, p50"),
        ("high", "high, highest, upper, max, maximum, to, at most, hoch, oben, bis, hochstens, haut, p90"),
    )
    for word in words.split(", ")
}
_MULTIPLES = {
    **dict.fromkeys(("k", "tsd", "t", "thousand", "thousands", "1000", "000"), " k"),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), " M"),
}


@dataclass(frozen=True)
class Place:
    """What a column of a sheet holds: a column of the table, or of a range one `part`.

    `behind` is the unit of its heading, to be written behind bare numbers; `meant` are the currencies of its sums.
    """

    column: Question
    part: str = ""
    behind: str = ""
    meant: Currencies | None = None


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return the words of a text without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


class Headings:
    """The columns of one table question by what a heading may call them."""

    def __init__(self, question: Question) -> None:
        self.columns = [column for column in question.columns if not column.retired]
        self.ranges = [column for column in self.columns if column.kind is Kind.RANGE]
        heading = self.columns[0]
        self.levels = [
            self._level((column, [plain(column.id)]) for column in self.columns),
            self._level((column, [plain(column.text), plain(_apart(column.text)[0])]) for column in self.columns),
            self._level([(heading, [plain(question.row_name)])]),
            self._level(
                (column, _others(column) | ({"name"} if column is heading else set())) for column in self.columns
            ),
        ]

    @staticmethod
    def _level(named: Iterable[tuple[Question, Iterable[str]]]) -> dict[str, list[Question]]:
        found: dict[str, list[Question]] = {}
        for column, names in named:
            for name in {*names}:
                found.setdefault(name, []).append(column)
        return found

    def column(self, words: str) -> Question | None:
        """Return the one column with this name; None where there is none, or more than one."""
        level = next((level for level in self.levels if words in level), {})
        columns = level.get(words, [])
        return columns[0] if len(columns) == 1 else None

    def places(self, cells: Iterable[str]) -> list[Place | None]:
        """Return what each heading means, None where it means no column of this table."""
        found = [self.place(cell) if 0 < len(cell) <= LONGEST else None for cell in islice(cells, COLUMNS_MOST)]
        parted = {place.column.id for place in found if place and place.part}
        whole = [place and not place.part and place.column.id in parted for place in found]
        # "Cost", "Cost low", "Cost high": the one without a word is the best guess.
        return [
            replace(place, part="best") if place and lone else place for place, lone in zip(found, whole, strict=True)
        ]

    def place(self, heading: str) -> Place | None:
        """Return what one heading means."""
        words, inside = _apart(heading)
        column, part = self._named(plain(words))
        if column is None and (shorter := _without_unit(words)):
            words, unit = shorter
            column, part = self._named(plain(words))
            inside = f"{inside} {unit}".strip()
        if column is None:
            return None
        if column.kind is Kind.RANGE and plain(inside) in _PARTS:
            part, inside = _PARTS[plain(inside)], ""
        return Place(column, part, *_unit(column, inside or _sign(heading)))

    def _named(self, words: str) -> tuple[Question | None, str]:
        if column := self.column(words):
            return column, ""
        if words in _PARTS and len(self.ranges) == 1:
            return self.ranges[0], _PARTS[words]
        each = words.split()
        for count in (2, 1):
            for part, rest in ((each[-count:], each[:-count]), (each[:count], each[count:])):
                column = self.column(" ".join(rest)) if " ".join(part) in _PARTS else None
                if column and column.kind is Kind.RANGE:
                    return column, _PARTS[" ".join(part)]
        return None, ""


def _others(column: Question) -> set[str]:
    own = {plain(column.id), plain(_apart(column.text)[0])}
    return {word for same in _SAME if own & same for word in same}


def _apart(heading: str) -> tuple[str, str]:
    """A heading without its brackets, and what is in them."""
    return _BRACKETS.sub(" ", heading), " ".join(_BRACKETS.findall(heading)).strip()


def _without_unit(words: str) -> tuple[str, str] | None:
    """Split `price in EUR`, `duration min` before its unit."""
    each = words.split()
    if len(each) < 2 or not (seconds_in(each[-1]) or currencies.parted(f"1 {each[-1]}")[1]):
        return None
    return " ".join(each[: -2 if each[-2].casefold() == "in" else -1]), each[-1]


def _sign(heading: str) -> str:
    """The sign of a currency somewhere in a heading, such as `Price €`."""
    return next((sign for sign in "€$£¥₹" if sign in heading), "")


def _unit(column: Question, inside: str) -> tuple[str, Currencies | None]:
    """What the unit of a heading adds to its bare numbers, and the currencies it may mean."""
    bare, meant = currencies.parted(f"1 {inside.strip().removeprefix('in ')}") if inside else ("", None)
    rest = bare.removeprefix("1").strip().casefold().rstrip(".")
    if column.unit == "money":
        return _MULTIPLES.get(rest, ""), meant
    if column.unit and seconds_in(rest):
        return ("" if seconds_in(rest) == seconds_in(column.unit) else f" {rest}"), None
    return (" %" if rest == "%" and column.unit not in {"", "%"} else ""), None

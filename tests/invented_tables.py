"""Two invented tables, each clean and with errors of known places: products with units, and records of articles."""

from __future__ import annotations

import random
from collections.abc import Callable

import pandas as pd

ROWS = 1200
STATES = ("CA", "CO", "MI", "OR", "TX", "PA", "IN", "NC", "WA", "NY")


def products() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return dirty and clean lists of drinks: units beside numbers, percent signs, words for nothing, lost states."""
    chance = random.Random(20)
    makers = _makers(chance)
    clean = pd.DataFrame(
        [
            {
                "number": str(row),
                "drink": f"{_word(chance).title()} {chance.choice(('Ale', 'Stout', 'Lager', 'IPA', '1866', 'No. 9'))}",
                "style": chance.choice(("American IPA", "American Pale Ale", "Oatmeal Stout", "Fruit Beer", "Pilsner")),
                "ounces": chance.choice(("12", "12", "12", "16", "16", "19.2", "24")),
                "strength": f"0.0{chance.randint(35, 99)}",
                "bitterness": str(chance.randint(5, 120)),
                "maker": str(maker),
                "maker_name": makers[maker][0],
                "city": makers[maker][1],
                "state": makers[maker][2],
            }
            for row, maker in ((row, chance.randrange(80)) for row in range(ROWS))
        ]
    )
    dirty = clean.copy()
    dirty["ounces"] += [
        chance.choice((" oz",) * 90 + (" OZ.",) * 4 + (" ounce",) * 3 + (" oz. can",) * 3) for _ in range(ROWS)
    ]
    _spoil(dirty, "strength", chance, 0.06, lambda cell: f"{cell}%")
    _spoil(dirty, "bitterness", chance, 0.3, lambda _: "N/A")
    _spoil(dirty, "state", chance, 0.06, lambda _: "")
    _spoil(dirty, "city", chance, 0.05, lambda cell: f"{cell} {chance.choice(STATES)}")
    _spoil(dirty, "style", chance, 0.03, str.upper)
    return dirty, clean


def articles() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return dirty and clean records of articles: days in several formats, cut pages, slips, lost capitals."""
    chance = random.Random(21)
    journals = [
        (
            f"{_word(chance)} {_word(chance)}".title(),
            f"{chance.choice('01')}{chance.randint(100, 999)}-{chance.randint(1000, 9999)}",
        )
        for _ in range(60)
    ]
    clean = pd.DataFrame(
        [
            {
                "id": str(1000 + row),
                "title": f"{' '.join(_word(chance) for _ in range(chance.randint(4, 12))).capitalize()}{_end(chance)}",
                "language": chance.choice(("eng",) * 40 + ("ger", "fre", "spa", "ita", "jpn", "chi", "por", "dan")),
                "journal": journal[0],
                "issn": journal[1],
                "volume": str(chance.randint(1, 90)),
                "issue": str(chance.randint(1, 12)),
                "created": f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/{chance.randint(1990, 2015)}",
                "pages": _pages(chance),
                "authors": f"{_word(chance)[0].upper()}. {_word(chance).title()}",
            }
            for row, journal in ((row, chance.choice(journals)) for row in range(ROWS))
        ]
    )
    dirty = clean.copy()
    _spoil(dirty, "created", chance, 0.12, lambda cell: "{2}-{0:0>2}-{1:0>2}".format(*cell.split("/")))
    _spoil(dirty, "language", chance, 0.03, lambda _: "English")
    _spoil(dirty, "journal", chance, 0.03, lambda cell: cell[:4] + cell[5:])
    _spoil(dirty, "issn", chance, 0.02, lambda cell: cell.replace("-", ""))
    _spoil(dirty, "volume", chance, 0.08, lambda _: "")
    _spoil(dirty, "issue", chance, 0.04, lambda _: "nan")
    _spoil(dirty, "pages", chance, 0.03, lambda _: f"{chance.choice(('Jan', 'Mar'))}-{chance.randint(10, 60)}")
    _spoil(dirty, "authors", chance, 0.03, str.lower)
    return dirty, clean


def _makers(chance: random.Random) -> list[tuple[str, str, str]]:
    states = ["CA", "CO", "MI", "OR", "TX", "PA", "IN", "NC", "WA", "NY"]
    return [
        (f"{_word(chance)} Brewing Company".title(), f"{_word(chance)}".title(), chance.choice(states))
        for _ in range(80)
    ]


def _pages(chance: random.Random) -> str:
    first = chance.randint(1, 900)
    return chance.choice((f"{first}-{first + chance.randint(1, 20)}",) * 14 + (f"e{first}", f"S{first}-9", str(first)))


def _end(chance: random.Random) -> str:
    return chance.choice(("",) * 5 + (": a study of 12 cases", " (DNA)", " in 1998", "?", " type II"))


def _word(chance: random.Random) -> str:
    parts = (
        "ba",
        "cor",
        "den",
        "fi",
        "gol",
        "har",
        "jun",
        "kel",
        "lo",
        "mer",
        "nov",
        "pra",
        "quin",
        "ro",
        "sta",
        "tum",
    )
    return "".join(chance.choice(parts) for _ in range(chance.randint(2, 4)))


def _spoil(frame: pd.DataFrame, column: str, chance: random.Random, share: float, how: Callable[[str], str]) -> None:
    for row in chance.sample(range(len(frame)), round(share * len(frame))):
        frame.loc[row, column] = how(frame.loc[row, column])

"""The rules that the parts of a rules file are held to; what breaks one becomes a line, and reading goes on."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from premortem.errors import RefusedInput
from premortem.model.shown import quoted
from premortem.scan.rules.document import Listed, Named, Scalar, Tree

FAULTS_SHOWN = 50
NAMES_MAX = 1_000
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_TRUTH = {"true": True, "false": False}
_Choice = TypeVar("_Choice", bound=Enum)


class Faults:
    """The broken rules of one file, collected so that one run shows them all."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[str] = []

    def add(self, line: int, place: str, rule: str) -> None:
        """Note that something at a place breaks a rule; the rule says how to mend it."""
        self.lines.append(f"{self.name}, line {line}: {place}: {rule}.")

    def refuse(self) -> None:
        """Raise RefusedInput with one line for each fault; nothing where there is none."""
        if not self.lines:
            return
        more = len(self.lines) - FAULTS_SHOWN
        rest = [f"{self.name}: and {more:,} more faults; mend these first."] if more > 0 else []
        raise RefusedInput("\n".join([*self.lines[:FAULTS_SHOWN], *rest]))

    def named(self, tree: Tree, place: str, allowed: tuple[str, ...] | None = None) -> dict[str, Tree]:
        """Return the parts of names with values; a name that is empty, twice there or unknown is a fault."""
        if isinstance(tree, Scalar) and tree.empty:
            return {}
        if not isinstance(tree, Named):
            self.add(tree.line, place, f"must be names with values, not {_says(tree)}")
            return {}
        found: dict[str, Tree] = {}
        for key, value in tree.items:
            name = self.text(key, place)
            if name is None:
                continue
            if name in found:
                self.add(key.line, place, f"{quoted(name)} stands there twice; keep one")
            elif allowed is not None and name not in allowed:
                self.add(key.line, place, f"{quoted(name)} is unknown; one of {', '.join(allowed)}")
            else:
                found[name] = value
        return found

    def listed(self, tree: Tree | None, place: str, of: str) -> tuple[Tree, ...]:
        """Return the items of a list that must have some; `of` says in words what it is a list of."""
        if isinstance(tree, Listed) and tree.items:
            return tree.items
        if tree is not None:
            self.add(tree.line, place, f"must be a list of {of} such as [a, b], not {_says(tree)}")
        return ()

    def names(self, tree: Tree | None, place: str, line: int) -> tuple[str, ...]:
        """Return names of columns, each once; one alone need not stand in a list."""
        if tree is None:
            self.add(line, place, "is missing; list the columns")
            return ()
        items = (tree,) if isinstance(tree, Scalar) and not tree.empty else self.listed(tree, place, "columns")
        found = tuple(name for name in (self.text(each, place) for each in items) if name is not None)
        if len(set(found)) < len(found):
            self.add(tree.line, place, "names a column twice; keep one")
        return found

    def text(self, tree: Tree, place: str) -> str | None:
        """Return a text as it is written."""
        if not isinstance(tree, Scalar) or tree.empty or not tree.text:
            self.add(tree.line, place, f"must be text, not {_says(tree)}; an odd name goes in quotation marks")
        elif len(tree.text) > NAMES_MAX:
            self.add(tree.line, place, f"has at most {NAMES_MAX:,} characters, this has {len(tree.text):,}; shorten it")
        elif "\0" in tree.text or any("\ud800" <= each <= "\udfff" for each in tree.text):
            self.add(tree.line, place, f"holds a character that no table can hold ({_says(tree)}); leave it out")
        else:
            return tree.text
        return None

    def number(self, tree: Tree, place: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        """Return a number within bounds, whole where it is written so."""
        found = plain_number(tree)
        if found is not None and low <= found <= high:
            return found
        bounds = "" if (low, high) == (-math.inf, math.inf) else f" from {low:g} to {high:g}"
        bounds = f" of at least {low:g}" if high == math.inf and low != -math.inf else bounds
        self.add(
            tree.line, place, f"must be a number{bounds}, not {_says(tree)}; write 0.5 or 12 without quotation marks"
        )
        return None

    def truth(self, tree: Tree, place: str) -> bool:
        """Return true or false."""
        found = _TRUTH.get(tree.text.lower()) if isinstance(tree, Scalar) and tree.plain else None
        if found is None:
            self.add(tree.line, place, f"must be true or false, not {_says(tree)}")
        return bool(found)

    def day(self, tree: Tree, place: str) -> date | None:
        """Return a day that is written as 2026-01-31."""
        text = tree.text if isinstance(tree, Scalar) else ""
        try:
            return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            self.add(tree.line, place, f"must be a day such as 2026-01-31, not {_says(tree)}")
            return None

    def choice(self, tree: Tree, place: str, choices: type[_Choice]) -> _Choice | None:
        """Return one of the values of an Enum."""
        text = tree.text if isinstance(tree, Scalar) else None
        for each in choices:
            if each.value == text:
                return each
        self.add(tree.line, place, f"must be one of {', '.join(each.value for each in choices)}, not {_says(tree)}")
        return None


def plain_number(tree: Tree) -> int | float | None:
    """Return the finite number that a scalar without quotation marks is, or None; 007 is no number but text."""
    text = tree.text if isinstance(tree, Scalar) and tree.plain else ""
    if not _NUMBER.fullmatch(text) or len(text) > 40 or re.match(r"[-+]?0\d", text):
        return None
    found = float(text)
    if not math.isfinite(found):
        return None
    return int(text) if re.fullmatch(r"[-+]?\d+", text) and abs(found) < 2**53 else found


def _says(tree: Tree) -> str:
    if isinstance(tree, Scalar):
        return "nothing" if tree.empty or not tree.text else quoted(tree.text)
    return ("names with values" if isinstance(tree, Named) else "a list") if tree.items else "an empty one"

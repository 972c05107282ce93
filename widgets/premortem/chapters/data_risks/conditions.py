"""The open points: what does not stop the project, but must be settled; a blank counts as the worst answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from premortem.chapters.data_risks import pressing
from premortem.chapters.data_risks.concerns import BEARABLE, Concern, Money
from premortem.chapters.data_risks.evidence import Evidence
from premortem.chapters.data_risks.register import KINDS, Register, Risk, WeighedRisk
from premortem.chapters.data_risks.register import TABLE as RISKS
from premortem.chapters.data_risks.sources import TABLE as SOURCES
from premortem.chapters.data_risks.sources import Source
from premortem.model.state import Known, State
from premortem.model.verdicts import Change, Suggestion
from premortem.model.wording import listed

# For each question: the answers that settle it, and what has to be done otherwise.
_SETTLED_BY: Mapping[str, tuple[frozenset[object], str]] = {
    "data-risks.looked": (
        frozenset({"knows"}),
        "Have somebody who knows the work look at 100 raw rows of each source by eye",
    ),
    "data-risks.alarm": (
        frozenset({"stops", "warns"}),
        "Have every delivery checked once the system is at work, and somebody named warned",
    ),
    "data-risks.labels": (
        frozenset({"measured", "experts"}),
        "Have the answers it learns from measured, or judged by two people who know",
    ),
    "data-risks.hindsight": (
        frozenset({True}),
        "Check each column: is it known at the moment the system must answer?",
    ),
    "data-risks.personal": (
        frozenset({"none", "settled"}),
        "Write down why the law allows this use of data about people",
    ),
    "data-risks.written": (
        frozenset({True}),
        "Write one page for each source: how it came about and what it is not fit for",
    ),
}
_JUDGE = "data-risks.judge"


def missing_risks(source: Source, risks: tuple[Risk, ...]) -> Mapping[str, str]:
    """Return the kinds of risk that a source's answers suggest and the register does not hold, each with its reason."""
    there = {(name, each.kind) for each in risks for name in _named_in(each.source)}
    return {kind: why for kind, why in source.suggests.items() if (_folded(source.name), kind) not in there}


def known_source(each: Risk, found: tuple[Source, ...], scanned: tuple[Evidence, ...]) -> bool:
    """Whether the risk names a source of the list, or a table that was scanned."""
    names = {_folded(source.name) for source in found} | {_folded(evidence.source) for evidence in scanned}
    return bool(_named_in(each.source) & names)


def open_points(
    state: State, found: tuple[Source, ...], register: Register, scanned: tuple[Evidence, ...], say: Money
) -> list[Concern]:
    """Return every point that must be settled before it may be a plain go."""
    points = _beyond_bearable(register.weighed, state.number(BEARABLE), say)
    points += pressing.open_points(scanned)
    points += [point for source in found if (point := _not_in_register(source, register.risks))]
    points += _same_names(found)
    unwatched = [each.quoted for each in register.risks if not each.owner]
    if unwatched:
        names = listed(unwatched[:3]) + (" and others" if len(unwatched) > 3 else "")
        points.append(
            _point(RISKS, "owners", f"Name who watches it: {names}", "A risk that nobody watches goes unseen")
        )
    points += _single_questions(state)
    return points


def _beyond_bearable(risks: tuple[WeighedRisk, ...], bearable: float | None, say: Money) -> list[Concern]:
    """What is bearable as an expectation, but not if it happens, or not all together."""
    if bearable is None or any(each.loss.high > bearable for each in risks):
        return []
    points = []
    for each in risks:
        if each.late.high > bearable and each.probability.high > 0 and each.noticed.low < 1:
            what = f"Say who would carry it if it slips through: {each.quoted}, up to {say(each.late.high)}"
            why = f"Its chance makes it bearable on average; if it happens, the project can bear {say(bearable)} only"
            points.append(_point(RISKS, f"carry.{each.row}", what, why))
    total = sum(each.loss.best for each in risks)
    if total > bearable:
        what = f"Deal with more than one risk: together they are expected to cost {say(total)}"
        points.append(_point(RISKS, "together", what, f"The project can bear {say(bearable)}"))
    return points


def _not_in_register(source: Source, risks: tuple[Risk, ...]) -> Concern | None:
    absent = missing_risks(source, risks)
    if not absent:
        return None
    says = listed([f"that it {KINDS[kind]}" for kind in absent])
    what = f"{source.name}: suggested by its answers and not in the register yet: {says}"
    actions = tuple(
        Suggestion(
            f"data-risks.write.{source.row}.{kind}",
            f"Put in the register: \u201c{source.name} {KINDS[kind]}\u201d{_who(source, kind)}",
            f"{_capital(why)}. How likely is it, who would notice before it does harm, and what does it cost?",
        )
        for kind, why in absent.items()
    )
    change = Change(f"{source.name}: {_rows(len(absent))} in the register for it: {says}.", RISKS)
    return Concern(f"{what}.", f"{what}.", (change,), actions)


def _rows(count: int) -> str:
    return "one risk" if count == 1 else f"{count} risks"


def _who(source: Source, kind: str) -> str:
    return f" ({source.absent})" if kind == "people" and source.absent else ""


def _same_names(found: tuple[Source, ...]) -> list[Concern]:
    names = [_folded(source.name) for source in found if source.named]
    twice = [source.name for source in found if source.named and names.count(_folded(source.name)) > 1]
    if not twice:
        return []
    why = "A risk must say which of them it means"
    return [_point(SOURCES, "names", f"Give each source a name of its own; twice there is: {twice[0]}", why)]


def _single_questions(state: State) -> list[Concern]:
    points = []
    for question, (settling, what) in _SETTLED_BY.items():
        if state.known(question) is not Known.ANSWERED:
            points.append(_point(question, question.rpartition(".")[2], what, "Not answered, so it counts as open"))
        elif state.values[question] not in settling:
            points.append(_point(question, question.rpartition(".")[2], what, "By your answer this is still to do"))
    if not state.text(_JUDGE):
        what = "Name who decides that a record is right"
        points.append(_point(_JUDGE, "judge", what, "Without it there is nothing to test against"))
    return points


def _point(question: str, key: str, what: str, why: str) -> Concern:
    suggestion = Suggestion(f"data-risks.{key}", what, f"{why}.")
    return Concern(f"{what}.", f"{what}. {why}.", (Change(f"{what}.", question),), (suggestion,))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@lru_cache(maxsize=256)
def _named_in(text: str) -> frozenset[str]:
    """The sources a cell may name: the whole text, or several parted by commas, semicolons or strokes."""
    return frozenset(_folded(part) for part in (text, *re.split(r"[,;/]", text)) if part.strip())

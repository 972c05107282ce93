"""What keeps going on from being unconditional; what nobody has answered counts as the worst answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from premortem.chapters.changing_objective import tripwires, versions
from premortem.chapters.changing_objective.outlook import ALTERNATIVE, PREFIX, Outlook
from premortem.chapters.changing_objective.tripwires import Tripwire
from premortem.chapters.changing_objective.versions import Drift
from premortem.model.bank import shipped_bank
from premortem.model.state import State
from premortem.model.wording import listed

CHAPTER = "changing-objective"
ESTIMATED_BY, TOLD = PREFIX + "estimated-by", PREFIX + "told"
WHO_CHANGES, FIXED = PREFIX + "who-changes", PREFIX + "fixed"
NAME_LENGTH, NAMES_SHOWN = 60, 2
STILL_HOLD = "“These answers still hold”"


@dataclass(frozen=True)
class Condition:
    """One open point: what is open, and `mend`, what to do about it; `question` is where, `key` names it for good.

    `happened` where it is no precaution: something has changed or fired already.
    """

    key: str
    question: str
    what: str
    mend: str
    why: str
    happened: bool = False


@dataclass(frozen=True)
class StaleChapter:
    """A chapter whose answers were given for an older objective."""

    id: str
    title: str


def stale(state: State) -> tuple[StaleChapter, ...]:
    """Return the chapters that still rest on an older objective, with their titles."""
    known = shipped_bank().chapters
    return tuple(StaleChapter(each, known[each].title if each in known else each) for each in state.stale)


def conditions(
    state: State, drift: Drift, outlook: Outlook, wires: tuple[Tripwire, ...], old: tuple[StaleChapter, ...]
) -> tuple[Condition, ...]:
    """Return every open point, the most pressing first."""
    return (*map(_stale, old), *_wires(wires), *_measure(drift), *_alternative(outlook), *_manners(state))


def short(text: str) -> str:
    """Return a name, in quotes, that fits into a sentence."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= NAME_LENGTH else f'{plain[: NAME_LENGTH - 1].rstrip()}…'}”"


def named(names: list[str]) -> str:
    """Join a few names; of more, say how many others there are."""
    shown = [short(name) for name in names[:NAMES_SHOWN]]
    more = len(names) - len(shown)
    return listed([*shown, f"{more} more"] if more else shown)


def _stale(chapter: StaleChapter) -> Condition:
    if chapter.id == CHAPTER:
        what = "some answers on this page were given for an older version of the objective"
        mend = f"Go through the answers of this page again, or press {STILL_HOLD} here"
    else:
        what = f"the chapter {chapter.title} was answered for an older version of the objective"
        mend = f"Answer the chapter {chapter.title} anew where it has changed, or press {STILL_HOLD} there"
    why = "A changed objective makes old answers doubtful."
    return Condition(f"stale-{chapter.id}", versions.TABLE, what, mend, why, happened=True)


def _wires(wires: tuple[Tripwire, ...]) -> Iterator[Condition]:
    table = tripwires.TABLE
    if fired := [wire.name for wire in wires if wire.unanswered]:
        what = f"fired, and nothing done yet: {named(fired)}"
        mend = f"Decide what follows from what has fired, and write it down: {named(fired)}"
        why = "A signal that is heard and not answered teaches all to ignore it."
        yield Condition("fired", table, what, mend, why, happened=True)
    if unsaid := [wire.name for wire in wires if wire.unsaid]:
        what = f"nobody has said whether it has fired: {named(unsaid)}"
        mend = f"Look, and say whether it has fired: {named(unsaid)}"
        yield Condition("look", table, what, mend, "A tripwire at which nobody looks is none.")
    incomplete = [f"{short(wire.name)} lacks {listed(wire.lacks)}" for wire in wires if not wire.complete]
    if not any(wire.complete for wire in wires):
        what = "no tripwire is complete: each needs a signal, a threshold, somebody who looks and a day"
        mend = "Agree on one signal with its threshold, who looks and when"
        yield Condition("no-tripwire", table, what, mend, "What to do is easier agreed before it happens.")
    elif incomplete:
        more = f", and {len(incomplete) - 1} more" if len(incomplete) > 1 else ""
        yield Condition(
            "incomplete",
            table,
            f"{incomplete[0]}{more}",
            f"Complete the tripwires: {incomplete[0]}{more}",
            "Without a threshold, a name and a day it never fires.",
        )


def _measure(drift: Drift) -> Iterator[Condition]:
    lacking = [version for version in drift.perhaps_newest if version.measure is None]
    if not lacking:
        return
    if len(drift.perhaps_newest) == 1:
        what = "the newest version has no measure"
    else:
        what = f"{listed([each.name for each in lacking])} may be the newest and has no measure"
    mend = "Write down what would be counted as success of the newest version"
    yield Condition("measure", versions.TABLE, what, mend, "Without a measure nobody can say whether it has succeeded.")


def _alternative(outlook: Outlook) -> Iterator[Condition]:
    if outlook.worth is None:
        return
    why = "Going on is paid for with what is not done meanwhile."
    if outlook.elsewhere is None:
        what = "nobody has said what the same people and money would bring elsewhere"
        mend = "Name the best other use of the people and the money, and what it would bring"
    elif outlook.elsewhere.low > 0:
        return
    else:
        surely = outlook.elsewhere.best <= 0
        what = f"elsewhere the same people and money {'would' if surely else 'might'} bring more"
        mend = "Let whoever decides on both uses of the people and the money choose, with both figures side by side"
    yield Condition("alternative", ALTERNATIVE, what, mend, why)


def _manners(state: State) -> Iterator[Condition]:
    """Who estimates, who may change the objective, how it is told, and what stays fixed."""
    if state.text(ESTIMATED_BY) not in {"outsider", "both"}:
        what = "the estimates rest on those who decided to begin, as far as is known"
        mend = "Let somebody who had no part in the decision to begin make the four estimates too"
        yield Condition("estimated-by", ESTIMATED_BY, what, mend, "Those who decided to begin are the last to stop.")
    if state.text(WHO_CHANGES) is None:
        mend = "Name who may change the objective"
        why = "Where nobody is named, it changes by itself."
        yield Condition("who-changes", WHO_CHANGES, "nobody is named who may change the objective", mend, why)
    if state.text(TOLD) != "written":
        what = "a change does not reach everybody in writing, as far as is known"
        mend = "Agree that each change of the objective is told in writing, to all, within a week"
        yield Condition("told", TOLD, what, mend, "Whoever has not heard goes on working for the old objective.")
    if state.text(FIXED) is None:
        what = "nobody has said what stays as it is, whatever else changes"
        mend = "Write down what no change of the objective may touch"
        yield Condition("fixed", FIXED, what, mend, "A change is smaller where it is said what it may not touch.")

"""An agenda suggested from the chapters and the time there is: what fits, and why the rest is parked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from premortem.errors import InvalidAnswer
from premortem.model.agendas import MOST_MINUTES, Step
from premortem.model.questions import Bank, ChapterQuestions, Kind, Question, Screen
from premortem.model.reasons import REASONS
from premortem.model.shown import shown

FEWEST_MINUTES = 30
LEAST = 2
"""No step is shorter: whoever has just understood what it is about would be stopped."""
WORTH = 0.75
"""A chapter is taken up only where everything keeps three quarters of its time; else it is better parked."""
BREAK, MEAL, MEAL_FROM, WITHOUT_BREAK = 10, 45, 300, 90
_VOTE_SHARE = 0.3
_JUDGED = {Kind.SCALE, Kind.CHOICE, Kind.YES_NO, Kind.RANGE}


@dataclass(frozen=True)
class _Part:
    """Steps that belong together, with their usual minutes: no break falls between them."""

    steps: tuple[Step, ...]

    @property
    def minutes(self) -> float:
        """What it takes of the session."""
        return sum(step.minutes for step in self.steps if not step.parked)


def suggested(bank: Bank, minutes: int, chapters: Sequence[str] | None = None) -> tuple[Step, ...]:
    """Return an agenda that takes exactly `minutes` (30 to 480), with all chapters or only these, in the bank's order.

    Opening, premortem round, decision and actions are always there. Where the chapters do not fit (see `WORTH`), some
    are parked, and the titles of their steps say why: first those that ask mostly for figures, which one person can
    fill in before or after; those that need the judgement of several people stay, private estimates first of all. One
    chapter is kept even in the shortest session. Above 90 minutes there are breaks. Raises InvalidAnswer and
    UnknownChapter.
    """
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        rule = f"A session takes {FEWEST_MINUTES} to {MOST_MINUTES} minutes, in whole ones"
        raise InvalidAnswer(f"{rule} (you gave {shown(minutes)}): choose a time between.")
    wanted = _wanted(bank, chapters)
    opening, round_, closing = _opening(bank), _round(bank), _closing(bank)
    always = opening.minutes + round_.minutes + closing.minutes
    kept = _kept(wanted, (minutes - sum(_breaks(minutes))) / WORTH - always)
    middle = [_chapter(each) if each.id in kept else _parked(each, minutes) for each in wanted]
    parts = [opening, round_, *middle, closing]
    pauses = _breaks(minutes)[: sum(part.minutes > 0 for part in parts) - 1]
    return _with_breaks(_fitted(parts, minutes - sum(pauses)), pauses)


def _wanted(bank: Bank, chapters: Sequence[str] | None) -> list[ChapterQuestions]:
    """All but the first, the premortem round and the last: these frame every session."""
    if chapters is not None and (isinstance(chapters, str) or not isinstance(chapters, Sequence)):
        raise InvalidAnswer(f"A list of chapters is wanted (you gave {shown(chapters)}): choose some, or none.")
    named = None if chapters is None else {bank.chapter(chapter).id for chapter in chapters}
    within = [each for each in list(bank.chapters.values())[1:-1] if each.id != bank[REASONS].chapter]
    return [each for each in within if named is None or each.id in named]


def _kept(wanted: Sequence[ChapterQuestions], room: float) -> frozenset[str]:
    kept: set[str] = set()
    for chapter in sorted(wanted, key=_needs_the_room, reverse=True):  # stable: of equal ones the earlier
        if chapter.minutes <= room or not kept:
            kept.add(chapter.id)
            room -= chapter.minutes
    return frozenset(kept)


def _needs_the_room(chapter: ChapterQuestions) -> tuple[bool, float]:
    """Whether people estimate alone and in private there, and which share of its first screen is judgement."""
    first = chapter.on(Screen.FIRST)
    asked = [leaf for question in first for leaf in question.columns or (question,) if leaf.kind is not Kind.TEXT]
    judged = sum(leaf.kind in _JUDGED for leaf in asked)
    return any(question.unseen for question in first), judged / max(len(asked), 1)


def _opening(bank: Bank) -> _Part:
    first = next(iter(bank.chapters.values()))
    title = "Opening: why we are here, until when, and what became of the last actions"
    return _Part((Step("opening", "discussion", title, first.minutes, first.id),))


def _round(bank: Bank) -> _Part:
    chapter = bank.chapter(bank[REASONS].chapter)
    each = chapter.minutes / 15
    return _Part(
        (
            Step("write", "quiet", "It has failed. Each writes down why, alone", 5 * each, chapter.id, REASONS),
            Step("show", "discussion", "Show the reasons and read them in silence", 3 * each, chapter.id, REASONS),
            Step("sort", "discussion", "Sort the reasons under the chapters", 4 * each, chapter.id, REASONS),
            Step("weigh", "vote", "Dots on the reasons that weigh most", 3 * each, chapter.id, REASONS),
        )
    )


def _closing(bank: Bank) -> _Part:
    last = list(bank.chapters.values())[-1]
    choice = next((each.id for each in last.on(Screen.FIRST) if each.kind is Kind.CHOICE), "")
    table = next((each.id for each in last.on(Screen.FIRST) if each.kind is Kind.TABLE), "")
    return _Part(
        (
            Step("decide", "decision", f"{last.title}: {last.asks}", last.minutes / 2, last.id, choice),
            Step("actions", "decision", "Actions: who does what by when", last.minutes / 2, last.id, table),
        )
    )


def _chapter(chapter: ChapterQuestions) -> _Part:
    voted = _voted(chapter)
    vote = _VOTE_SHARE * chapter.minutes if voted else 0.0
    talk = Step(chapter.id, "discussion", f"{chapter.title}: {chapter.asks}", chapter.minutes - vote, chapter.id)
    if voted is None:
        return _Part((talk,))
    title = f"{chapter.title}: each votes alone, before anybody talks"
    return _Part((Step(f"{chapter.id}-vote", "vote", title, vote, chapter.id, voted.id), talk))


def _voted(chapter: ChapterQuestions) -> Question | None:
    """What the chapter lets a group vote on first: private estimates, a scale, or a range."""
    first = chapter.on(Screen.FIRST)
    scaled = (Kind.SCALE,), (Kind.RANGE,)
    unseen = (question for question in first if question.unseen)
    graded = (
        question
        for kinds in scaled
        for question in first
        if question.kind in kinds or any(column.kind in kinds for column in question.columns)
    )
    return next(unseen, None) or next(graded, None)


def _parked(chapter: ChapterQuestions, minutes: int) -> _Part:
    figures = _needs_the_room(chapter) < (False, 0.5)
    why = "mostly figures, which one person can fill in alone" if figures else "take it in if your reasons point to it"
    title = f"{chapter.title}: parked, as {minutes} minutes do not hold all; {why}"
    return _Part((Step(chapter.id, "discussion", title, chapter.minutes, chapter.id, parked=True),))


def _breaks(minutes: int) -> list[int]:
    """The lengths of the breaks: one for each further 90 minutes begun, from five hours on the middle one a meal."""
    many = (minutes - 1) // WITHOUT_BREAK
    return [MEAL if minutes >= MEAL_FROM and at == many // 2 else BREAK for at in range(many)]


def _fitted(parts: Sequence[_Part], minutes: int) -> list[_Part]:
    """The same parts in whole minutes that sum to `minutes`, each step as near to its share as the least allows."""
    steps = [step for part in parts for step in part.steps if not step.parked]
    scale = minutes / sum(step.minutes for step in steps)
    shares = {step.id: step.minutes * scale for step in steps}
    whole = {name: max(LEAST, math.floor(share)) for name, share in shares.items()}
    while (missing := minutes - sum(whole.values())) != 0:
        by = 1 if missing > 0 else -1
        movable = [name for name in whole if by > 0 or whole[name] > LEAST]
        whole[max(movable, key=lambda name: by * (shares[name] - whole[name]))] += by
    return [
        _Part(tuple(replace(step, minutes=whole.get(step.id, step.minutes)) for step in part.steps)) for part in parts
    ]


def _with_breaks(parts: Sequence[_Part], pauses: Sequence[int]) -> tuple[Step, ...]:
    """The steps in order, with each break between the two parts where it parts the session most evenly."""
    whole = sum(part.minutes for part in parts)
    ends, run = {}, 0.0
    for at, part in enumerate(parts[:-1]):
        run += part.minutes
        if part.minutes:
            ends[at] = run
    after: dict[int, int] = {}
    for number, pause in enumerate(pauses, start=1):
        free = [at for at in ends if at not in after]
        # Later breaks need room too: what is left behind this one must do for them.
        free = [at for at in free if at > max(after, default=-1)][: len(free) - (len(pauses) - number)] or free
        target = whole * number / (len(pauses) + 1)
        after[min(free, key=lambda at: abs(ends[at] - target))] = pause
    steps: list[Step] = []
    for at, part in enumerate(parts):
        steps.extend(part.steps)
        if at in after:
            number = 1 + sum(step.kind == "break" for step in steps)
            title = "Break, with something to eat" if after[at] == MEAL else "Break"
            steps.append(Step(f"break-{number}", "break", title, after[at]))
    return tuple(steps)

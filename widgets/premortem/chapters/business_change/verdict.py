"""How far the business side lets the project go: the gravest point speaks, and what would change it stands under it."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.business_change import concerns, conditions
from premortem.chapters.business_change.answers import ANSWERS, NO_IT_PROJECT, OWNER, Answers, missing, short
from premortem.chapters.business_change.benefit import COST, USE, Benefit
from premortem.chapters.business_change.concerns import Concern
from premortem.model.verdicts import Change, Level, Missing, Verdict
from premortem.model.wording import money, percent

REASONS_SHOWN, CHANGES_SHOWN = 8, 8


@dataclass(frozen=True)
class InTheWay:
    """All that stands in the way, by how grave it is."""

    stops: list[Concern]
    firsts: list[Concern]
    open: list[Concern]

    @property
    def all(self) -> list[Concern]:
        """All of it, the gravest first."""
        return [*self.stops, *self.firsts, *self.open]

    def of(self, level: Level) -> list[Concern]:
        """Return what keeps the verdict at this level."""
        return {Level.STOP: self.stops, Level.PILOT_FIRST: self.firsts, Level.CONDITIONS: self.open}.get(level, [])


def in_the_way(given: Answers) -> InTheWay:
    """Return what stands in the way by these answers."""
    return InTheWay(concerns.stops(given), concerns.firsts(given), conditions.open_points(given))


def verdict(given: Answers, found: InTheWay) -> Verdict:
    """Return the verdict: no owner and no benefit stop it, whatever is missing; else what is missing keeps it open."""
    lacks = missing(given)
    if lacks:
        return _with_gaps(given, found, lacks)
    levels = [level for level in (Level.STOP, Level.PILOT_FIRST, Level.CONDITIONS) if found.of(level)]
    level = [*levels, Level.GO][0]
    changes = _lifts(found.of(level), _then(given, found, level)) + _falls(given, level)
    return Verdict(level, _headline(given, found, level), _reasons(given, found), changes)


def _with_gaps(given: Answers, found: InTheWay, lacks: tuple[Missing, ...]) -> Verdict:
    grave = [*found.stops, *found.firsts]
    changes = [change for concern in grave for change in concern.changes][:CHANGES_SHOWN]
    first = Change(f"The answers that are still open, first of all {lacks[0].why}.", lacks[0].question)
    reasons = tuple(concern.reason for concern in grave)[:REASONS_SHOWN]
    level = Level.STOP if found.stops else Level.NOT_KNOWN
    return Verdict(level, _headline(given, found, level, lacks), reasons, (*changes, first), lacks)


def _headline(given: Answers, found: InTheWay, level: Level, lacks: tuple[Missing, ...] = ()) -> str:
    if level is Level.STOP:
        return f"Stop: {_lower(found.stops[0].headline)}."
    if level is Level.NOT_KNOWN:
        if lacks[0].question in {ANSWERS, OWNER}:
            return f"{NO_IT_PROJECT}, and nobody is named."
        return f"Whether it will be used is not known yet; still open: {lacks[0].why}."
    if level is Level.PILOT_FIRST:
        return f"Begin small: {found.firsts[0].headline}."
    assert given.benefit is not None  # else it is missing
    after = given.benefit.after_a_year
    brings = f"at {percent(after.use.best)} weekly use it brings {given.say(after.benefit.best)} a year"
    if level is Level.GO:
        return (
            f"People are ready and {short(given.owner or '')} answers for it: {brings}, {_costs(given, given.benefit)}."
        )
    points = "one point is settled" if len(found.open) == 1 else f"{len(found.open)} points are settled"
    return f"It can go ahead once {points}: {brings}, {_costs(given, given.benefit)}."


def _costs(given: Answers, benefit: Benefit) -> str:
    return f"and running it costs {given.say(benefit.cost.best)}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _reasons(given: Answers, found: InTheWay) -> tuple[str, ...]:
    """The benefit that is used beside the one on the slide, then what is in the way, the gravest."""
    reasons = [what_is_used(given, given.benefit)] if given.benefit else []
    grave = [concern.reason for concern in (*found.stops, *found.firsts)]
    listed = grave or [concern.reason for concern in found.open]
    reasons += listed[:REASONS_SHOWN]
    if len(listed) > REASONS_SHOWN:
        reasons.append(f"And {len(listed) - REASONS_SHOWN} more; the tables below and the suggested actions name them.")
    elif grave and found.open:
        points = "one more point is open" if len(found.open) == 1 else f"{len(found.open)} more points are open"
        reasons.append(f"Besides, {points}; the suggested actions name them.")
    return tuple(reasons)


def what_is_used(given: Answers, benefit: Benefit) -> str:
    """Return the difference between full use and weekly use in one sentence."""
    after, say = benefit.after_a_year, given.say
    return (
        f"At full use it would bring {say(benefit.full.best)} a year, the figure on the slide; at "
        f"{percent(after.use.best)} weekly use it brings {say(after.benefit.best)}, between "
        f"{money(after.benefit.low, given.currency)} and {money(after.benefit.high, given.currency)}."
    )


def _then(given: Answers, found: InTheWay, level: Level) -> Level:
    """The verdict once what keeps it at this level is lifted, and no more than that."""
    short_of_cost = given.benefit is not None and given.benefit.after_a_year.benefit.best <= given.benefit.cost.best
    grows = len(given.steps) > 1 and not any(step.stops for step in given.steps)
    if level is Level.STOP and (found.firsts or short_of_cost):
        return Level.PILOT_FIRST
    if level.rank < Level.CONDITIONS.rank and (found.open or short_of_cost or grows):
        return Level.CONDITIONS  # it pays at best guess then, or one step is lighter, and others are not
    return Level.GO


def _lifts(lifted_by: list[Concern], then: Level) -> tuple[Change, ...]:
    """Return what lifts it: one point alone, or several together."""
    changes = [change for concern in lifted_by for change in concern.changes]
    if len(lifted_by) == 1:
        return tuple(Change(f"{each.text} Then the verdict is “{then.words}”.", each.question) for each in changes)
    if not lifted_by:
        return ()
    beyond = len(changes) - CHANGES_SHOWN
    more = f", with {beyond} more that are open" if beyond > 0 else ""
    together = Change(f"All of these together{more}: then the verdict is “{then.words}”.")
    return (*changes[:CHANGES_SHOWN], together)


def _falls(given: Answers, level: Level) -> tuple[Change, ...]:
    """From which answer on it would fall: only where it stands."""
    if level.rank < Level.CONDITIONS.rank or given.benefit is None:
        return ()
    found = [
        Change(f"{_capital(short(given.owner or ''))} leaves and nobody takes it over: then the gate shuts.", ANSWERS)
    ]
    even = given.benefit.break_even
    if even is not None and 0 < even.best < 1:
        text = f"Weekly use below {percent(even.best)}: then it no longer pays its yearly cost."
        found.insert(0, Change(text, USE))
    elif even is not None:
        text = f"A yearly cost above {given.say(given.benefit.after_a_year.benefit.best)}: then it does not pay."
        found.insert(0, Change(text, COST))
    return tuple(found)

"""What stands in the way: what stops the project, and what must be checked first; each with what would change it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from premortem.chapters.data_risks import register, sources
from premortem.chapters.data_risks.register import WeighedRisk
from premortem.chapters.data_risks.sources import Source
from premortem.model.verdicts import Change, Suggestion
from premortem.model.wording import listed, percent

BEARABLE = "data-risks.bearable"
Money = Callable[[float | None], str]


@dataclass(frozen=True)
class Concern:
    """One thing in the way: in the headline after a colon, as a reason, what would change it and what to do."""

    headline: str
    reason: str
    changes: tuple[Change, ...] = ()
    actions: tuple[Suggestion, ...] = ()


def stops(
    found: tuple[Source, ...], risks: tuple[WeighedRisk, ...], bearable: float | None, say: Money
) -> list[Concern]:
    """Return what nobody should go on with: no right to use, no way out, or more than can be borne even at best."""
    concerns = [_no_licence(source) for source in found if source.point("licence").level == sources.WORST]
    concerns += [_no_exit(source) for source in found if source.point("exit").level == sources.WORST]
    if bearable is not None:
        concerns += [_too_much(each, bearable, say, sure=True) for each in risks if each.loss.low > bearable]
    return concerns


def firsts(risks: tuple[WeighedRisk, ...], bearable: float | None, say: Money) -> list[Concern]:
    """Return what must be checked first: a loss that may be too much, a check that pays, a check nobody thought of."""
    concerns = []
    if bearable is not None:
        concerns = [
            _too_much(each, bearable, say, sure=False) for each in risks if each.loss.low <= bearable < each.loss.high
        ]
    known = sorted(
        (each for each in risks if each.pays and each.worth), key=lambda each: -(each.worth.best if each.worth else 0)
    )
    concerns += [_check_pays(each, say) for each in known]
    unknown = [each for each in risks if each.pays and each.worth is None]
    return [*concerns, _unknown_checks(unknown, say)] if unknown else concerns


def check_says(each: WeighedRisk, say: Money) -> str:
    """Return what is known of an earlier check, in one sentence."""
    if each.check == "none":
        return "Nobody knows how to look for it earlier."
    if each.check == "agreed":
        counted = "" if each.detection_with is not None else ", but not what it would notice, so it does not count yet"
        return f"A check is agreed{counted}."
    if each.worth is not None:
        if each.pays:
            return f"The check is worth {say(each.worth.best)} more than it costs."
        return f"The check costs {say(each.check_cost)} and saves {say(each.saved)}: it does not pay."
    if each.pays:
        return f"A check could save up to {say(each.at_most.best)}; its cost, or what it would notice, is not known."
    return "No check could pay for itself."


def _no_licence(source: Source) -> Concern:
    way_out = "a permission in writing that names this use, or another source in its place"
    return Concern(
        f"{source.name} may not be used for this purpose.",
        f"{source.name}: you may not use it for this purpose.",
        (Change(f"{source.name}: {way_out}.", sources.TABLE),),
        (
            Suggestion(
                f"data-risks.licence.{source.row}",
                f"Get a permission in writing for {source.name} that names this use, or find another source",
                "Without the right to use it, everything that is built on it has to be taken down.",
            ),
        ),
    )


def _no_exit(source: Source) -> Concern:
    return Concern(
        f"everything hangs on {source.name}, and there is no other way if it stops.",
        f"{source.name}: if it stops, everything stops and there is no other way.",
        (Change(f"{source.name}: another source, or a recent copy of your own, that has been tried.", sources.TABLE),),
        (
            Suggestion(
                f"data-risks.exit.{source.row}",
                f"Find a second way to what {source.name} gives, and try it once",
                "What nobody can replace decides over the project, whoever has signed for it.",
            ),
        ),
    )


def _too_much(each: WeighedRisk, bearable: float, say: Money, *, sure: bool) -> Concern:
    least, best, most = (say(part) for part in each.loss)
    if sure:
        headline = f"{each.quoted} is expected to cost at least {least}, and the project can bear {say(bearable)}."
        reason = (
            f"{each.quoted} is expected to cost {least} even at the better end of your figures, at the worse {most}."
        )
    else:
        headline = (
            f"{each.quoted} is expected to cost {best}, perhaps {most}, and the project can bear {say(bearable)}."
        )
        reason = f"{each.quoted} is expected to cost {best}, from {least} to {most}; {say(bearable)} can be borne."
    return Concern(
        headline,
        reason,
        (Change(f"{each.quoted}: {_bearable_when(each, bearable, say)}.", register.TABLE),),
        (
            Suggestion(
                f"data-risks.too-much.{each.row}",
                f"Make this less likely, sooner noticed or less dear, before anything is built on it: {each.quoted}",
                f"It may come to {most}, and the project can bear {say(bearable)}.",
            ),
        ),
    )


def _bearable_when(each: WeighedRisk, bearable: float, say: Money) -> str:
    """How often it would have to be noticed for even the worse end to be bearable, rounded up to whole per cents."""
    likely, late, early = each.probability.high, each.late.high, each.early.high
    if late > early and likely * early <= bearable:
        wanted = math.ceil(100 * (late - bearable / likely) / (late - early) - 1e-9) / 100
        return (
            f"noticed before it does harm at least {percent(wanted)} of the time, where you say "
            f"{percent(each.noticed.low)} at worst; or a project that can bear {say(each.loss.high)}"
        )
    return (
        f"no check is enough, for even found early it may cost too much; a chance of {percent(bearable / each.if_so)} "
        f"that it is so, where you say up to {percent(likely)}; or a project that can bear {say(each.loss.high)}"
    )


def _check_pays(each: WeighedRisk, say: Money) -> Concern:
    assert each.worth is not None
    least, best, most = (say(part) for part in each.worth)
    saved = say(each.saved)
    agreed = f"{each.quoted}: a check that is agreed, with a name and a day; or one that costs more than {saved}."
    return Concern(
        f"the check on {each.quoted} saves {best} more than it costs.",
        f"The check on {each.quoted} costs {say(each.check_cost)} and saves {saved}: it is worth {best} more than it "
        f"costs, from {least} to {most}.",
        (Change(agreed, register.TABLE),),
        (
            Suggestion(
                f"data-risks.check.{each.row}",
                f"Agree who makes the check, and by when: {each.quoted}",
                f"It is worth {best} more than it costs; up to {saved} may be spent on it.",
            ),
        ),
    )


def _unknown_checks(unknown: list[WeighedRisk], say: Money) -> Concern:
    first = max(unknown, key=lambda each: each.at_most.best)
    most, names = say(first.at_most.best), listed([each.quoted for each in unknown[:3]])
    others = f" (and {len(unknown) - 3} more)" if len(unknown) > 3 else ""
    return Concern(
        f"find out whether {first.quoted} can be noticed earlier; up to {most} hangs on it.",
        f"What looking earlier would cost, or find, is not known: {names}{others}. "
        f"On {first.quoted}, a check that finds everything and costs nothing would save {most}: spend less than that.",
        tuple(
            Change(
                f"{each.quoted}: a check that is agreed, or that does not pay, or that nobody knows how to make.",
                register.TABLE,
            )
            for each in unknown
        ),
        (
            Suggestion(
                "data-risks.find-checks",
                f"Ask whoever knows the data how it could be noticed earlier, and what that costs: {names}{others}",
                f"On {first.quoted} up to {most} hangs on it.",
            ),
        ),
    )

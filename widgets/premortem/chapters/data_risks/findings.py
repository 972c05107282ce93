"""Risks by expected escaped loss, what an earlier check is worth, and each source's weakest point.

Wheeler 2011; Menzies et al. 2017: chances and money, never a product of ordinal marks, and no rule for late costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from premortem.chapters.data_risks import concerns, conditions, evidence, figures, register, sources
from premortem.chapters.data_risks.changes import still_open, would_change
from premortem.chapters.data_risks.concerns import BEARABLE, Concern, Money
from premortem.chapters.data_risks.evidence import Evidence
from premortem.chapters.data_risks.register import Register
from premortem.chapters.data_risks.sources import Source
from premortem.model.state import State
from premortem.model.verdicts import Findings, Level, Missing, Verdict
from premortem.model.wording import money

REASONS_SHOWN, ACTIONS_SHOWN = 4, 12


@dataclass(frozen=True)
class DataRiskFindings(Findings):
    """The findings of data-risks: the sources, the register and what is open, also beyond what is shown.

    `unwritten` holds, by the row of a source, the kinds of risk that its answers suggest and the register lacks;
    `strays` the rows of risks that name no source of the list; `checks` says by the row of
    a risk what is known of an earlier check; `more_actions` counts those beyond the ones shown. `evidence` is what
    scans of real tables found, `seen` by the row of a risk what made it one, `contradicted` by question what speaks
    against its answer.
    """

    sources: tuple[Source, ...]
    register: Register
    bearable: float | None
    unwritten: Mapping[str, tuple[str, ...]]
    strays: frozenset[str]
    checks: Mapping[str, str]
    kinds: Mapping[str, str]
    more_actions: int
    currency: str | None
    evidence: tuple[Evidence, ...]
    seen: Mapping[str, tuple[str, ...]]
    contradicted: Mapping[str, str]


def findings(state: State) -> DataRiskFindings:
    """Return the risks by expected escaped loss, what checks are worth, and the verdict over sources and risks."""
    view = _View(state)
    found, listed = view.sources, view.register
    actions = tuple(action for concern in view.concerns for action in concern.actions) if _begun(state) else ()
    return DataRiskFindings(
        chapter="data-risks",
        verdict=_verdict(view),
        figures=figures.figures(listed.weighed),
        actions=actions[:ACTIONS_SHOWN],
        chart=figures.rows(listed.weighed, view.bearable, view.say),
        chart_says=figures.says(listed, view.bearable, view.say),
        sources=found,
        register=listed,
        bearable=view.bearable,
        unwritten={source.row: tuple(conditions.missing_risks(source, listed.risks)) for source in found},
        strays=frozenset(
            each.row for each in listed.risks if each.source and not conditions.known_source(each, found, view.evidence)
        ),
        checks={each.row: concerns.check_says(each, view.say) for each in listed.weighed},
        kinds=register.KINDS,
        more_actions=max(0, len(actions) - ACTIONS_SHOWN),
        currency=view.currency,
        evidence=view.evidence,
        seen=evidence.of_risks(state),
        contradicted=evidence.contradictions(state, view.evidence),
    )


class _View:
    """The answers as this chapter reads them, and what stands in the way."""

    def __init__(self, state: State) -> None:
        self.sources, self.register, self.evidence = sources.read(state), register.read(state), evidence.read(state)
        self.bearable, self.currency = state.number(BEARABLE), state.text("start.currency")
        self.say: Money = partial(money, currency=self.currency)
        self.stops = concerns.stops(self.sources, self.register.weighed, self.bearable, self.say)
        self.firsts = concerns.firsts(self.register.weighed, self.bearable, self.say)
        self.open = conditions.open_points(state, self.sources, self.register, self.evidence, self.say)

    @property
    def concerns(self) -> list[Concern]:
        """All of them, the gravest first."""
        return [*self.stops, *self.firsts, *self.open]


def _begun(state: State) -> bool:
    answered = any(name.startswith("data-risks.") and value is not None for name, value in state.values.items())
    return answered or bool(state.rows(sources.TABLE) or state.rows(register.TABLE) or state.scans)


def _missing(view: _View) -> tuple[Missing, ...]:
    missing = []
    if not view.sources:
        missing.append(Missing(sources.TABLE, "at least one source of data"))
    for source in view.sources:
        if not source.named:
            missing.append(Missing(sources.TABLE, f"the name of {source.name[0].lower()}{source.name[1:]}", source.row))
        missing += [
            Missing(sources.TABLE, f"for “{source.name}”, {words}", source.row)
            for column, words in (
                ("licence", "whether you may use it for this purpose"),
                ("exit", "what happens if it stops"),
            )
            if source.point(column).level == sources.OPEN
        ]
    if not view.register.risks:
        missing.append(Missing(register.TABLE, "at least one thing that could be wrong, with its figures"))
    for each in view.register.lacking:
        more = f", and {len(each.lacks) - 1} more" if len(each.lacks) > 1 else ""
        missing.append(Missing(register.TABLE, f"for {each.quoted}, {each.lacks[0]}{more}", each.row))
    if view.bearable is None:
        missing.append(Missing(BEARABLE, "the largest loss that the project could bear"))
    return tuple(missing)


def _verdict(view: _View) -> Verdict:
    if missing := _missing(view):
        return _not_known(view, missing)
    assert view.bearable is not None  # else it is missing
    in_the_way = {Level.STOP: view.stops, Level.PILOT_FIRST: view.firsts, Level.CONDITIONS: view.open}
    level, *better = [*(level for level, concerns in in_the_way.items() if concerns), Level.GO]
    lifted_by = in_the_way.get(level, [])
    changes = would_change(lifted_by, [*better, level][0], view.register.weighed, view.bearable, view.say)
    return Verdict(level, _headline(view, level), _reasons(view) or (_worst(view),), changes)


def _not_known(view: _View, missing: tuple[Missing, ...]) -> Verdict:
    """The verdict while answers are missing: what shuts the gate shuts it whatever they will be."""
    grave = [*view.stops, *view.firsts]
    reasons, changes = _reasons(view) if grave else (), still_open(grave, missing)
    headline = f"What is at risk is not known yet; still open: {missing[0].why}."
    if view.stops:
        return Verdict(Level.STOP, _headline(view, Level.STOP), reasons, changes, missing)
    return Verdict(Level.NOT_KNOWN, headline, reasons, changes, missing)


def _headline(view: _View, level: Level) -> str:
    if level is Level.STOP:
        return f"Stop: {view.stops[0].headline}"
    if level is Level.PILOT_FIRST:
        return f"Check first: {view.firsts[0].headline}"
    most = view.say(max(each.loss.high for each in view.register.weighed))
    held = f"no risk is expected to cost more than {most}, and the project can bear {view.say(view.bearable)}"
    if level is Level.GO:
        return f"The data will do: {held}."
    settled = "one point is settled" if len(view.open) == 1 else f"{len(view.open)} points are settled"
    return f"The data will do, once {settled}: {held}."


def _worst(view: _View) -> str:
    worst, say = view.register.weighed[0], view.say
    return (
        f"The worst risk, {worst.quoted}, is expected to cost {say(worst.loss.best)}, at most {say(worst.loss.high)}."
    )


def _reasons(view: _View) -> tuple[str, ...]:
    """What stops it or must be checked first; the open points one by one only where they are all there is."""
    grave = [concern.reason for concern in (*view.stops, *view.firsts)]
    reasons = grave or [concern.reason for concern in view.open]
    more = len(reasons) - REASONS_SHOWN
    if more > 0:
        reasons = [*reasons[:REASONS_SHOWN], f"And {more} more; the suggested actions and the tables below name them."]
    if grave and view.open:
        points = "one more point is open" if len(view.open) == 1 else f"{len(view.open)} more points are open"
        reasons = [*reasons, f"Besides, {points}; the suggested actions name them."]
    return tuple(reasons)

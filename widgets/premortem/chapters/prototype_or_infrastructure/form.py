"""What is shown beside the answers while they are given: each part's route, and what the bet says so far."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.chapters.prototype_or_infrastructure import bet as betting
from premortem.chapters.prototype_or_infrastructure import waiting as waits
from premortem.chapters.prototype_or_infrastructure.components import TABLE, Component
from premortem.chapters.prototype_or_infrastructure.findings import PrototypeFindings
from premortem.model.verdicts import Level
from premortem.model.wording import percent


def notes(findings: PrototypeFindings) -> Mapping[str, str]:
    """Return a short line for each part, by its address `question/row`, and for the answers about the bet, by id."""
    lines = {f"{TABLE}/{component.row}": _line(component) for component in findings.components}
    if findings.waiting and findings.waiting.worth:
        lines[waits.CAN_WAIT] = findings.waiting_says
    bet = findings.bet
    if bet is None:
        return lines
    lines |= {missing.question: f"Still needed: {missing.why}." for missing in bet.missing}
    if bet.worth and bet.worth.pays_between:
        low, high = bet.worth.pays_between
        lines[betting.CHANCE] = f"The prototype pays while this lies between {percent(low, 2)} and {percent(high, 2)}."
    if bet.swapped:
        lines[betting.PASS_IF_NOT] = "These two look swapped: it would pass more often when the bet is not sound."
    if bet.worth and bet.worth.evsi is None and bet.worth.may_mislead:
        wrong = percent(bet.worth.may_mislead, 2)
        lines[betting.COST] = f"Worth it if the prototype is wrong in fewer than {wrong} of cases, whichever way."
    if bet.worth and bet.worth.evsi and bet.worth.evsi.best <= 0:
        lines[betting.PASS_IF_NOT] = "As it stands the prototype is worth nothing: it would not change what you do."
    return lines


def _line(component: Component) -> str:
    if component.settled is None:
        return f"Still open: {component.open_points}."
    stop = "Do not order it yet. " if component.settled.level is Level.STOP else ""
    return f"{stop}{component.settled.rule.route.words} (rule “{component.settled.rule.name}”)"

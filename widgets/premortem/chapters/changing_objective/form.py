"""What is shown beside the answers while they are given: where each turns, and what a row lacks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from premortem.chapters.changing_objective import tripwires, versions
from premortem.chapters.changing_objective.findings import ObjectiveFindings
from premortem.chapters.changing_objective.outlook import ALTERNATIVE, CHANCE, VALUE, Hinge
from premortem.chapters.changing_objective.tripwires import Tripwire
from premortem.chapters.changing_objective.versions import Drift, Version, lasting
from premortem.model.wording import listed, money, percent


def notes(findings: ObjectiveFindings) -> Mapping[str, str]:
    """Return short lines by their address: `question`, `question/row` or `question/row/column`."""
    say = partial(money, currency=findings.currency)
    lines = {f"{versions.TABLE}/{each.row}": _version(each, findings.drift) for each in findings.drift.versions}
    lines |= _spent(findings.drift)
    for hinge in findings.outlook.hinges:
        at = (
            None
            if hinge.flips_at is None
            else percent(hinge.flips_at)
            if hinge.question == CHANCE
            else say(hinge.flips_at)
        )
        lines[hinge.question] = _turns(hinge, at)
    elsewhere = findings.outlook.elsewhere
    if elsewhere is not None:
        more = "more here" if elsewhere.best > 0 else "more there"
        lines[ALTERNATIVE] = f"At the best guess, the people and the money bring {say(abs(elsewhere.best))} {more}"
    for wire in findings.tripwires:
        lines[f"{tripwires.TABLE}/{wire.row}"] = _wire(wire)
        if wire.contradicts:
            lines[f"{tripwires.TABLE}/{wire.row}/fired-on"] = (
                "It says that it has not fired: which of the two is right?"
            )
    return lines


def _version(version: Version, drift: Drift) -> str:
    if version.day is None and len(drift.versions) > 1:
        return f"Version {version.number}: without a day it keeps this place"
    earlier = [each.day for each in drift.versions[: version.number - 1] if each.day is not None]
    if version.day is None or not earlier:
        return f"Version {version.number}"
    months = (version.day - earlier[-1]).days / versions.DAYS_A_MONTH
    return f"Version {version.number}, {lasting(months)} after the one before"


def _spent(drift: Drift) -> Mapping[str, str]:
    """A word only where more was spent than approved: that money spent changes nothing stands in the help."""
    return {
        f"{versions.TABLE}/{version.row}/spent": "More than the budget at that moment; it changes no verdict"
        for version in drift.versions
        if version.spent is not None and version.budget is not None and version.spent > version.budget
    }


def _turns(hinge: Hinge, at: str | None) -> str:
    if at is None:
        return "With the other answers as they are, nothing said here turns the decision"
    side = "above" if hinge.question in {CHANCE, VALUE} else "below"
    return f"It pays {side} {at}, with the other answers at their best guess"


def _wire(wire: Tripwire) -> str:
    open_still = f"Still open: {listed(wire.lacks)}" if wire.lacks else "Complete"
    return open_still if wire.fired is False else f"{open_still}. {wire.stands}"

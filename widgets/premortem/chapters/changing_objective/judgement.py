"""How far the newest version may go: by what lies ahead, and by what is still open."""

from __future__ import annotations

from dataclasses import dataclass

from premortem.chapters.changing_objective import versions
from premortem.chapters.changing_objective.conditions import Condition
from premortem.chapters.changing_objective.outlook import Outlook
from premortem.chapters.changing_objective.versions import Drift
from premortem.model.verdicts import Level, Missing


@dataclass(frozen=True)
class Judgement:
    """The level, and what it still needs."""

    level: Level
    missing: tuple[Missing, ...]


def judge(drift: Drift, outlook: Outlook, open_points: tuple[Condition, ...]) -> Judgement:
    """Return the level by the first rule that fits.

    Nothing that is still open could make going on worth more than stopping: stop. An answer is missing: not known.
    Worth more at the worst end of all ranges: go, or on conditions while a point is open. The ranges hold both: pilot
    first where the best guess says stop or one answer alone turns it, else on conditions.
    """
    missing = outlook.missing
    if not drift.said:
        row = drift.versions[0].row if drift.versions else ""
        missing = (Missing(versions.TABLE, "what the project is for, in one sentence", row), *missing)
    return Judgement(_level(outlook, missing, open_points), missing)


def _level(outlook: Outlook, missing: tuple[Missing, ...], open_points: tuple[Condition, ...]) -> Level:
    if outlook.ceiling <= 0:
        return Level.STOP
    if missing or outlook.worth is None:
        return Level.NOT_KNOWN
    if outlook.worth.low > 0:
        return Level.CONDITIONS if open_points else Level.GO
    if outlook.worth.best <= 0 or outlook.deciding:
        return Level.PILOT_FIRST
    return Level.CONDITIONS

"""A data-risks chapter in which nothing is wrong, for tests to spoil."""

from collections.abc import Mapping
from typing import Any

from premortem.model.answers import canonical
from premortem.model.bank import shipped_bank
from premortem.model.state import Row, State

Cells = dict[str, Any]
CHAPTER = shipped_bank().chapter("data-risks")
SOURCES, RISKS, BEARABLE = "data-risks.sources", "data-risks.risks", "data-risks.bearable"


def three(low: float, best: float | None = None, high: float | None = None) -> Mapping[str, float]:
    return {"low": low, "best": low if best is None else best, "high": low if high is None else high}


SOUND_SOURCE: Cells = {
    "name": "Orders", "control": "we", "notice": "ourselves", "quality": 4, "completeness": 3, "correctness": 3,
    "bias": 3, "absent": "shops opened since March", "licence": "ours", "exit": "tried",
}  # fmt: skip
WORKED: Cells = {
    "what": "The meters were read in two units", "source": "Orders", "kind": "wrong", "probability": three(20),
    "detection": three(30), "late": three(500_000), "early": three(20_000), "check": "none", "owner": "Anna",
}  # fmt: skip
SOUND: dict[str, Any] = {
    BEARABLE: 600_000, "data-risks.looked": "knows", "data-risks.judge": "Head of billing",
    "data-risks.alarm": "stops", "data-risks.labels": "measured", "data-risks.hindsight": True,
    "data-risks.personal": "none", "data-risks.written": True,
}  # fmt: skip
CHANGED: Cells = {**WORKED, "what": "The feed changes", "source": "Feed", "kind": "changed"}
FEED: Cells = {**SOUND_SOURCE, "name": "Feed", "control": "supplier", "notice": "never"}


def state(answers: Mapping[str, Any], found: list[Cells], risks: list[Cells]) -> State:
    rows = {
        table: tuple(
            Row({name: canonical(shipped_bank()[table].column(name), value) for name, value in cells.items()}, f"r{i}")
            for i, cells in enumerate(given)
        )
        for table, given in ((SOURCES, found), (RISKS, risks))
    }
    return State({name: canonical(shipped_bank()[name], value) for name, value in answers.items()}, tables=rows)

"""What a report is made of: nothing here computes, nothing here is HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from premortem.model.events import Recorded
from premortem.model.questions import Bank
from premortem.model.state import State
from premortem.model.verdicts import Findings


@dataclass(frozen=True)
class Document:
    """A workbook at one moment: its questions, its state, its whole log, and the findings of all chapters, in order.

    `outdated` names by chapter the questions answered under an older objective.
    """

    bank: Bank
    state: State
    recorded: tuple[Recorded, ...]
    findings: Mapping[str, Findings]
    outdated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

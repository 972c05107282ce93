"""One finding of a scan as a reader sees it: its figure, and what the team made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from premortem.model import amounts
from premortem.model.checks import CHECKS
from premortem.model.evidence import Finding, Severity
from premortem.model.judging import Standing

SEVERITIES: Mapping[Severity, str] = {
    Severity.HIGH: "High",
    Severity.MEDIUM: "Medium",
    Severity.LOW: "Low",
    Severity.SHOWN: "Only shown",
}
_MADE_OF_IT = {
    "confirmed": "Confirmed by the team",
    "dismissed": "Dismissed by the team",
    "risk": "Put in the register as a risk",
}


@dataclass(frozen=True)
class Seen:
    """A finding, its figure in words (`amount`) and as short as it gets (`brief`), and the team's judgement of it.

    `mark` tells it apart in the page and in suggestions; `says` is what the team made of it, in words; `row` its risk.
    """

    key: str
    mark: str
    finding: Finding
    title: str
    severity: str
    amount: str
    brief: str
    judgement: str
    row: str
    says: str

    @property
    def only_shown(self) -> bool:
        """Whether it raises no alarm."""
        return self.finding.severity is Severity.SHOWN

    @property
    def alerts(self) -> bool:
        """Whether it waits for a judgement: what is only shown does not."""
        return not self.judgement and not self.only_shown


@dataclass(frozen=True)
class Alike:
    """Findings of one check and one severity; `sure` and `could` hold what all of them say, else they are empty."""

    mark: str
    title: str
    severity: str
    tone: str
    sure: str
    could: str
    members: tuple[Seen, ...]

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.members)

    @property
    def open(self) -> tuple[Seen, ...]:
        """Those that nobody has judged."""
        return tuple(each for each in self.members if each.alerts)


def alike(found: Iterable[Seen]) -> tuple[Alike, ...]:
    """Return the findings in their order, those of one check and one severity together."""
    groups: dict[tuple[Severity, str], list[Seen]] = {}
    for each in found:
        groups.setdefault((each.finding.severity, each.finding.check), []).append(each)
    return tuple(_alike(tuple(members)) for members in groups.values())


def _alike(members: tuple[Seen, ...]) -> Alike:
    first = members[0]
    sure = {each.finding.sure for each in members}
    could = {each.finding.could for each in members}
    return Alike(
        mark=f"{first.mark}-{len(members)}",
        title=first.title,
        severity=first.severity,
        tone=first.finding.severity.value,
        sure=first.finding.sure if len(sure) == 1 else "",
        could=first.finding.could if len(could) == 1 else "",
        members=members,
    )


def seen(source: str, finding: Finding, standing: Standing) -> Seen:
    """Return a finding with what holds of it."""
    judgement = standing.judgement
    digest = hashlib.sha256(f"{source}\n{finding.key}".encode()).hexdigest()
    return Seen(
        key=finding.key,
        mark=digest[:10],
        finding=finding,
        title=CHECKS[finding.check].title,
        severity=SEVERITIES[finding.severity],
        amount=amounts.in_words(finding.amount, finding.unit),
        brief=amounts.briefly(finding.amount, finding.unit),
        judgement=judgement.judgement if judgement else "",
        row=judgement.row if judgement else "",
        says=_says(standing),
    )


def _says(standing: Standing) -> str:
    judgement = standing.judgement
    if judgement is None:
        return standing.reopened
    of_earlier = ", in an earlier delivery" if standing.carried else ""
    reason = f": {judgement.reason}" if judgement.reason else "."
    return f"{_MADE_OF_IT[judgement.judgement]}{of_earlier}{reason}"

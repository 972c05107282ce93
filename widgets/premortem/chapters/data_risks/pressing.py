"""What a scan leaves open: findings that nobody has judged, and those that were confirmed and go nowhere."""

from __future__ import annotations

from premortem.chapters.data_risks.concerns import Concern
from premortem.chapters.data_risks.evidence import Evidence
from premortem.chapters.data_risks.register import TABLE as RISKS
from premortem.chapters.data_risks.seen import Seen
from premortem.model.events import EVIDENCE_UNDER
from premortem.model.evidence import Severity
from premortem.model.kept_evidence import sentence
from premortem.model.verdicts import Change, Suggestion

ACTION_MAX = 400  # what the list of actions takes
COLUMNS_NAMED = 3


def open_points(found: tuple[Evidence, ...]) -> list[Concern]:
    """Return an open point for each source with findings that nobody has judged, and for each confirmed one."""
    points = [_unjudged(each) for each in found if each.open]
    return points + [
        _agreed_on_nothing(evidence, each)
        for evidence in found
        for each in evidence.seen
        if each.judgement == "confirmed"
    ]


def _unjudged(evidence: Evidence) -> Concern:
    many = len(evidence.open)
    grave = sum(each.finding.severity is Severity.HIGH for each in evidence.open)
    findings = "one finding" if many == 1 else f"{many} findings"
    pressing = f", {grave} of {'it' if many == 1 else 'them'} high" if grave and many > 1 else ""
    what = f"Say of {findings} in “{evidence.source}” whether it is so{pressing}"
    why = "Until then nobody knows which of them are true, and which do harm."
    change = Change(f"{what}: confirm, dismiss with a reason, or put in the register.", EVIDENCE_UNDER)
    suggestion = Suggestion(f"data-risks.judge.{evidence.scan}", sentence(what, ACTION_MAX), why)
    return Concern(f"{what}.", f"{what}. {why}", (change,), (suggestion,))


def _agreed_on_nothing(evidence: Evidence, each: Seen) -> Concern:
    named = _named(each)
    what = f"Agree what is done about “{evidence.source}”: {named}"
    reason = f"You confirmed what was found in “{evidence.source}” and nothing is agreed about it: {named}."
    change = Change(f"{evidence.source}: a risk in the register for it: {named}.", RISKS)
    asked = f"Ask whoever answers for “{evidence.source}”: {each.finding.ask}"
    actions = (
        Suggestion(f"data-risks.agree.{each.mark}", sentence(what, ACTION_MAX), each.finding.could or each.finding.saw),
        Suggestion(f"data-risks.ask.{each.mark}", sentence(asked, ACTION_MAX), each.finding.saw),
    )
    return Concern(f"{what}.", reason, (change,), actions)


def _named(each: Seen) -> str:
    columns = [f"“{column}”" for column in each.finding.columns[:COLUMNS_NAMED]]
    where = f" ({', '.join(columns)}{': ' if columns and each.amount else ''}{each.amount})"
    return f"{each.title[:1].lower()}{each.title[1:]}{where if where != ' ()' else ''}"

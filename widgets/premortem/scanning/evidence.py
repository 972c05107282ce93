"""What the buttons under the evidence of a table do: judge findings, take a scan out, hand out rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from premortem.errors import RefusedInput
from premortem.messages import Message, text_of
from premortem.scanning.panel import takes_tables
from premortem.workbook import Workbook

AS_YAML, AS_PANDERA = "yaml", "pandera"


@dataclass(frozen=True)
class Done:
    """What the page does next: go to a row (`question`, `row`), or hand the visitor a file (name, content, kind)."""

    goes_to: dict[str, Any] = field(default_factory=dict)
    file: tuple[str, bytes, str] | None = None


def do(workbook: Workbook, chapter: str, message: Message) -> Done:
    """Do what one button asked for; raises RefusedInput or InvalidAnswer in one line."""
    scan = text_of(message.get("scan"))
    match message.get("type"):
        case "judge":
            return _judged(workbook, chapter, scan, message)
        case "drop-scan":
            workbook.drop_scan(scan)
            return Done()
        case _:
            return Done(file=_rules(workbook, scan, text_of(message.get("as"))))


def _judged(workbook: Workbook, chapter: str, scan: str, message: Message) -> Done:
    finding, judgement, reason = (text_of(message.get(name)) for name in ("finding", "judgement", "reason"))
    if "\n" in finding:  # several findings of one check, of which the same is said
        workbook.judge_all(scan, finding.split("\n"), judgement, reason)
        return Done()
    row = workbook.judge(scan, finding, judgement, reason)
    takes = takes_tables(chapter)
    return Done(goes_to={"question": takes.RISKS, "row": row} if row and takes and judgement == "risk" else {})


def _rules(workbook: Workbook, scan: str, wanted: str) -> tuple[str, bytes, str]:
    """What the team confirmed of a source, over all its deliveries, as rules for the next one."""
    from premortem.scan import rules  # only for who asks for them

    named = next((each.scan.source for each in workbook.state.scans if each.id == scan), None)
    if named is None:
        raise RefusedInput("This scan is not there any more, perhaps somebody took it out: reload the page.")
    written = rules.rules_of(workbook.state.scans, named)
    if wanted == AS_PANDERA:
        return "table_rules.py", rules.pandera_schema(written).encode(), "text/x-python"
    of_it = [each for each in workbook.state.scans if each.scan.source == named]
    remarks = [line for each in of_it for line in rules.without_rule(each)]
    return "rules.yaml", rules.write(written, remarks).encode(), "text/yaml"

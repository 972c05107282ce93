"""Write the agendas of the facilitator's guide anew: `python make/guide.py`; a test says when they are out of date."""

import json
from pathlib import Path

from premortem.model.agendas import Step
from premortem.model.bank import shipped_bank
from premortem.session.agenda import suggested

GUIDE = Path(__file__).resolve().parent.parent / "notebooks" / "11-facilitated-session.ipynb"
LENGTHS = {60: "four chapters, and no time to lose", 90: "the usual one", 120: "with a break, and the first project"}
KINDS = {"quiet": "writing", "vote": "vote", "discussion": "talk", "decision": "decision", "break": "break"}


def table(minutes: int) -> str:
    """Return the suggested agenda as a Markdown table: when, how long, what kind of step, what."""
    steps = suggested(shipped_bank(), minutes)
    lines = [f"## {minutes} minutes: {LENGTHS[minutes]}\n", "| from | minutes | | |", "|---|---|---|---|"]
    begun = 0.0
    for step in steps:
        if not step.parked:
            lines.append(f"| {begun:g} | {step.minutes:g} | {KINDS[step.kind]} | {step.title} |")
            begun += step.minutes
    return "\n".join([*lines, "", _parked(steps)])


def _parked(steps: tuple[Step, ...]) -> str:
    titles = [step.title.partition(":")[0] for step in steps if step.parked]
    return f"Parked, to be taken in where your reasons point to it: {', '.join(titles)}." if titles else ""


def main() -> None:
    """Replace each cell of the guide that begins with the heading of an agenda."""
    guide = json.loads(GUIDE.read_text(encoding="utf-8"))
    for cell in guide["cells"]:
        text = "".join(cell["source"])
        for minutes in LENGTHS:
            if text.startswith(f"## {minutes} minutes"):
                cell["source"] = table(minutes).strip().splitlines(keepends=True)
    GUIDE.write_text(json.dumps(guide, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""What a newcomer answers in the tests: one small project through all chapters, the first screens of each."""

from __future__ import annotations

from typing import Any

TITLES = {
    "premortem-round": "Premortem",
    "prototype-or-infrastructure": "Prototype or specify",
    "data-risks": "Data risks",
    "compute-growth": "Compute growth",
    "effort-curve": "Effort curve",
    "success-criteria": "Success criteria",
    "changing-objective": "Changing objective",
    "expectations": "Expectations",
    "business-change": "Business change",
    "first-project": "First project",
    "decision": "Decision",
}

PLAIN: dict[str, dict[str, Any]] = {
    "premortem-round": {"premortem-round.horizon": "year"},
    "prototype-or-infrastructure": {
        "prototype-or-infrastructure.has-bet": True,
        "prototype-or-infrastructure.bet-name": "Scans of faxes can be read",
        "prototype-or-infrastructure.chance": {"low": 30, "best": 40, "high": 50},
        "prototype-or-infrastructure.gain": {"low": 400000, "best": 500000, "high": 600000},
        "prototype-or-infrastructure.loss": {"low": 200000, "best": 300000, "high": 400000},
        "prototype-or-infrastructure.prototype-cost": 30000,
    },
    "data-risks": {
        "data-risks.bearable": 100000,
        "data-risks.looked": "knows",
        "data-risks.judge": "Head of accounts payable",
        "data-risks.alarm": "warns",
    },
    "compute-growth": {
        "compute-growth.counted": "share",
        "compute-growth.full-rows": 2400000,
        "compute-growth.algorithm": "ensemble",
        "compute-growth.deadline": 48,
        "compute-growth.budget": 500,
    },
    "effort-curve": {
        "effort-curve.target": 92,
        "effort-curve.ceiling": 100,
        "effort-curve.affordable": 60,
        "effort-curve.value": {"low": 200000, "best": 300000, "high": 500000},
        "effort-curve.cost": 900,
        "effort-curve.decider": "Head of finance",
    },
    "success-criteria": {
        "success-criteria.tested": False,
        "success-criteria.cases-available": 400,
        "success-criteria.drawn": "recent",
        "success-criteria.repeated": False,
        "success-criteria.fixed": True,
        "success-criteria.owner": "Head of finance",
    },
    "changing-objective": {
        "changing-objective.chance": {"low": 50, "best": 60, "high": 70},
        "changing-objective.value": {"low": 300000, "best": 450000, "high": 600000},
        "changing-objective.remaining": {"low": 60000, "best": 80000, "high": 110000},
        "changing-objective.switching": {"low": 5000, "best": 10000, "high": 20000},
    },
    "expectations": {
        "expectations.plan": 180000,
        "expectations.budget": 250000,
        "expectations.in-use": "Ten clerks let it read their invoices on every working day",
        "expectations.class": "it-overrun-share",
    },
    "business-change": {
        "business-change.answers": "person",
        "business-change.owner": "Head of accounts payable",
        "business-change.value": {"low": 30, "best": 45, "high": 60},
        "business-change.use": {"low": 25, "best": 50, "high": 75},
        "business-change.cost": {"low": 30000, "best": 40000, "high": 60000},
    },
    "first-project": {
        "first-project.bearable": 200000,
        "first-project.team": 3,
        "first-project.lead": 4,
        "first-project.most": "learning",
        "first-project.second": "value",
        "first-project.third": "agreement",
    },
    "decision": {
        "decision.outcome": "pilot-first",
        "decision.reason": "The faxes decide. عربي 🙂",
        "decision.decided-by": "The finance board",
        "decision.decided-on": "2026-03-31",
    },
}

ROWS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "premortem-round": [
        (
            "premortem-round.reasons",
            {
                "why": "The faxes were never counted",
                "chapter": "data-risks",
                "sign": "Fewer faxes in May",
                "prevent": "Count the faxes of one week",
            },
        ),
        (
            "premortem-round.reasons",
            {
                "why": "The clerks kept their spreadsheet",
                "chapter": "business-change",
                "prevent": "Name who removes it",
            },
        ),
    ],
    "prototype-or-infrastructure": [
        (
            "prototype-or-infrastructure.components",
            {
                "name": "Invoice reader",
                "kind": "model",
                "clarity": 2,
                "existing": 1,
                "reverse": 1,
                "lead": 2,
                "rent": True,
                "joints": 1,
            },
        )
    ],
    "data-risks": [
        (
            "data-risks.sources",
            {
                "name": "Scanned invoices",
                "control": "we",
                "quality": 3,
                "completeness": 3,
                "licence": "ours",
                "exit": "tried",
            },
        ),
        (
            "data-risks.risks",
            {
                "what": "Faxes are missing from the archive",
                "probability": {"low": 10, "best": 20, "high": 30},
                "detection": {"low": 20, "best": 30, "high": 40},
                "late": {"low": 300000, "best": 500000, "high": 700000},
                "early": {"low": 10000, "best": 20000, "high": 30000},
                "check": "none",
            },
        ),
    ],
    "compute-growth": [
        (
            "compute-growth.pilots",
            {"label": name, "size": size, "hours": hours, "machine": "Our server, 1 GPU", "price": 2.5},
        )
        for name, size, hours in (("Monday", 2, 0.2), ("Tuesday", 5, 0.55), ("Thursday", 10, 1.2))
    ],
    "effort-curve": [
        ("effort-curve.progress", {"label": "Before", "effort": 0, "quality": 60}),
        ("effort-curve.progress", {"label": "January", "effort": 10, "quality": 75, "cases": 400}),
        ("effort-curve.progress", {"label": "February", "effort": 20, "quality": 81, "cases": 400}),
        ("effort-curve.progress", {"label": "March", "effort": 40, "quality": 86, "cases": 400}),
    ],
    "success-criteria": [
        (
            "success-criteria.criteria",
            {
                "measure": "Invoices read without a correction",
                "baseline": 82,
                "floor": 90,
                "hoped": 95,
                "false-pass": 5,
            },
        )
    ],
    "changing-objective": [
        (
            "changing-objective.versions",
            {
                "objective": "Accounting pays invoices without typing them in",
                "measure": "Invoices that nobody has to correct",
                "from": "2026-01-12",
                "trigger": "start",
                "budget": 150000,
                "spent": 0,
            },
        ),
        (
            "changing-objective.versions",
            {
                "objective": "Accounting pays invoices and faxed orders without typing them in",
                "measure": "Invoices and orders that nobody has to correct",
                "from": "2026-03-02",
                "trigger": "person",
                "budget": 190000,
                "spent": 40000,
            },
        ),
        (
            "changing-objective.tripwires",
            {
                "signal": "Invoices read right, of a hundred",
                "threshold": "Fewer than 80",
                "owner": "Head of accounts payable",
                "look-on": "2026-06-01",
                "fired": False,
            },
        ),
    ],
    "expectations": [
        (
            "expectations.estimates",
            {"who": "AB", "cost": {"low": 150000, "best": 190000, "high": 260000}, "sure": 80, "over": 15, "use": 70},
        ),
        (
            "expectations.estimates",
            {"cost": {"low": 170000, "best": 220000, "high": 300000}, "sure": 70, "over": 30, "use": 55},
        ),
        (
            "expectations.promises",
            {
                "claim": "It halves the time per invoice",
                "who": "Supplier",
                "measure": "Minutes per invoice, mean of a week",
                "threshold": "4 or less",
                "evidence": "Time sheets of the ten clerks",
                "due": "2027-01-31",
                "chance": 60,
            },
        ),
    ],
    "business-change": [
        (
            "business-change.steps",
            {
                "step": "Enter the invoice",
                "before": "A clerk types the fields from the scan",
                "after": "A clerk looks at what was read",
                "who": "Clerk",
                "removed": True,
                "what": "Typing the fields",
            },
        ),
        (
            "business-change.groups",
            {
                "group": "Clerks in accounts payable",
                "people": 60,
                "hours": {"low": 60, "best": 110, "high": 160},
                "awareness": 4,
                "desire": 3,
                "knowledge": 2,
                "ability": 3,
                "reinforcement": 4,
            },
        ),
    ],
    "first-project": [
        (
            "first-project.candidates",
            {
                "name": "Invoices of the ten largest suppliers",
                "value": {"low": 60000, "best": 90000, "high": 120000},
                "cost": 40000,
                "months": 4,
                "loss": 50000,
                "agreement": 4,
                "learning": 5,
            },
        ),
        (
            "first-project.candidates",
            {
                "name": "All invoices, faxes too",
                "value": {"low": 200000, "best": 300000, "high": 500000},
                "cost": 250000,
                "months": 14,
                "loss": 300000,
                "agreement": 3,
                "learning": 3,
            },
        ),
    ],
    "decision": [("decision.actions", {"what": "Collect 300 faxes", "owner": "Data team", "due": "2026-04-30"})],
}


def everything() -> dict[str, Any]:
    """All of it as `premortem answer` takes it."""
    answers = {question: value for chapter in PLAIN.values() for question, value in chapter.items()}
    for rows in ROWS.values():
        for table, cells in rows:
            answers.setdefault(table, []).append(cells)
    return answers

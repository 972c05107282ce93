"""Scans made up for tests, one that is like a real one and any that could be: shared by model, chapters and report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from premortem.model.checks import CHECKS
from premortem.model.evidence import Coverage, Done, Example, Finding, Moved, Rate, Scan, Severity
from premortem.model.evidence_file import UNITS

SECRET = "Ms Pinkerton, 12 Elm Row"
"""A cell of the data: it may stand in examples only."""


def finding(check: str = "missing", *columns: str, severity: Severity = Severity.MEDIUM, **parts: Any) -> Finding:
    """A finding with sentences that say nothing but where they belong."""
    said = {
        part: f"{part.capitalize()} of {check} in {', '.join(columns)}." for part in ("saw", "sure", "could", "ask")
    }
    return Finding(check, columns, severity, **{**said, "amount": 0.12, **parts})


def with_example(found: Finding, cell: str = SECRET) -> Finding:
    return replace(found, examples=(Example(7, ((found.columns[0] if found.columns else "x", cell),)),))


MADE = Scan(
    source="orders.csv",
    kind="CSV",
    engine="duckdb",
    rows=10_000,
    columns=9,
    content="a" * 64,
    read_at="2026-03-01T10:00:00+00:00",
    findings=(
        with_example(
            finding("leakage", "closed_at", severity=Severity.HIGH, amount=0.97, unit="AUC", low=0.96, high=0.98)
        ),
        with_example(finding("missing", "age", amount=0.12, low=0.11, high=0.13)),
        finding("duplicate-rows", amount=200.0, unit="rows"),
        finding("label-rate-gap", "sex", severity=Severity.HIGH, amount=1.4, unit="ratio", about="f"),
        finding("format", "zip", severity=Severity.LOW, amount=0.02),
        finding("outliers", "price", severity=Severity.SHOWN, amount=31.0, unit="cells"),
    ),
    coverage=(
        *(
            Coverage(check, Done.CHECKED)
            for check in ("missing", "leakage", "duplicate-rows", "label-rate-gap", "format")
        ),
        Coverage("outliers", Done.CHECKED, "Of a sample of 100,000 rows."),
        Coverage("key", Done.NOT_ASKED, "No key was declared."),
        Coverage("orphans", Done.NOT_HERE, "This engine cannot do it."),
        Coverage("encoding", Done.FAILED, "The connection was lost."),
    ),
    rates=(
        Rate("label rate", "sex", "f", 300, 4000, 0.067, 0.083),
        Rate("label rate", "sex", "m", 600, 5980, 0.093, 0.108),
        Rate("label rate", "sex", "unknown", 2, 20, 0.03, 0.30, judged=False),
    ),
    moved=(Moved("price", 0.31), Moved("city", 0.12, 3, 0.04), Moved("age", None, judged=False)),
    asked={"label": "late", "groups": "sex"},
    notes=("Read as UTF-8, parted by commas.",),
)

NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
NUMBERS = st.floats(-1e9, 1e9) | st.integers(-(10**6), 10**6)
COUNTS = st.integers(0, 10**12)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    ends = draw(st.none() | st.tuples(NUMBERS, NUMBERS).map(sorted))
    examples = st.builds(
        Example, st.none() | st.integers(1, 10**9), st.lists(st.tuples(NAMES, NAMES), max_size=3).map(tuple)
    )
    return Finding(
        check=draw(st.sampled_from(list(CHECKS))),
        columns=tuple(draw(st.lists(NAMES, max_size=3))),
        severity=draw(st.sampled_from(Severity)),
        **{part: draw(NAMES) for part in ("saw", "sure", "could", "ask", "about")},
        amount=draw(st.none() | NUMBERS),
        unit=draw(st.sampled_from(UNITS)),
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        examples=tuple(draw(st.lists(examples, max_size=2))),
    )


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    of = draw(COUNTS)
    low, high = sorted((draw(st.floats(0, 1)), draw(st.floats(0, 1))))
    return Rate(draw(NAMES), draw(NAMES), draw(NAMES), draw(st.integers(0, of)), of, low, high, draw(st.booleans()))


SCANS = st.builds(
    Scan,
    source=NAMES.map(lambda name: f"{name}x"),
    kind=NAMES,
    engine=NAMES,
    rows=COUNTS,
    columns=COUNTS,
    content=NAMES,
    read_at=st.datetimes().map(lambda moment: moment.isoformat()),
    findings=st.lists(findings(), max_size=6, unique_by=lambda each: each.key).map(tuple),
    coverage=st.lists(
        st.builds(Coverage, st.sampled_from(list(CHECKS)), st.sampled_from(Done), NAMES), unique_by=lambda c: c.check
    ).map(tuple),
    rates=st.lists(rates(), max_size=4).map(tuple),
    moved=st.lists(
        st.builds(Moved, NAMES, st.none() | st.floats(0, 50), COUNTS, st.floats(0, 1), st.booleans()), max_size=4
    ).map(tuple),
    asked=st.dictionaries(NAMES, NAMES, max_size=4),
    notes=st.lists(NAMES, max_size=4).map(tuple),
    left_out=COUNTS,
)

"""What a team confirmed becomes a rule where evidence without cells says all that the rule needs."""

from __future__ import annotations

import pytest

from premortem.errors import RefusedInput
from premortem.model.checks import CHECKS
from premortem.model.evidence import Finding, Judgement, Scan, Scanned, Severity
from premortem.scan.rules import (
    ColumnRule,
    Dependency,
    Freshness,
    Kind,
    Rules,
    confirmed,
    read,
    rules_of,
    without_rule,
    write,
)
from premortem.scan.rules.confirmed import YIELDS


def finding(check: str, *columns: str, amount: float | None = None, unit: str = "share", about: str = "") -> Finding:
    return Finding(check, columns, Severity.HIGH, "saw", "sure", "could", "ask", amount=amount, unit=unit, about=about)


def scanned(*findings: Finding, judgement: str = "confirmed", source: str = "orders", **judged: str) -> Scanned:
    scan = Scan(source, "csv", "duckdb", 10, 3, "digest", "2026-01-01", findings, ())
    return Scanned("s1", scan, {each.key: Judgement(judged.get(each.check, judgement)) for each in findings})


def test_every_check_says_what_becomes_of_its_confirmed_findings() -> None:
    assert set(YIELDS) == set(CHECKS)


def test_confirmed_findings_become_rules() -> None:
    found = scanned(
        finding("missing", "age", amount=0.07312),
        finding("mixed-type", "price", amount=0.02),
        finding("mixed-type", "day", amount=0.02, about="days"),
        finding("key", "id", amount=3, unit="rows"),
        finding("key", "shop", "no", amount=3, unit="rows", about="empty cells"),
        finding("dependency", "zip", "city", amount=0.01),
        judgement="risk",
    )
    assert confirmed(found) == Rules(
        source="orders",
        keys=(("id",), ("shop", "no")),
        columns={
            "age": ColumnRule(missing_max=0.074),
            "price": ColumnRule(type=Kind.NUMBER),
            "day": ColumnRule(type=Kind.DATE),
        },
        dependencies=(Dependency(("zip",), ("city",)),),
    )
    assert without_rule(found) == ()
    assert read(write(confirmed(found))) == confirmed(found)


@pytest.mark.parametrize("judgement", ["dismissed", "none"])
def test_what_was_dismissed_or_never_judged_becomes_no_rule(judgement: str) -> None:
    assert not confirmed(scanned(finding("missing", "age", amount=0.5), judgement=judgement))
    assert not confirmed(Scanned("s1", scanned(finding("missing", "age", amount=0.5)).scan))


@pytest.mark.parametrize("check", [check for check, told in YIELDS.items() if " " in told and "stays" not in told])
def test_a_confirmed_finding_that_becomes_no_rule_is_told_with_the_reason(check: str) -> None:
    found = scanned(finding(check, "a", amount=0.5))
    assert not confirmed(found)
    (line,) = without_rule(found)
    assert line == f"No rule from “{CHECKS[check].title}” (“a”): {YIELDS[check]}."


def test_declared_rules_stay_and_count_over_what_was_seen() -> None:
    given = Rules(columns={"age": ColumnRule(minimum=0, missing_max=0.5)}, freshness=Freshness("day", 3))
    found = scanned(
        finding("missing", "age", amount=0.2), finding("range", "age", about="minimum"), finding("freshness", "day")
    )
    assert confirmed(found, given) == Rules(source="orders", columns=given.columns, freshness=given.freshness)
    assert without_rule(found) == ()


def test_a_column_that_is_not_there_becomes_no_rule() -> None:
    assert not confirmed(scanned(finding("key", "gone", about="no such column")))


def test_no_column_may_be_missing_more_often_than_always() -> None:
    assert confirmed(scanned(finding("missing", "a", amount=1.0))).columns["a"].missing_max == 1.0


def test_the_rules_of_a_workbook_come_from_all_scans_of_one_source_and_the_later_counts() -> None:
    scans = [
        scanned(finding("missing", "a", amount=0.2), finding("key", "id")),
        scanned(finding("missing", "a", amount=0.1)),
        scanned(finding("missing", "b", amount=0.3), source="people"),
    ]
    assert rules_of(scans, "orders") == Rules(
        source="orders", keys=(("id",),), columns={"a": ColumnRule(missing_max=0.1)}
    )
    assert rules_of(scans[:2]) == rules_of(scans, "orders")
    with pytest.raises(RefusedInput, match="say which, “orders” or “people”"):
        rules_of(scans)
    with pytest.raises(RefusedInput, match="No scan is called “x”; there is “orders” or “people”"):
        rules_of(scans, "x")
    with pytest.raises(RefusedInput, match="holds no scan yet"):
        rules_of([])

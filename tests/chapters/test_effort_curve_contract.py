"""Effort curve, the contract: where each side would stop from today on, the gap, and the clauses that close it."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapters.test_effort_curve import CHAPTER, HOSTILE, STEADY, found, plausible, state
from model.sampled import real
from premortem.analysis import stopping
from premortem.chapters import charts, pages
from premortem.chapters.effort_curve.findings import EffortFindings, findings
from premortem.chapters.effort_curve.form import notes
from premortem.chapters.effort_curve.sides import CAPPED, FIXED, RATE, Side, Sides
from premortem.model.answers import DONT_KNOW
from premortem.model.bank import shipped_bank
from premortem.model.questions import Kind, Screen
from premortem.model.state import State
from premortem.model.verdicts import Level

SLOW = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
HALF_WAY = {"target": 90, "value": (1e6, 2e6, 3e6), "cost": 1000, "affordable": 120}
BARGAIN = {"agreed": 88.5, "price": 60000, "cap": 80, "margin": 25, "own-cost": 150}
KINDS = (FIXED, RATE, CAPPED)


def compared(**changed: Any) -> Sides:
    whole = found(**{**HALF_WAY, **BARGAIN, **{name.replace("_", "-"): value for name, value in changed.items()}})
    assert whole.evidence.sides is not None
    return whole.evidence.sides


def of(kind: str, **changed: Any) -> Side:
    side = compared(**changed).of(kind)
    assert side is not None
    return side


def test_all_three_contracts_stand_side_by_side_whichever_the_team_has() -> None:
    for kind in (*KINDS, "own-staff", None, DONT_KNOW):
        whole = found(**HALF_WAY, **BARGAIN, contract=kind)
        assert [line.side.kind for line in whole.contracts] == list(KINDS)
        assert [line.yours for line in whole.contracts] == [kind == each for each in KINDS]
        page = pages.render(whole, shipped_bank(), "EUR")
        assert ("(yours)" in page) == (kind in KINDS)


def test_each_contract_pulls_its_own_way() -> None:
    """A fixed price stops at what was agreed and leaves a want; a day rate runs to the end; a cap is used up."""
    fixed, rate, capped = (of(kind) for kind in KINDS)
    assert fixed.supplier.quality == pytest.approx(0.885, abs=1e-3)
    assert fixed.gap.best > 0
    assert rate.supplier.more == 120
    assert rate.gap.best < 0
    assert capped.supplier.more == 80
    assert capped.client.more == pytest.approx(rate.client.more)


def test_under_a_day_rate_the_client_stops_where_one_more_unit_costs_what_it_brings() -> None:
    """The stop is that of the 80/20 curve over the rest of the way, the client's own cost included."""
    whole = found(**HALF_WAY, **BARGAIN)
    outlook, sides = whole.evidence.outlook, whole.evidence.sides
    assert outlook is not None
    assert sides is not None
    side = sides.of(RATE)
    assert side is not None
    rest = 2e6 * (0.9 - outlook.present.median) / (0.9 - 0.5)
    share = (side.client.quality - outlook.present.median) / (0.9 - outlook.present.median)
    days_to_80 = side.client.more * stopping.DAYS_TO_80_OVER_TAU / -math.log1p(-share)
    assert side.client.more == pytest.approx(stopping.best_stop(rest, days_to_80, 1150).day)


def test_what_is_open_is_taken_as_it_is_worst_for_the_client() -> None:
    nothing_agreed = of(FIXED, agreed=None)
    assert nothing_agreed.supplier.more == 0
    assert nothing_agreed.left is None
    no_cap, rate = of(CAPPED, cap=None), of(RATE)
    assert no_cap.supplier == rate.supplier
    assert of(RATE, own_cost=None).left is None
    assert compared(margin=None).together is None
    blank = found(**HALF_WAY, contract="capped")
    taken = " ".join(line.taken for line in blank.contracts)
    for words in ("call it done today", "plain day rate", "taken to cover the work", "cost you nothing"):
        assert words in taken.lower()


def test_a_price_that_does_not_cover_the_work_is_said_to_be_no_bargain() -> None:
    side = of(FIXED, price=1)
    assert not side.begins
    assert (
        "would not go on at all"
        in notes(found(**HALF_WAY, **{**BARGAIN, "price": 1}, contract=FIXED))["effort-curve.contract"]
    )


def test_each_clause_gives_the_reason_why_it_closes_the_gap() -> None:
    wanted = {
        FIXED: ("Success criteria", "proven", "each month", "trained model"),
        RATE: ("Success criteria", "each month", "No more than", "25 %", "trained model"),
        CAPPED: ("Success criteria", "each month", "No more than", "25 %", "trained model"),
    }
    for kind, words in wanted.items():
        (written,) = found(**HALF_WAY, **BARGAIN, contract=kind).clauses
        assert written.kind == kind
        assert all(clause.says and clause.why for clause in written.clauses)
        said = " ".join(clause.says for clause in written.clauses)
        assert all(word.lower() in said.lower() for word in words)
        months = [clause for clause in written.clauses if "month" in clause.says]
        assert months
    assert len(found(**HALF_WAY, contract=None).clauses) == 3
    assert found(**HALF_WAY, contract="own-staff").clauses == ()


def test_the_gap_of_the_teams_contract_is_a_figure_with_its_range() -> None:
    for kind in KINDS:
        figures = {figure.label: figure for figure in found(**HALF_WAY, **BARGAIN, contract=kind).figures}
        gap = next(figure for label, figure in figures.items() if "how much longer" in label)
        assert gap.low is not None
        assert gap.value is not None
        assert gap.high is not None
        assert gap.low <= gap.value <= gap.high
        assert "Bajari" in gap.source


def test_the_lanes_below_the_curve_name_all_three_and_mark_the_teams_own() -> None:
    import vl_convert

    whole = found(**HALF_WAY, **BARGAIN, contract="capped")
    names = [row["label"] for row in whole.chart if row["what"] == "lane name"]
    assert [name.partition(":")[0] for name in names] == ["Fixed price", "Day rate", "Capped, yours"]
    assert "left alone" in whole.chart_says
    svg = vl_convert.vega_to_svg(charts.filled(CHAPTER, whole.chart, 250))
    assert "NaN" not in svg
    assert all(name in svg for name in names)


ASKED = [shipped_bank()[f"{CHAPTER}.{name}"] for name in (*BARGAIN, "contract")]
WILD = st.fixed_dictionaries({q.id.partition(".")[2]: st.one_of(st.none(), real(q)) for q in ASKED})


@SLOW
@given(plausible(), WILD)
def test_the_contract_moves_no_verdict_and_breaks_nothing(
    answered: tuple[list[dict[str, Any]], dict[str, Any]], bargain: dict[str, Any]
) -> None:
    """Depth never blocks and no blank flatters: with or without a contract the level is the same."""
    rows, answers = answered
    with_it = findings(state(rows, {**answers, **bargain}))
    without = findings(state(rows, {**answers, **dict.fromkeys(bargain)}))
    assert with_it.verdict.level is without.verdict.level
    assert with_it.verdict.missing == without.verdict.missing
    pages.render(with_it, shipped_bank(), "EUR", live=True)
    for side in with_it.evidence.sides.kinds if with_it.evidence.sides else ():
        check(side)


def check(side: Side) -> None:
    assert side.supplier.more >= 0
    assert side.client.more >= 0
    assert side.gap.low <= side.gap.best <= side.gap.high
    assert side.left is None or side.left.low <= side.left.best <= side.left.high


def spent_more_for_nothing(wasted: float) -> EffortFindings:
    """The same present after more effort that brought nothing: only the label of today differs."""
    rows = [{**row, "effort": row["effort"] + wasted} if row["effort"] == 40 else row for row in STEADY]
    return found(rows, **HALF_WAY, **BARGAIN)


def test_the_contract_looks_from_today_on() -> None:
    """The end of what is affordable, the price and the cap are counted from today, wherever today is."""
    for wasted in (0, 10, 40):
        sides = spent_more_for_nothing(wasted).evidence.sides
        assert sides is not None
        rate, capped = sides.of(RATE), sides.of(CAPPED)
        assert rate is not None
        assert capped is not None
        assert (rate.supplier.more, capped.supplier.more) == (120, 80)


OTHERS = [q for q in shipped_bank() if q.chapter != CHAPTER and q.id != "start.currency" and q.kind is not Kind.TABLE]


@SLOW
@given(st.data())
def test_money_spent_and_every_other_chapters_answers_change_nothing(data: st.DataObject) -> None:
    """No answer here asks what was spent; sums spent that other chapters ask for never reach this one."""
    asked = data.draw(st.sampled_from(OTHERS))
    before = state(STEADY, {**HALF_WAY, **BARGAIN, "ceiling": 100, "contract": "capped"})
    after = State({**before.values, asked.id: data.draw(real(asked))}, tables=before.tables)
    assert findings(before) == findings(after)


@SLOW
@given(plausible())
def test_the_first_screen_alone_suffices_for_a_verdict(
    answered: tuple[list[dict[str, Any]], dict[str, Any]],
) -> None:
    """For measurements that rise: those that fall, or do not begin at effort 0, are no curve and are refused."""
    rows, answers = answered
    first = {q.id.partition(".")[2] for q in shipped_bank().chapter(CHAPTER).on(Screen.FIRST)}
    given_ = {name: value for name, value in answers.items() if name in first}
    verdict = findings(state(rows, {**given_, "decider": "Ada"})).verdict
    assert verdict.level is not Level.NOT_KNOWN or rows_that_tell_nothing(rows)


def rows_that_tell_nothing(rows: list[dict[str, Any]]) -> bool:
    latest = rows[-1]
    return bool(latest["quality"] - rows[0]["quality"] < 200 / latest["cases"] ** 0.5)


def test_what_people_typed_stays_text_in_the_clauses() -> None:
    page = pages.render(found(**HALF_WAY, decider=HOSTILE, contract="capped"), shipped_bank(), HOSTILE, live=True)
    assert "<script" not in page

"""First project: the cap on risk, who ranks first within it, the path, and what each verdict says."""

from __future__ import annotations

from typing import Any

import pytest

from premortem import chapters
from premortem.chapters.first_project.cap import FAILURES
from premortem.chapters.first_project.findings import FirstProjectFindings
from premortem.chapters.first_project.judgement import Case
from premortem.chapters.first_project.swings import middle
from premortem.model.verdicts import Level
from premortem.workbook import state_of

PREFIX = "first-project."
TABLE = PREFIX + "candidates"


def row(name: str, value: float, cost: float, months: float, loss: float, levels: tuple[int, int]) -> dict[str, Any]:
    agreement, learning = levels
    return {
        "name": name,
        "value": [value * 0.8, value, value * 1.2],
        "cost": cost,
        "months": months,
        "loss": loss,
        "agreement": agreement,
        "learning": learning,
    }


SMALL = row("One supplier", 60_000, 30_000, 3, 40_000, (4, 4))
OTHER = row("Staff questions", 30_000, 25_000, 2, 30_000, (5, 2))
LARGE = row("All mail", 600_000, 700_000, 18, 900_000, (2, 3))
PATH = [
    {"step": "One supplier", "shows": "90 of 100 right", "by": "2026-06-30", "cost": 30_000},
    {"step": "All mail", "shows": "half the staff use it", "by": "2026-12-31", "cost": 150_000},
]
ANSWERS = {
    TABLE: [SMALL, OTHER, LARGE],
    PREFIX + "bearable": 300_000,
    PREFIX + "team": 2,
    PREFIX + "lead": 3,
    PREFIX + "most": "learning",
    PREFIX + "second": "value",
    PREFIX + "third": "months",
    PREFIX + "path": PATH,
    PREFIX + "stop": "fewer than 80 of 100 right after four months; the head of finance says so",
    "start.currency": "EUR",
}


def found(**changed: Any) -> FirstProjectFindings:
    answers = {**ANSWERS, **{PREFIX + name: value for name, value in changed.items()}}
    findings = chapters.findings("first-project", state_of(answers))
    assert isinstance(findings, FirstProjectFindings)
    return findings


def test_the_first_row_within_the_cap_and_first_over_most_weights_goes() -> None:
    findings = found()
    assert findings.verdict.level is Level.GO
    assert findings.verdict.headline.startswith("Begin with “One supplier”: it ranks first in ")
    assert findings.evidence.contest is not None
    assert findings.evidence.contest.this is not None
    assert findings.evidence.contest.this.first > 0.9


def test_the_weaker_of_team_and_lead_sets_the_cap_and_the_divisor_is_shown() -> None:
    """300,000 must bear 10, 5, 3, 2 or 1 failures; never the average of the two levels."""
    for team in FAILURES:
        for lead in FAILURES:
            cap = found(team=team, lead=lead).evidence.cap
            assert cap.amount == 300_000 / FAILURES[min(team, lead)]
    figure = next(figure for figure in found().figures if figure.label == "Cap on risk")
    assert (figure.value, figure.low, figure.high, figure.hangs_on) == (60_000, 30_000, 100_000, PREFIX + "team")
    assert "must bear 5 such failures: the cap on risk is €60,000" in found().verdict.reasons[0]


@pytest.mark.parametrize("unknown", [None, "don't know"])
def test_experience_left_open_counts_as_the_least_and_stays_a_condition(unknown: Any) -> None:
    findings = found(team=unknown, candidates=[{**SMALL, "loss": 30_000}, OTHER])
    assert findings.evidence.cap.amount == 30_000
    assert findings.verdict.level is Level.CONDITIONS
    assert any(change.question == PREFIX + "team" for change in findings.verdict.would_change)


def test_candidates_above_the_cap_are_set_aside_by_name_with_by_how_much() -> None:
    findings = found()
    assert [each.name for each in findings.evidence.above] == ["All mail"]
    assert "“All mail” is above the cap on risk by €840,000" in " ".join(findings.verdict.reasons)
    assert {mark["word"] for mark in findings.chart if mark["candidate"] == "All mail"} == {
        "set aside: above the cap on risk"
    }
    assert found(candidates=[{**SMALL, "loss": 60_000}, OTHER]).evidence.above == (), "the cap itself is within it"


def test_this_project_above_the_cap_begins_with_a_smaller_one_that_is_named() -> None:
    findings = found(candidates=[LARGE, OTHER, SMALL])
    assert findings.verdict.level is Level.PILOT_FIRST
    assert findings.verdict.headline.startswith("Begin with “One supplier”: “All mail” could lose €900,000")
    assert findings.actions[0].what == "Begin with “One supplier”, and keep “All mail” as a later step"
    changes = " ".join(change.text for change in findings.verdict.would_change)
    assert "€4,500,000 that could be lost without harm, instead of €300,000" in changes


def test_this_project_above_the_cap_and_nothing_smaller_stops_whatever_else_is_open() -> None:
    findings = found(candidates=[{"name": "All mail", "loss": 900_000}, {"name": "Unknown"}])
    assert findings.verdict.level is Level.STOP
    assert "Find a smaller one" in findings.verdict.headline
    more = found(candidates=[{**LARGE, "loss": 250_000}], team=4, lead=4)
    assert "Team and lead both at level 5 of 5: the cap would be €300,000." in [
        change.text for change in more.verdict.would_change
    ]


def test_one_candidate_is_compared_with_nothing_and_gets_conditions_at_most() -> None:
    findings = found(candidates=[SMALL])
    assert findings.case is Case.ALONE
    assert findings.verdict.level is Level.CONDITIONS
    assert "compared with nothing: name a smaller one" in findings.verdict.headline


def test_the_only_one_within_the_cap_goes_as_the_others_were_compared_with_it() -> None:
    findings = found(candidates=[SMALL, LARGE])
    assert findings.verdict.level is Level.GO
    assert "the only one here whose loss the organisation could bear" in findings.verdict.headline


def test_a_better_one_is_named_with_the_weights_and_the_value_that_would_turn_it() -> None:
    findings = found(candidates=[OTHER, SMALL])
    assert findings.verdict.level is Level.CONDITIONS
    assert "why “One supplier” should wait" in findings.verdict.headline
    assert findings.verdict.would_change[0].text.startswith("A yearly value of €")
    needed = findings.evidence.contest.leads_at["value"]  # type: ignore[union-attr]
    assert needed is not None
    assert found(candidates=[row("Staff", needed * 1.05, 25_000, 2, 30_000, (5, 2)), SMALL]).case is not Case.BEHIND
    evenly = found(candidates=[OTHER, SMALL], most=None)
    assert any(text.text.startswith("More weight on ") for text in evenly.verdict.would_change)


def test_equals_are_a_toss_up() -> None:
    findings = found(candidates=[SMALL, {**SMALL, "name": "Its twin"}])
    assert findings.case is Case.TIED
    assert findings.verdict.headline.startswith("No clear winner: “One supplier” ranks first in 50 %")


def test_a_lead_that_hangs_on_the_yearly_value_is_a_condition() -> None:
    """Ahead at the best guesses, not with this project at its low end and the other at its high one."""
    wide = {**SMALL, "value": [0, 100_000, 200_000]}
    rival = {**SMALL, "name": "Another supplier", "value": [80_000, 90_000, 120_000], "agreement": 4}
    findings = found(candidates=[wide, rival])
    assert findings.case is Case.NARROW
    assert findings.verdict.level is Level.CONDITIONS
    figure = findings.figures[0]
    assert (figure.low, figure.value, figure.high) == (0, 1, 1)


def test_a_candidate_that_is_not_described_is_a_condition_and_is_drawn_as_open() -> None:
    findings = found(candidates=[SMALL, OTHER, {"name": "Someday", "loss": 10}])
    assert findings.verdict.level is Level.CONDITIONS
    assert [each.name for each in findings.evidence.not_compared] == ["Someday"]
    assert findings.chart[-1]["word"] == "not compared yet"
    above = found(candidates=[SMALL, OTHER, {"name": "Someday", "loss": 1_000_000}])
    assert above.verdict.level is Level.GO, "what is above the cap need not be described"


@pytest.mark.parametrize("cell", ["value", "cost", "months", "loss", "agreement", "learning"])
def test_what_is_not_known_of_this_project_is_missing_with_its_row(cell: str) -> None:
    findings = found(candidates=[{**SMALL, cell: "don't know"}, OTHER])
    assert findings.verdict.level is Level.NOT_KNOWN
    (missing,) = findings.verdict.missing
    assert missing.row == findings.evidence.candidates[0].row
    assert missing.why.startswith("“One supplier”: ")


def test_no_candidate_and_no_sum_that_could_be_lost_are_named_as_missing() -> None:
    assert found(candidates=None).verdict.level is Level.NOT_KNOWN
    findings = found(bearable="don't know")
    assert findings.verdict.level is Level.NOT_KNOWN
    assert findings.verdict.missing[0].question == PREFIX + "bearable"
    needed = findings.verdict.would_change[0].text
    assert needed.startswith("€200,000 or more that could be lost without harm keeps “One supplier” within the cap")


def test_an_improvement_named_twice_is_said_and_no_order_counts() -> None:
    findings = found(third="learning")
    (missing,) = findings.verdict.missing
    assert missing.question == PREFIX + "third"
    assert "what the next project can reuse is named twice" in missing.why
    assert findings.verdict.level is Level.CONDITIONS
    assert findings.evidence.order.positions is None


def test_without_an_order_only_the_best_in_everything_goes() -> None:
    blank = {"most": None, "second": "don't know", "third": None}
    assert found(**blank).verdict.level is Level.CONDITIONS
    worse = row("Worse", 20_000, 40_000, 4, 50_000, (3, 3))
    assert found(candidates=[SMALL, worse], **blank).verdict.level is Level.GO


@pytest.mark.parametrize(("cell", "word"), [("agreement", "who must agree"), ("learning", "take over")])
def test_the_worst_level_is_a_condition_of_its_own(cell: str, word: str) -> None:
    findings = found(candidates=[{**SMALL, cell: 1}, row("Worse", 100, 290_000, 200, 50_000, (1, 1))])
    assert findings.verdict.level is Level.CONDITIONS
    assert word in findings.conditions[0].what


@pytest.mark.parametrize(
    ("step", "trouble"),
    [
        ({"shows": None}, "nothing is named that it must show"),
        ({"by": "don't know"}, "it has no date"),
        ({"by": "2026-06-29"}, "its date lies before that of “One supplier”"),
        ({"cost": None}, "its cost is not known"),
        ({"cost": 160_000}, "it costs 5.3 times as much as “One supplier”: put a step between"),
    ],
)
def test_what_is_wrong_with_a_step_of_the_path_is_said(step: dict[str, Any], trouble: str) -> None:
    findings = found(path=[PATH[0], {**PATH[1], **step}])
    assert findings.verdict.level is Level.CONDITIONS
    assert trouble in findings.conditions[0].what
    assert (
        trouble
        in chapters.part("first-project", "form").notes(findings)[f"{PREFIX}path/{findings.evidence.path.steps[1].row}"]
    )


def test_no_path_and_no_reason_to_stop_are_conditions_and_a_free_step_before_a_dear_one_is_a_jump() -> None:
    assert [condition.key for condition in found(path=None, stop=None).conditions] == ["path", "stop"]
    free = found(path=[{**PATH[0], "cost": 0}, PATH[1]])
    assert "no small bill was paid" in free.conditions[0].what


def test_a_loss_below_the_cost_is_questioned() -> None:
    findings = found(candidates=[{**SMALL, "loss": 10_000}, OTHER])
    assert "only if it can be stopped in time" in " ".join(findings.verdict.reasons)


def test_candidates_of_one_name_are_told_apart() -> None:
    names = [each.name for each in found(candidates=[SMALL, SMALL, {}, {}]).evidence.candidates]
    assert len(set(names)) == 4


def test_the_worked_example_through_the_answers() -> None:
    """A (1, 0), B (0, 1), C (.6, .6) on value and cost, all else equal: [.4 .1 .5], [.4 .1 .5], [.2 .8 0]."""
    most = 1e9
    corners = {"A": (1e12, 1e12), "B": (0, 0), "C": (1.5 * most, most / 1.5)}
    table = [{**row(name, value, cost, 3, 0, (3, 3)), "value": [value] * 3} for name, (value, cost) in corners.items()]
    table = [{**each, "cost": min(each["cost"], 1e12)} for each in table]
    contest = found(candidates=table, bearable=most, team=5, lead=5, most=None, second=None, third=None)
    ranks = [place.ranks for place in contest.evidence.contest.places]  # type: ignore[union-attr]
    expected = [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0]]
    for got, wanted in zip(ranks, expected, strict=True):
        assert got == pytest.approx(wanted, abs=0.025)


def test_the_middle_of_the_admissible_weights_is_the_rank_order_centroid() -> None:
    assert middle((0, 1, 2), 3) == pytest.approx((0.6111, 0.2778, 0.1111), abs=5e-5)
    assert middle(None, 4) == (0.25,) * 4
    shown = found().evidence.contest.middle  # type: ignore[union-attr]
    assert sum(shown) == pytest.approx(1)
    assert shown[4] > shown[0] > shown[2] > shown[1] == shown[3], "the last two have no order between them"


def test_the_picture_says_in_words_what_it_shows() -> None:
    findings = found()
    assert "All mail: above the cap on risk" in findings.chart_says
    assert findings.chart[0]["says"] == "first: more than 99 %"
    assert found(candidates=None).chart == ()


def test_what_stands_beside_a_candidate_says_which_is_this_project_and_how_it_fares() -> None:
    findings = found()
    notes = chapters.part("first-project", "form").notes(findings)
    beside = [notes[f"{TABLE}/{each.row}"] for each in findings.evidence.candidates]
    assert beside[0].startswith("This project. Ranks first in ")
    assert beside[2] == "Above the cap on risk by 840,000: set aside"
    assert notes[PREFIX + "bearable"] == "Cap on risk: a part in 5, 60,000"


def test_a_gap_of_this_project_leaves_it_open_unless_it_is_above_the_cap_at_any_experience() -> None:
    """With the experience open too, a stop at the least experience would flatter: a real answer could leave it open."""
    gap = {**SMALL, "value": None, "loss": 80_000}
    assert found(candidates=[gap, OTHER], team=None, lead=None).verdict.level is Level.NOT_KNOWN
    assert found(candidates=[gap, OTHER], team=None, lead=2).verdict.level is Level.PILOT_FIRST

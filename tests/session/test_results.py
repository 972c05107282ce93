"""What came of a vote is told by its figures, in plain words, and never by who voted, or in which order."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.analysis.agreement import van_der_eijk
from premortem.files import PACKAGE
from premortem.model.answers import DONT_KNOW
from premortem.model.event import Json
from premortem.model.subjects import Option, Subject
from premortem.session import plain_words
from premortem.session.outcomes import Choices, Dots, Figures, Levels, Order, Ranges, Rows, Texts
from premortem.session.results import html, result, said, words
from session import voted

SCALE, NINE, CHOICE, YES_NO, COST, SHARE, ROWS, FAR, WHEN, RANK, DOTS, TEXT, FORM = voted.SUBJECTS
HOSTILE = "<script>alert('x')</script>\"'\u202e{{ 7*7 }}"
Ballots = list[dict[str, Json]]


def ballots_for(subject: Subject) -> st.SearchStrategy[Ballots]:
    ballot = st.one_of(voted.values(subject).map(lambda value: {"value": value}), st.just({"abstain": True}))
    return st.lists(ballot, max_size=9)


def range_of(low: float, best: float, high: float) -> Json:
    return {"low": low, "best": best, "high": high}


def headline(subject: Subject, *given: Json, currency: str | None = "EUR") -> str:
    return plain_words.sentences(result(subject, voted.ballots(*given)), currency)[0]


class Page(HTMLParser):
    """The elements and the text of a piece of HTML."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.data())
def test_the_order_of_ballots_changes_nothing(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(voted.SUBJECTS))
    given_ = data.draw(ballots_for(subject))
    names = data.draw(st.lists(st.sampled_from(["Ada", "Bo", "Cy"]), min_size=len(given_), max_size=len(given_)))
    named = [ballot | {"name": name} for ballot, name in zip(given_, names, strict=True)]
    mixed = data.draw(st.permutations(named))
    assert result(subject, mixed) == result(subject, named)
    assert html(voted.shown(subject, mixed), currency="EUR") == html(voted.shown(subject, named), currency="EUR")


@given(st.data())
def test_everybody_is_counted_once_and_every_vote_has_words_and_a_page(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(voted.SUBJECTS))
    given_ = data.draw(ballots_for(subject))
    found = result(subject, given_, missing=2)
    assert found.people + found.unsure + found.abstained + found.unread == len(given_)
    assert (found.unread, found.missing) == (0, 2)
    assert words(found, "EUR").endswith((".", "?"))
    assert "2 had not voted" in html(voted.shown(subject, given_, missing=2), currency="EUR")


@given(st.data())
def test_no_name_is_in_the_page_unless_a_ballot_carries_it_and_names_are_wanted(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from([each for each in voted.SUBJECTS if each.kind not in {"rank", "dots"}]))
    value = data.draw(voted.values(subject).filter(lambda value: value != DONT_KNOW))
    vote = voted.shown(subject, [{"value": value, "name": "Zebedee"}, {"value": value}])
    assert Page(html(vote, currency=None)).text.count("Zebedee") >= 1
    assert "Zebedee" not in html(vote, currency=None, names=False)
    assert "Zebedee" not in words(result(subject, vote.ballots or ()))


@given(st.data())
def test_what_people_wrote_is_inert(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["scale", "choice", "rank", "dots", "text", "rows"]))
    things = tuple(Option(place, f"{HOSTILE} {place}", HOSTILE) for place in range(1, 4))
    subject = Subject(kind, HOSTILE, help=HOSTILE, unit=HOSTILE, options=things, dots=3, many=2)
    if kind == "rows":
        columns = (replace(subject, kind="scale", column="a"), Subject("text", HOSTILE, column="b"))
        subject = replace(subject, columns=columns)
    written = {"text": [HOSTILE], "rows": [{"a": 2, "b": HOSTILE}]}
    drawn = st.just(written[kind]) if kind in written else voted.values(subject)
    vote = voted.shown(subject, [{"value": data.draw(drawn), "name": HOSTILE}, {"value": data.draw(drawn)}])
    page = Page(html(vote, currency=HOSTILE))
    assert not [tag for tag, _ in page.elements if tag in {"script", "b", "img", "style", "iframe"}]
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert "\u202e" not in words(result(subject, vote.ballots or ()))
    for text in re.findall(r"[^>]*\u202e[^<]*", re.sub(r'"[^"]*"', "", html(vote, currency=HOSTILE))):
        assert f"<bdi>{text}" in html(vote, currency=HOSTILE) or f'<bdi class="result-text">{text}' in html(
            vote, currency=HOSTILE
        )


@given(st.data())
def test_every_picture_has_words(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(voted.SUBJECTS))
    page = html(voted.shown(subject, data.draw(ballots_for(subject))), currency="EUR")
    pictures = [attributes for tag, attributes in Page(page).elements if tag == "svg" and "class" in attributes]
    for attributes in pictures:
        labelled = attributes.get("role") == "img" and attributes.get("aria-label")
        beside = attributes.get("aria-hidden") == "true"  # the same figures stand beside it as text
        assert labelled or beside
    assert "style=" not in page


def test_nothing_is_told_before_it_is_shown() -> None:
    vote = voted.shown(SCALE, [])
    assert html(type(vote)(vote.id, vote.subject, vote.opened), currency=None) == ""


def test_a_scale_has_counts_and_a_middle_but_no_mean() -> None:
    found = result(SCALE, voted.ballots(1, 4, 4, 5, DONT_KNOW, abstained=1))
    assert isinstance(found, Levels)
    assert [tally.people for tally in found.counts] == [1, 0, 0, 2, 1]
    assert found.middle == (SCALE.options[3], SCALE.options[3])
    assert (found.people, found.unsure, found.abstained) == (4, 1, 1)
    assert found.agreement == pytest.approx(van_der_eijk([1, 0, 0, 2, 1]))
    assert "mean" not in html(voted.shown(SCALE, voted.ballots(1, 4, 4, 5)), currency=None)


def test_between_two_middle_answers_no_level_is_invented() -> None:
    assert "between \u201cHardly\u201d and \u201cWholly\u201d" in words(result(SCALE, voted.ballots(1, 2, 5, 5)))


@pytest.mark.parametrize(
    ("votes", "says"),
    [
        ([3, 4, 4, 4, 4, 4, 4, 3, 4, 5], "Most of you are close together: 9 of 10 at \u201cHalf\u201d or"),
        ([1, 1, 1, 2, 4, 5, 5], "You are in two camps: 4 at"),
        ([1, 2, 3, 4, 5] * 2, "You do not agree: your votes are spread from"),
        ([2] * 7, "All 7 of you chose \u201cHardly\u201d."),
        ([2, 2], "Both of you chose \u201cHardly\u201d."),
        ([2], "One person voted: \u201cHardly\u201d."),
        ([2, 2, 5], "You chose \u201cHardly\u201d (2) and \u201cWholly\u201d (1)."),
        ([], "There is no answer yet"),
        ([DONT_KNOW] * 3, "Nobody knows."),
    ],
)  # fmt: skip
def test_agreement_on_a_scale_is_said_in_plain_words(votes: list[Json], says: str) -> None:
    assert headline(SCALE, *votes).startswith(says)


def test_a_measure_stands_under_its_name_and_only_for_four_or_more() -> None:
    few, enough = (result(SCALE, voted.ballots(*[1, 5, 3, 3][:people])) for people in (3, 4))
    assert plain_words.measure(few) == ""
    assert "van der Eijk" in plain_words.measure(enough)
    assert "Kendall" in plain_words.measure(result(RANK, voted.ballots(*[list("abcde")] * 4)))
    assert plain_words.measure(result(RANK, voted.ballots(*[list("abcde")] * 3))) == ""
    assert not re.search(r"\d\.\d\d", words(enough))


def test_the_panel_rule_is_used_only_for_eight_people_or_more_on_a_scale_of_nine() -> None:
    split = [1, 1, 2, 2, 8, 8, 9, 9]
    eight, seven = (result(NINE, voted.ballots(*split[:people])) for people in (8, 7))
    assert isinstance(eight, Levels)
    assert eight.panel
    assert eight.panel.disagreement
    assert "this group disagrees" in plain_words.measure(eight)
    assert isinstance(seven, Levels)
    assert seven.panel is None
    five = result(SCALE, voted.ballots(*[1, 5] * 4))
    assert isinstance(five, Levels)
    assert five.panel is None


def test_whoever_is_farthest_apart_is_heard_first() -> None:
    far = result(SCALE, voted.ballots(1, 4, 4, 5))
    assert plain_words.far_apart(far) == "Farthest apart: “Not at all” (1) and “Wholly” (1)."
    assert plain_words.far_apart(result(SCALE, voted.ballots(3, 4, 4, 5))) == ""


def test_everybody_abstained_is_a_finding() -> None:
    found = result(CHOICE, voted.ballots(abstained=5))
    assert words(found).startswith("Everybody abstained.")
    assert plain_words.turnout(found) == "Nobody voted, 5 abstained."


@pytest.mark.parametrize(
    ("votes", "says"),
    [
        (["a"] * 3, "All 3 of you chose \u201cThing a\u201d."),
        (["a", "a", "b"], "2 of 3 chose \u201cThing a\u201d."),
        (["a", "b", "a", "b"], "You are split in half: \u201cThing a\u201d and \u201cThing b\u201d have 2 votes each"),
        (
            ["a", "b", "a", "b", "c"],
            "No choice is ahead: \u201cThing a\u201d and \u201cThing b\u201d have 2 votes each",
        ),
        (["a", "a", "b", "c", "d"], "Most votes, but less than half of all"),
        (["a", "a", "b", "c"], "Most votes, but just half of all"),
        (["a", "b", "c"], "3 of you, 3 different choices."),
    ],
)
def test_a_choice_says_who_is_ahead_and_who_is_tied(votes: list[Json], says: str) -> None:
    found = result(CHOICE, voted.ballots(*votes))
    assert isinstance(found, Choices)
    assert headline(CHOICE, *votes).startswith(says)


def test_of_rows_each_column_is_a_result_of_its_own() -> None:
    rows: list[Json] = [
        [{"cost": range_of(10, 20, 30), "sure": 80, "clear": 4, "why": "It is late"}],
        [{"cost": range_of(25, 40, 50), "sure": DONT_KNOW, "clear": 4, "why": "It is late"}],
        [{"cost": range_of(28, 40, 50), "sure": 90}],
    ]
    found = result(FORM, voted.ballots(*rows, abstained=1))
    assert isinstance(found, Rows)
    assert (found.people, found.abstained, found.rows) == (3, 1, 3)
    cost, sure, clear, _, when, why = found.columns
    assert plain_words.column(cost, "EUR")[0] == "All 3 ranges meet: each holds €28 to €30."
    assert (sure.result.people, sure.result.unsure, sure.open) == (2, 1, 0)
    assert plain_words.filled(sure) == "2 answered, 1 did not know."
    assert plain_words.filled(clear) == "2 answered, 1 left it open."
    assert plain_words.filled(cost) == ""
    assert plain_words.column(when) == ("Nobody has filled this in.",)
    assert isinstance(why.result, Texts)
    assert [(each.text, each.times) for each in why.result.texts] == [("It is late", 2)]
    assert words(found, "EUR").startswith(
        "3 of you have filled in a row, each alone. “What will it cost?”: All 3 ranges meet: each holds €28 to €30. "
    )
    page = html(voted.shown(FORM, voted.ballots(*rows)), currency="EUR")
    assert page.count('class="result-column ') == 6
    assert page.count("result-span") >= 3


def test_yes_and_one_are_not_the_same_vote() -> None:
    found = result(YES_NO, voted.ballots(True, False, True))
    assert isinstance(found, Choices)
    assert [tally.people for tally in found.counts] == [2, 1]


LOW, MIDDLE, HIGH = range_of(10, 20, 30), range_of(25, 40, 50), range_of(45, 60, 80)


@pytest.mark.parametrize(
    ("ranges", "says"),
    [
        ([LOW], "One range: €10 to €30, best guess €20."),
        ([LOW, MIDDLE], "Both ranges meet: each holds €25 to €30."),
        ([LOW, HIGH], "Your ranges fall into two camps: 1 within €10 to €30, 1 within €45 to €80."),
        ([LOW, LOW, LOW, HIGH], "One range, €45 to €80, stands apart from the other 3, within €10 to €30."),
        ([range_of(99, 100, 101), range_of(102, 103, 104)], "Your best guesses are close (€100 to €103), but"),
        ([range_of(1, 2, 3), range_of(5, 6, 7), range_of(9, 10, 11)], "Your ranges fall into 3 groups"),
        ([LOW, MIDDLE, HIGH, range_of(70, 90, 99)], "You are far apart: 3 of 6 pairs of ranges do not meet"),
        ([LOW, MIDDLE, MIDDLE, range_of(29, 41, 60)], "All 4 ranges meet: each holds €29 to €30."),
        ([LOW, MIDDLE, MIDDLE, range_of(35, 41, 60)], "Most of your ranges meet, 3 of 4 in one place; 1 pair"),
    ],
)
def test_ranges_are_told_by_whether_they_meet(ranges: list[Json], says: str) -> None:
    assert headline(COST, *ranges).startswith(says)


def test_a_mean_that_nobody_holds_is_told_with_a_warning() -> None:
    said_ = words(result(COST, voted.ballots(LOW, range_of(80, 90, 100))), "EUR")
    assert "lies in nobody's range" in said_
    assert isinstance(result(COST, voted.ballots(LOW)), Ranges)


@pytest.mark.parametrize(
    ("votes", "says"),
    [
        ([5], "One person voted: 5 rows."),
        ([5, 5, 5], "All 3 of you said 5 rows."),
        ([5, 1234567], "You said 5 rows and 1,234,567 rows."),
        ([100, 101, 102, 103, 104], "Most of you are close together: half said 101 to 103 rows."),
        ([1, 2, 3, 1000, 1001], "You are in two camps: 3 said 1 to 3 rows, 2 said 1,000 to 1,001 rows"),
        ([10, 20, 30, 40, 50], "You are spread out: the middle half of you said 20 to 40 rows."),
    ],
)
def test_figures_are_told_by_their_middle_and_how_far_they_lie_apart(votes: list[Json], says: str) -> None:
    assert headline(ROWS, *votes) == says if says.endswith(".") else headline(ROWS, *votes).startswith(says)


def test_days_are_told_as_people_say_them() -> None:
    found = result(WHEN, voted.ballots("2027-03-01", "2027-03-31", "2027-12-31", "2027-03-31"))
    assert isinstance(found, Figures)
    assert "The middle is 31 March 2027" in words(found)


def test_an_order_is_told_by_mean_places_with_ties_shared() -> None:
    found = result(RANK, voted.ballots(list("abcde"), list("bacde")))
    assert isinstance(found, Order)
    assert [(each.option.value, each.place, each.mean) for each in found.places][:3] == [
        ("a", 1, 1.5),
        ("b", 1, 1.5),
        ("c", 3, 3.0),
    ]
    assert found.concordance is None
    assert "share the first place" in words(found)


def test_an_order_that_may_be_chance_is_not_called_agreement() -> None:
    orders = [list("abcde"), list("edcba"), list("cadeb"), list("bedac")]
    assert headline(RANK, *orders) == "You do not agree on the order."
    assert headline(RANK, *[list("abcde")] * 4).startswith("All 4 of you put them in the same order")
    much = [list("abcde"), list("abced"), list("bacde"), list("abcde"), list("abdce")]
    assert headline(RANK, *much).startswith("You put them in much the same order")


def test_dots_are_counted_with_the_people_behind_them() -> None:
    found = result(DOTS, voted.ballots({"a": 5}, {"a": 1, "b": 2}, {"b": 1}))
    assert isinstance(found, Dots)
    assert [(item.option.value, item.dots, item.people) for item in found.items][:2] == [("a", 6, 2), ("b", 3, 2)]
    assert headline(DOTS, {"a": 5}, {"a": 1, "b": 2}, {"b": 1}) == "\u201cThing a\u201d has the most dots: 6 of 9."
    assert "3 without a dot" in html(voted.shown(DOTS, voted.ballots({"a": 5}, {"b": 2})), currency=None)


def test_dots_that_are_spread_evenly_choose_nothing() -> None:
    assert headline(DOTS, {"a": 1, "b": 1, "c": 1}, {"d": 1, "e": 1, "a": 1}).startswith("The dots are spread out")
    tied = "\u201cThing a\u201d and \u201cThing b\u201d have the most dots, 3 each of 6."
    assert headline(DOTS, {"a": 3}, {"b": 3}) == tied
    assert headline(DOTS, {"a": 1}).startswith("\u201cThing a\u201d has the most dots")


def test_texts_stand_by_the_alphabet_and_the_same_one_once() -> None:
    found = result(TEXT, voted.ballots(["zeal", "Ash"], ["zeal"]))
    assert isinstance(found, Texts)
    assert [(text.text, text.times) for text in found.texts] == [("Ash", 1), ("zeal", 2)]
    assert words(found) == "2 of you wrote 3 texts."


def test_a_ballot_of_a_damaged_file_is_told_and_not_counted() -> None:
    hostile: list[Any] = [{"value": {"deep": [[]]}}, {}, {"value": 3, "name": {"a": 1}}, {"abstain": "yes"}]
    for subject in voted.SUBJECTS:
        found = result(subject, hostile)
        assert found.people + found.unread + found.abstained == 4
        assert "could not be read" in html(voted.shown(subject, hostile), currency=None)


def test_a_subject_without_options_has_a_page_too() -> None:
    for kind in ("scale", "choice", "rank", "dots"):
        empty = Subject(kind, "")
        for ballots in permutations([{"value": 1}, {"value": []}, {"abstain": True}]):
            assert "Nobody voted" in html(voted.shown(empty, list(ballots)), currency=None)


@pytest.mark.parametrize(
    ("subject", "value", "words_"),
    [
        (SCALE, 4, "Mostly"),
        (YES_NO, False, "No"),
        (COST, range_of(1234500, 2000000, 2000000), "€1,234,500 to €2,000,000, best guess €2,000,000"),
        (SHARE, range_of(10, 20, 20), "10 to 20 %, best guess 20 %"),
        (ROWS, 1234567, "1,234,567 rows"),
        (WHEN, "2027-03-01", "1 March 2027"),
        (RANK, ["b", "a"], "1. Thing b, 2. Thing a"),
        (DOTS, {"a": 2}, "Thing a: 2"),
        (TEXT, ["One", "Two"], "One; Two"),
        (ROWS, DONT_KNOW, DONT_KNOW),
        (SCALE, None, "no answer"),
    ],
)
def test_a_value_that_was_agreed_is_said_digit_by_digit(subject: Subject, value: Json, words_: str) -> None:
    assert said(subject, value, "EUR") == words_


def test_every_class_of_the_page_is_known_to_the_style_sheet_or_names_a_kind() -> None:
    page = (PACKAGE / "session" / "result.html").read_text("utf-8")
    style = Path(PACKAGE / "forms/static/result.css").read_text("utf-8")
    named = {name for found in re.findall(r'class="([^"{]*)', page) for name in found.split()}
    unstyled = {"result-second"}
    assert {name for name in named - unstyled if not name.endswith("-") and f".{name}" not in style} == set()

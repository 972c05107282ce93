"""Rules written as YAML come back as they were, whatever the names, and every reader of YAML agrees on them."""

from __future__ import annotations

import math
import pickle
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from premortem.errors import RefusedInput
from premortem.scan.rules import (
    ColumnRule,
    DateOrder,
    Dependency,
    Freshness,
    Kind,
    Reference,
    Rules,
    merged,
    read,
    write,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
NAMES = TEXTS | st.sampled_from(
    ["no", "~", "null", "1", "a: b", "- x", "#", "'", '"', "\\", "{a}", "\u2028", "\ufeff", " "]
)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda x: not x.is_integer() or abs(x) < 2**53
)
COLUMNS = st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple)


def _whole(rule: ColumnRule) -> bool:
    return not rule.contradictions


RULES_OF_COLUMNS = st.builds(
    ColumnRule,
    type=st.none() | st.sampled_from(Kind),
    required=st.booleans(),
    minimum=st.none() | NUMBERS,
    maximum=st.none() | NUMBERS,
    earliest=st.none() | st.dates(date(1000, 1, 1)),
    latest=st.none() | st.dates(date(1000, 1, 1)),
    values=st.none() | st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple),
    pattern=st.none() | st.sampled_from(["[a-z]+", r"\d{2}", "'\"#: "]),
    length_max=st.none() | st.integers(0, 10**6),
    missing_max=st.none() | st.floats(0, 1),
    dates=st.sampled_from(DateOrder),
).filter(_whole)


@st.composite
def _dependencies(draw: st.DrawFn) -> Dependency:
    names = draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    cut = draw(st.integers(1, len(names) - 1))
    return Dependency(tuple(names[:cut]), tuple(names[cut:]))


@st.composite
def _references(draw: st.DrawFn) -> Reference:
    ours = draw(COLUMNS)
    theirs = draw(st.lists(NAMES, min_size=len(ours), max_size=len(ours), unique=True))
    return Reference(ours, draw(st.sampled_from(["other", "a b.csv", "x/ä.csv"])), tuple(theirs))


RULES = st.builds(
    Rules,
    source=st.just("") | NAMES,
    keys=st.lists(COLUMNS, max_size=2, unique=True).map(tuple),
    references=st.lists(_references(), max_size=2).map(tuple),
    columns=st.dictionaries(NAMES, RULES_OF_COLUMNS, max_size=3),
    dependencies=st.lists(_dependencies(), max_size=2).map(tuple),
    freshness=st.none() | st.builds(Freshness, NAMES, st.floats(0, 1e6)),
    populations=st.dictionaries(NAMES, st.dictionaries(NAMES, st.floats(0, 0.3), min_size=1, max_size=3), max_size=2),
)


@given(RULES)
def test_what_is_written_is_read_again_as_it_was(rules: Rules) -> None:
    text = write(rules)
    assert read(text) == rules
    assert write(read(text)) == text


@given(RULES)
def test_an_ordinary_reader_of_yaml_finds_the_same_names(rules: Rules) -> None:
    content = yaml.safe_load(write(rules, ["a remark\nof two lines"]))
    assert content["version"] == 1
    assert list(content.get("columns", {})) == list(rules.columns)
    assert [tuple(key) for key in content.get("keys", [])] == list(rules.keys)
    assert content.get("source", "") == rules.source


def test_the_same_rules_give_the_same_commented_text() -> None:
    rules = Rules(source="orders", keys=(("id",),), columns={"age": ColumnRule(minimum=0, missing_max=0.0)})
    assert write(rules, ["Written on a Monday."]) == (
        "# What must hold for this table. `premortem scan TABLE --rules THIS-FILE` checks it.\n"
        "# Written on a Monday.\n"
        "version: 1\n"
        "source: orders\n"
        "\n"
        "# Columns that together name a row: no two rows agree in all of them, and none is empty.\n"
        "keys:\n"
        "  - [id]\n"
        "\n"
        "# What holds for the cells of a column; docs/rules.md lists all that can stand here.\n"
        "columns:\n"
        "  age:\n"
        "    missing_max: 0.0\n"
        "    minimum: 0\n"
    )


@pytest.mark.parametrize("bound", [math.inf, math.nan, 2**60 + 1])
def test_a_bound_that_the_format_does_not_hold_is_refused(bound: float) -> None:
    with pytest.raises(RefusedInput, match="finite numbers"):
        write(Rules(columns={"n": ColumnRule(minimum=bound)}))


@given(RULES)
def test_merging_with_itself_or_with_nothing_changes_nothing(rules: Rules) -> None:
    once = merged(Rules(), rules)
    assert merged(once, Rules()) == once
    assert merged(once, once) == once


def test_the_later_rules_count_where_two_differ() -> None:
    first = Rules(
        keys=(("id",),), columns={"n": ColumnRule(minimum=0, required=True)}, freshness=Freshness("day", 3)
    )  # fmt: skip
    more = Rules(
        keys=(("id",), ("a", "b")),
        columns={"n": ColumnRule(maximum=9, missing_max=0.1), "m": ColumnRule(length_max=2)},
        freshness=Freshness("day", 5), populations={"sex": {"a": 0.5}},
    )  # fmt: skip
    assert merged(first, more) == Rules(
        keys=(("id",), ("a", "b")),
        columns={"n": ColumnRule(minimum=0, maximum=9, missing_max=0.1), "m": ColumnRule(length_max=2)},
        freshness=Freshness("day", 5), populations={"sex": {"a": 0.5}},
    )  # fmt: skip


def test_rules_that_contradict_each_other_when_merged_are_refused() -> None:
    with pytest.raises(RefusedInput, match="column “n” do not go together: `minimum` 3 is above `maximum` 1"):
        merged(Rules(columns={"n": ColumnRule(minimum=3)}), Rules(columns={"n": ColumnRule(maximum=1)}))


@given(RULES)
def test_rules_go_to_another_process(rules: Rules) -> None:
    assert pickle.loads(pickle.dumps(rules)) == rules

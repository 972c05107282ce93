"""A scan as JSON: what is written is read back as it was, and nothing that no scan could write is taken."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.sampled import HUGE, MEGABYTE, nested, refusal
from model.scans import MADE, SCANS, SECRET, finding, with_example
from premortem.model import evidence_file as limits
from premortem.model.evidence import Moved, Rate, Scan, Severity
from premortem.model.evidence_file import read, size, to_json
from premortem.model.kept_evidence import kept

ODD: list[Any] = [
    None, True, -1, 1.5, HUGE, 1e300, float("nan"), float("inf"), "", "x", "\0", "\ud800", MEGABYTE, "__class__",
    [], {}, ["a"], [[]], {"a": {}}, nested(500), ["x"] * 1000, "Severity.HIGH",
]  # fmt: skip


@given(SCANS)
@settings(max_examples=150)
def test_any_scan_is_read_back_as_it_was_written(scan: Scan) -> None:
    written = json.loads(json.dumps(to_json(scan), allow_nan=False))
    assert read(written) == scan
    assert to_json(read(written)) == written


def places(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a piece of JSON."""
    inner = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for name, value in inner:
        yield (*path, name)
        yield from places(value, (*path, name))


WRITTEN = to_json(MADE)


@given(st.sampled_from(list(places(WRITTEN))), st.sampled_from(ODD))
@settings(max_examples=600)
def test_anything_odd_in_any_place_is_refused_in_one_line_or_is_what_a_scan_could_say(place: Any, odd: Any) -> None:
    raw = copy.deepcopy(WRITTEN)
    inner = raw
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = odd
    error = refusal(lambda: read(raw))
    if error is None:
        assert to_json(read(raw)) == raw or odd in ([], "", None, True, {}), (
            place
        )  # what is left out may be written out
    else:
        assert str(error).isprintable()
        assert len(str(error)) < 300


@pytest.mark.parametrize("raw", [each for each in ODD if each != "x"], ids=lambda raw: type(raw).__name__)
def test_what_is_no_scan_at_all_is_refused(raw: Any) -> None:
    assert refusal(lambda: read(raw)) is not None


def spoilt(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(WRITTEN), **parts}


FOUND, RATE, MOVED = WRITTEN["findings"][0], WRITTEN["rates"][0], WRITTEN["moved"][0]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (spoilt(findings=[{**FOUND, "about": str(n)} for n in range(201)]), "a list of at most 200"),
        (spoilt(findings=[{**FOUND, "check": "horoscope"}]), "this version of Premortem knows"),
        (spoilt(findings=[{**FOUND, "severity": "fatal"}]), "this version of Premortem knows"),
        (spoilt(findings=[{**FOUND, "unit": "euros"}]), "this version of Premortem knows"),
        (spoilt(findings=[{**FOUND, "saw": "x" * 601}]), "at most 600 characters"),
        (spoilt(findings=[{**FOUND, "columns": ["x" * 121]}]), "at most 120 characters"),
        (spoilt(findings=[FOUND, FOUND]), "each stands there once"),
        (spoilt(findings=[{**FOUND, "low": 2, "high": 1}]), "the lower first"),
        (spoilt(findings=[{**FOUND, "more": 1}]), "no such part"),
        (spoilt(findings=[{**FOUND, "examples": [{"row": 1, "cells": []}] * 6}]), "a list of at most 5"),
        (spoilt(findings=[{**FOUND, "examples": [{"row": 0, "cells": []}]}]), "a whole number from 1"),
        (spoilt(findings=[{**FOUND, "examples": [{"row": 1, "cells": [["a", "x" * 201]]}]}]), "at most 200 characters"),
        (spoilt(findings=[{**FOUND, "examples": [{"row": 1, "cells": [["a", "b"]] * 13}]}]), "a list of at most 12"),
        (spoilt(rates=[RATE] * 401), "a list of at most 400"),
        (spoilt(rates=[{**RATE, "count": RATE["of"] + 1}]), "a whole number from 0"),
        (spoilt(rates=[{**RATE, "high": 1.01}]), "a share from 0 to 1"),
        (spoilt(moved=[MOVED] * 201), "a list of at most 200"),
        (spoilt(read_at="yesterday"), "a moment in ISO form"),
        (spoilt(rows=1.0), "a whole number"),
        (spoilt(source=" "), "a text of at most 120"),
    ],
)
def test_each_limit_is_kept_and_named(raw: Any, says: str) -> None:
    error = refusal(lambda: read(raw))
    assert error is not None
    assert says in str(error)


def test_more_than_300_kilobytes_are_refused() -> None:
    raw = spoilt(findings=[{**FOUND, "about": str(n), "saw": "é" * 600} for n in range(100)])
    error = refusal(lambda: read(raw))
    assert error is not None
    assert "at most 300,000 bytes" in str(error)


def test_numbers_of_numpy_are_written_as_numbers() -> None:
    odd = replace(MADE, rows=np.int64(5), findings=(finding("missing", "a", amount=np.float32(0.5)),))
    assert read(json.loads(json.dumps(to_json(odd)))).rows == 5


def test_without_being_asked_to_no_cell_of_the_data_is_kept() -> None:
    assert SECRET in str(to_json(kept(MADE, keep_examples=True)))
    assert SECRET not in str(to_json(kept(MADE)))
    named = replace(MADE, rates=(Rate("label rate", "name", SECRET, 1, 1, 0.2, 1.0, judged=False),))
    assert kept(named).rates[0].group == "a small group, no. 1", "the name of a group of one is a cell of the data"


def test_a_small_group_has_the_same_number_in_each_of_its_rates() -> None:
    rates = [
        Rate(what, "sex", group, 1, of, 0.0, 0.5)
        for what in ("share", "label rate")
        for group, of in (("x", 9), ("m", 900), ("y", 8))
    ]
    told = [each.group for each in kept(replace(MADE, rates=tuple(rates))).rates]
    assert told == ["a small group, no. 1", "m", "a small group, no. 2"] * 2


def test_what_does_not_fit_leaves_the_least_grave_out_and_says_how_many() -> None:
    low = [finding("format", f"c{n}", severity=Severity.LOW, saw="é" * 600) for n in range(250)]
    high = [finding("missing", f"c{n}", severity=Severity.HIGH) for n in range(5)]
    full = kept(replace(MADE, findings=(*low, *high), left_out=3))
    assert [each.severity for each in full.findings[:6]] == [Severity.HIGH] * 5 + [Severity.LOW]
    assert full.left_out == 3 + 255 - len(full.findings)
    assert size(to_json(full)) <= limits.BYTES_MAX
    assert read(to_json(full)) == full


def test_rates_and_columns_beyond_what_fits_are_counted_in_a_note() -> None:
    many = replace(
        MADE,
        rates=tuple(Rate("share", "город" * 20, f"группа {n}", n, 10_000, 0.0, 0.1) for n in range(1000)),
        moved=tuple(Moved(f"c{n}", n / 1000) for n in range(300)),
        notes=("x",) * 100,
    )
    found = kept(many)
    assert found.moved[0].psi == 0.299
    assert len(found.moved) == limits.MOVED_MAX
    assert f"Of 1,000 rates by group {len(found.rates)} are kept." in found.notes
    assert "Of 300 columns compared those 200 that moved most are kept." in found.notes
    assert "63 more notes on how it was read are not kept." in found.notes
    assert read(to_json(found)) == found


def test_a_figure_that_is_no_number_does_not_cost_the_team_the_scan() -> None:
    nan, inf = float("nan"), float("inf")
    odd = replace(
        MADE,
        findings=(finding("missing", "a", amount=inf, low=nan, high=1.0),),
        rates=(Rate("share", "sex", "f", 0, 0, nan, 1.0 + 1e-12),),
        moved=(Moved("a", inf, 1, nan),),
    )
    found = read(to_json(kept(odd)))
    assert (found.findings[0].amount, found.findings[0].low, found.moved[0].psi) == (None, None, None)
    assert (found.rates[0].low, found.rates[0].high) == (0.0, 1.0)


@given(SCANS, st.lists(st.text(max_size=400), min_size=3, max_size=3))
def test_whatever_the_file_calls_its_columns_the_evidence_can_be_kept(scan: Scan, names: list[str]) -> None:
    hostile = replace(
        scan,
        source=names[0],
        findings=(*scan.findings, *(with_example(finding("missing", name), name) for name in names)),
        rates=(Rate(names[0], names[1], names[2], 1, 100, 0.0, 1.0),),
        moved=(Moved(names[2], 0.5),),
        notes=tuple(names),
    )
    for examples in (True, False):
        found = kept(hostile, keep_examples=examples)
        assert read(to_json(found)) == found
        assert kept(found, keep_examples=examples) == found
    apart = {each.columns for each in found.findings if each.check == "missing" and each.saw.startswith("Saw of")}
    assert len(apart) == len(set(names)), "two columns with different names stay two"

from __future__ import annotations

import datetime as dt
import decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opened_tables import Open, abouts, cells
from premortem.errors import RefusedInput
from premortem.scan.sources.names import column_names


def test_types_stay_and_what_is_missing_is_null(opening: Open) -> None:
    frame = pd.DataFrame(
        {
            "n": [1, 2],
            "x": [0.5, np.nan],
            "t": ["N/A", None],
            "d": pd.to_datetime(["9999-12-31", None]),
            "c": pd.Categorical(["u", None]),
            "i": pd.array([1, None], dtype="Int64"),
            "f": [decimal.Decimal("1.50"), None],
            "day": [dt.date(2024, 1, 1), None],
        }
    )
    opened = opening(frame)
    assert cells(opened) == [
        (
            1,
            0.5,
            "N/A",
            pd.Timestamp("9999-12-31").to_pydatetime(),
            "u",
            1,
            decimal.Decimal("1.50"),
            dt.date(2024, 1, 1),
        ),
        (2, None, None, None, None, None, None, None),
    ]
    assert (opened.kind, opened.ordered, opened.notes, opened.findings) == ("frame", True, (), ())


def test_what_no_type_fits_is_text_and_a_note_says_so(opening: Open) -> None:
    frame = pd.DataFrame(
        {
            "mixed": ["x", 1, None],
            "large": [2**70, 1, None],
            "lists": [[1], [2], None],
            "periods": pd.period_range("2020", periods=3, freq="D"),
            "lone": pd.Series(["\ud800", "b", "c"], dtype=object),
        }
    )
    opened = opening(frame)
    assert cells(opened)[:2] == [
        ("x", "1180591620717411303424", "[1]", "2020-01-01", "?"),
        ("1", "1", "[2]", "2020-01-02", "b"),
    ]
    assert "Read as text: mixed, large, lists, periods" in opened.notes[0]


def test_labels_may_be_anything(opening: Open) -> None:
    frame = pd.DataFrame([[1, 2, 3, 4, 5, 6]])
    frame.columns = pd.Index(["a", "a", 3, None, ("x", "y"), np.nan], dtype=object)
    opened = opening(frame)
    assert opened.names == ("a", "a (2nd)", "3", "column 4 (no name)", "x y", "column 6 (no name)")
    assert abouts(opened) == ["names there twice", "names missing"]


def test_an_index_that_says_something_is_left_out_with_a_note(opening: Open) -> None:
    frame = pd.DataFrame({"a": [1, 2]})
    assert opening(frame).notes == ()
    assert opening(frame.iloc[::-1]).notes == ()
    assert "index" in opening(frame.set_index(pd.Index(["r1", "r2"]))).notes[0]


def test_columns_that_are_all_null_and_frames_without_rows_are_tables(opening: Open) -> None:
    assert cells(opening(pd.DataFrame({"a": [None, None]}))) == [(None,), (None,)]
    assert cells(opening(pd.DataFrame({"a": []}))) == []


def test_what_is_no_table_is_refused(opening: Open) -> None:
    with pytest.raises(RefusedInput, match="no column"):
        opening(pd.DataFrame())
    with pytest.raises(RefusedInput, match="not a list"):
        opening([1])


def test_the_digest_follows_the_content(opening: Open) -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", None, "z"]})
    same = opening(frame).content
    assert opening(pd.concat([frame, frame]).iloc[:3]).content == same
    assert opening(frame.assign(b=["x", None, "y"])).content != same
    assert opening(frame.rename(columns={"a": "c"})).content != same


VALUES = st.one_of(
    st.none(), st.integers(), st.floats(), st.text(max_size=5), st.booleans(), st.dates(), st.binary(max_size=3)
)


@given(st.lists(VALUES, min_size=1, max_size=6), st.text(max_size=5))
def test_whatever_a_column_holds_it_becomes_one(values: list[object], label: str) -> None:
    from premortem.scan.sources.frame import _column

    array, _ = _column(pd.Series(values, dtype=object))
    assert len(array) == len(values)
    assert array.null_count == sum(pd.isna(value) for value in values)
    assert column_names([label])[0]

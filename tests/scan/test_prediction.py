"""What names a prediction is read as a person means it, or refused in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.errors import RefusedInput
from premortem.scan.prediction import Predicted, parse

NAMES = ["score", "text", "a=b", "a", "x>=5"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("score", Predicted("score")),
        ("text!=Low", Predicted("text", "!=", ("Low",))),
        ("text=High, Medium", Predicted("text", "=", ("High", "Medium"))),
        ('text="a, b",c', Predicted("text", "=", ("a, b", "c"))),
        ("score>=5", Predicted("score", ">=", ("5",))),
        ("score < -0.5", Predicted("score", "<", ("-0.5",))),
        ("a=b", Predicted("a=b")),
        ("a=b=1", Predicted("a=b", "=", ("1",))),
        ("x>=5>=7", Predicted("x>=5", ">=", ("7",))),
        ("a=c", Predicted("a", "=", ("c",))),
        ("text=a>b", Predicted("text", "=", ("a>b",))),
    ],
)
def test_a_column_goes_before_a_test_and_the_longest_name_before_a_shorter(written: str, read: Predicted) -> None:
    assert parse(written, NAMES) == read


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("skore>=5", "did you mean 'score'"),
        ("nothing", "write COLUMN"),
        ("text=", "names no value"),
        ("score>=high", "one number"),
        ("score>=1,2", "one number"),
        ("score>nan", "one number"),
        ("", "does not have"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_how_to_mend_it(written: str, says: str) -> None:
    with pytest.raises(RefusedInput, match=says):
        parse(written, NAMES)


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused_in_one_line(written: str) -> None:
    try:
        read = parse(written, NAMES)
    except RefusedInput as refused:
        lines = str(refused).splitlines()
    else:
        lines = [read.column]
        assert read.column in NAMES
    assert len(lines) == 1

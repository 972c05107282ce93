from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from premortem.scan.checks.edit_distance import EditsAway, OneEditAway, edits

words = st.text(alphabet="abc", max_size=9)


def slowly(one: str, other: str) -> int:
    """The whole table of distances, as the textbook fills it."""
    table = [[max(i, j) if not min(i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(words, words, st.integers(0, 3))
def test_the_distance_is_the_textbooks_up_to_the_greatest_asked_for(one: str, other: str, most: int) -> None:
    assert edits(one, other, most) == min(slowly(one, other), most + 1)


@given(st.sets(words, max_size=30), words)
def test_no_text_that_is_near_is_missed(texts: set[str], text: str) -> None:
    near = {most: {other for other in texts if other != text and slowly(text, other) <= most} for most in (1, 2)}
    assert set(OneEditAway(texts).near(text)) == near[1]
    assert set(EditsAway(texts, 2, lambda _: None).near(text)) == near[2]

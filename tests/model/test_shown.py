"""A value in a message is short, on one line, and tells a text's own length."""

from __future__ import annotations

import pytest

from premortem.model.shown import shown


@pytest.mark.parametrize(("text", "length"), [("x" * 400, "400"), ("é" * 400, "400"), ("\n" * 1_000_000, "1,000,000")])
def test_a_long_text_is_cut_and_its_own_length_is_told(text: str, length: str) -> None:
    said = shown(text)
    assert said.endswith(f"... ({length} characters)")
    assert said.isprintable()
    assert len(said) < 100


def test_a_short_value_is_shown_whole() -> None:
    assert shown("a lot") == "'a lot'"
    assert shown([1, 2]) == "[1, 2]"

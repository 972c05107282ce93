"""Sums in words: what a sponsor can read aloud."""

from __future__ import annotations

import pytest

from premortem.model.wording import money


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (38.2, "€38.20"),
        (2.5, "€2.50"),
        (12.0, "€12"),
        (308_123, "€308,000"),
        (1.3e9, "€1.3 billion"),
        (-7.33e11, "-€733 billion"),
        (1.189e13, "€11.9 trillion"),
    ],
)
def test_cents_have_both_places_and_billions_are_said_in_words(amount: float, said: str) -> None:
    assert money(amount, "EUR") == said


def test_a_sum_without_a_currency_has_no_cents() -> None:
    assert money(86.4, None) == "86.4"

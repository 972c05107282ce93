"""A sum may carry the sign or code of the workbook's currency, and no other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from premortem.errors import InvalidAnswer
from premortem.model.answers import canonical, cell
from premortem.model.bank import shipped_bank
from premortem.model.currencies import CURRENCY, parted
from premortem.model.edits import answer
from premortem.model.events import Recorded
from premortem.model.questions import Kind, Question
from premortem.model.state import fold
from premortem.workbook import state_of

SUM = Question("q.sum", "q", Kind.MONEY, "How much?", unit="money", minimum=0, maximum=1e12)
SPREAD = Question("q.spread", "q", Kind.RANGE, "How much?", unit="money", minimum=0, maximum=1e12)
ROWS = Question("q.rows", "q", Kind.TABLE, "Which?", columns=(Question("name", "q", Kind.TEXT, "Name"), SUM))


@pytest.mark.parametrize(
    ("text", "currency", "meant"),
    [
        ("€ 500", "EUR", 500), ("500 EUR", "EUR", 500), ("€500", None, 500), ("$500", "USD", 500), ("$500", "CAD", 500),
        ("US$ 1,5", "USD", 1.5), ("1.5 k€", "EUR", 1500), ("CHF 1'250.50", "CHF", 1250.5), ("500 kr", "SEK", 500),
        ("¥ 1 000 000", "JPY", 1_000_000), ("€ 500 EUR", "EUR", 500), ("$500 CAD", "CAD", 500),
        ("250 euros", "EUR", 250), ("500 NOK", None, 500),
    ],
)  # fmt: skip
def test_a_sum_in_the_workbooks_currency_is_kept_without_its_sign(
    text: str, currency: str | None, meant: float
) -> None:
    assert canonical(SUM, text, currency) == meant


@pytest.mark.parametrize(
    ("text", "currency"),
    [("€ 500", "USD"), ("$500", "EUR"), ("500 NOK", "SEK"), ("US$ 5", "CAD"), ("$5 CAD", "USD"), ("¥5", "EUR")],
)
def test_a_sum_in_another_currency_is_refused_in_one_line(text: str, currency: str) -> None:
    with pytest.raises(InvalidAnswer, match=f"^q.sum: the sums of this workbook are in {currency}: convert this one"):
        canonical(SUM, text, currency)


@pytest.mark.parametrize("text", ["€", "EUR", "R$ 5", "500 bananas", "500 EUROPE", "€ five", "x" * 2**20 + "€"])
def test_what_is_no_sum_is_refused_as_no_number(text: str) -> None:
    with pytest.raises(InvalidAnswer, match="a number is wanted"):
        canonical(SUM, text, "EUR")


def test_a_range_of_sums_is_in_one_currency() -> None:
    three = {"low": 10, "best": 20, "high": 30}
    assert canonical(SPREAD, {"low": "€10", "best": "20", "high": "30 EUR"}, "EUR") == three
    assert canonical(SPREAD, ["$ 10", "20 USD", 30]) == three
    with pytest.raises(InvalidAnswer, match="two currencies in one answer: convert them into one"):
        canonical(SPREAD, ["€ 10", "$ 20", 30])


def test_a_sign_beside_a_number_that_is_no_sum_is_refused() -> None:
    with pytest.raises(InvalidAnswer, match="a number is wanted"):
        canonical(Question("q.n", "q", Kind.NUMBER, "How many?"), "€ 5", "EUR")


def test_cells_of_a_table_follow_the_same_rule() -> None:
    assert cell(ROWS, SUM.id, "€ 5", "EUR") == 5
    assert canonical(ROWS, [{SUM.id: "5 EUR"}], "EUR") == [{SUM.id: 5}]
    for refused in (lambda: cell(ROWS, SUM.id, "€ 5", "USD"), lambda: canonical(ROWS, [{SUM.id: "€ 5"}], "USD")):
        with pytest.raises(InvalidAnswer, match="the sums of this workbook are in USD"):
            refused()


MONEY = next(question.id for question in shipped_bank() if question.kind is Kind.MONEY)


def test_an_edit_knows_the_currency_of_its_workbook() -> None:
    (said,) = answer(shipped_bank(), fold(()), CURRENCY, "USD")
    state = fold((Recorded("w", 1, datetime.now(UTC), "", said, 1),))
    assert answer(shipped_bank(), state, MONEY, "$ 500")
    with pytest.raises(InvalidAnswer, match="the sums of this workbook are in USD"):
        answer(shipped_bank(), state, MONEY, "€ 500")


@pytest.mark.parametrize("turned", [False, True])
def test_of_answers_given_together_the_currency_counts_whatever_their_order(turned: bool) -> None:
    given: dict[str, Any] = {CURRENCY: "USD", MONEY: "€ 500"}
    with pytest.raises(InvalidAnswer, match="the sums of this workbook are in USD"):
        state_of(dict(reversed(given.items())) if turned else given)


def test_a_sum_without_a_sign_is_left_as_it_is() -> None:
    assert parted(" 500 ") == (" 500 ", None)

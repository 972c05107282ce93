"""A saved notebook shows the answers where no kernel runs, and nothing typed becomes markup in it."""

from __future__ import annotations

from premortem.forms import fallback
from premortem.model.questions import Bank
from premortem.model.state import Row, State


def test_answers_are_shown_in_words(bank: Bank) -> None:
    state = State(
        {
            "every-kind.clarity": 3,
            "every-kind.agreed": False,
            "every-kind.price": 1500000,
            "every-kind.days": {"low": 1, "best": 2.5, "high": None},
            "every-kind.owner": "don't know",
        },
        title="Reading invoices",
        tables={"every-kind.parts": (Row({"name": "Camera", "kind": "b"}, "r1"),)},
    )
    shown = fallback.html(bank.chapters["every-kind"], state)
    for words in (
        "Settled",
        ">No<",
        "1,500,000 EUR",
        "2.5 days (from 1 to ?)",
        "Don&#39;t know",
        "Camera",
        "Hardware",
        "No answer yet",
    ):
        assert words in shown, words


def test_nothing_typed_becomes_markup(bank: Bank) -> None:
    evil = "<script>alert(1)</script>"
    tables = {"every-kind.parts": (Row({"name": evil}, "r1"),)}
    shown = fallback.html(bank.chapters["every-kind"], State({"every-kind.owner": evil}, title=evil, tables=tables))
    assert "<script" not in shown

"""Answers that do not fit are shown as the worst hundredth, never as an alarm."""

import numpy as np
import pytest

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks import noise
from premortem.scan.job import Job


def job(rows: int = 800, wrong: int = 8) -> tuple[Job, set[int]]:
    rng = np.random.default_rng(5)
    x = rng.normal(size=rows)
    label = (x > 0).astype(int)
    turned = {int(at) for at in np.flatnonzero(np.abs(x) > 1)[:wrong]}
    for at in turned:
        label[at] = 1 - label[at]
    words = [f"w{n}" for n in rng.integers(0, 5, rows)]
    return Job(delivery({"x": x, "w": words, "number": range(rows), "y": label.astype(str)}), label="y"), turned


def test_answers_that_were_turned_are_among_the_worst_hundredth() -> None:
    pytest.importorskip("cleanlab", reason="cleanlab is not installed")
    asked, turned = job()
    seen = noise.CHECK.look(asked)
    (finding,) = seen.findings
    assert (finding.severity, finding.amount) == (Severity.SHOWN, 8)
    shown = asked.delivery.engine.ask(asked.delivery.table.filter(seen.where[finding.key]))
    assert len(shown) == 5
    assert set(shown["c2"]) <= turned


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "find_spec", lambda _name: None)
    assert noise.CHECK.asked(job()[0]) == "Not checked here: install premortem[labels]."


def test_labels_with_nothing_to_learn_are_said_to_be_so() -> None:
    few = Job(delivery({"x": [1.5, 2.5] * 30, "y": ["a"] * 50 + ["b"] * 10}), label="y")
    assert "Fewer than two answers" in noise.CHECK.look(few).says
    alone = Job(delivery({"y": ["a", "b"] * 50}), label="y")
    assert "no columns" in noise.CHECK.look(alone).says

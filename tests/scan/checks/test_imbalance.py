"""A label of which one answer hardly occurs is told; one of many numbers is not."""

import pytest

from deliveries import delivery
from premortem.model.evidence import Severity
from premortem.scan.checks import imbalance
from premortem.scan.job import Job


@pytest.mark.parametrize(("rare", "told"), [(9, True), (10, False), (1, True)])
def test_it_is_told_where_the_rarest_answer_is_below_a_tenth_of_the_commonest(rare: int, told: bool) -> None:
    job = Job(delivery({"y": ["yes"] * rare + ["no"] * 100}), label="y")
    seen = imbalance.CHECK.look(job)
    assert bool(seen.findings) is told
    if told:
        (finding,) = seen.findings
        assert (finding.severity, finding.amount) == (Severity.MEDIUM, pytest.approx(100 / rare))


def test_a_rare_answer_goes_without_its_name_below_30_rows() -> None:
    (few,) = imbalance.CHECK.look(Job(delivery({"y": ["secret"] * 5 + ["no"] * 400}), label="y")).findings
    (many,) = imbalance.CHECK.look(Job(delivery({"y": ["told"] * 30 + ["no"] * 400}), label="y")).findings
    assert "secret" not in few.saw
    assert "told" in many.saw


def test_spaces_at_the_edges_and_empty_cells_make_no_answer_of_their_own() -> None:
    job = Job(delivery({"y": ["yes", " yes", "yes ", "no", "", "  ", None] * 40}), label="y")
    assert imbalance.CHECK.look(job).findings == ()


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ([str(n) for n in range(300)], "many numbers"),
        ([None] * 300, "empty in every row"),
        (["a"] * 300, "one value only"),
        ([f"name {n}" for n in range(300)], "more than 20 values"),
    ],
)
def test_a_label_without_a_few_answers_is_said_to_have_none(label: list[str | None], says: str) -> None:
    seen = imbalance.CHECK.look(Job(delivery({"y": label}), label="y"))
    assert seen.findings == ()
    assert says in seen.says


def test_without_a_label_it_is_not_asked() -> None:
    assert imbalance.CHECK.asked(Job(delivery({"y": ["a"]}))) == "No label was named."

"""The list of questions for people and for programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from premortem.errors import UnknownChapter
from premortem.model.answers import canonical
from premortem.model.bank import load, shipped_bank
from premortem.model.catalogue import as_json, as_markdown, example
from premortem.model.examples import examples
from premortem.model.questions import Kind, Question

TREE = Path(__file__).parents[2]


@pytest.mark.parametrize("question", list(shipped_bank()), ids=lambda question: question.id)
def test_every_example_answer_is_admitted_as_it_stands(question: Question) -> None:
    assert json.loads(json.dumps(canonical(question, example(question)))) == example(question)
    for column in question.columns:
        assert canonical(column, example(column)) == example(column)


def test_each_live_question_is_listed_with_id_chapter_kind_and_limits() -> None:
    listed = {entry["id"]: entry for entry in json.loads(json.dumps(as_json(shipped_bank())))}
    assert list(listed) == [question.id for question in shipped_bank() if not question.retired]
    for name, entry in listed.items():
        question = shipped_bank()[name]
        assert entry["chapter"] == question.chapter
        assert Kind(entry["kind"]) is question.kind
        limits = entry["limits"]
        match question.kind:
            case Kind.NUMBER | Kind.RANGE | Kind.MONEY:
                assert limits["minimum"] <= limits["maximum"]
            case Kind.CHOICE | Kind.SCALE:
                assert [option["value"] for option in limits["options"]] == [o.value for o in question.options]
            case Kind.TABLE:
                assert [column["id"] for column in limits["columns"]] == [c.id for c in question.columns]


def test_one_chapter_alone_can_be_listed_and_an_unknown_one_is_refused() -> None:
    assert {entry["chapter"] for entry in as_json(shipped_bank(), "decision")} == {"decision"}
    with pytest.raises(UnknownChapter):
        as_json(shipped_bank(), "decisions")


def test_the_page_of_questions_is_the_same_in_every_process() -> None:
    ask = [sys.executable, "-c", "from premortem.cli import main; main(['questions', '--markdown'])"]
    runs = [
        subprocess.run(
            ask,
            env={**os.environ, "PYTHONPATH": str(TREE / "widgets"), "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == as_markdown(shipped_bank()).encode()


def test_the_page_of_questions_has_every_question_once_and_no_retired_one(tmp_path: Path) -> None:
    page = as_markdown(shipped_bank())
    ids = re.findall(r"^`([a-z-]+\.[a-z-]+)`", page, flags=re.MULTILINE)
    assert ids == [question.id for question in shipped_bank() if not question.retired]
    said = "text: T, help: H, why: W, source: S"
    questions = f"- {{id: c.live, kind: yes-no, {said}}}\n- {{id: c.old, kind: yes-no, retired: true, {said}}}\n"
    (tmp_path / "c.yaml").write_text(
        f"chapter: c\norder: 1\ntitle: C\nasks: A\nintro: I\nminutes: 1\nquestions:\n{questions}"
    )
    assert "c.live" in as_markdown(load(tmp_path))
    assert "c.old" not in as_markdown(load(tmp_path))


@pytest.mark.parametrize("shipped", examples(), ids=lambda shipped: shipped.id)
def test_every_answer_of_a_shipped_example_is_admitted_and_its_facts_have_sources(shipped: object) -> None:
    for question, value in shipped.answers.items():  # type: ignore[attr-defined]
        canonical(shipped_bank()[question], value)
    assert shipped.sources  # type: ignore[attr-defined]

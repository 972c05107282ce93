"""The question bank: every broken rule is named with file, question and rule, all at once; ours keeps them all."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from premortem.errors import BankError, UnknownChapter, UnknownQuestion
from premortem.files import data
from premortem.model import parsed
from premortem.model.bank import FIRST_SCREEN_MAX, load, shipped_bank
from premortem.model.questions import Kind, Screen

SAID = {"text": "What?", "help": "So.", "why": "Because.", "source": "Somebody, 2020"}
CHAPTER = {"chapter": "c", "order": 1, "title": "C", "asks": "What?", "intro": "Now.", "minutes": 5}
NUMBER = {"id": "c.number", "kind": "number", "minimum": 0, "maximum": 10, **SAID}
LEVELS = [{"value": n, "label": str(n), "meaning": "It is so."} for n in (1, 2)]
EACH: list[dict[str, Any]] = [
    NUMBER,
    {
        "id": "c.choice",
        "kind": "choice",
        "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
        **SAID,
    },
    {"id": "c.scale", "kind": "scale", "levels": LEVELS, **SAID},
    {"id": "c.date", "kind": "date", "earliest": "2020-01-01", "latest": "2030-12-31", **SAID},
    {"id": "c.text", "kind": "text", "length_max": 10, "cases": [{"what": "It fell.", "source": "Press"}], **SAID},
    {"id": "c.table", "kind": "table", "columns": [{"id": "name", "kind": "text", "text": "Name?"}], **SAID},
]


def write(folder: Path, asked: list[Any], name: str = "c.yaml", **fields: Any) -> None:
    (folder / name).write_text(yaml.safe_dump({**CHAPTER, "questions": asked, **fields}), "utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(BankError) as refused:
        load(folder)
    return str(refused.value).splitlines()


def test_a_bank_that_keeps_the_rules_is_read_with_all_it_says(tmp_path: Path) -> None:
    write(tmp_path, EACH)
    bank = load(tmp_path)
    assert [question.id for question in bank] == [raw["id"] for raw in EACH]
    assert bank["c.number"].maximum == 10
    assert [option.value for option in bank["c.scale"].options] == [1, 2]
    assert bank["c.table"].heading.text == "Name?"
    assert bank["c.text"].cases[0].source == "Press"


def test_what_is_kept_of_the_question_files_is_what_they_say() -> None:
    folder = data("questions")
    assert (folder / parsed.KEPT).read_text("utf-8") == parsed.keep(folder), "run `make questions` and commit it"
    for path in folder.glob("*.yaml"):
        assert parsed.content(path) == json.loads(json.dumps(parsed.parse(path.read_text("utf-8")), default=str))


def test_an_edited_question_file_counts_at_once_and_a_damaged_cache_not_at_all(tmp_path: Path) -> None:
    write(tmp_path, EACH)
    (tmp_path / parsed.KEPT).write_text(parsed.keep(tmp_path), "utf-8")
    (path,) = tmp_path.glob("*.yaml")
    path.write_text(path.read_text("utf-8").replace("Name?", "What is it called?"), "utf-8")
    assert load(tmp_path)["c.table"].heading.text == "What is it called?"
    for damaged in ("", "[1]", "{", json.dumps({path.name: {"digest": 5}})):
        parsed._kept.cache_clear()
        (tmp_path / parsed.KEPT).write_text(damaged, "utf-8")
        assert load(tmp_path)["c.table"].heading.text == "What is it called?"


QUESTION_FAULTS: list[tuple[int, dict[str, Any], str]] = [
    (0, {"kind": "slider"}, "`kind` must be one of choice, scale, number, range, money, date, text, yes-no, table"),
    (0, {"kind": ["number"]}, "`kind` must be one of"),
    (0, {"id": "d.number"}, "the id begins with its chapter: c.number"),
    (0, {"id": 5}, "each question is a mapping with a text `id`"),
    (0, {"text": ""}, "`text` is missing"),
    (0, {"help": None}, "`help` is missing"),
    (0, {"why": 5}, "`why` is missing"),
    (0, {"source": " "}, "`source` is missing"),
    (0, {"screen": "second"}, "`screen` must be first or depth, not 'second'"),
    (0, {"screen": ["first"]}, "`screen` must be first or depth"),
    (0, {"colour": "red"}, "the field `colour` is not known here"),
    (0, {"levels": LEVELS}, "the field `levels` is not known here"),
    (0, {"minimum": "0"}, "`minimum` must be a float, not '0'"),
    (0, {"maximum": True}, "`maximum` must be a float, not True"),
    (0, {"minimum": 11}, "`minimum` 11 is above `maximum` 10"),
    (0, {"minimum": float("nan")}, "`minimum` must be a finite number"),
    (0, {"maximum": float("inf")}, "`maximum` must be a finite number"),
    (0, {"whole": 1}, "`whole` must be a bool, not 1"),
    (0, {"retired": "yes"}, "`retired` must be a bool"),
    (1, {"options": []}, "`options` needs two or more different values"),
    (1, {"options": None}, "`options` must be a list"),
    (1, {"options": [{"value": "a", "label": "A"}] * 2}, "`options` needs two or more different values"),
    (1, {"options": [{"value": 1, "label": "A"}, {"value": "b", "label": "B"}]}, "must be a str: put text in quotes"),
    (1, {"options": ["a", "b"]}, "each of `options` holds `value`, `label`, `meaning`"),
    (2, {"levels": [{"value": "1", "label": "A", "meaning": "So."}, *LEVELS]}, "must be a int"),
    (2, {"levels": [{"value": 3, "label": "A"}, *LEVELS]}, "the level 3 needs a `meaning`"),
    (3, {"earliest": "1.1.2020"}, "`earliest` must be a day written year-month-day"),
    (3, {"latest": 2030}, "`latest` must be a day written year-month-day"),
    (3, {"earliest": "2031-01-01"}, "`earliest` 2031-01-01 is after `latest` 2030-12-31"),
    (4, {"length_max": 0}, "`length_max` must be at least 1"),
    (4, {"length_max": "10"}, "`length_max` must be a int"),
    (4, {"cases": ["It fell."]}, "each of `cases` holds `what` and `source`, and nothing else"),
    (5, {"rows_max": -1}, "`rows_max` must be at least 1"),
    (5, {"columns": []}, "`columns` needs one or more columns with different ids"),
    (5, {"columns": [{"id": "name", "kind": "text", "text": "?"}] * 2}, "`columns` needs one or more columns"),
    (
        5,
        {"columns": [{"id": "n", "kind": "number", "text": "?"}]},
        "the first of `columns` names the row",
    ),
    (5, {"columns": [{"id": "t", "kind": "table", "text": "?"}]}, "column t: a column cannot be a table itself"),
    (5, {"columns": [{"id": "t", "kind": "text"}]}, "column t: `text` is missing"),
    (5, {"columns": ["name"]}, "column a question"),
    (4, {"own_name": True}, "the field `own_name` is not known here"),
    (
        5,
        {"columns": [{"id": name, "kind": "text", "text": "?", "own_name": True} for name in "ab"]},
        "`own_name` stands at more than one column",
    ),
    (5, {"second_round": "c.number"}, "`second_round` must name another table with the same columns"),
    (5, {"second_round": "c.table"}, "`second_round` must name another table"),
    (5, {"second_round": 5}, "`second_round` must be a str"),
]


@pytest.mark.parametrize(("place", "broken", "rule"), QUESTION_FAULTS)
def test_each_broken_rule_of_a_question_names_file_question_and_rule(
    tmp_path: Path, place: int, broken: dict[str, Any], rule: str
) -> None:
    questions = deepcopy(EACH)
    questions[place].update(broken)
    write(tmp_path, questions)
    named = [line for line in faults(tmp_path) if rule in line]
    assert named
    expected = "a question" if place == 0 and broken.get("id") == 5 else questions[place]["id"]
    assert named[0].startswith(f"c.yaml: {5 if broken.get('id') == 5 else expected}")


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("chapter", None, "`chapter` must be text"),
        ("title", 5, "`title` must be text"),
        ("asks", [], "`asks` must be text"),
        ("intro", None, "`intro` must be text"),
        ("order", "1", "`order` must be a whole number"),
        ("order", True, "`order` must be a whole number"),
        ("minutes", 1.5, "`minutes` must be a whole number"),
        ("questions", {}, "and a list `questions`"),
        ("questions", None, "and a list `questions`"),
        ("author", "me", "the field `author` is not known here"),
    ],
)
def test_each_broken_rule_of_a_file_names_the_file(tmp_path: Path, field: str, value: Any, rule: str) -> None:
    write(tmp_path, EACH, **{field: value})
    assert any(line.startswith("c.yaml: file: ") and rule in line for line in faults(tmp_path))


@pytest.mark.parametrize(
    "content",
    [b"", b"- a", b"a: [", b"\xff\xfe", b"\0", b"a: !!python/object:os.system {}", b"[" * 20_000, b"a: 2026-13-45"],
)
def test_a_file_that_is_no_question_file_is_named_and_nothing_in_it_runs(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    (said,) = faults(tmp_path)
    assert said.startswith("odd.yaml: file: ")
    assert said.isprintable()


def test_a_folder_called_like_a_question_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert faults(tmp_path) == ["folder.yaml: file: cannot be read: Is a directory."]


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(tmp_path, [{**NUMBER, "minimum": 99}, {**NUMBER, "id": "c.other", "why": ""}])
    write(tmp_path, [{**NUMBER, "id": "d.n", "kind": "x"}], "d.yaml", chapter="d", minutes=None)
    said = faults(tmp_path)
    for start in ("c.yaml: c.number", "c.yaml: c.other", "d.yaml: d.n", "d.yaml: file"):
        assert any(line.startswith(start) for line in said)


def test_an_id_stands_once_in_all_files_and_a_chapter_has_one_file(tmp_path: Path) -> None:
    write(tmp_path, [NUMBER, NUMBER])
    write(tmp_path, [NUMBER], "second.yaml")
    said = faults(tmp_path)
    assert "c.yaml: c.number: this id stands in c.yaml too; ids are unique." in said
    assert "second.yaml: c.number: this id stands in c.yaml too; ids are unique." in said
    assert any(line.startswith("second.yaml: file: the chapter c has a file already") for line in said)


def test_an_eighth_question_on_the_first_screen_is_a_fault_unless_it_is_deep_or_retired(tmp_path: Path) -> None:
    seven = [{**NUMBER, "id": f"c.q{n}"} for n in range(FIRST_SCREEN_MAX)]
    write(tmp_path, [*seven, {**NUMBER, "id": "c.deep", "screen": "depth"}, {**NUMBER, "id": "c.old", "retired": True}])
    assert len(load(tmp_path).chapter("c").on(Screen.FIRST)) == FIRST_SCREEN_MAX
    write(tmp_path, [*seven, NUMBER])
    assert faults(tmp_path) == ["c.yaml: file: the first screen holds at most 7 questions, not 8: move some to depth."]


def test_a_second_round_is_found_in_another_table_with_the_same_columns(tmp_path: Path) -> None:
    table = next(question for question in EACH if question["id"] == "c.table")
    write(tmp_path, [{**table, "second_round": "c.again"}, {**table, "id": "c.again"}])
    assert load(tmp_path)["c.table"].second_round == "c.again"
    other = [{"id": "other", "kind": "text", "text": "?"}]
    write(tmp_path, [{**table, "second_round": "c.again"}, {**table, "id": "c.again", "columns": other}])
    (said,) = faults(tmp_path)
    assert said.startswith("c.yaml: c.table: `second_round` must name another table with the same columns")


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert "there is no question file" in faults(tmp_path)[0]


def test_a_retired_question_keeps_its_answers_and_takes_no_new_ones(tmp_path: Path) -> None:
    write(tmp_path, [{**NUMBER, "retired": True}])
    bank = load(tmp_path)
    with pytest.raises(UnknownQuestion, match="retired and takes no answers: leave it out"):
        bank["c.number"]
    assert bank.ever("c.number").retired


@pytest.mark.parametrize("wanted", ["nowhere", "", None, 5, [], {}, "x" * 2**20, "\ud800"])
def test_an_unknown_id_is_refused_in_one_line(wanted: Any) -> None:
    with pytest.raises(UnknownQuestion) as refused:
        shipped_bank()[wanted]
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200
    with pytest.raises(UnknownChapter, match="use one of start, ") as refused_chapter:
        shipped_bank().chapter(wanted)
    assert str(refused_chapter.value).isprintable()


def test_the_shipped_bank_keeps_its_rules_and_says_why_each_question_is_asked() -> None:
    bank = load(data("questions"))
    ids = [question.id for question in bank]
    assert len(ids) == len(set(ids)) > 50
    for chapter in bank.chapters.values():
        assert 1 <= len(chapter.on(Screen.FIRST)) <= FIRST_SCREEN_MAX
        assert chapter.minutes > 0
    for question in bank:
        assert question.help
        assert question.why
        assert question.source
        if question.kind in {Kind.NUMBER, Kind.RANGE, Kind.MONEY}:
            assert question.minimum is not None, f"{question.id} admits numbers without end"

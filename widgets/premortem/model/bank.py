"""Reads the question bank from YAML; every broken rule is named with its file and question, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from premortem.errors import BankError
from premortem.files import data
from premortem.model import limits, parsed
from premortem.model.questions import (
    Bank,
    Case,
    ChapterQuestions,
    Kind,
    Option,
    Question,
    Screen,
)

FIRST_SCREEN_MAX = 7
_FILE_FIELDS = {"chapter", "order", "title", "asks", "intro", "minutes", "questions", "rests_on"}
_COMMON = {"id", "kind", "text", "help", "why", "source", "screen", "cases", "retired"}
_NUMERIC = {"unit", "minimum", "maximum", "whole"}
_FIELDS = {
    Kind.CHOICE: {"options"},
    Kind.SCALE: {"levels"},
    Kind.NUMBER: _NUMERIC,
    Kind.RANGE: _NUMERIC,
    Kind.MONEY: {"minimum", "maximum"},
    Kind.DATE: {"earliest", "latest"},
    Kind.TEXT: {"length_max", "lines", "own_name"},
    Kind.YES_NO: set(),
    Kind.TABLE: {"columns", "rows_max", "row_name", "unseen", "second_round"},
}
_TYPES: dict[str, tuple[type, ...]] = {
    "minimum": (int, float), "maximum": (int, float), "whole": (bool,), "retired": (bool,), "unseen": (bool,),
    "own_name": (bool,), "second_round": (str,),
    "length_max": (int,), "lines": (int,), "rows_max": (int,), "cases": (list,),
    "options": (list,), "levels": (list,), "columns": (list,),
}  # fmt: skip
_MONEY_MAX = 1e12


@cache
def shipped_bank() -> Bank:
    """Return the question bank that ships with Premortem."""
    return load(data("questions"))


def load(folder: Path) -> Bank:
    """Return the bank in the folder's YAML files; raise BankError with one line for each broken rule."""
    faults: list[str] = []
    chapters: list[tuple[int, ChapterQuestions]] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        chapter = _File(path, faults).read()
        if chapter is None:
            continue
        chapters.append(chapter)
        if chapter[1].id in {each.id for _, each in chapters[:-1]}:
            faults.append(f"{path.name}: file: the chapter {chapter[1].id} has a file already; one file holds it all.")
        for question in chapter[1].questions:
            if question.id in seen:
                faults.append(f"{path.name}: {question.id}: this id stands in {seen[question.id]} too; ids are unique.")
            seen[question.id] = path.name
    tables = {q.id for _, each in chapters for q in each.questions if q.kind is Kind.TABLE}
    for _, each in chapters:
        if each.rests_on and each.rests_on not in tables:
            faults.append(f"{each.id}.yaml: file: `rests_on` must name a table question, not {each.rests_on!r}.")
    asked = [(each.id, question) for _, each in chapters for question in each.questions]
    faults.extend(f"{chapter}.yaml: {rule}" for chapter, rule in limits.broken_rounds(asked))
    if not chapters and not faults:
        faults.append(f"{folder.name}: there is no question file (*.yaml) in this folder.")
    if faults:
        raise BankError("\n".join(faults))
    return Bank({chapter.id: chapter for _, chapter in sorted(chapters, key=lambda pair: pair[0])})


class _File:
    """One question file being read; faults are collected, so that one run shows them all."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path, self.faults, self.chapter = path, faults, ""

    def fault(self, where: str, rule: str) -> None:
        self.faults.append(f"{self.path.name}: {where}: {rule}")

    def read(self) -> tuple[int, ChapterQuestions] | None:
        try:
            content = parsed.content(self.path)
        except ValueError as error:  # also a date such as 2026-13-01
            self.fault("file", f"is not YAML in UTF-8: {' '.join(str(error).split())[:200]}")
            return None
        except OSError as error:
            self.fault("file", f"cannot be read: {error.strerror}.")
            return None
        if not isinstance(content, Mapping) or not isinstance(content.get("questions"), list):
            self.fault(
                "file",
                "must hold `chapter`, `order`, `title`, `asks`, `intro`, `minutes` and a list `questions`.",
            )
            return None
        self.unknown_fields("file", content, _FILE_FIELDS)
        for name in ("chapter", "title", "asks", "intro"):
            if not isinstance(content.get(name), str):
                self.fault("file", f"`{name}` must be text, not {content.get(name)!r}.")
        for name in ("order", "minutes"):
            if not isinstance(content.get(name), int) or isinstance(content[name], bool):
                self.fault(
                    "file",
                    f"`{name}` must be a whole number, not {content.get(name)!r}.",
                )
        self.chapter = str(content.get("chapter"))
        questions = [question for raw in content["questions"] if (question := self.question(raw))]
        first = sum(question.screen is Screen.FIRST and not question.retired for question in questions)
        if first > FIRST_SCREEN_MAX:
            self.fault(
                "file",
                f"the first screen holds at most {FIRST_SCREEN_MAX} questions, not {first}: move some to depth.",
            )
        texts = {name: str(content.get(name, "")).strip() for name in ("title", "asks", "intro")}
        order, minutes = content.get("order"), content.get("minutes")
        return (
            order if isinstance(order, int) else 0,
            ChapterQuestions(
                self.chapter,
                **texts,
                minutes=minutes if isinstance(minutes, int) else 0,
                questions=tuple(questions),
                rests_on=str(content.get("rests_on", "")),
            ),
        )

    def unknown_fields(self, where: str, raw: Mapping[Any, Any], admitted: set[str]) -> None:
        for name in sorted(map(str, set(raw) - admitted)):
            self.fault(
                where,
                f"the field `{name}` is not known here; known are {', '.join(sorted(admitted))}.",
            )

    def question(self, raw: Any, table: str = "") -> Question | None:
        where = str(raw.get("id", "a question without an id")) if isinstance(raw, Mapping) else "a question"
        where = f"{table}, column {where}" if table else where
        if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str):
            self.fault(where, "each question is a mapping with a text `id`.")
            return None
        if not table and not raw["id"].startswith(f"{self.chapter}."):
            self.fault(
                where,
                f"the id begins with its chapter: {self.chapter}.{raw['id'].rpartition('.')[2]}.",
            )
        try:
            kind = Kind(raw.get("kind"))
        except ValueError:
            self.fault(
                where,
                f"`kind` must be one of {', '.join(k.value for k in Kind)}, not {raw.get('kind')!r}.",
            )
            return None
        if table and kind is Kind.TABLE:
            self.fault(where, "a column cannot be a table itself.")
            return None
        self.unknown_fields(where, raw, (_COMMON | _FIELDS[kind]) - (set() if table else {"own_name"}))
        if not self.required(where, raw, table) or not self.types(where, raw):
            return None
        return self.build(where, raw, kind)

    def required(self, where: str, raw: Mapping[str, Any], table: str) -> bool:
        before = len(self.faults)
        for name in ("text",) if table else ("text", "help", "why", "source"):
            if not isinstance(raw.get(name), str) or not raw[name].strip():
                self.fault(
                    where,
                    f"`{name}` is missing: every question says it in plain words.",
                )
        if raw.get("screen", "first") not in [screen.value for screen in Screen]:
            self.fault(where, f"`screen` must be first or depth, not {raw['screen']!r}.")
        return len(self.faults) == before

    def types(self, where: str, raw: Mapping[str, Any]) -> bool:
        before = len(self.faults)
        for name, admitted in _TYPES.items():
            if name in raw and (
                not isinstance(raw[name], admitted) or (isinstance(raw[name], bool) and bool not in admitted)
            ):
                self.fault(
                    where,
                    f"`{name}` must be a {admitted[-1].__name__}, not {raw[name]!r}.",
                )
        for rule in limits.broken(raw) if len(self.faults) == before else ():
            self.fault(where, rule)
        return len(self.faults) == before

    def build(self, where: str, raw: Mapping[str, Any], kind: Kind) -> Question:
        money = kind is Kind.MONEY
        return Question(
            id=raw["id"],
            chapter=self.chapter,
            kind=kind,
            **{name: str(raw.get(name, "")).strip() for name in ("text", "help", "why", "source")},
            screen=Screen(raw.get("screen", "first")),
            cases=tuple(self.cases(where, raw.get("cases", []))),
            options=self.options(where, raw, kind),
            unit="money" if money else str(raw.get("unit", "")),
            minimum=raw.get("minimum", 0 if money else None),
            maximum=raw.get("maximum", _MONEY_MAX if money or raw.get("unit") == "money" else None),
            whole=raw.get("whole", False),
            earliest=None if raw.get("earliest") is None else str(raw["earliest"]),
            latest=None if raw.get("latest") is None else str(raw["latest"]),
            length_max=raw.get("length_max", 2000),
            lines=raw.get("lines", 1),
            columns=self.columns(where, raw, kind),
            rows_max=raw.get("rows_max", 40),
            row_name=str(raw.get("row_name", "row")),
            unseen=raw.get("unseen", False),
            own_name=raw.get("own_name", False),
            second_round=raw.get("second_round", ""),
            retired=raw.get("retired", False),
        )

    def cases(self, where: str, raw: list[Any]) -> list[Case]:
        found = []
        for case in raw:
            if isinstance(case, Mapping) and set(case) == {"what", "source"}:
                found.append(Case(str(case["what"]).strip(), str(case["source"]).strip()))
            else:
                self.fault(
                    where,
                    "each of `cases` holds `what` and `source`, and nothing else.",
                )
        return found

    def options(self, where: str, raw: Mapping[str, Any], kind: Kind) -> tuple[Option, ...]:
        if kind not in {Kind.CHOICE, Kind.SCALE}:
            return ()
        name, wanted = ("options", str) if kind is Kind.CHOICE else ("levels", int)
        found = []
        for option in raw.get(name, []):
            if not isinstance(option, Mapping) or not {"value", "label"} <= set(option) <= {
                "value",
                "label",
                "meaning",
            }:
                self.fault(
                    where,
                    f"each of `{name}` holds `value`, `label`, `meaning`, not {option!r}: quote a label with a comma.",
                )
            elif not isinstance(option["value"], wanted) or isinstance(option["value"], bool):
                self.fault(
                    where,
                    f"the value {option['value']!r} in `{name}` must be a {wanted.__name__}: put text in quotes.",
                )
            elif kind is Kind.SCALE and not option.get("meaning"):
                self.fault(
                    where,
                    f"the level {option['value']!r} needs a `meaning`: what it looks like when it is so.",
                )
            else:
                meaning = str(option.get("meaning", "")).strip()
                found.append(Option(option["value"], str(option["label"]), meaning))
        if len({option.value for option in found}) != len(found) or len(found) < 2:
            self.fault(where, f"`{name}` needs two or more different values.")
        return tuple(found)

    def columns(self, where: str, raw: Mapping[str, Any], kind: Kind) -> tuple[Question, ...]:
        if kind is not Kind.TABLE:
            return ()
        found = [column for item in raw.get("columns", []) if (column := self.question(item, table=where))]
        if not found or len({column.id for column in found}) != len(found):
            self.fault(where, "`columns` needs one or more columns with different ids.")
        elif found[0].kind is not Kind.TEXT:
            self.fault(where, "the first of `columns` names the row: make it a text.")
        elif sum(column.own_name for column in found) > 1:
            self.fault(where, "`own_name` stands at more than one column: a row is one person's.")
        return tuple(found)

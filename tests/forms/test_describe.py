"""What the forms are told, and what it costs to say it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from premortem.forms import describe
from premortem.forms.assets import STATIC, script
from premortem.forms.session import Session
from premortem.forms.widgets import Chart, Form, Page, Rail, Scan, Start
from premortem.model.bank import shipped_bank
from premortem.model.questions import Bank
from premortem.model.state import Row, State


def test_a_specification_is_json_without_empty_fields(bank: Bank) -> None:
    spec = describe.chapter_spec(bank.chapters["every-kind"])
    assert json.loads(json.dumps(spec)) == spec
    assert [question["id"].partition(".")[2] for question in spec["first"]][:2] == ["route", "clarity"]
    route = spec["first"][0]
    assert set(route) == {"id", "kind", "text", "help", "why", "source", "cases", "options"}


def test_answers_and_rows_are_told_without_blanks(bank: Bank) -> None:
    state = State(
        {"every-kind.owner": "Ada", "every-kind.route": None},
        tables={"every-kind.parts": (Row({"name": "Camera", "kind": None}, "r1"),)},
    )
    chapter = bank.chapters["every-kind"]
    assert describe.values(chapter, state) == {"every-kind.owner": "Ada"}
    assert describe.tables(chapter, state)["every-kind.parts"] == [{"id": "r1", "cells": {"name": "Camera"}}]


def test_every_question_that_ships_has_a_control() -> None:
    control = (STATIC / "controls" / "control.js").read_text("utf-8")
    for question in shipped_bank():
        for asked in (question, *question.columns):
            assert asked.kind.value == "table" or f"{asked.kind.value}:" in control.replace('"', "")


def test_describing_imports_no_widget() -> None:
    loaded = "import sys, premortem.forms.describe"
    code = f"{loaded}; assert not {{'ipywidgets', 'anywidget', 'jinja2'}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_all_widgets_together_stay_small() -> None:
    sizes = {kind.__name__: len(str(kind._esm)) + len(str(kind._css)) for kind in (Form, Rail, Page, Chart, Start)}
    assert sizes["Form"] < 62_000
    assert sum(sizes.values()) < 155_000, sizes
    assert len(str(Scan._esm)) + len(str(Scan._css)) < 40_000, "only who opens a chapter that takes tables loads it"
    assert len(str(Session._esm)) + len(str(Session._css)) < 100_000, "only who leads a session loads it"


def test_a_joined_script_holds_each_module_once_and_imports_nothing() -> None:
    for name in ("form.js", "rail.js", "page.js", "chart.js", "start.js", "scan.js", "session.js"):
        joined = script(name)
        assert "\nimport " not in joined
        assert joined.count("function make(") == 1
        assert joined.count("\nexport default {") == 1


TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')
NO_TEXT = re.compile(r"^import[^;]*;\n|^[ \t]*(/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def test_joining_scripts_leaves_every_text_as_it_is() -> None:
    joined = "".join(
        script(name)
        for name in ("form.js", "rail.js", "page.js", "chart.js", "start.js", "scan.js", "session.js", "join.js")
    )
    texts = {text for path in STATIC.rglob("*.js") for text in TEXT.findall(NO_TEXT.sub("", path.read_text("utf-8")))}
    assert len(texts) > 500
    assert [text for text in texts if text not in joined] == []


def test_only_the_tokens_hold_colours() -> None:
    for path in STATIC.glob("*.css"):
        if path.name != "tokens.css":
            assert "#" not in path.read_text("utf-8"), f"{path.name} names a colour: it belongs into tokens.css"

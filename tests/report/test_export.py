"""The report: one file, read offline, the decision first, everything in it, and nothing typed becomes markup."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from premortem import chapters
from premortem.model.bank import shipped_bank
from premortem.model.catalogue import example
from premortem.model.questions import Kind, Question
from premortem.report import export
from premortem.store import Log
from premortem.workbook import Workbook
from report.tree import tree_of

MOST = 1_500_000
HOSTILE = (
    "\"><img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(2)>'--></style></bdi>]]>"
    '{{ 7*7 }}{% raw %}&lt;b&gt;&#60;i&#62; url(#a) id="b" javascript:alert(3) \u202egnp.exe مرحبا 🤖\n<!-- '
)


def filled(question: Question, text: str, rows: int = 2) -> Any:
    """An answer to a question in which every text is this one."""
    if question.kind is Kind.TEXT:
        return text[: question.length_max].strip()
    if question.kind is Kind.TABLE:
        return [{column.id: filled(column, text) for column in question.columns} for _ in range(rows)]
    return example(question)


def written(log: Log, text: str, rows: int = 2) -> str:
    """The report of a workbook with this text wherever a text may stand."""
    title = " ".join(text.replace("\u202e", "").split())[:200].strip()
    workbook = Workbook.create(log, title, author=title, origin="new")
    workbook.answer_all({q.id: filled(q, text, rows) for q in shipped_bank() if not q.retired})
    return export.html(workbook.document())


@pytest.fixture(scope="module")
def hostile(log: Log) -> str:
    return written(log, HOSTILE)


def test_a_report_is_one_small_file_of_balanced_html(html: str, hostile: str) -> None:
    for page in (html, hostile):
        assert len(page.encode()) < MOST
        tree = tree_of(page)
        assert tree.faults == []
        assert page.startswith("<!doctype html>")
        ids = [element.get("id") for element in tree.elements if element.get("id")]
        assert len(ids) == len(set(ids))
        names = [element.name for element in tree.elements]
        for once in ("html", "head", "title", "body", "main", "h1"):
            assert names.count(once) == 1


def test_a_report_with_every_question_answered_at_length_stays_small(log: Log) -> None:
    assert len(written(log, "long words of a team that knows " * 80, rows=6).encode()) < MOST


def test_a_report_runs_nothing_and_asks_no_other_host(html: str, hostile: str) -> None:
    for page in (html, hostile):
        tree = tree_of(page)
        scripts = [element for element in tree.elements if element.name == "script"]
        assert [script.attributes for script in scripts] == [
            (("type", "application/json"), ("id", "premortem-workbook"))
        ]
        forbidden = {
            "iframe",
            "object",
            "embed",
            "form",
            "link",
            "base",
            "img",
            "image",
            "foreignobject",
            "audio",
            "video",
        }
        assert forbidden.isdisjoint(element.name for element in tree.elements)
        for element in tree.elements:
            for name, value in element.attributes:
                assert not name.startswith("on"), (element.name, name)
                if name in {"src", "href", "xlink:href", "action", "formaction", "srcset", "poster", "data"}:
                    assert (value or "").startswith("#"), (element.name, name, value)
        styles = [text for path, text in tree.texts if "style" in path]
        styles += [value or "" for each in tree.elements for name, value in each.attributes if name not in SAYING]
        for style in styles:
            assert not re.search(r"url\((?!#|'#|\"#)|@import|expression\(", style), style[:200]
        policy = next(each for each in tree.elements if each.get("http-equiv") == "Content-Security-Policy")
        assert "default-src 'none'" in str(policy.get("content"))


SAYING = {"aria-label", "content"}  # what is read out; no browser looks for an address there


def test_every_address_within_a_report_leads_to_an_element_of_it(html: str) -> None:
    tree = tree_of(html)
    ids = {element.get("id") for element in tree.elements}
    inner = {value[1:] for each in tree.elements if (value := each.get("href") or each.get("xlink:href"))}
    clipped = set(re.findall(r"url\(#([^)]+)\)", " ".join(str(e.get("clip-path")) for e in tree.elements)))
    assert inner
    assert inner | clipped <= ids


def test_the_decision_stands_before_the_contents_and_every_chapter(html: str, netflix: Workbook) -> None:
    tree = tree_of(html)
    decision = netflix.findings("decision").verdict
    verdicts = [element for element in tree.elements if element.get("data-verdict")]
    assert "header" in verdicts[0].path
    assert verdicts[0].get("data-verdict") == decision.level.value
    cover = html[: html.index("</header>")]
    said = tree_of(cover).text()
    assert " ".join(decision.headline.split()) in said
    for change in decision.would_change[:3]:
        assert " ".join(change.text.split()) in said
    assert "Ask the cinemas" in said
    assert "2026-09-01" in said


def test_every_chapter_shows_its_verdict_picture_answers_and_what_was_skipped(html: str, netflix: Workbook) -> None:
    tree = tree_of(html)
    said = tree.text()
    shown = [each.get("data-chapter") for each in tree.elements if "main" in each.path and each.get("data-chapter")]
    assert shown == ["start", *chapters.CHAPTERS]
    for chapter, found in netflix.assess().items():
        start = html.index(f'<section id="{chapter}"')
        section = html[start : html.index('class="chapter"', start + 100)]
        assert f'data-verdict="{found.verdict.level.value}"' in section
        assert ("<svg" in section) == bool(found.chart)
        text = " ".join(section.split())
        for line in (found.verdict.headline, *found.verdict.reasons):
            assert escape(" ".join(line.split())) in text, (chapter, line)
        for missing in found.verdict.missing:
            assert escape(" ".join(missing.why.split())) in text
        for figure in found.figures:
            assert escape(figure.source) in text
    for question in shipped_bank():
        if not question.retired:
            assert " ".join(question.text.split()) in said, "each question is answered or named as skipped"
    assert "Answered with “don’t know”" in said
    for source in {question.source for question in shipped_bank()}:
        assert " ".join(source.split()) in said


def test_the_history_names_the_latest_changes_and_who_made_them(html: str, netflix: Workbook) -> None:
    said = tree_of(html).text()
    assert f"The last {export.HISTORY_MAX} of {len(netflix.recorded)} changes" in said
    for entry in netflix.history()[-export.HISTORY_MAX :]:
        assert " ".join(entry.what.split()) in said
        assert entry.author in said


def test_an_empty_workbook_has_a_report_that_says_so(log: Log) -> None:
    tree = tree_of(export.html(Workbook.create(log, "Empty").document()))
    assert tree.faults == []
    assert "No question of this chapter was answered." in tree.text()
    assert "None has been agreed." in tree.text()


def test_nothing_typed_becomes_an_element_or_an_attribute_also_in_charts(log: Log, hostile: str) -> None:
    harmless = re.sub(r"[^\s]", "w", HOSTILE)
    tree, plain = tree_of(hostile), tree_of(written(log, harmless))
    assert [each for each in tree.shape() if "svg" not in each[0]] == [e for e in plain.shape() if "svg" not in e[0]]
    assert {(name, attributes) for _, name, attributes in tree.shape()} == {
        (name, attributes) for _, name, attributes in plain.shape()
    }
    assert tree.comments == plain.comments


def test_what_was_typed_is_shown_as_it_was_typed_also_in_charts(log: Log, hostile: str) -> None:
    said = tree_of(hostile).text()
    assert " ".join(HOSTILE.split()) in said
    workbook = Workbook.create(log, "Charts")
    name = 'id="a" url(#b) <i> &amp;'
    workbook.answer("success-criteria.criteria", [{"measure": name, "floor": 90, "hoped": 95}])
    picture = tree_of(export._picture(workbook.findings("success-criteria")))
    assert any(text == name for _, text in picture.texts)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Reading invoices", "premortem-reading-invoices.html"),
        ("../../etc/passwd", "premortem-etc-passwd.html"),
        ("<b>?*:|", "premortem-b.html"),
        ("…", "premortem-workbook.html"),
        ("Über Größe", "premortem-über-grösse.html"),
    ],
)
def test_a_report_is_named_after_its_title_as_every_system_admits(log: Log, title: str, name: str) -> None:
    assert export.file_name(Workbook.create(log, title).document()) == name


@pytest.mark.parametrize("title", ["語" * 200, "🤖" * 200, "a " * 100])
def test_a_long_title_makes_a_name_that_a_folder_can_hold(log: Log, tmp_path: Path, title: str) -> None:
    name = export.file_name(Workbook.create(log, title).document())
    (tmp_path / name).write_text("x")


def test_a_report_replaces_the_one_before_it_or_leaves_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        export.write("half \ud800", path)
    assert path.read_text() == "old"
    export.write("new", path)
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_report_written_to_a_pipe_a_device_or_through_a_link_leaves_it_what_it_is(tmp_path: Path) -> None:
    target, link = tmp_path / "there.html", tmp_path / "here.html"
    target.write_text("old")
    link.symlink_to(target)
    export.write("new", link)
    assert link.is_symlink()
    assert target.read_text() == "new"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    export.write("new", pipe)
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert pipe.is_fifo()
    with pytest.raises(IsADirectoryError):
        export.write("new", tmp_path)

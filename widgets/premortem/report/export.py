"""The filled workbook as one HTML file: no script runs in it, nothing is fetched, charts are drawn in it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup

from premortem.chapters import charts, pages
from premortem.files import PACKAGE
from premortem.model import wording
from premortem.model.history import history
from premortem.model.progress import Skipped, skipped
from premortem.model.questions import ChapterQuestions
from premortem.model.reasons import reasons_for
from premortem.model.state import Known
from premortem.model.verdicts import Findings
from premortem.report import payload, sessions
from premortem.report.answers import answered
from premortem.report.document import Document
from premortem.version import __version__

PICTURE_WIDTH = 520
REASONS_MAX = 3
ACTIONS_MAX = 3
HISTORY_MAX = 300
_STYLES = ("tokens.css", "page.css", "result.css")


def html(document: Document) -> str:
    """Return the report. What people typed is escaped by the template, and by Vega inside the charts."""
    state, bank = document.state, document.bank
    currency = state.text("start.currency")
    template = pages.environment().get_template("report.html")
    sections = [_section(document, bank.chapters[chapter], found) for chapter, found in document.findings.items()]
    return template.render(
        title=state.title,
        styles=_styles(),
        written=document.recorded[-1].at if document.recorded else None,
        begun=document.recorded[0].at if document.recorded else None,
        number=state.newest,
        version=__version__,
        decision=document.findings["decision"],
        reasons_max=REASONS_MAX,
        next_actions=_next_actions(document),
        about=answered(bank.chapters["start"], state),
        sections=sections,
        held=sessions.held(document),
        skipped=_skipped(document),
        sources=_sources(document),
        history=history(bank, document.recorded)[-HISTORY_MAX:],
        changes=len(document.recorded),
        payload=Markup(payload.script_text(document.recorded)),  # noqa: S704 - JSON with every `<` escaped
        amount=partial(wording.amount, currency=currency),
    )


def _styles() -> Markup:
    sheets = (*(PACKAGE / "forms" / "static" / name for name in _STYLES), PACKAGE / "report" / "report.css")
    return Markup("".join(sheet.read_text("utf-8") for sheet in sheets))  # noqa: S704 - our own files


def _section(document: Document, asked: ChapterQuestions, found: Findings) -> Mapping[str, Any]:
    currency = document.state.text("start.currency")
    state = document.state
    page = pages.render(
        found,
        document.bank,
        currency,
        picture=_picture(found),
        reasons=reasons_for(asked.id, state),
        outdated=document.outdated.get(asked.id, ()),
    )
    return {
        "id": asked.id,
        "title": asked.title,
        "asks": asked.asks,
        "page": Markup(page),  # noqa: S704 - rendered by an autoescaping template
        "answers": answered(asked, document.state),
    }


def _picture(found: Findings) -> str:
    """The chapter's chart as inline SVG; "" where there is nothing to draw."""
    if not found.chart:
        return ""
    import vl_convert  # half a second, and only for a report

    svg = vl_convert.vega_to_svg(charts.filled(found.chapter, found.chart, PICTURE_WIDTH))
    # Several drawings stand in one page: their clip paths must not share a name.
    # Only inside tags: between them stands what people typed.
    name = partial(re.sub, r'(\bid="|url\(#)', rf"\g<1>{found.chapter}-")
    named = re.sub(r"<[^>]+>", lambda tag: name(tag[0]), svg)
    return re.sub(r"<svg ", '<svg aria-hidden="true" focusable="false" ', named, count=1)


def _next_actions(document: Document) -> Iterable[Any]:
    """The next agreed actions by date, those without one last."""
    agreed = getattr(document.findings["decision"], "agreed", ())
    return sorted(agreed, key=lambda action: action.due or "9999")[:ACTIONS_MAX]


def _skipped(document: Document) -> list[tuple[ChapterQuestions, tuple[Skipped, ...], tuple[Skipped, ...]]]:
    """Of each chapter the questions left blank, and those to which the answer was "don't know"."""
    found = []
    for chapter in document.bank.chapters.values():
        open_questions = skipped(chapter, document.state)
        blank = tuple(s for s in open_questions if s.known is Known.BLANK)
        unknown = tuple(s for s in open_questions if s.known is Known.DONT_KNOW)
        if open_questions:
            found.append((chapter, blank, unknown))
    return found


def _sources(document: Document) -> list[str]:
    questions = (question.source for question in document.bank)
    every = (figure.source for found in document.findings.values() for figure in found.figures)
    figures = (source for source in every if re.search(r"\b(19|20)\d\d\b", source))  # "your estimate" is no reading
    cases = (case.source for question in document.bank for case in question.cases)
    return sorted({source for source in chain(questions, figures, cases) if source}, key=str.casefold)


def file_name(document: Document) -> str:
    """Return a file name from the workbook's title that every system admits."""
    words = re.findall(r"\w+", document.state.title.casefold())
    return f"premortem-{'-'.join(words)[:60].strip('-') or 'workbook'}.html"


def write(text: str, path: Path) -> None:
    """Write the report so that a file of this name is either the old one or the whole new one. Raises OSError."""
    path = path.resolve()  # a link stays a link
    if path.exists() and not path.is_file():  # a folder says so; a pipe or /dev/null must not be replaced by a file
        path.write_text(text, "utf-8")
        return
    handle, name = tempfile.mkstemp(prefix=".premortem-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

"""One open workbook on a page: what the widgets send reaches the workbook, what changed reaches the widgets."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from premortem import chapters
from premortem.editing import Editing
from premortem.errors import RefusedInput
from premortem.forms import describe
from premortem.forms.frame import frame
from premortem.forms.widgets import Chart, Form, Page, Rail
from premortem.leading import actions
from premortem.leading.offered import Leading
from premortem.live import Live
from premortem.messages import Message, guarded, text_of
from premortem.model.reasons import reasons_for
from premortem.model.state import State
from premortem.scanning import evidence
from premortem.scanning.panel import Scanning, takes_tables
from premortem.serve import visitor
from premortem.workbook import Workbook


class Desk:
    """The widgets of one workbook: `box` is what a notebook shows."""

    def __init__(self, workbook: Workbook, chapter: str, *, whole: bool) -> None:
        self.workbook = workbook
        self.chapter = chapter
        editable, links = workbook.may_edit, workbook.links
        known = describe.links(links.read, links.edit if editable else "")
        self.rail = Rail(show_chapters=whole, read_only=not editable, links=known)
        self.form = Form(read_only=not editable, workbook=workbook.link)
        self.page, self.chart = Page(), Chart(bundle_url=os.environ.get("PREMORTEM_VEGA_URL", ""))
        self.editing = Editing(workbook, self.form, self.refresh)
        self.live = Live(workbook, lambda: self._look({}))
        self.shown = State()
        self.box = frame(self.rail, (self.form,), (self.page, self.chart))
        _, self.asked, self.found = self.box.children[0].children
        self.leading = Leading(workbook, self.rail, self.box.children[0], self.refresh)
        for widget in (self.rail, self.form, self.page, self.chart):
            widget.on_msg(self._hear)
        self.open(chapter)

    @cached_property
    def scanning(self) -> Scanning:
        """What takes real tables: made when a chapter that does is first opened by somebody who may."""
        return Scanning(self.workbook, self.refresh, public=visitor.in_voila())

    def _hear(self, _widget: Any, message: Any, buffers: list[Any]) -> None:
        wanted = message.get("type") if isinstance(message, dict) else None
        if isinstance(wanted, str) and (hear := self._hears.get(wanted)):
            hear(self, {**message, "buffers": buffers})
        else:
            self.rail.banner("The page asked for something that is not known here: reload it.", "warning")

    def open(self, chapter: str) -> None:
        """Show a chapter: its questions, findings and chart replace those of the one before."""
        asked = self.workbook.bank.chapter(chapter)
        self.chapter = chapter
        with self.form.hold_sync():
            self.form.chapter, self.form.heading, self.form.asks = asked.id, asked.title, asked.asks
            self.form.spec = describe.chapter_spec(asked)
            self._show_answers()
        panel = (self.scanning.panel,) if self.workbook.may_edit and takes_tables(chapter) else ()
        self.asked.children = (self.form, *panel)
        has_findings = chapter in chapters.CHAPTERS
        self.found.children = (self.page, self.chart) if has_findings else ()
        if has_findings:
            self._draw(chapter)
        self._show_frame()
        self.shown = self.workbook.state

    def _draw(self, chapter: str) -> None:
        from premortem.chapters import charts  # a start page draws nothing

        with self.chart.hold_sync():
            self.chart.vega = charts.compiled(chapter)
            self._show_rows()
        self._show_page()

    def refresh(self) -> None:
        """Show what changed since it was last shown."""
        if self.shown is self.workbook.state:
            return
        with self.form.hold_sync():
            self._show_answers()
        if self.chapter in chapters.CHAPTERS:
            self._show_page()
            with self.chart.hold_sync():
                self._show_rows()
        self._show_frame()
        self.shown = self.workbook.state

    def _show_answers(self) -> None:
        if (takes := takes_tables(self.chapter)) and self.workbook.may_edit:
            self.scanning.show(takes.sources_named(self.workbook.state))
        workbook, chapter = self.workbook, self.workbook.bank.chapter(self.chapter)
        self.form.values = describe.values(chapter, workbook.state)
        self.form.tables = describe.tables(chapter, workbook.state, workbook.seat)
        self.form.reasons = list(reasons_for(self.chapter, workbook.state))
        self.form.concealed = describe.concealed(chapter, workbook.state)
        self.editing.show_overtaken()
        self.form.currency = workbook.state.text("start.currency") or ""
        if self.chapter in chapters.CHAPTERS:
            notes = chapters.part(self.chapter, "form").notes(workbook.findings(self.chapter))
            self.form.notes = dict(notes)
        else:
            self.form.notes = {}

    def _show_page(self) -> None:
        from premortem.chapters import pages  # brings the templates along

        workbook = self.workbook
        currency = workbook.state.text("start.currency")
        found = workbook.findings(self.chapter)
        self.page.chapter = self.chapter
        self.page.html = pages.render(
            found,
            workbook.bank,
            currency,
            live=True,
            read_only=not workbook.may_edit,
            outdated=workbook.outdated.get(self.chapter, ()),
        )

    def _show_rows(self) -> None:
        found = self.workbook.findings(self.chapter)
        self.chart.rows, self.chart.says = [dict(row) for row in found.chart], found.chart_says

    def _show_frame(self) -> None:
        workbook = self.workbook
        with self.rail.hold_sync():
            self.rail.title, self.rail.current = workbook.title, self.chapter
            self.rail.saved_at = workbook.changed.isoformat()
            self.rail.can_undo, self.rail.can_redo = workbook.can_undo, workbook.can_redo
            self.rail.chapters = [self._entry(chapter) for chapter in ("start", *chapters.CHAPTERS)]
        self.leading.show()

    def _entry(self, chapter: str) -> Message:
        progress = self.workbook.progress(chapter)
        judged = chapter in chapters.CHAPTERS and progress.stage.value != "untouched"
        found = self.workbook.findings(chapter, deep=False) if judged else None
        asked, stale = self.workbook.bank.chapter(chapter), self.workbook.state.stale
        return describe.rail_chapter(asked, progress, found, stale=chapter in stale)

    @guarded
    def _edits(self, message: Message) -> None:
        self.editing.edits(message)

    @guarded
    def _paste(self, message: Message) -> None:
        self.editing.paste(message)

    @guarded
    def _noticed(self, message: Message) -> None:
        self.editing.noticed(message)

    @guarded
    def _open(self, message: Message) -> None:
        chapter = message.get("chapter")
        self.open(self.workbook.bank.chapter(chapter).id)  # type: ignore[arg-type]  # checked there

    @guarded
    def _undo(self, _message: Message) -> None:
        self.workbook.undo()
        self.refresh()

    @guarded
    def _redo(self, _message: Message) -> None:
        self.workbook.redo()
        self.refresh()

    @guarded
    def _rename(self, message: Message) -> None:
        sent = text_of(message.get("id"))
        try:
            self.workbook.rename(message.get("title"))  # type: ignore[arg-type]  # checked there
        except RefusedInput as error:
            self.rail.tell("refused", id=sent, message=str(error))
            return
        self.refresh()
        self.rail.tell("saved", id=sent, at=self.workbook.changed.isoformat())

    @guarded
    def _history(self, _message: Message) -> None:
        self.rail.history = describe.history(self.workbook.history())

    @guarded
    def _export(self, _message: Message) -> None:
        from premortem.report import export  # brings the drawing of charts along: only when asked for

        document = self.workbook.document()
        self.rail.download(export.file_name(document), export.html(document).encode())

    @guarded
    def _look(self, _message: Message) -> None:
        """Show what others did."""
        if self.workbook.refresh():
            self.refresh()

    @guarded
    def _ping(self, message: Message) -> None:
        if self.workbook.refresh():
            self.refresh()
        self.live.alive()
        self.rail.tell("pong", id=text_of(message.get("id")), newest=self.workbook.state.newest)

    @guarded
    def _take_up(self, message: Message) -> None:
        """Put a suggested action on the list of the decision, where it gets an owner and a date."""
        wanted = next((a for a in self.workbook.findings(self.chapter).actions if a.key == message.get("key")), None)
        if wanted is None:
            self.rail.banner("This action is not suggested any more: an answer has changed since.")
            return
        if any(row.text("what") == wanted.what for row in self.workbook.state.rows(actions.ACTIONS)):
            self.rail.banner("This action is on the list already: give it an owner and a date in the decision.")
            return
        actions.add(self.workbook, {"what": wanted.what})
        self.refresh()
        self.rail.banner("Taken up: give it an owner and a date in the decision.")

    @guarded
    def _confirm(self, message: Message) -> None:
        self.workbook.confirm(text_of(message.get("chapter")))
        self.refresh()

    @guarded
    def _evidence(self, message: Message) -> None:
        """Keep what the team makes of a table; a new risk is where they go on."""
        done = evidence.do(self.workbook, self.chapter, message)
        self.refresh()
        if done.goes_to:
            self.page.tell("goto", **done.goes_to)
        if done.file:
            self.rail.download(*done.file)

    @guarded
    def _seat(self, message: Message) -> None:
        self.workbook.sit(message.get("token"))
        self._show_answers()
        self.leading.show()

    @guarded
    def _session(self, _message: Message) -> None:
        self.leading.offer()

    @guarded
    def _bundle(self, _message: Message) -> None:
        from premortem.forms.bundle import vega_bundle

        self.chart.tell("bundle", buffers=[vega_bundle().read_bytes()])

    _hears: ClassVar[dict[str, Callable[[Desk, Message], None]]] = {
        "edits": _edits,
        "paste": _paste,
        "noticed": _noticed,
        "open": _open,
        "undo": _undo,
        "redo": _redo,
        "rename": _rename,
        "history": _history,
        "export": _export,
        "ping": _ping,
        "take-up": _take_up,
        "bundle": _bundle,
        "confirm": _confirm,
        "seat": _seat,
        "session": _session,
        "judge": _evidence,
        "drop-scan": _evidence,
        "rules": _evidence,
    }

"""Opens the store and shows a chapter: the only place where the parts are joined."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from ipywidgets import Box, Layout

from premortem import chapters
from premortem.desk import Desk
from premortem.errors import PremortemError, RefusedInput, UnknownLink
from premortem.forms.widgets import Start
from premortem.messages import UNFORESEEN
from premortem.model.examples import example, examples
from premortem.model.titles import REHEARSAL
from premortem.serve import visitor
from premortem.store import Listing, Log, open_log
from premortem.workbook import Workbook, link_in

logger = logging.getLogger(__name__)


@cache
def _log() -> Log:
    """The store of this kernel, opened when first needed."""
    return open_log()


def current_workbook() -> Workbook:
    """Return the workbook of the visitor's link or, in JupyterLab, the one that was changed last.

    Raises UnknownLink where there is none yet.
    """
    if visitor.in_voila():
        return Workbook(_log(), _asked("workbook"))
    latest = _last_changed()
    if latest is None:
        raise UnknownLink("There is no workbook yet: run the notebook 00-start, or premortem.Workbook.create(...).")
    return Workbook(_log(), latest.edit)


def _last_changed() -> Listing | None:
    """The workbook changed last, rather than a rehearsal: whoever runs a notebook again goes on with the real one."""
    latest = _log().touched()
    if latest is None or not latest.title.startswith(REHEARSAL):
        return latest
    return next((each for each in _log().workbooks() if not each.title.startswith(REHEARSAL)), latest)


def show(chapter: str | None = None, workbook: Workbook | None = None) -> Box:
    """Return one chapter, or the whole workbook with its rail, as widgets; the start page where none is open.

    In JupyterLab `premortem.show("start")` always offers a new workbook, an example, or another one.
    """
    return Room(chapter, workbook).box


def _asked(name: str) -> str:
    return parse_qs(visitor.query()).get(name, [""])[0]


def _nothing_asked_for() -> bool:
    return not _asked("workbook") if visitor.in_voila() else _log().touched() is None


class Shown(Box):  # type: ignore[misc]  # ipywidgets has no types
    """What a notebook displays: the widgets and, in JupyterLab, the answers as plain HTML for where no kernel runs."""

    room: Room | None = None

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        if self.room and self.room.desk and not visitor.in_voila():
            from premortem.report import saved

            workbook, chapter = self.room.desk.workbook, self.room.chapter
            asked = [workbook.bank.chapters[chapter]] if chapter else workbook.bank.chapters.values()
            shown["text/html"] = saved.html(asked, workbook.state)
        return shown


class Room:
    """What one cell shows: the start page until a workbook is open, then its desk."""

    def __init__(self, chapter: str | None, workbook: Workbook | None) -> None:
        self.chapter, self.whole = chapter, chapter is None
        self.start = Start()
        self.start.on_msg(self._hear)
        self.box = Shown((self.start,), layout=Layout(display="block", width="100%", overflow="visible"))
        self.box.room = self
        self.desk: Desk | None = None
        try:
            self._begin(workbook)
        except PremortemError as error:
            self._offer(str(error))
        except Exception:  # the visitor must learn of it, whatever it was
            logger.exception("The workbook could not be opened")
            self._offer(UNFORESEEN)

    def _begin(self, workbook: Workbook | None) -> None:
        if workbook is None and self.chapter == "start":
            self._offer("")
        elif workbook is not None:
            self._open(workbook)
        elif _nothing_asked_for():
            self._offer("")
        else:
            self._open(current_workbook())

    def _offer(self, notice: str) -> None:
        self.start.notice = notice
        self.start.examples = [{"id": e.id, "title": e.title, "summary": e.summary} for e in examples()]

    def _open(self, workbook: Workbook, chapter: str = "", query: str = "") -> None:
        """Show a workbook; `query` is the address by which the page is to be found again."""
        first = chapter or self.chapter or _asked("chapter")
        known = first in {"start", *chapters.CHAPTERS}
        if self.desk:  # a rehearsal takes the place of its workbook
            self.desk.live.close()
        self.desk = Desk(workbook, first if known else "start", whole=self.whole)
        self.desk.leading.go = self._open
        if query:
            self.start.tell("opened", query=query)  # before its view is gone
        self.box.children = (self.desk.box,)

    def _hear(self, _widget: Any, message: Any, buffers: list[Any]) -> None:
        if not isinstance(message, dict):
            return
        try:
            self._answer(message, buffers)
        except PremortemError as error:
            self.start.tell("refused", message=str(error))
        except Exception:  # the visitor must learn of it, whatever it was
            logger.exception("The start page could not do what was asked")
            self.start.tell("refused", message=UNFORESEEN)

    def _answer(self, message: dict[str, Any], buffers: list[Any]) -> None:
        workbook = self._workbook_of(message, buffers)
        first = example(str(message.get("id"))).opens if message.get("type") == "example" else ""
        self._open(workbook, first, f"?workbook={workbook.link}")

    def _workbook_of(self, message: dict[str, Any], buffers: list[Any]) -> Workbook:
        match message.get("type"):
            case "new":
                return Workbook.create(_log(), message.get("title") or "")
            case "resume":
                return Workbook(_log(), link_in(str(message.get("link") or "")))
            case "example":
                return _fresh_copy(str(message.get("id")))
            case "import":
                from premortem.report import bring_back

                return Workbook(_log(), _log().adopt(bring_back.from_bytes(bytes(buffers[0]) if buffers else b"")).edit)
            case other:
                raise RefusedInput(f"The page asked for {ascii(other)[:40]}, which it cannot have: reload it.")


def _fresh_copy(example_id: str) -> Workbook:
    wanted = example(example_id)
    workbook = Workbook.create(_log(), wanted.title, origin=f"example:{wanted.id}")
    workbook.answer_all(wanted.answers)
    return workbook

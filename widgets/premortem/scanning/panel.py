"""The panel under a chapter's questions that takes a real table, and the way from there to the evidence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from premortem import chapters
from premortem.errors import PremortemError, ReadOnlyLink, RefusedInput
from premortem.forms.widgets import Scan as Panel
from premortem.messages import UNFORESEEN, Message, text_of
from premortem.model.checks import CHECKS
from premortem.scanning.asked import Asked, asked_of
from premortem.scanning.reading import Reading
from premortem.scanning.sources import Sources
from premortem.scanning.tables import Table, read_as, summary
from premortem.scanning.uploads import BROKEN_OFF_AFTER, KINDS, MEGABYTE, Uploaded, Uploads, megabytes, scratch
from premortem.serve.limits import scan_limits
from premortem.workbook import Workbook

logger = logging.getLogger(__name__)
READ_ONLY = "This link is for reading only: ask its owner for the edit link to check a table."


class Scanning:
    """Hears the panel of one workbook; `refresh` shows what changed in the workbook, `closed` nothing more."""

    def __init__(self, workbook: Workbook, refresh: Callable[[], None], *, public: bool) -> None:
        self.workbook, self._refresh, self.sources = workbook, refresh, Sources(public=public)
        self.limits = scan_limits(public=public)
        self.uploads = Uploads(self.sources.upload_max)
        self.tables: dict[str, Table] = {}
        self.reading: Reading | None = None
        self._asked: Asked | None = None
        self.panel = Panel(upload_mb=self.sources.upload_max // MEGABYTE, addresses=self.sources.offered)
        self.panel.on_msg(self._hear)

    def close(self) -> None:
        """End what is read, and take away what was uploaded."""
        self._stop()
        self.uploads.close()

    def show(self, names: tuple[str, ...]) -> None:
        """Offer these names of sources."""
        self.panel.sources = list(names)

    def _hear(self, _widget: Any, message: Any, buffers: list[Any]) -> None:
        wanted = message if isinstance(message, dict) else {}
        kind = text_of(wanted.get("kind"))
        at = kind if kind in KINDS else "scan"
        try:
            self._answer(wanted, kind, buffers)
        except PremortemError as error:
            self._refuse(at, str(error), text_of(wanted.get("id")))
        except Exception:  # the visitor must learn of it, whatever it was
            logger.exception("A message of the panel for tables could not be handled")
            self._refuse(at, UNFORESEEN, text_of(wanted.get("id")))

    def _refuse(self, at: str, message: str, upload: str = "", names: tuple[str, ...] = ()) -> None:
        """Say in one sentence why not; a name of a file with which it begins stays as it is written."""
        said = " ".join(message.split())
        said = said if names and said.startswith(names) else f"{said[:1].upper()}{said[1:]}"
        self.panel.tell("refused", at=at, message=said if said.endswith((".", "?", "!")) else f"{said}.", id=upload)

    def _answer(self, message: Message, kind: str, buffers: list[Any]) -> None:
        if not self.workbook.may_edit:
            raise ReadOnlyLink(READ_ONLY)
        match message.get("type"):
            case "cancel":
                self._cancel()
            case "abandon":
                self._abandon(text_of(message.get("id")))
            case _ if self.reading:
                raise RefusedInput("A table is being read: wait until it is done, or stop it.")
            case "upload":
                self._upload(message, bytes(buffers[0]) if buffers else b"")
            case "look" if kind in ("table", "against"):
                self._look_at_address(kind, text_of(message.get("address")))
            case "read-again":
                self._read_again(message)
            case "drop" if kind in KINDS:
                self._drop(kind)
            case "scan":
                self._scan(message)
            case other:
                raise RefusedInput(f"The page asked for {ascii(other)[:40]}, which it cannot have: reload it.")

    def _upload(self, message: Message, piece: bytes) -> None:
        got = self.uploads.put(message, piece)
        if not isinstance(got, Uploaded):
            self._tell_pieces(message, got.got)
            if got.got == len(piece):
                self._watch_upload()
            return
        kind = text_of(message.get("kind"))
        self._tell_pieces(message, got.size)
        table = Table(str(got.path), got.name, f"{megabytes(got.size)} MB")
        if kind == "rules":
            self._know(kind, table)
        else:
            self._look(kind, table)

    def _tell_pieces(self, message: Message, got: int) -> None:
        self.panel.tell("uploaded", id=text_of(message.get("id")), bytes=got)

    def _watch_upload(self) -> None:
        """An upload that broke off leaves nothing, also where nobody uploads again."""
        if self.uploads.abandon_stale():
            try:
                asyncio.get_running_loop().call_later(BROKEN_OFF_AFTER, self._watch_upload)
            except RuntimeError:
                return  # without a loop the next upload, or the end of the page, takes it away

    def _abandon(self, upload: str) -> None:
        if self.uploads.coming and self.uploads.coming.id == upload:
            self.uploads.abandon()

    def _drop(self, kind: str) -> None:
        self.uploads.drop(kind)
        self._know(kind, None)

    def _know(self, kind: str, table: Table | None) -> None:
        """From now on this is the table of its kind, or there is none."""
        if table is None:
            self.tables.pop(kind, None)
        else:
            self.tables[kind] = table
        shown = {} if table is None else {"name": table.name} if kind == "rules" else table.shown
        setattr(self.panel, kind, shown)

    def _start(self, job: Message, at: str, heard: Callable[[Message], None]) -> None:
        folder = self.uploads.folder
        job |= {"folder": str(folder), "memory_mb": self.limits.memory_mb}
        if self.limits.at_once:
            job["turns"] = {"folder": str(scratch()), "at_once": self.limits.at_once}
        with self.panel.hold_sync():
            self.panel.doing, self.panel.at, self.panel.progress, self.panel.said = job["do"], at, {}, ""
        try:
            self.reading = Reading(job, folder, heard, seconds=self.limits.seconds)
        except OSError:
            self._ended()
            raise

    def _look_at_address(self, kind: str, address: str) -> None:
        found = self.sources.admitted(address)
        self.uploads.drop(kind)
        self._look(kind, Table(found.source, found.name))

    def _read_again(self, message: Message) -> None:
        """Look at the same table, read in another way; where that cannot be, what was known of it stays."""
        table = self.tables.get("table")
        if table is None:
            raise RefusedInput("Choose a table first.")
        header, sheet = read_as(message)
        self._look("table", replace(table, header=header, sheet=sheet), before=table)

    def _look(self, kind: str, table: Table, before: Table | None = None) -> None:
        if before is None:
            self._know(kind, None)

        def heard(said: Message) -> None:
            if "columns" in said:
                self._ended()
                columns, notes = tuple(said["columns"]), tuple(said["notes"])
                self._know(kind, replace(table, columns=columns, rows=said["rows"], notes=notes))
            elif "refused" in said and before is not None:
                self._ended()
                self._refuse("read", said["refused"], names=(table.name,))
            else:
                self._heard(said, kind, table.name)

        self._start({"do": "look", "source": table.source, "options": table.read_as}, kind, heard)

    def _scan(self, message: Message) -> None:
        table = self.tables.get("table")
        if table is None:
            raise RefusedInput("Choose a table first.")
        asked = self._asked = asked_of(message, table.columns)
        options = asked.options(table.columns) | table.read_as
        # Results are kept by what was read; of a table of somebody else's no cell may stay behind on a server.
        options["cached"] = not asked.keep
        for kind in ("against", "rules"):
            if other := self.tables.get(kind):
                options[kind] = other.source
        job = {"do": "scan", "source": table.source, "options": options}
        self._start(job, "table", lambda said: self._heard(said, "scan", table.name))

    def _heard(self, said: Message, at: str, name: str) -> None:
        """One line of the worker: progress, the evidence, or why there is none."""
        if "waiting" in said:
            self.panel.doing = "wait" if said["waiting"] else "scan" if at == "scan" else "look"
        elif "check" in said:
            known = CHECKS.get(said["check"])
            title = known.title if known else ""
            self.panel.progress = {"done": said["done"], "of": said["of"], "title": title}
        elif "refused" in said:
            self._ended()
            if at != "scan":
                self.uploads.drop(at)
            others = {other.name: kind for kind, other in self.tables.items() if kind != "table"}
            beside = next((kind for called, kind in others.items() if said["refused"].startswith(called)), at)
            self._refuse(beside if at == "scan" else at, said["refused"], names=(name, *others))
        elif "scan" in said:
            self._ended()
            self._record(said["scan"])

    def _record(self, evidence: Any) -> None:
        from premortem.model import evidence_file

        assert self._asked
        try:
            scan = replace(evidence_file.read(evidence), source=self._asked.source)
            recorded = self.workbook.record_scan(scan, keep_examples=self._asked.keep)
            self._refresh()
        except PremortemError as error:
            self._refuse("scan", str(error))
        except Exception:  # called by the event loop, where an error would only be logged
            logger.exception("What was found in a table could not be kept")
            self._refuse("scan", UNFORESEEN)
        else:
            self.panel.said = summary(scan)
            self.panel.tell("scanned", scan=recorded)

    def _cancel(self) -> None:
        """Stop without a trace: what had been looked at before stays."""
        if self.reading:
            at = self.panel.at
            self._stop()
            if at not in self.tables:  # it was stopped before anything was known of it
                self.uploads.drop(at)
            self.panel.said = "Stopped. Nothing was kept."

    def _stop(self) -> None:
        if self.reading:
            self.reading.stop()
        self._ended()

    def _ended(self) -> None:
        self.reading = None
        with self.panel.hold_sync():
            self.panel.doing, self.panel.progress = "", {}


def takes_tables(chapter: str) -> Any:
    """Return a chapter's form where it takes real tables, else None."""
    form = chapters.part(chapter, "form") if chapter in chapters.CHAPTERS else None
    return form if getattr(form, "TAKES_TABLES", False) else None

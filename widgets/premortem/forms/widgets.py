"""The few widgets of Premortem. Each is one Python class and one JavaScript module of `static/`, joined at import.

Messages and traits are described with each class; they validate nothing: whoever listens does.
"""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from premortem.forms.assets import script, styles

Message = dict[str, Any]


def synced(trait: Any) -> Any:
    """Let the page see a trait."""
    return trait.tag(sync=True)


class Speaking(anywidget.AnyWidget):
    """A widget that exchanges messages of a `type` with its view; listen with `on_msg(handler)`."""

    def tell(self, kind: str, /, *, buffers: list[bytes] | None = None, **fields: Any) -> None:
        """Send the view one message of this type; without a view it is lost, as the traits hold what lasts."""
        self.send({"type": kind, **fields}, buffers=buffers)


class Form(Speaking):
    """A chapter's questions.

    Hears from its view: `edits` (`id`, `edits`), each edit one of
    `{do: "answer", question, value}`, `{do: "cell", question, row, column, value}`, `{do: "add-row", question, row}`,
    `{do: "move-row", question, row, to}`, `{do: "remove-row", question, row}`. They may name questions of another
    chapter (left over from an earlier page) and may come twice.
    Set `values` and `tables` first, then tell `saved` (`id`, `at`), `refused` (`id`, `message`, `question`, and `row`
    and `column` where it was a cell; the view sends the other edits of that message again) or `not-saved` (`id`,
    `message`; the view tries again). `concealed` says of each unseen table whether it is `shown`, and how many `rows`
    by how many `people` wait; `reasons` are those of the premortem round that point to the chapter. Hears `seat`
    (`token`) first: a secret of the browser by which its own rows are known. Hears `paste` (`id`, `question`, `text`,
    `replace`), rows copied from a spreadsheet: tell `pasted` (`id`, `question`, `rows`, `said`) or `refused-paste`
    (`id`, `question`, `message`). `overtaken` has a line for each answer of this page that somebody else has replaced
    (by question, or question/row/column); hears `noticed` (`question`, `row`, `column`) once that was read.
    """

    _esm = script("form.js")
    _css = styles("tokens.css", "form.css", "controls.css", "table.css")

    chapter = synced(traitlets.Unicode())
    heading = synced(traitlets.Unicode())
    asks = synced(traitlets.Unicode())
    spec = synced(traitlets.Dict())
    values = synced(traitlets.Dict())
    tables = synced(traitlets.Dict())
    reasons = synced(traitlets.List())
    concealed = synced(traitlets.Dict())
    notes = synced(traitlets.Dict())
    overtaken = synced(traitlets.Dict())
    currency = synced(traitlets.Unicode("EUR"))
    read_only = synced(traitlets.Bool(False))
    workbook = synced(traitlets.Unicode())  # names the browser's store of unsaved edits: the link, opaque

    def saved(self, message_id: str, at: str) -> None:
        """Acknowledge a message: its edits are in the log since `at` (ISO, UTC)."""
        self.tell("saved", id=message_id, at=at)

    def refused(self, message_id: str, message: str, question: str = "", row: str = "", column: str = "") -> None:
        """Refuse one edit of a message with one line that says how to mend it."""
        self.tell("refused", id=message_id, message=message, question=question, row=row, column=column)

    def pasted(self, message_id: str, question: str, rows: int, said: str) -> None:
        """Say how many rows were added, and how they were read."""
        self.tell("pasted", id=message_id, question=question, rows=rows, said=said)

    def refused_paste(self, message_id: str, question: str, message: str) -> None:
        """Refuse pasted rows with a line for each fault: none was added."""
        self.tell("refused-paste", id=message_id, question=question, message=message)

    def not_saved(self, message_id: str, message: str) -> None:
        """Say that the store failed: the view keeps the edits of that message and sends them again."""
        self.tell("not-saved", id=message_id, message=message)


class Rail(Speaking):
    """The page's frame: title, save indicator, undo, history, share, export, and the list of chapters.

    Hears `open` (`chapter`), `undo`, `redo`, `rename` (`title`, `id`), `history`, `export`, `ping` (`id`), `session`
    (somebody wants to begin one; offered while not `in_session`).
    Tell `pong` (`id`, `newest`), `download` (`name`, `mime`, one buffer), `banner` (`level` info, warning or error,
    `text`, "" to take it away), `saved` or `refused` (`id`, `message`) for a `rename`.
    """

    _esm = script("rail.js")
    _css = styles("tokens.css", "frame.css", "rail.css")

    title = synced(traitlets.Unicode())
    chapters = synced(traitlets.List())
    current = synced(traitlets.Unicode())
    saved_at = synced(traitlets.Unicode())
    can_undo = synced(traitlets.Bool(False))
    can_redo = synced(traitlets.Bool(False))
    read_only = synced(traitlets.Bool(False))
    links = synced(traitlets.Dict())
    history = synced(traitlets.List())
    show_chapters = synced(traitlets.Bool(True))
    in_session = synced(traitlets.Bool(False))

    def banner(self, text: str, level: str = "info") -> None:
        """Show one line above the page until it is closed or replaced; an empty text takes it away."""
        self.tell("banner", level=level, text=text)

    def download(self, name: str, content: bytes, mime: str = "text/html") -> None:
        """Hand the visitor a file."""
        self.tell("download", name=name, mime=mime, buffers=[content])


class Page(Speaking):
    """Findings as HTML that an autoescaping template made.

    Hears `take-up` (`key`) from a button with `data-suggestion`, `confirm` (`chapter`) from one with `data-confirm`,
    `judge` (`scan`, `finding`, `judgement`, `reason`) from one with `data-judge` (and `data-scan`, `data-finding`; the
    reason from a field with `data-reason` in the same card), `drop-scan` (`scan`) from one with `data-drop-scan`. Tell
    `goto` (`question`, `row`) to move there. A link or button with `data-goto="<question id>"` (and `data-goto-row`,
    `data-goto-column`) moves to that question, in another chapter through the rail.
    """

    _esm = script("page.js")
    _css = styles("tokens.css", "page.css")

    html = synced(traitlets.Unicode())
    chapter = synced(traitlets.Unicode())


class Scan(Speaking):
    """The panel where a team brings a real table: upload or address, what is known of it, progress, cancel.

    Hears `upload` (`id`, `kind` table, against or rules, `name`, `size`, `offset`, one buffer of at most 1 MiB): tell
    `uploaded` (`id`, `bytes`, so far) before the next; `abandon` (`id`); `look` (`kind`, `address`); `read-again`
    (`header` "yes", "no" or "", `sheet`); `drop` (`kind`); `scan` (`source`, `label` and `prediction` a place among
    `table.columns` or null, `groups` and `key` lists of places, `keep`, `masked`); `cancel`. Tell `refused` (`at`
    table, read, against, rules or scan, `message`, and the `id` of an upload), or `scanned` (`scan`, its id) once the
    page shows what was found.

    `table` has `name`, `size` (in words), `rows`, `columns` (their names), `notes` (how it was read), `header` and
    `sheet` once its columns are known; so has `against`; `rules` has a `name`. `doing` is "", "look", "wait" or "scan";
    `at` is what is read now; `progress` has `done`, `of` and `title`.
    """

    _esm = script("scan.js")
    # What the panel shares with the questions, which stand above it on every page, is in the form's styles.
    _css = styles("tokens.css", "scan.css")

    upload_mb = synced(traitlets.Int(200))
    addresses = synced(traitlets.Unicode())  # what may be typed as a path or an address; "": nothing
    sources = synced(traitlets.List())
    table = synced(traitlets.Dict())
    against = synced(traitlets.Dict())
    rules = synced(traitlets.Dict())
    doing = synced(traitlets.Unicode())
    at = synced(traitlets.Unicode())
    progress = synced(traitlets.Dict())
    said = synced(traitlets.Unicode())


class Chart(Speaking):
    """A compiled Vega specification whose data set `rows` is filled apart, so that an answer sends only rows.

    Hears `bundle` where `bundle_url` is empty: tell `bundle` with one buffer, the file of `bundle.vega_bundle()`.
    """

    _esm = script("chart.js")
    _css = styles("tokens.css", "chart.css")

    vega = synced(traitlets.Dict())
    rows = synced(traitlets.List())
    says = synced(traitlets.Unicode())
    bundle_url = synced(traitlets.Unicode())


class Start(Speaking):
    """The page before a workbook is open.

    Hears `new` (`title`), `resume` (`link`), `example` (`id`), `import` (`name`, one buffer).
    Tell `refused` (`message`) or `opened` (`query`, such as "?workbook=...").
    """

    _esm = script("start.js")
    _css = styles("tokens.css", "start.css")

    examples = synced(traitlets.List())
    notice = synced(traitlets.Unicode())

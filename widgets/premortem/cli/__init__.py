"""The command line: exit 0 on success, 1 where input is refused or the store fails (in one line), 2 on wrong usage."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from premortem.cli import minutes, scanning
from premortem.cli.faults import unforeseen
from premortem.errors import PremortemError, UnreadableFile
from premortem.model import answers_file
from premortem.model.shown import A_NAME, shown
from premortem.version import __version__

PUBLIC_URL = "address at which a proxy shows it, for the links that participants get (else PREMORTEM_PUBLIC_URL)"

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still shows the rest
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads cost more than they bring
    chosen = parser().parse_args(arguments)
    if chosen.store:
        os.environ["PREMORTEM_STORE"] = chosen.store  # kernels started by the app find the same store
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()  # what cannot be written is said here, not by the interpreter on its way out
    except PremortemError as error:
        print(f"premortem: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `premortem questions | head`
        _discard_output()
        return 0
    except OSError as error:
        _discard_output()
        said = " ".join(str(error.strerror or error).split())
        print(f"premortem: the system refused ({said}): make room or choose another place.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - nobody at a terminal is to read a traceback: it is kept in a file
        print(f"premortem: {unforeseen(error)}", file=sys.stderr)
        return 1
    return code


def _discard_output() -> None:
    """Let what is still waiting to be printed go nowhere."""
    with suppress(OSError, ValueError):  # an output that is no file has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(prog="premortem", description="The decision workbook for machine-learning projects.")
    top.add_argument("--version", action="version", version=f"premortem {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Command, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says)
        added.add_argument(
            "--store", metavar="URL", help="where workbooks are kept (else PREMORTEM_STORE, else your data folder)"
        )
        added.set_defaults(run=run)
        return added

    def readable(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("--json", action="store_true", help="print JSON")
        return added

    app = command("app", _app, "Serve the workbook as an app that shows and runs no code.")
    app.add_argument("--port", type=_port, default=8866, help="default 8866")
    app.add_argument("--address", default="127.0.0.1", help="address to listen on; default this machine only")
    app.add_argument("--base-url", default="/", help="path under which a proxy shows the app; default /")
    app.add_argument("--public-url", default="", metavar="URL", help=PUBLIC_URL)
    app.add_argument("--preheat", type=int, default=0, metavar="N", help="keep N kernels warm for the next visitors")
    app.add_argument("--open", action="store_true", help="open a browser")
    lab = command("lab", _lab, "Open the notebooks in JupyterLab.")
    lab.add_argument("--port", type=_port, default=8888, help="default 8888")
    lab.add_argument(
        "--phones",
        nargs="?",
        const="0.0.0.0",  # noqa: S104 - whoever asks for phones wants them to reach this
        metavar="ADDRESS",
        help="serve the page by which participants join a session, and nothing else, to phones in your network",
    )
    lab.add_argument("--phones-port", type=_port, default=8866, metavar="PORT", help="its port; default 8866")
    lab.add_argument("--public-url", default="", metavar="URL", help=PUBLIC_URL)
    lab.add_argument("--no-browser", action="store_true", help="do not open a browser")
    new = readable(command("new", _new, "Begin a workbook and print its links."))
    new.add_argument("title", nargs="?", default="", help="its title")
    readable(command("list", _list, "List the workbooks of the store, the one changed last first."))
    questions = readable(command("questions", _questions, "List every question with id, chapter, kind and limits."))
    questions.add_argument("--chapter", help="only this chapter")
    questions.add_argument("--markdown", action="store_true", help="print the page docs/questions.md")
    answer = command("answer", _answer, "Answer questions of a workbook: all of them are taken, or none.")
    answer.add_argument("workbook", help="its edit link")
    answer.add_argument(
        "--from", dest="source", required=True, metavar="FILE", help="JSON {question id: value}; - for standard input"
    )
    answer.add_argument("--table", metavar="QUESTION", help="add the rows of FILE, then a CSV, to this table question")
    assess = readable(command("assess", _assess, "Print every chapter's findings, its verdict, and the decision."))
    assess.add_argument("workbook", nargs="?", help="its link")
    assess.add_argument(
        "--from", dest="source", metavar="FILE", help="assess these answers, without a store; - for standard input"
    )
    export = command("export", _export, "Write a workbook as one HTML file that needs no network and no script.")
    export.add_argument("workbook", help="its link")
    export.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="the file to write; - for standard output"
    )
    bring = readable(command("import", _import, "Bring a workbook back from its report, with its history."))
    bring.add_argument("file", help="an HTML report written by Premortem")
    minutes.add(command, readable)
    scanning.add(command, readable)
    readable(command("doctor", _doctor, "Check that everything the app needs is here and works."))
    return top


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() and len(text) < 6 else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(
            f"a port lies between 1 and 65535, or is 0 for any free one; not {shown(text)}"
        )
    return port


def _app(chosen: argparse.Namespace) -> int:
    from premortem.files import notebooks
    from premortem.serve import voila
    from premortem.store import open_log

    open_log().close()  # a store that cannot be used is said now, not to the first visitor
    return voila.run(
        notebooks() / "workbook.ipynb",
        port=chosen.port,
        address=chosen.address,
        base_url=chosen.base_url,
        open_browser=chosen.open,
        preheat=chosen.preheat,
        public_url=chosen.public_url,
        environment={},
    )


def _lab(chosen: argparse.Namespace) -> int:
    from premortem.files import notebooks
    from premortem.serve import lab
    from premortem.store import open_log

    open_log().close()
    phones = lab.ForPhones(chosen.phones, chosen.phones_port, chosen.public_url) if chosen.phones else None
    return lab.run(notebooks(), port=chosen.port, open_browser=not chosen.no_browser, phones=phones, environment={})


def _new(chosen: argparse.Namespace) -> int:
    from premortem.store import open_log
    from premortem.workbook import Workbook

    with open_log() as log:
        return _print_links(Workbook.create(log, chosen.title), chosen.json)


def _print_links(workbook: Any, as_json: bool) -> int:
    links = workbook.links
    if as_json:
        print_json({"title": workbook.title, "edit": links.edit, "read": links.read, "events": workbook.state.newest})
    else:
        print(f"{workbook.title}\n  edit  {links.edit}\n  read  {links.read}")
    return 0


def _list(chosen: argparse.Namespace) -> int:
    from premortem.store import open_log

    with open_log() as log:
        listings = log.workbooks()
    if chosen.json:
        names = ("title", "edit", "read", "created", "changed", "number")
        print_json([{name: getattr(listing, name) for name in names} for listing in listings])
    for listing in () if chosen.json else listings:
        print(f"{listing.edit}  {listing.changed:%Y-%m-%d %H:%M}  {listing.title}")
    if not listings and not chosen.json:
        print('There is no workbook yet: `premortem new "Title"` begins one.')
    return 0


def _questions(chosen: argparse.Namespace) -> int:
    from premortem.model import catalogue
    from premortem.model.bank import shipped_bank

    bank = shipped_bank()
    if chosen.markdown:
        sys.stdout.write(catalogue.as_markdown(bank))
        return 0
    questions = catalogue.as_json(bank, chosen.chapter)
    if chosen.json:
        print_json(questions)
    for question in () if chosen.json else questions:
        print(f"{question['id']:<44} {question['kind']:<8} {question['text']}")
    return 0


def _answer(chosen: argparse.Namespace) -> int:
    from premortem.store import open_log
    from premortem.workbook import Workbook, link_in

    rows = answers_file.read_rows(chosen.source) if chosen.table else ""
    answers = {} if chosen.table else answers_file.read(chosen.source)
    with open_log() as log:
        workbook = Workbook(log, link_in(chosen.workbook), author="command line")
        if chosen.table:
            print(f"{workbook.paste(chosen.table, rows).said} Saved in {workbook.title!r}.")
            return 0
        before = workbook.state.newest
        workbook.answer_all(answers)
        print(f"{len(answers)} answers read, {workbook.state.newest - before} changes saved in {workbook.title!r}.")
    return 0


def _assess(chosen: argparse.Namespace) -> int:
    from premortem import chapters
    from premortem.workbook import Workbook, assessment, link_in, state_of

    if (chosen.workbook is None) == (chosen.source is None):
        parser().error("assess takes a workbook or --from FILE, one of the two")
    if chosen.source is not None:
        state = state_of(answers_file.read(chosen.source))
    else:
        from premortem.store import open_log

        with open_log() as log:
            state = Workbook(log, link_in(chosen.workbook)).state
    found = chapters.assess(state)
    if chosen.json:
        print_json(assessment(state, found))
        return 0
    for chapter, findings in found.items():
        verdict = findings.verdict
        print(f"{chapter}: {verdict.level.words}\n  {verdict.headline}")
        for line in (*verdict.reasons, *(f"Would change it: {change.text}" for change in verdict.would_change)):
            print(f"  - {line}")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from premortem.report import export
    from premortem.store import open_log
    from premortem.workbook import Workbook, link_in

    with open_log() as log:
        html = export.html(Workbook(log, link_in(chosen.workbook)).document())
    if chosen.output == "-":
        sys.stdout.buffer.write(html.encode())
        return 0
    name = shown(chosen.output, A_NAME)
    try:
        export.write(html, Path(chosen.output))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UnreadableFile(f"{name} cannot be written ({reason}): choose another place with -o.") from error
    print(f"Wrote {name} ({len(html.encode()) / 1e6:.2f} MB).")
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from premortem.report import bring_back
    from premortem.store import open_log
    from premortem.workbook import Workbook

    recorded = bring_back.from_file(Path(chosen.file))
    with open_log() as log:
        return _print_links(Workbook(log, log.adopt(recorded).edit), chosen.json)


def _doctor(chosen: argparse.Namespace) -> int:
    from premortem.serve import doctor

    checks = doctor.examine()
    if chosen.json:
        print_json([{"what": check.what, "works": check.works, "says": check.says} for check in checks])
    for check in () if chosen.json else checks:
        print(f"{'ok   ' if check.works else 'FAULT'} {check.what}: {check.says}")
    return 0 if all(check.works for check in checks) else 1


def print_json(value: Any) -> None:
    """Print plain JSON: laid out for a person at a terminal, on one line, which is faster, for a program."""
    from premortem.model.plain import plain

    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(value, indent=indent, default=plain, ensure_ascii=sys.stdout.encoding.lower() != "utf-8"))

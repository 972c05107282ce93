"""`premortem scan` and `premortem rules`: what a real table holds, and what the next delivery must keep."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from premortem.errors import RefusedInput, UnreadableFile
from premortem.model.checks import CHECKS
from premortem.model.evidence import Coverage, Done, Example, Finding, Scan, Severity
from premortem.model.shown import A_NAME, shown

Adder = Callable[..., argparse.ArgumentParser]
_SEVERITIES = {Severity.HIGH: "HIGH", Severity.MEDIUM: "medium", Severity.LOW: "low", Severity.SHOWN: "shown"}
_HEADER = {"yes": True, "no": False, "guess": None}


def add(command: Adder, readable: Callable[[argparse.ArgumentParser], argparse.ArgumentParser]) -> None:
    """Add the commands to the parser."""
    says = "Check a real table: a CSV, Parquet or Excel file, or a table of a database by its address."
    scan = readable(command("scan", _scan, says))
    scan.add_argument("source", help="a path, or an address such as duckdb:///file.duckdb?table=orders")
    scan.add_argument("--label", metavar="COLUMN", help="the column with the right answer")
    scan.add_argument("--groups", metavar="COLUMN,...", default="", help="columns that name groups of people or things")
    scan.add_argument("--prediction", metavar="COLUMN", help="the column with the prediction")
    scan.add_argument("--key", metavar="COLUMN,...", default="", help="columns that together name a row")
    scan.add_argument(
        "--against", metavar="OTHER", help="a second table to compare with: what was there before, or the test rows"
    )
    scan.add_argument("--rules", metavar="FILE", help="rules in YAML that the table must keep: see docs/rules.md")
    scan.add_argument(
        "--header", choices=list(_HEADER), default="guess", help="whether a CSV begins with the names of its columns"
    )
    scan.add_argument("--sheet", help="the sheet of an Excel file; else the first")
    scan.add_argument(
        "--name", default="", help="what the source is called; a later scan of the same name is a later delivery"
    )
    scan.add_argument("--no-examples", action="store_true", help="show no cell of the table")
    scan.add_argument("--mask", action="store_true", help="show only the shape of cells: letters as x, digits as 9")
    scan.add_argument("--into", metavar="WORKBOOK", help="also put what was found into this workbook (its edit link)")
    scan.add_argument(
        "--keep-examples", action="store_true", help="with --into: keep the example rows in the workbook too"
    )

    rules = command("rules", _rules, "Write what the team confirmed of a scan as rules for the next delivery.")
    rules.add_argument("workbook", help="its link")
    rules.add_argument("--name", default="", help="only of the source with this name")
    rules.add_argument(
        "--pandera", action="store_true", help="as a Python module with a pandera schema, instead of YAML"
    )
    rules.add_argument("-o", "--output", metavar="FILE", help="the file to write; else standard output")


def _rules(chosen: argparse.Namespace) -> int:
    from premortem.scan.rules import pandera_schema, rules_of, without_rule, write
    from premortem.store import open_log
    from premortem.workbook import Workbook, link_in

    with open_log() as log:
        scans = Workbook(log, link_in(chosen.workbook)).state.scans
    rules = rules_of(scans, chosen.name)
    remarks = [line for each in scans for line in without_rule(each) if chosen.name in {"", each.scan.source}]
    written = pandera_schema(rules) if chosen.pandera else write(rules, remarks)
    if chosen.output in {None, "-"}:
        print(written, end="")
        return 0
    try:
        Path(chosen.output).write_text(written, "utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        name = shown(chosen.output, A_NAME)
        raise UnreadableFile(f"{name} cannot be written ({reason}): choose another place with -o.") from error
    print(f"Wrote {shown(chosen.output, A_NAME)}.")
    return 0


def _scan(chosen: argparse.Namespace) -> int:
    from premortem.scan import scan

    if chosen.keep_examples and not chosen.into:
        raise RefusedInput("--keep-examples says what goes into a workbook: name it with --into.")
    found = scan(
        chosen.source,
        label=chosen.label,
        groups=chosen.groups,
        prediction=chosen.prediction,
        key=chosen.key,
        against=chosen.against,
        rules=None if chosen.rules is None else Path(chosen.rules),
        header=_HEADER[chosen.header],
        sheet=chosen.sheet,
        examples=not chosen.no_examples,
        masked=chosen.mask,
        name=chosen.name,
        told=_progress if sys.stderr.isatty() else lambda _check: None,
    )
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    where = _recorded(found, chosen) if chosen.into else ""
    if chosen.json:
        from premortem.cli import print_json
        from premortem.model import evidence_file

        print_json(evidence_file.to_json(found))
    else:
        print(in_words(found))
        print(where, end="\n" if where else "")
    return 0


def _progress(check: str) -> None:
    done = list(CHECKS).index(check) + 1
    print(f"\r\x1b[K{done} of {len(CHECKS)}: {CHECKS[check].title}", end="", file=sys.stderr, flush=True)


def _recorded(found: Scan, chosen: argparse.Namespace) -> str:
    from premortem.store import open_log
    from premortem.workbook import Workbook, link_in

    with open_log() as log:
        workbook = Workbook(log, link_in(chosen.into), author="command line")
        workbook.record_scan(found, keep_examples=chosen.keep_examples)
        return f"Put into the register of {workbook.title!r}."


def in_words(found: Scan) -> str:
    """Return a scan for a terminal: what was read, each finding with its rows, and what was not checked."""
    read = f"{found.source}: {found.rows:,} rows, {found.columns:,} columns"
    lines = [
        f"{read} ({found.kind}, read by {found.engine})",
        *(f"  {note}" for note in found.notes),
    ]
    lines += [line for alike in _alike(found.findings) for line in _told(alike)]
    if found.left_out:
        lines.append(f"And {found.left_out} more, less grave.")
    if not any(finding.severity is not Severity.SHOWN for finding in found.findings):
        lines.append("No check raised an alarm.")
    lines += [f"{rate.column} = {rate.group}: {_rate(rate)}" for rate in found.rates]
    skipped = [each for each in found.coverage if each.done is not Done.CHECKED]
    limited = [each for each in found.coverage if each.done is Done.CHECKED and each.says]
    lines += ["Checked within limits:", *(_skipped(each) for each in limited)] if limited else []
    lines += ["Not checked:", *(_skipped(each) for each in skipped)] if skipped else []
    return "\n".join(_printable(line) for line in lines)


def _alike(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Findings of one check and one severity, which stand together, as one group."""
    for _, group in groupby(findings, key=lambda each: (each.severity, each.check)):
        yield list(group)


def _told(alike: Sequence[Finding]) -> Iterator[str]:
    """Give a heading, then each finding; what all of them say is said once."""
    first = alike[0]
    columns = f": {', '.join(first.columns) or 'the whole table'}" if len(alike) == 1 else ""
    yield f"{_SEVERITIES[first.severity]:<7} {CHECKS[first.check].title}{columns}"
    for finding in alike:
        yield f"        {'' if columns else ', '.join(finding.columns) + ': '}{finding.saw}"
        yield from (
            f"        {words}" for words in (finding.sure, finding.ask) if words and not _said_by_all(words, alike)
        )
        yield from (_example(example) for example in finding.examples)
    yield from (
        f"        {words}" for words in (first.sure, first.could, first.ask) if words and _said_by_all(words, alike)
    )


def _said_by_all(words: str, alike: Sequence[Finding]) -> bool:
    return all(words in {each.sure, each.could, each.ask} for each in alike)


def _example(example: Example) -> str:
    row = "" if example.row is None else f"row {example.row}: "
    cells = ", ".join(f"{name} = {json.dumps(cell, ensure_ascii=False)}" for name, cell in example.cells)
    return f"          {row}{cells}"


def _rate(rate: Any) -> str:
    judged = "" if rate.judged else "; too few rows to judge"
    share = f"{rate.count / rate.of:.1%}" if rate.of else "none"
    between = f"95 times of 100 between {rate.low:.1%} and {rate.high:.1%}"
    return f"{rate.what} {share} ({rate.count:,} of {rate.of:,}; {between}{judged})"


def _skipped(each: Coverage) -> str:
    needs = CHECKS[each.check].needs
    return f"  {CHECKS[each.check].title}: {each.says or (f'needs {needs}' if needs else 'no reason was given')}"


def _printable(line: str) -> str:
    """What stands in a table may hold characters that drive a terminal: they are shown, not obeyed."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line)

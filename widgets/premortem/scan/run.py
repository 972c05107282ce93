"""Scans a table: opens it, counts its columns, makes every check that can be made, and says what could not."""

from __future__ import annotations

import logging
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premortem.errors import PremortemError, RefusedInput
from premortem.model.checks import CHECKS, place_of
from premortem.model.evidence import Coverage, Done, Finding, Moved, Rate, Scan
from premortem.model.shown import quoted
from premortem.scan import examples as shown_rows
from premortem.scan import prediction
from premortem.scan.capabilities import title
from premortem.scan.job import Check, Delivery, Job, Seen

if TYPE_CHECKING:
    from premortem.scan.rules import Rules
    from premortem.scan.sources import Opened

KINDS = {"csv": "CSV", "parquet": "Parquet", "excel": "Excel", "frame": "DataFrame", "database": "database"}
logger = logging.getLogger(__name__)

FINDINGS_MAX, RATES_MAX, MOVED_MAX = 200, 400, 200


@dataclass(frozen=True)
class Named:
    """What is known of a table beyond its cells, as names of its columns; see `premortem.scan.scan`."""

    label: str | None = None
    groups: tuple[str, ...] = ()
    prediction: str | None = None
    key: tuple[str, ...] = ()


def run(
    source: Any,
    named: Named,
    *,
    against: Any,
    rules: Rules | None,
    header: bool | None,
    sheet: str | None,
    examples: bool,
    masked: bool,
    name: str,
    folder: Path | None,
    now: datetime,
    told: Callable[[str], None],
) -> Scan:
    """Return what one look at the table finds; raises RefusedInput in one line where it cannot be read to its end."""
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="premortem-scan-")))
        opened = _open(source, place / "table", header, sheet, stack)
        other = None if against is None else _open(against, place / "against", header, _sheet(against, sheet), stack)
        told("reading")
        delivery = _counted(opened)
        job = Job(
            delivery,
            label=named.label,
            groups=named.groups,
            prediction=named.prediction,
            key=named.key,
            against=None if other is None else _counted(other),
            rules=rules and rules.with_tables(_referenced(rules, place, stack)),
            with_examples=examples,
            masked=masked,
            now=now,
            told=told,
        )
        _refuse_unknown_names(job)
        seen, coverage = _looked(job, opened)
        drawn = shown_rows.drawn(job, opened.ordered, seen) if examples else seen.findings
        return _written(job, opened, other, drawn, seen, coverage, name)


def _open(source: Any, folder: Path, header: bool | None, sheet: str | None, stack: ExitStack) -> Opened:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if isinstance(source, str) and "://" in source:
        from premortem.scan.sources.address import open_address

        opened = open_address(source)
    else:
        from premortem.scan.sources import open_source

        opened = open_source(source, folder=folder, header=header, sheet=sheet)
    stack.callback(opened.close)
    return opened


def _sheet(against: Any, sheet: str | None) -> str | None:
    """The sheet that was named is looked for in a second table too, where that is a workbook of sheets."""
    return sheet if str(against).lower().endswith((".xlsx", ".xlsm", ".xls")) else None


def _counted(opened: Opened) -> Delivery:
    from premortem.scan import profile
    from premortem.scan.engine import Engine

    engine = Engine(opened.backend)
    steady = opened.kind == "parquet"  # a view on files that are read one after the other
    columns = profile.count(engine, opened.table, opened.names, plain=opened.plain, steady=steady)
    rows = columns[0].rows if columns else 0
    return Delivery(opened.name, opened.table, engine, rows, columns)


def _referenced(rules: Rules, folder: Path, stack: ExitStack) -> Mapping[str, Delivery]:
    """Open the tables that the rules refer to, by the name they have there."""
    paths = enumerate(rules.paths.items())
    return {name: _counted(_open(path, folder / f"reference-{n}", None, None, stack)) for n, (name, path) in paths}


def _refuse_unknown_names(job: Job) -> None:
    from difflib import get_close_matches

    there = [column.name for column in job.delivery.columns]
    if job.prediction:
        prediction.parse(job.prediction, there)  # a column, or one with a test of its values
    for name in (job.label, *job.groups, *job.key):
        if name and name not in there:
            near = get_close_matches(name, there, n=1) or there[:5]
            others = "" if len(near) == 1 or len(there) <= 5 else f" and {len(there) - 5} more"
            means = f"did you mean {quoted(near[0])}?" if len(near) == 1 else f"it has {', '.join(near)}{others}."
            raise RefusedInput(f"{job.delivery.name} has no column {quoted(name)}: {means}")


def _looked(job: Job, opened: Opened) -> tuple[Seen, list[Coverage]]:
    """Make the checks one by one; one that fails is said to have failed, and the others go on."""
    from premortem.scan.checks import CHECKS_MADE

    findings, rates, moved = list[Finding](opened.findings), list[Rate](), list[Moved]()
    where: dict[str, Any] = {}
    coverage = []
    for check_id in CHECKS:
        job.told(check_id)
        parts = [check for check in CHECKS_MADE if check.id == check_id]
        outcomes = [_made(check, job) for check in parts]
        for seen, _ in outcomes:
            findings += seen.findings
            rates += seen.rates
            moved += seen.moved
            where |= seen.where
        coverage.append(_covered(check_id, [done for _, done in outcomes]))
    return Seen(tuple(findings), tuple(rates), tuple(moved), where=where), coverage


def _made(check: Check, job: Job) -> tuple[Seen, Coverage]:
    if reason := check.asked(job):
        return Seen(), Coverage(check.id, Done.NOT_ASKED, reason)
    engines = {each.engine.name: each.engine for each in (job.delivery, job.against) if each is not None}
    for engine in engines.values():
        if reason := engine.lacks(tuple(check.needs)):
            return Seen(), Coverage(check.id, Done.NOT_HERE, f"Not checked here: {reason}.")
    try:
        seen = check.look(job)
    except PremortemError:
        raise
    except Exception as error:  # noqa: BLE001 - the team must learn that it was not made, whatever the reason
        # Without the words of the error: a database quotes cells in them, and a log is no place for these.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("The check %s could not be made (%s):\n%s", check.id, type(error).__name__, where)  # noqa: TRY400
        return Seen(), Coverage(check.id, Done.FAILED, _why(error))
    return seen, Coverage(check.id, Done.CHECKED, seen.says)


def _why(error: Exception) -> str:
    kind = type(error).__name__
    if "OutOfMemory" in kind:
        return "Not checked: it needs more memory than there is."
    if kind in {"OperationNotDefinedError", "UnsupportedOperationError", "UnsupportedBackendType"}:
        return "Not checked here: this engine cannot do what the check needs."
    return f"Not checked: it failed in a way nobody foresaw ({kind}); the log has the details."


def _covered(check_id: str, parts: Sequence[Coverage]) -> Coverage:
    """Join the parts of one check: what failed in any is said, and it counts as made where any part was."""
    if check_id == "reading":
        return Coverage(check_id, Done.CHECKED)
    worst_first = (Done.FAILED, Done.NOT_HERE, Done.CHECKED, Done.NOT_ASKED)
    done = next((each for each in worst_first if any(part.done is each for part in parts)), Done.NOT_HERE)
    says = dict.fromkeys(part.says for part in parts if part.says and part.done is done)
    return Coverage(check_id, done, " ".join(says))


def _written(
    job: Job,
    opened: Opened,
    other: Opened | None,
    findings: Sequence[Finding],
    seen: Seen,
    coverage: Sequence[Coverage],
    name: str,
) -> Scan:
    worst_first = sorted(findings, key=_gravity)
    kept = tuple(worst_first[:FINDINGS_MAX])
    return Scan(
        source=name or opened.name,
        kind=KINDS.get(opened.kind, opened.kind),
        engine=title(job.delivery.engine.name),
        rows=job.delivery.rows,
        columns=len(job.delivery.columns),
        content=opened.content,
        read_at=job.now.astimezone(UTC).isoformat(timespec="seconds"),
        findings=kept,
        coverage=tuple(coverage),
        rates=seen.rates[:RATES_MAX],
        moved=tuple(sorted(seen.moved, key=lambda each: -(each.psi or 0.0)))[:MOVED_MAX],
        asked=_asked(job, other),
        notes=tuple(opened.notes),
        left_out=len(worst_first) - len(kept),
    )


def _gravity(each: Finding) -> tuple[int, int, float, str]:
    """Severity first; amounts of different checks have different units and are never held against each other."""
    return each.severity.rank, place_of(each.check), -(each.amount or 0.0), each.key


def _asked(job: Job, other: Opened | None) -> Mapping[str, str]:
    asked = {
        "label": job.label or "",
        "prediction": job.prediction or "",
        "groups": ", ".join(job.groups),
        "key": ", ".join(job.key),
        "against": "" if other is None else other.name,
    }
    return {name: value for name, value in asked.items() if value}

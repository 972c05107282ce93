"""What can be wrong with how a text file is written, as findings: sentences and figures, never a cell."""

from __future__ import annotations

from collections.abc import Iterator

from premortem.model.evidence import Finding, Severity
from premortem.scan.sources.encodings import Encoding
from premortem.scan.sources.mending import Mended
from premortem.scan.sources.opened import counted, reading

FAIRLY_SURE = 0.3
LINE_ENDS = {"\n": "LF (Unix)", "\r\n": "CR LF (Windows)", "\r": "CR (old Mac)"}


def encoding_note(found: Encoding) -> str:
    """Return how the letters were read."""
    how = "as the file itself says" if found.marked else "found by trying: the file does not say it"
    return f"Read as {found.title}, {how}."


def encoding(found: Encoding, broken: int) -> Finding:
    """Return that the encoding is a guess, or that letters could not be read in it; `broken` counts these."""
    if found.repairs or broken:
        return reading(
            "broken letters",
            f"{counted(broken, 'place')} cannot be read as {found.title}, in which the file is written otherwise;"
            " each shows as the mark \ufffd now.",
            sure="Counted.",
            could="Names and texts with such letters match nothing, and count as values of their own.",
            ask="Were parts of the file written by another program? Can it be written anew in one encoding, UTF-8?",
            amount=broken,
            unit="places",
        )
    close = f"{found.second} fits nearly as well" if found.second else "nothing fits well"
    sure = (
        f"Fairly sure: read this way, the letters make words; the next best, {found.second}, makes fewer."
        if found.lead >= FAIRLY_SURE
        else f"A guess: {close}. Look at a name with an accent before you trust it."
    )
    return reading(
        "encoding guessed",
        f"The file is not in UTF-8 and does not say in which encoding it is. It was read as {found.title}.",
        sure=sure,
        could="Read in the wrong encoding, letters with accents turn into others: names match nothing.",
        ask="In which encoding was the file written? Can it be written in UTF-8?",
        severity=Severity.LOW if found.lead >= FAIRLY_SURE else Severity.MEDIUM,
        unit="",
    )


def nul_bytes(count: int) -> Finding:
    """Return that the file holds bytes of value zero."""
    return reading(
        "NUL bytes",
        f"The file holds {counted(count, 'NUL byte')} (value zero), which no text has; they were left in the cells.",
        sure="Counted.",
        could="Many programs stop reading a text at such a byte. It often marks a write that broke off or a bad disk.",
        ask="Did the export or the copy of the file end well?",
        severity=Severity.HIGH,
        amount=count,
        unit="bytes",
    )


def changed(before: int, after: int) -> Finding:
    """Return that somebody wrote to the file while it was read; sizes in bytes."""
    how = f"grew from {before:,} to {after:,} bytes" if after > before else "changed"
    return reading(
        "changed while read",
        f"The file {how} while it was read. The figures hold for the rows read, the last of which may be cut.",
        sure="Certain: its size or its time stamp differs before and after.",
        could="Two looks at the same file give different figures.",
        ask="Who writes to this file? Can a copy be scanned that nobody writes to?",
        severity=Severity.HIGH,
        amount=abs(after - before),
        unit="bytes",
    )


def swallowed(cells: int) -> Finding:
    """Return that cells hold line ends, and for each as many separators as a row has."""
    return reading(
        "rows within a cell",
        f"{counted(cells, 'cell')} hold line ends, and for each of them as many separators as a row has.",
        sure="Not sure: a long text can look like that.",
        could="A quote that opens and is closed only rows later swallows the rows between: they are missing.",
        ask="Do these cells hold texts with lines of their own, or rows that should stand apart?",
        amount=cells,
        unit="cells",
    )


def of_rows(seen: Mended, width: int) -> Iterator[Finding]:
    """Yield what was mended in the rows of a file of `width` columns."""
    if seen.short:
        yield _ragged(
            "short rows", seen, seen.short, "short", f"fewer cells than the {counted(width, 'column')}",
            "The cells that lack at the end were read as empty.",
        )  # fmt: skip
    if seen.long:
        yield _ragged(
            "long rows", seen, seen.long, "long", f"more cells than the {counted(width, 'column')}",
            f"The first {width:,} of each were read, {counted(seen.surplus, 'cell')} beyond them left out.",
        )  # fmt: skip
    if seen.quotes:
        yield _ragged(
            "stray quotes", seen, seen.quotes, "quotes", "a quote that is never closed or stands amid a cell",
            "Their quotes were read as letters where the cells then fit the columns.",
        )  # fmt: skip
    kinds = {LINE_ENDS[end]: count for end, count in seen.endings.items() if end}
    if len(kinds) > 1:
        often = ", ".join(f"{count:,} with {kind}" for kind, count in sorted(kinds.items(), key=lambda each: -each[1]))
        yield reading(
            "mixed line ends",
            f"Rows end in different ways: {often}. All were read as ends of rows.",
            sure="Counted.",
            could="The file was put together from several. Some programs read two rows as one.",
            ask="Which programs or people added to this file?",
            severity=Severity.LOW,
            amount=min(kinds.values()),
        )


def _ragged(about: str, seen: Mended, rows: int, kind: str, what: str, how: str) -> Finding:
    share = rows / max(seen.rows, 1)
    first = ", ".join(f"{number:,}" for number in seen.shown[kind])
    return reading(
        about,
        f"{rows:,} of {counted(seen.rows, 'row')} ({share:.1%}) have {what}. {how} The first: row {first}.",
        sure="Counted. In which column such a row went wrong is not known: its cells may stand in the wrong columns.",
        could="Cells slip into the wrong column, and figures of several columns are wrong without a trace.",
        ask="Were texts that hold a separator or a quote written without quotes around them?",
        severity=Severity.HIGH if share >= 0.01 else Severity.MEDIUM,
        amount=rows,
    )

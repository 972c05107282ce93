"""Opens whatever is scanned: looks what it is, not how it is called, and hands it to who can read it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from premortem.errors import RefusedInput
from premortem.scan.sources.opened import Limits, Opened
from premortem.scan.sources.raw import existing

if TYPE_CHECKING:
    import pandas as pd

USUAL_LIMITS = Limits()
EXPECTED = {".xlsx": "as Excel", ".xlsm": "as Excel", ".xls": "as Excel", ".parquet": "as Parquet"}


def open_source(
    source: str | Path | pd.DataFrame,
    *,
    folder: Path,
    header: bool | None = None,
    sheet: str | None = None,
    limits: Limits = USUAL_LIMITS,
) -> Opened:
    """Open a CSV, Parquet or Excel file, a folder of Parquet files, or a DataFrame.

    `folder` exists and takes what does not fit into memory; `close` of what is returned removes it. `header` says
    whether the first line names the columns, None lets it be found; `sheet` names a sheet of an Excel file, else the
    first is read. Raise RefusedInput in one line where there is no table, or a larger one than `limits` allow.
    """
    scratch = Path(tempfile.mkdtemp(prefix="source-", dir=folder))
    try:
        if not isinstance(source, str | Path):
            return _frame(source, scratch, limits)
        return _file(existing(Path(source).expanduser()), scratch, limits, header, sheet)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def _frame(source: object, scratch: Path, limits: Limits) -> Opened:
    import pandas as pd

    from premortem.scan.sources.frame import open_frame

    if not isinstance(source, pd.DataFrame):
        raise RefusedInput(
            f"a path or a pandas DataFrame can be scanned, not a {type(source).__name__}: give one of these"
        )
    return open_frame(source, scratch, limits)


def _file(path: Path, scratch: Path, limits: Limits, header: bool | None, sheet: str | None) -> Opened:
    from premortem.scan.sources.excel import open_excel
    from premortem.scan.sources.parquet import open_parquet
    from premortem.scan.sources.textfile import open_text
    from premortem.scan.sources.workbook_size import COMPOUND

    if path.is_dir():
        return open_parquet(path, scratch, limits)
    with path.open("rb") as file:
        first = file.read(8)
    if first.startswith((b"PAR1", b"PARE")):
        opened = open_parquet(path, scratch, limits)
    elif first.startswith((b"PK\x03\x04", b"PK\x05\x06")) or first == COMPOUND:
        return open_excel(path, scratch, limits, header=header, sheet=sheet)
    elif path.suffix.lower() in EXPECTED:
        raise RefusedInput(
            f"{path.name} is named {EXPECTED[path.suffix.lower()]} but holds something else: "
            "fetch it again, or name it .csv if it holds text"
        )
    else:
        opened = open_text(path, scratch, limits, header=header)
    if sheet is not None:
        opened.close()
        raise RefusedInput(f"{path.name} is no Excel file and has no sheets: leave the name of the sheet out")
    return opened

"""A pandas DataFrame as a table of DuckDB: its types as they are, what no type fits as text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premortem.errors import RefusedInput
from premortem.scan.sources.duck import TABLE, connect, refusals
from premortem.scan.sources.names import column_names
from premortem.scan.sources.opened import Limits, Opened

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa  # type: ignore[import-untyped]  # it comes without types


def open_frame(frame: pd.DataFrame, scratch: Path, limits: Limits) -> Opened:
    """Open a DataFrame as it is now; what happens to it later does not show.

    NaN, None and NaT are empty. A column that mixes types, or holds lists or integers beyond 64 bits, is read as text.
    """
    import pyarrow as pa

    if frame.shape[1] == 0:
        raise RefusedInput("the DataFrame has no column: there is no table in it to scan")
    if frame.shape[1] > limits.columns:
        raise RefusedInput(f"the DataFrame has more than {limits.columns:,} columns: are rows and columns exchanged?")
    columns = [_column(frame.iloc[:, place]) for place in range(frame.shape[1])]
    arrow = pa.table([column for column, _ in columns], names=[f"c{place}" for place in range(len(columns))])
    names, odd = column_names(_label(label) for label in frame.columns)
    as_text = [names[place] for place, (_, as_text) in enumerate(columns) if as_text]
    notes = [f"Read as text: {', '.join(as_text[:10])} (mixed types, lists, or numbers too large)."] if as_text else []
    if _says_something(frame.index):
        notes.append("The index of the DataFrame was left out: reset_index() makes it a column.")
    backend = connect(scratch, limits, columns=len(columns))
    try:
        with refusals():
            backend.con.register("given", arrow)
            kept = ", ".join(_kept(field) for field in arrow.schema)
            backend.raw_sql(f"create table {TABLE} as select {kept} from given")  # noqa: S608 - names are our own
            backend.con.unregister("given")
        content = _content(arrow, names)
    except BaseException:
        backend.disconnect()
        raise
    return Opened(
        "DataFrame", "frame", backend, backend.table(TABLE), names, content, odd, tuple(notes), scratch=scratch
    )


def _label(label: Any) -> object:
    """Return what a label shows: the parts of a tuple that hold something, nothing for None and NaN."""
    if isinstance(label, tuple):
        return " ".join(str(part) for part in label if part is not None and part == part and str(part))  # noqa: PLR0124 - NaN
    return None if label is None or label != label else label  # noqa: PLR0124 - NaN differs from itself


def _column(column: pd.Series[Any]) -> tuple[pa.Array | pa.ChunkedArray, bool]:
    """Return a column of Arrow, and whether it had to become text."""
    import pyarrow as pa

    try:
        if column.dtype == object and not _of_one_type(column):
            raise pa.ArrowInvalid("several types")
        array = pa.Array.from_pandas(column)
        kind = array.type
        if pa.types.is_dictionary(kind):
            array = array.cast(kind.value_type)
        if pa.types.is_float16(kind):
            array = array.cast(pa.float32())
        if isinstance(kind, pa.BaseExtensionType):  # a period would come as the number of a day
            raise pa.ArrowInvalid("no plain type")
        if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            raise pa.ArrowInvalid("no plain type")
    except (pa.ArrowException, OverflowError, TypeError, ValueError, AttributeError):
        empty = column.isna()
        texts = [None if gone else str(value) for value, gone in zip(column, empty, strict=True)]
        return pa.array([text if text is None else _encodable(text) for text in texts], type=pa.string()), True
    return array, False


def _of_one_type(column: pd.Series[Any]) -> bool:
    return len({type(value) for value in column[column.notna()]}) <= 1


def _encodable(text: str) -> str:
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _kept(field: pa.Field) -> str:
    import pyarrow as pa

    kinds = pa.types
    plain = (
        kinds.is_integer, kinds.is_floating, kinds.is_boolean, kinds.is_string, kinds.is_large_string, kinds.is_date,
        kinds.is_timestamp, kinds.is_time, kinds.is_decimal,
    )  # fmt: skip
    return field.name if any(is_kind(field.type) for is_kind in plain) else f"{field.name}::varchar as {field.name}"


def _says_something(index: pd.Index[Any]) -> bool:
    """Return whether an index holds more than the number of the row."""
    import pandas as pd

    return not isinstance(index, pd.RangeIndex) and (index.name is not None or index.inferred_type != "integer")


def _content(arrow: pa.Table, names: tuple[str, ...]) -> str:
    """Return the SHA-256 of the names and of the cells as Arrow writes them."""
    import pyarrow as pa

    digest = hashlib.sha256("\0".join(names).encode(errors="replace"))

    class Sink:
        """Takes what is written into the digest."""

        closed = False

        def write(self, block: Any) -> int:
            digest.update(block)
            return len(block)

        def flush(self) -> None: ...

        def close(self) -> None: ...

    with pa.ipc.new_stream(pa.PythonFile(Sink(), mode="w"), arrow.schema) as stream:
        stream.write_table(arrow.combine_chunks())
    return digest.hexdigest()

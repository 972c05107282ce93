"""Excel files made by hand: a test says which cells they hold, down to what no program would write."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DATE, DATE_AND_TIME, TIME = 1, 2, 3
"""Styles of `styles.xml` below: how a number shows."""


def text(place: str, words: str) -> str:
    """Return a cell that holds words."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(place: str, value: float, style: int = 0) -> str:
    """Return a cell that holds a number, shown in a style."""
    return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'


def row(place: int, *cells: str) -> str:
    """Return a row of cells."""
    return f'<row r="{place}">{"".join(cells)}</row>'


def workbook(path: Path, *rows: str, sheets: Sequence[str] = ("Data",), hidden: Sequence[str] = ()) -> Path:
    """Write an .xlsx file whose sheets all hold these rows; return its path."""
    places = range(1, len(sheets) + 1)
    state = dict.fromkeys(hidden, ' state="hidden"')
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"{state.get(name, "")}/>'
        for at, name in zip(places, sheets, strict=True)
    )
    related = "".join(_related(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in places)
    styles = "".join(f'<xf numFmtId="{kind}"/>' for kind in (0, 14, 22, 20))
    types = '<Default Extension="xml" ContentType="application/xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": _relationships(_related("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(related + _related("rId99", "styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="4">{styles}</cellXfs></styleSheet>',
    }
    cells = "".join(rows)
    for at in places:
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def _relationships(related: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'


def _related(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'

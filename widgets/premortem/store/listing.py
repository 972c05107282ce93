"""The list of workbooks as a database answers it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from premortem.errors import StoreDamaged
from premortem.model.events import WorkbookCreated, WorkbookNamed
from premortem.store.log import Listing
from premortem.store.rows import recorded


def listing(line: tuple[Any, ...]) -> Listing:
    """Return what a line says: two links, times of the first and last event, newest number, the event with the title.

    Raise StoreDamaged where part of it is missing.
    """
    edit, read, created, changed, number = line[:5]
    if None in line:
        raise StoreDamaged("The store has lost part of its list of workbooks: use a copy of the file from before.")
    named = recorded(line[5:])
    assert isinstance(named.event, WorkbookCreated | WorkbookNamed)
    return Listing(
        workbook=named.workbook,
        title=named.event.title,
        edit=edit,
        read=read,
        created=datetime.fromisoformat(created),
        changed=datetime.fromisoformat(changed),
        number=number,
    )

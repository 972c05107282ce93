"""The way to a session from a workbook's page: a page without one pays nothing for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from ipywidgets import Box

from premortem.errors import RefusedInput
from premortem.model.session_events import SessionEvent
from premortem.workbook import Workbook

if TYPE_CHECKING:
    from premortem.forms.widgets import Rail
    from premortem.leading.panel import Panel

AFTER_THE_RAIL = 1


class Leading:
    """Shows the panel once somebody wants a session, and at once where one runs; to whoever may edit, and nobody else.

    `box` holds the rail first; `refresh` shows what changed in the workbook. Set `go` to what opens another workbook
    in this page (a rehearsal runs on a copy): it is given the workbook.
    """

    def __init__(self, workbook: Workbook, rail: Rail, box: Box, refresh: Callable[[], None]) -> None:
        self.workbook, self._rail, self._box, self._refresh = workbook, rail, box, refresh
        self.go: Callable[[Workbook], None] = _nowhere
        self._there = False

    @cached_property
    def panel(self) -> Panel:
        """The panel, in its place in the page: made, with all that it imports, when it is first needed."""
        from premortem.leading.panel import Panel

        self._there = True
        panel = Panel(self.workbook, self._refresh, self._go)
        before, behind = self._box.children[:AFTER_THE_RAIL], self._box.children[AFTER_THE_RAIL:]
        self._box.children = (*before, panel.widget, *behind)
        return panel

    def show(self) -> None:
        """Show the session as it is now."""
        runs = self.workbook.may_edit and self._runs()
        if runs or self._there:
            self.panel.show()
        self._rail.in_session = runs

    def offer(self) -> None:
        """Open the form by which a session begins."""
        if self.workbook.may_edit:
            self.panel.offer()

    def _runs(self) -> bool:
        if not any(isinstance(record.event, SessionEvent) for record in self.workbook.recorded):
            return False  # as in nearly all workbooks: nothing more is loaded for them
        from premortem.session.state import running

        return running(self.workbook.recorded) is not None

    def _go(self, workbook: Workbook) -> None:
        self.go(workbook)  # as it is set by then: a page whose session runs makes its panel before


def _nowhere(_workbook: Workbook) -> None:
    raise RefusedInput("This page shows one workbook only: open the copy with its link.")

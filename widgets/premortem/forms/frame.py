"""Lays out one page: the rail as its frame, the form, and the findings beside or below it."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import Box, DOMWidget, Layout


def frame(rail: DOMWidget, form: Sequence[DOMWidget], findings: Sequence[DOMWidget] = ()) -> Box:
    """Return the page: on a wide one the findings stand beside the form and stay in view, on a phone below it.

    `.children[0].children` are the rail, the box of the form and the box of the findings; their children may change.
    """
    layout = Layout()  # one for all: each would be a message of its own
    asked = Box(tuple(form), layout=layout, _dom_classes=("premortem-asked",))
    found = Box(tuple(findings), layout=layout, _dom_classes=("premortem-found",))
    desk = Box((rail, asked, found), layout=layout, _dom_classes=("premortem-desk",))
    return Box((desk,), layout=layout, _dom_classes=("premortem",))

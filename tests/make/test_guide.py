"""The facilitator's guide shows the agendas that a session is offered."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

TREE = Path(__file__).parents[2]
GUIDE = runpy.run_path(str(TREE / "make/guide.py"))


@pytest.mark.parametrize("minutes", [60, 90, 120])
def test_the_agenda_in_the_guide_is_the_one_that_is_suggested(minutes: int) -> None:
    cells = json.loads(GUIDE["GUIDE"].read_text("utf-8"))["cells"]
    (shown,) = [text for cell in cells if (text := "".join(cell["source"])).startswith(f"## {minutes} minutes")]
    assert shown == GUIDE["table"](minutes).strip(), "run: python make/guide.py"

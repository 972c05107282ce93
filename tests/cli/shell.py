"""What tests of the command line share: a command in a process, and the line that refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

TREE = Path(__file__).parents[2]
COMMANDS = ("app", "lab", "new", "list", "questions", "answer", "assess", "export", "import", "scan", "rules", "doctor")
ANSWERS = {
    "start.idea": "Read invoices <b>",
    "success-criteria.criteria": [{"measure": "read right", "floor": 90, "hoped": 95}],
    "success-criteria.tested": False,
    "success-criteria.cases-available": 500,
}
Run = Callable[..., tuple[int, str, str]]


def refused(found: tuple[int, str, str], *says: str) -> str:
    """The one line on standard error with which a command was refused."""
    code, _, err = found
    assert code == 1, found
    assert "Traceback" not in err
    (line,) = err.splitlines()
    assert line.startswith("premortem: ")
    assert line.isprintable()
    assert len(line) < 400
    for each in says:
        assert each in line
    return line


def in_a_process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, "PYTHONPATH": str(TREE / "widgets"), "PYTHONUNBUFFERED": "", **options.pop("env", {})}
    command = [sys.executable, "-m", "premortem.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output="stdout" not in options, env=surroundings, check=False, **options)

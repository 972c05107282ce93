"""The app, or another server that prints its address, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path


class App:
    """`premortem app` in a process of its own, on a port that was free."""

    def __init__(self, store: Path, log: Path, *command: str) -> None:
        environment = {**os.environ, "PREMORTEM_STORE": f"sqlite:///{store}"}
        self.store, self.log = store, log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "premortem.cli", *(command or ("app", "--port", "0"))],
            stdout=subprocess.PIPE,
            stderr=log.open("w"),
            text=True,
            env=environment,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + log.read_text()
        self.url = found[0]

    @property
    def kernels(self) -> list[int]:
        """The processes of the visitors' kernels."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

"""What the app is held against: a notebook with one slider and a label, on Voila as it comes."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat

SLIDER = """
import ipywidgets
slider, answer = ipywidgets.IntSlider(value=3, description="Slide"), ipywidgets.Label("value 3")
slider.observe(lambda change: setattr(answer, "value", f"value {change.new}"), "value")
ipywidgets.VBox([slider, answer])
"""


class Bare:
    """Stock Voila in a process of its own; with `preheat` it keeps that many kernels ready."""

    def __init__(self, folder: Path, *, preheat: int = 0) -> None:
        notebook = folder / "bare.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        cells = [nbformat.v4.new_code_cell(SLIDER)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), notebook)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        warm = ["--preheat_kernel=True", f"--pool_size={preheat}"] if preheat else []
        command = [sys.executable, "-m", "voila", str(notebook), "--no-browser", f"--port={port}", *warm]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=(folder / "bare.log").open("w"))
        self.url = f"http://localhost:{port}/"
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(self.url + "voila/static/nothing", timeout=1)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("Voila does not listen; see bare.log")

    @property
    def kernels(self) -> list[int]:
        """The processes of its kernels."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def stop(self) -> None:
        """End it with its kernels."""
        self.process.terminate()
        self.process.wait(30)

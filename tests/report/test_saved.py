"""A notebook that was run and saved shows its answers where no kernel runs."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

from premortem.files import notebooks
from premortem.store import open_log
from premortem.workbook import Workbook


def test_a_saved_notebook_shows_the_answers_without_a_kernel_and_typed_markup_stays_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREMORTEM_STORE", f"sqlite:///{tmp_path / 'store.sqlite'}")
    with open_log() as log:
        workbook = Workbook.create(log, "Saved <i>notebook</i>")
        workbook.answer("success-criteria.owner", "The board <img src=x onerror=alert(1)>")
    notebook = nbformat.read(notebooks() / "05-success-criteria.ipynb", as_version=4)
    ExecutePreprocessor(timeout=120, kernel_name="python3").preprocess(notebook, {"metadata": {"path": tmp_path}})
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)
    for output in outputs:  # a reader without widgets
        output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "The board &lt;img src=x onerror=alert(1)&gt;" in page
    assert "Saved &lt;i&gt;notebook&lt;/i&gt;" in page
    outside_of_scripts = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    assert "<img src=x" not in outside_of_scripts

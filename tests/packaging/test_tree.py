"""What must never be committed: addresses of registries, paths of somebody's machine, outputs of notebooks."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest

TREE = Path(__file__).parents[2]
# Written so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    r"pypi\.(?:org|python)|pythonhosted\.|registry\.npm|npmjs\.|anaconda\.(?:org|com)|--(?:extra-)?index-url"
)
SOMEBODYS = re.compile(r"(?<![\w.~/-])/(?:work|farm|root|home/\w+|Users/\w+|opt/pypi|tmp/[a-z]+)/")


@pytest.fixture(scope="module")
def committed(tree_files: list[str]) -> dict[str, str]:
    """The content of each text file."""
    found = {}
    for relative in tree_files:
        with suppress(UnicodeDecodeError):  # a picture, a stored database
            found[relative] = (TREE / relative).read_text("utf-8")
    return found


@pytest.mark.parametrize("unwanted", [REGISTRIES, SOMEBODYS], ids=["registries", "paths of a machine"])
def test_the_tree_names_none(committed: dict[str, str], unwanted: re.Pattern[str]) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in committed.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if unwanted.search(line)
    ]
    assert found == []


def test_notebooks_hold_no_outputs(committed: dict[str, str]) -> None:
    run = [
        path
        for path, text in committed.items()
        if path.endswith(".ipynb")
        for cell in json.loads(text)["cells"]
        if cell.get("outputs") or cell.get("execution_count") is not None
    ]
    assert run == [], "clear the outputs before committing"

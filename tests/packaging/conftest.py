"""The files that a commit would hold."""

from pathlib import Path

import pathspec
import pytest

TREE = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tree_files() -> list[str]:
    """Every file of the tree that .gitignore does not leave out; git itself need not be installed."""
    ignored = pathspec.GitIgnoreSpec.from_lines([*(TREE / ".gitignore").read_text("utf-8").splitlines(), ".git"])
    return sorted(ignored.match_tree_files(TREE, negate=True))

"""What the package imports it also asks for: it does not live on what another dependency happens to bring."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TREE = Path(__file__).parents[2]
PROJECT = tomllib.loads((TREE / "pyproject.toml").read_text("utf-8"))["project"]


def test_every_import_of_the_package_is_a_declared_dependency() -> None:
    asked_for = [
        *PROJECT["dependencies"],
        *(asked for extra in PROJECT["optional-dependencies"].values() for asked in extra),
    ]
    declared = {canonicalize_name(Requirement(asked).name) for asked in asked_for}
    provided_by = packages_distributions()
    undeclared = {
        f"{path.relative_to(TREE)} imports {package}"
        for path in (TREE / "widgets").rglob("*.py")
        for package in imported(path) - sys.stdlib_module_names - {"premortem"}
        # What an extra brings need not be there: pyspark is, where there is a Java.
        if not declared & {canonicalize_name(name) for name in provided_by.get(package, [package])}
    }
    assert undeclared == set()


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a file imports, inside functions too."""
    modules: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            modules.append(node.module)
    return {module.partition(".")[0] for module in modules}

"""environment.yml, for conda and Binder, asks for what pyproject.toml asks for."""

import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

TREE = Path(__file__).parents[2]
PROJECT = tomllib.loads((TREE / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((TREE / "environment.yml").read_text("utf-8"))
# What conda-forge calls otherwise; ibis-duckdb is ibis-framework with its extra duckdb.
BY_PIP = {"ibis-duckdb": "ibis-framework", "python-duckdb": "duckdb"}
INSTALLED_BY_CONDA = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]


def test_conda_installs_the_same_names_and_ranges_as_pip() -> None:
    by_conda = {}
    for line in INSTALLED_BY_CONDA:
        name, _, versions = line.partition(" ")
        by_conda[canonicalize_name(BY_PIP.get(name, name))] = SpecifierSet(versions)
    assert by_conda.pop("pip") == SpecifierSet()
    assert by_conda.pop("python") == SpecifierSet(PROJECT["requires-python"])
    by_pip = {canonicalize_name(asked.name): asked.specifier for asked in map(Requirement, PROJECT["dependencies"])}
    assert by_conda == by_pip


def test_pip_then_installs_the_tree_itself_and_nothing_else() -> None:
    (by_pip,) = (line for line in ENVIRONMENT["dependencies"] if not isinstance(line, str))
    assert by_pip == {"pip": ["--editable ."]}


def test_it_makes_an_environment_named_after_the_project_from_conda_forge_alone() -> None:
    assert ENVIRONMENT["name"] == PROJECT["name"]
    assert ENVIRONMENT["channels"] == ["conda-forge"]

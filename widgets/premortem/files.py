"""Where the files that ship with Premortem are: beside the package in a wheel, at the top of a source tree."""

from pathlib import Path

PACKAGE = Path(__file__).parent
SOURCE_TREE = PACKAGE.parent.parent


def shipped(folder: str) -> Path:
    """Return the folder `data` or `notebooks`, from the wheel where it is installed, else from the source tree."""
    in_wheel = PACKAGE / "_shipped" / folder
    return in_wheel if in_wheel.exists() else SOURCE_TREE / folder


def data(relative: str) -> Path:
    """Return the path of a shipped data file, such as `questions` or `reference/base-rates.csv`."""
    return shipped("data") / relative


def notebooks() -> Path:
    """Return the folder of the shipped notebooks."""
    return shipped("notebooks")

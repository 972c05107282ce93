"""Where files are: those that ship with Premortem, in a wheel or a source tree, and those that may be made anew."""

import os
import sys
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


def cache_folder() -> Path:
    """Return the user's cache folder for Premortem by the custom of the platform; it may not exist yet."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "premortem"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "premortem" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "premortem"

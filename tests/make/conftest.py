"""The package make/forecasts, without the folder make on the path: its browser.py would hide tests/browser."""

import importlib.util
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "make" / "forecasts"

if "forecasts" not in sys.modules:
    spec = importlib.util.spec_from_file_location("forecasts", PACKAGE / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules["forecasts"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["forecasts"])

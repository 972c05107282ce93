"""Resolve the ranges of pyproject.toml into exact, hashed pins: `make lock`.

requirements.lock      what runs the workbook, and what installs the tree into .venv
requirements-dev.lock  the same releases, and what checks and tests need on top
requirements-spark.lock  what is added to that where there is a Java to run Spark

One lock serves Python 3.11 to 3.13 on Linux, macOS and Windows. It names no package index: whoever installs
uses the one their pip is set up for. The resolver (uv) lives in a throw-away environment.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

TREE = Path(__file__).parent.parent
HEADER = "# Made by `make lock` from pyproject.toml; do not edit.\n"


def compile_lock(uv: Path, lock: str, *options: str) -> None:
    """Write one lock file; `options` are for `uv pip compile`, what to resolve among them."""
    print(f"==> {lock}", flush=True)
    command = [
        uv, "pip", "compile", "--upgrade", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-config", "--quiet", *options,
    ]  # fmt: skip
    # No UV_ variable of the caller may change what is locked.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    pins = subprocess.run(command, cwd=TREE, env=environment, check=True, capture_output=True, text=True).stdout
    (TREE / lock).write_text(HEADER + pins, encoding="utf-8")


def main() -> None:
    """Write the lock files."""
    with tempfile.TemporaryDirectory() as throw_away:
        print("==> A throw-away environment for the resolver", flush=True)
        venv.create(throw_away, with_pip=True)
        bin_folder = Path(throw_away) / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([bin_folder / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        uv = bin_folder / "uv"
        tree = ("pyproject.toml", "--group", "build")
        compile_lock(uv, "requirements.lock", *tree)
        compile_lock(uv, "requirements-dev.lock", *tree, "--group", "dev", "--constraint", "requirements.lock")
        # The group alone: what it shares with the others is installed already.
        compile_lock(uv, "requirements-spark.lock", "--group", "spark", "--constraint", "requirements-dev.lock")
    print("Now: make test, look at the difference, commit the files.")


if __name__ == "__main__":
    sys.exit(main())

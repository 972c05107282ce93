"""Make .venv from a lock file: `make setup`, and the first step of every other target.

Runs on the machine's own Python with nothing installed. An environment that is up to date is left as it is, which
takes a tenth of a second; one that was left half made is made anew. For checks and tests there is Spark too where a
Java can run it.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
VENV = TREE / ".venv"
UNFINISHED = VENV / "premortem-unfinished"
PYTHON = VENV / "bin" / "python"
RUN, DEV, SPARK = "requirements.lock", "requirements-dev.lock", "requirements-spark.lock"
JAVAS = range(17, 24)  # what Spark 4.0 runs on


def main() -> None:
    """Bring .venv to what the lock says, or say in one line why that cannot be."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--dev", action="store_true", help="with what checks and tests need")
    dev = words.parse_args().dev
    locks = [DEV if dev else RUN, *([SPARK] if dev and java() in JAVAS else [])]
    with one_at_a_time():
        missing = [lock for lock in locks if not up_to_date(lock)]
        if not missing:
            print(f"==> .venv is up to date with {' and '.join(locks)}", flush=True)
            return
        began = time.monotonic()
        if UNFINISHED.exists() or not runs(PYTHON):
            make_empty()
            missing = locks
        UNFINISHED.touch()
        for lock in missing:
            install(lock)
        # The lock for development holds the other: what is right for it is right for both.
        for done in {*missing, *([] if missing == [SPARK] else [RUN])}:
            stamp(done).write_text(wanted(done), encoding="utf-8")
        UNFINISHED.unlink()
        print(f"==> .venv is ready after {time.monotonic() - began:.0f} seconds", flush=True)


@contextmanager
def one_at_a_time():
    """Let a second `make` wait until the first has made the environment."""
    try:
        import fcntl
    except ImportError:  # Windows: no such lock, and no `make` either as a rule
        yield
        return
    folder = os.open(TREE / "make", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def stamp(lock: str) -> Path:
    """Return the file that says from what the environment was made."""
    return VENV / f"premortem-{lock}.sha256"


def wanted(lock: str) -> str:
    """Return the fingerprint of all that decides what is installed: the lock and how the tree itself is packaged."""
    settings = tomllib.loads((TREE / "pyproject.toml").read_text("utf-8"))
    packaging = [settings["build-system"], settings["project"], settings["tool"]["hatch"], str(TREE)]
    return hashlib.sha256((TREE / lock).read_bytes() + json.dumps(packaging).encode()).hexdigest()


def up_to_date(lock: str) -> bool:
    """Tell whether nothing is to be done."""
    made_from = stamp(lock)
    return (
        not UNFINISHED.exists() and made_from.exists() and made_from.read_text("utf-8") == wanted(lock) and runs(PYTHON)
    )


def runs(python: Path) -> bool:
    """Tell whether an environment's Python starts: it does not when the Python it was made from is gone."""
    with suppress(OSError):
        return subprocess.run([python, "-I", "-c", ""], check=False, capture_output=True).returncode == 0
    return False


def java() -> int:
    """Return the major version of the Java that Spark would start, 0 where there is none."""
    home = os.environ.get("JAVA_HOME")
    with suppress(OSError):
        said = subprocess.run(
            [Path(home, "bin", "java") if home else "java", "-version"], check=False, capture_output=True, text=True
        ).stderr
        if found := re.search(r'version "(\d+)', said):
            return int(found[1])
    return 0


def make_empty() -> None:
    """Make .venv with nothing but pip in it; what was there before is removed."""
    if find_spec("ensurepip") is None:
        bring_ensurepip()
    print(f"==> An empty environment in .venv, Python {sys.version.split()[0]}", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    # In a process of its own: ensurepip may have arrived a moment ago.
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def bring_ensurepip() -> None:
    """Install the part of Python that Debian and Ubuntu keep in a package of its own, or say which one it is."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(
            f"This Python cannot make environments: its module ensurepip is missing. "
            f"On Debian and Ubuntu: sudo apt install {package}, then call make again."
        )
    print(f"==> {package} from the distribution: this Python cannot make environments without it", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        subprocess.run(["apt-get", *step], env=quiet, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def install(lock: str) -> None:
    """Install what the lock pins, each file checked against its hash, then the tree itself as it lies."""
    print(f"==> Packages of {lock}; a minute or two when nothing is at hand yet", flush=True)
    if lock == SPARK:
        # It comes as source only, which copies jars and compiles nothing; setuptools comes from the other lock.
        hashed = ("--require-hashes", "--no-deps", "--only-binary=:all:", "--no-binary=pyspark")
        pip(*hashed, "--no-build-isolation", "--no-compile", "--requirement", str(TREE / lock))
        return
    pip("--require-hashes", "--only-binary=:all:", "--requirement", str(TREE / lock))
    # hatchling comes from the lock: with build isolation pip would fetch one that nobody pinned.
    pip("--no-deps", "--no-build-isolation", "--editable", str(TREE))


def pip(*words: str) -> None:
    """Run the environment's own `pip install`."""
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    subprocess.run([PYTHON, "-m", "pip", "install", *quiet, *words], check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"This step failed: {' '.join(map(str, failed.cmd))}\nMend what it said above and call make again.")
    except KeyboardInterrupt:
        sys.exit("Interrupted. The next make begins the environment anew.")

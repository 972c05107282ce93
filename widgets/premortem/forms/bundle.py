"""The Vega runtime that draws the charts in the browser: made once from vl-convert, kept in the user's cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from premortem.errors import PremortemError
from premortem.files import cache_folder

# Not the name `vega` that vl-convert offers: that is the module's default export, and it has none (vl-convert 1.9).
_SNIPPET = 'import * as runtime from "/npm/vega@{version}/+esm"; globalThis.premortemVega = runtime;'


class BundleError(PremortemError):
    """The Vega runtime cannot be made here; charts are told in words."""


def vega_bundle() -> Path:
    """Return the file of the Vega runtime, making it the first time (seconds, in a process of its own).

    Raises BundleError where neither the cache folder nor a temporary one can be written, or vl-convert fails.
    """
    name = f"vega-runtime-{version('vl-convert-python')}.js"
    kept = [folder / name for folder in (cache_folder(), _temporary_folder())]
    for path in kept:
        if _sound(path):
            return path
    reasons = []
    for path in kept:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
        except OSError as error:
            reasons.append(f"{path.parent} ({error.strerror or error})")
        else:
            return path
    raise BundleError(
        f"The chart runtime cannot be kept: {' and '.join(reasons)}. Set XDG_CACHE_HOME to a writable folder."
    )


def _temporary_folder() -> Path:
    """Where nothing else can be written: a folder of this user's, which nobody else could have filled."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"premortem-cache-{user}"


def _sound(path: Path) -> bool:
    try:
        found, folder = path.stat(), path.parent.stat()
    except OSError:
        return False
    ours = not hasattr(os, "getuid") or {found.st_uid, folder.st_uid} <= {os.getuid(), 0}
    return found.st_size > 0 and ours


def _make(path: Path) -> None:
    """Write the runtime beside `path` and rename it: whoever looks sees all of it or nothing."""
    descriptor, name = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
    os.close(descriptor)
    unfinished = Path(name)
    try:
        # A process of its own: the compiler takes 200 MB that this one would never give back, and starts threads.
        command = [sys.executable, "-m", "premortem.forms.bundle", str(unfinished)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ourselves
        if done.returncode:
            raise BundleError(
                f"The chart runtime could not be made: {done.stderr.strip().splitlines()[-1:] or 'no reason given'}"
            )
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(path: Path) -> None:
    import vl_convert  # heavy: only in the process of its own

    snippet = _SNIPPET.format(version=vl_convert.get_vega_version())
    path.write_text(vl_convert.javascript_bundle(snippet), "utf-8")


if __name__ == "__main__":
    _write(Path(sys.argv[1]))

"""What a server and its kernels find around them: Jupyter's folders, IPython's, and Premortem's own settings."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir

from premortem.serve.limits import SCRATCH

JUPYTER_DATA = Path(__file__).parent / "jupyter"
TEMPLATE = JUPYTER_DATA / "voila/templates/premortem"
JUPYTER_CONFIG = Path(__file__).parent / "jupyter_config"


def leave_out_grammars() -> None:
    """Keep jsonschema from compiling 38 grammars for addresses that no schema of Jupyter's names: 2 s of each start."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@contextmanager
def surroundings(environment: Mapping[str, str], *, configured_by_user: bool) -> Iterator[Path]:
    """Set the process's environment for a server and its kernels; yield a private folder that is gone afterwards.

    With `configured_by_user` false, Jupyter's configuration in the home of whoever starts the server is left out: one
    line there could open the public app (`file_allowlist`) or switch the widgets off (`disabledExtensions`).
    IPython's start-up files are left out always: they run in every kernel.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="premortem-") as folder:
        private = Path(folder)
        os.environ.update(environment)
        os.environ.update(
            # First in the list wins: our template, and our "python3" kernel before one of the same name in the home.
            JUPYTER_PATH=os.pathsep.join(filter(None, [str(JUPYTER_DATA), before.get("JUPYTER_PATH")])),
            JUPYTER_PREFER_ENV_PATH="1",
            IPYTHONDIR=str(private / "ipython"),
            # What visitors upload lies here, outside every folder that is served, and is gone with the server.
            **{SCRATCH: str(private / "scratch")},
            # Our matrices are small: more threads only get into each other's way, the more so with many kernels.
            OPENBLAS_NUM_THREADS=before.get("OPENBLAS_NUM_THREADS", "1"),
        )
        if configured_by_user:
            # No look-up of news and new versions on the web.
            path = filter(None, [str(JUPYTER_CONFIG), before.get("JUPYTER_CONFIG_PATH")])
            os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(path)
        else:
            os.environ["JUPYTER_NO_CONFIG"] = "1"
        try:
            yield private
        finally:
            if not configured_by_user:
                # Jupyter makes this empty folder and leaves it behind.
                shutil.rmtree(jupyter_config_dir(), ignore_errors=True)
            os.environ.clear()
            os.environ.update(before)

"""Start the kernel behind one page or notebook: `python -m premortem.serve.kernel -f CONNECTION_FILE`."""

import os
import sys
from pathlib import Path

# For a visitor of the app nobody sets breakpoints or completes code; each costs time and memory in every kernel.
NOT_FOR_VISITORS = ("debugpy", "jedi")


def main() -> None:
    """Run ipykernel without a history file, and for the app without what only programmers use."""
    # As `ipykernel_launcher` does: a file beside the notebook must not stand in for a module of the same name.
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]
    # The server names itself in this variable; `premortem.serve.visitor` is not imported, it would not be cheap here.
    if "VOILA_PREHEAT" in os.environ:
        for module in NOT_FOR_VISITORS:
            sys.modules[module] = None  # type: ignore[assignment]

    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance([*sys.argv[1:], "--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR"])


if __name__ == "__main__":
    main()

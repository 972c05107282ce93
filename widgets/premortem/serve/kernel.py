"""Start the kernel behind one page or notebook: `python -m premortem.serve.kernel -f CONNECTION_FILE`."""

import logging
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

    _log_to_the_server()
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance([*sys.argv[1:], "--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR"])


def _log_to_the_server() -> None:
    """What goes wrong inside a kernel reaches the server's log: ipykernel would send it to the page, which hides it."""
    handler = logging.StreamHandler(os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    logging.getLogger("premortem").addHandler(handler)


if __name__ == "__main__":
    main()

"""Start the kernel behind one page: `python -m premortem.serve.kernel -f CONNECTION_FILE`."""

import sys


def main() -> None:
    """Run ipykernel without what nobody sees here: a history file, a banner, a debugger."""
    # As `ipykernel_launcher` does: a file beside the notebook must not stand in for a module of the same name.
    if sys.path[0] in ("", "."):
        del sys.path[0]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance([*sys.argv[1:], "--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR"])


if __name__ == "__main__":
    main()

"""See to it that the tests have a Chromium: `make test` and `make bench` call this.

The distribution's own browser where we may install it, since it comes with all libraries it needs and with security
updates; else Playwright's. tests/conftest.py finds whichever there is by the same rule.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def installed() -> str | None:
    """Return the path of this machine's own Chromium, or None; Ubuntu's, which only points to a snap, is no browser."""
    found = (path for name in NAMES if (path := shutil.which(name)))
    return next((path for path in found if not is_snap(Path(path))), None)


def is_snap(path: Path) -> bool:
    """Tell whether a command only starts a snap: those cannot be driven in a container, nor write to /tmp."""
    return "/snap/" in str(path.resolve()) or (path.stat().st_size < 10_000 and b"/snap/" in path.read_bytes())


def playwrights_own() -> bool:
    """Tell whether Playwright has fetched a Chromium before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def may_use_apt() -> bool:
    """Tell whether there are distribution packages and we may install them."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def apt_install(package: str) -> None:
    """Install a package of the distribution, from fresh lists and without a question."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        subprocess.run(["apt-get", *step], env=quiet, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def bring_the_drivers_library() -> None:
    """Let Playwright's driver start: it needs a small library that a minimal Debian lacks."""
    if subprocess.run([sys.executable, "-m", "playwright", "--version"], check=False, capture_output=True).returncode:
        if not may_use_apt():
            sys.exit("Playwright does not start. On Debian and Ubuntu: sudo apt install libatomic1, then make again.")
        print("==> libatomic1 from the distribution's packages", flush=True)
        apt_install("libatomic1")


def bring_chromium() -> None:
    """Install a Chromium."""
    # Ubuntu's package only points to a snap.
    if may_use_apt() and "ID=ubuntu" not in Path("/etc/os-release").read_text("utf-8").splitlines():
        print("==> Chromium from the distribution's packages", flush=True)
        apt_install("chromium")
        return
    print("==> Chromium from Playwright", flush=True)
    # As root Playwright can install the libraries that its browser needs; otherwise it says which are missing.
    needs = ["--with-deps"] if sys.platform == "linux" and os.geteuid() == 0 else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *needs, "chromium"], check=True)


def main() -> None:
    """Bring a browser unless there is one, and say which."""
    bring_the_drivers_library()
    if installed() is None and not playwrights_own():
        bring_chromium()
    print(f"==> {installed() or 'the one that Playwright brought'}")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"No browser: {' '.join(map(str, failed.cmd))} failed. Install Chromium, then call make again.")

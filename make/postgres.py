"""See to it that the tests have a PostgreSQL: `make test` calls this.

The distribution's own server where we may install it; it is never started as a service by this, the tests start one of
their own in a temporary folder. Where there is none and none may be installed, the tests of it are skipped and say so.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def programs() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl`, the newest of those there are, or None."""
    by_path = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    # Debian and Ubuntu keep them off the path, one folder a release.
    by_release = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)
    return next((each for each in (*by_release, *by_path) if (each / "initdb").exists()), None)


def main() -> None:
    """Bring a PostgreSQL unless there is one, and say which."""
    if programs() is None and shutil.which("apt-get") and os.geteuid() == 0:
        print("==> PostgreSQL from the distribution's packages", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
            subprocess.run(
                ["apt-get", *step], env=quiet, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
    print(f"==> {programs() or 'none, and none may be installed here: its tests will be skipped'}")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"No PostgreSQL: {' '.join(map(str, failed.cmd))} failed. Install postgresql, then call make again.")

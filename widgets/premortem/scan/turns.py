"""At most so many tables are read at once on one server: a place is a locked file, freed when its process ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows has no such locks, and runs no server of ours: there nobody waits
    fcntl = None  # type: ignore[assignment]

PAUSE = 0.5
"""Seconds between two looks for a free place."""


@contextmanager
def turn(folder: Path, at_once: int, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold one of `at_once` places in a folder that all share; call `waiting` once where all are taken, and wait.

    The lock belongs to the process: it is free again however that ends.
    """
    if fcntl is None or at_once < 1:
        yield
        return
    held = _free_place(folder, at_once)
    if held is None:
        waiting()
    while held is None:
        time.sleep(PAUSE)
        held = _free_place(folder, at_once)
    with held:
        yield


def _free_place(folder: Path, at_once: int) -> IO[bytes] | None:
    for number in range(at_once):
        place = (folder / f"turn-{number}").open("ab")
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            place.close()
        else:
            return place
    return None

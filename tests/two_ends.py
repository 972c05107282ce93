"""How two processes share the tests: files that open a browser from one end, all others from the other.

A page in Chromium waits as often as it works, and two Chromiums at once on two cores make pages late. So one process
takes the files with a browser, and then what is left; the others begin where nothing needs one. They meet where both
have the least to do. A file is never parted: what its tests share is made once.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController


def browser_files_first(items: list[pytest.Item]) -> None:
    """Sort tests in place: files of which at least one test opens a browser first, else as they were collected."""
    opening = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path not in opening)


class FromBothEnds(LoadFileScheduling):  # type: ignore[misc]  # xdist comes without types
    """Gives whole files to processes: to the first one from the front, to every other one from the back."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        config.option.loadscopereorder = False  # the order is ours, not that of the number of tests in a file
        super().__init__(config, log)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if node is not self.nodes[0]:
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)

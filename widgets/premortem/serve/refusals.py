"""Requests that Voila would answer and the public app does not, or not so."""

from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, RequestHandler
from voila.request_info_handler import RequestInfoSocketHandler


class Nothing(JupyterHandler):
    """Says that there is no such page."""

    def prepare(self) -> None:  # type: ignore[override]
        """Refuse before anything is read, whatever the method."""
        raise HTTPError(404)


class LeavingPage(RequestHandler):
    """Takes note that a page is being left, and lets its kernel be: culling ends it.

    Browsers send this for a `mailto:` link or a download too, when the page stays and still needs its kernel.
    """

    def check_xsrf_cookie(self) -> None:
        """The beacon carries no token; nothing is done here that could be forged."""

    def post(self, _kernel_id: str) -> None:
        """Answer that all is well."""
        self.set_status(204)


class VisitorsQuery(RequestInfoSocketHandler):
    """Tells a kernel that was prepared beforehand which link its visitor opened.

    Voila's own forgets, at times, a kernel that still waits: when two connections ask for one kernel, closing the
    first removes the entry of any other. Only one connection, and only for a kernel of this server, is taken here.
    """

    def initialize(self, kernels: Any) -> None:
        """Remember the kernels of this server."""
        self.kernels = kernels
        self.kernel_id = ""

    def prepare(self) -> None:
        """Refuse whoever asks for a kernel that is not there, or is waiting already."""
        kernel_id = self.path_args[0]
        if kernel_id not in self.kernels or kernel_id in self._waiters:
            raise HTTPError(404)

    def open(self, kernel_id: str) -> None:
        """Wait for the visitor, or answer at once where somebody came already; that answer is given once."""
        self.kernel_id = kernel_id
        self._waiters[kernel_id] = self
        if kernel_id in self._cache:
            self.write_message(self._cache.pop(kernel_id))

    def on_close(self) -> None:
        """Forget this connection and no other."""
        if self._waiters.get(self.kernel_id) is self:
            del self._waiters[self.kernel_id]

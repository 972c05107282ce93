"""JupyterLab with one address more: the runtime that the charts share."""

import os

from jupyterlab.labapp import LabApp

from premortem.serve.assets import AssetHandler
from premortem.serve.runtime import VARIABLE, address, vega_runtime


class NotebookServer(LabApp):
    """JupyterLab that serves the Vega runtime and tells kernels where it is."""

    def initialize_handlers(self) -> None:
        """Add the runtime's address; Jupyter sets its own prefix before it."""
        super().initialize_handlers()
        runtime = vega_runtime()
        self.handlers.append((r"/premortem/(vega-[0-9a-f]+\.js)", AssetHandler, {"assets": runtime}))
        where = address(runtime, self.serverapp.base_url)
        if where:
            os.environ[VARIABLE] = where

"""How Voila is set for the public app, and why."""

from traitlets.config import Config

# Everything else that is installed for JupyterLab would be sent to each visitor too: 0.4 to 0.9 s of scripts.
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]


def for_visitors(*, preheat: int, idle_seconds: int) -> Config:
    """Return Voila's settings for people who may use the workbook and nothing else.

    `preheat` is the number of pages kept ready; a kernel whose page is gone ends after `idle_seconds`.
    """
    config = Config()
    voila = config.VoilaConfiguration
    voila.template = "premortem"
    voila.theme = "light"
    voila.strip_sources = True
    voila.show_tracebacks = False
    voila.extension_allowlist = EXTENSIONS
    # `?theme=` is written into the page unescaped, `?template=` of an unknown name hangs it.
    voila.allow_template_override = "NO"
    voila.allow_theme_override = "NO"
    # /voila/files/ asks for no token, whatever is set.
    voila.file_allowlist = []
    voila.preheat_kernel = preheat > 0
    voila.default_pool_size = preheat

    config.KernelSpecManager.allowed_kernelspecs = {"python3"}
    # A kernel that dies is not replaced by an empty one (the page would look alive and answer nothing): with no
    # attempt allowed its death is only told to the page, which says so.
    config.KernelRestarter.restart_limit = 0
    config.KernelManager.shutdown_wait_time = 2.0
    kernels = config.MappingKernelManager
    kernels.cull_idle_timeout = idle_seconds
    kernels.cull_interval = max(1, min(60, idle_seconds // 5))
    kernels.cull_connected = False
    # Voila looks up whether the notebook is trusted, and runs it in any case: no file in the home for that.
    config.NotebookNotary.db_file = ":memory:"
    return config

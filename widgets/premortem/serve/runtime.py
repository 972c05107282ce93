"""The Vega runtime that all charts of a page share: made once, sent once, and kept by the browser."""

import hashlib
import logging

from premortem.serve.assets import Assets

# Kernels and widgets find the runtime's address here; where it is not set, a chart asks its kernel for the script.
VARIABLE = "PREMORTEM_VEGA_URL"
PATTERN = r"premortem/(vega-[0-9a-f]+\.js)"

log = logging.getLogger(__name__)


def vega_runtime() -> Assets:
    """Return the runtime under one address, `vega-<version>.js`; none where it could not be made."""
    runtime = Assets({})
    try:
        # Late: it is made by libraries that a kernel or the command line never needs.
        from premortem.forms.bundle import vega_bundle

        script = vega_bundle()
        runtime.files[f"vega-{hashlib.sha256(script.read_bytes()).hexdigest()[:12]}.js"] = script
    except Exception:
        # Whatever is wrong with the charts' scripts, answers can still be given and saved.
        log.warning("Charts will be slower: their script could not be made beforehand.", exc_info=True)
    return runtime


def address(runtime: Assets, base_url: str) -> str | None:
    """Return where a browser finds the runtime, without the host."""
    return next((f"{base_url}premortem/{name}" for name in runtime.files), None)

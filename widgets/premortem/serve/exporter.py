"""Turn the notebook into the page, with the template compiled once."""

from collections.abc import AsyncIterator
from typing import Any

import jinja2
import voila.notebook_renderer
from voila.exporter import VoilaExporter

from premortem.serve.surroundings import TEMPLATE

_compiled: dict[str, bytes] = {}


class _InMemory(jinja2.BytecodeCache):
    """Keeps compiled templates for as long as the server runs."""

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.key in _compiled:
            bucket.bytecode_from_string(_compiled[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        _compiled[bucket.key] = bucket.bytecode_to_string()


class PageExporter(VoilaExporter):
    """Voila's exporter makes a Jinja environment for each page, and compiles every template again."""

    def _create_environment(self) -> jinja2.Environment:
        environment: jinja2.Environment = super()._create_environment()
        environment.bytecode_cache = _InMemory()
        return environment

    async def generate_from_notebook_node(self, *notebook: Any, **context: Any) -> AsyncIterator[tuple[str, Any]]:
        """Yield the page piece by piece; where its kernel does not start, say so instead of waiting for ever."""
        try:
            async for piece in super().generate_from_notebook_node(*notebook, **context):
                yield piece
        except Exception:
            self.log.exception("A page could not be opened.")
            yield (TEMPLATE / "failed.html").read_text(encoding="utf-8"), {}


def use_compiled_templates() -> None:
    """Make Voila render with PageExporter; it names its exporter's class in the module and takes no setting for it."""
    voila.notebook_renderer.VoilaExporter = PageExporter

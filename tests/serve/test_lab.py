"""The notebooks in JupyterLab."""

import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FACTS = """
import ipywidgets, os, sys
from premortem.serve import visitor
ipywidgets.VBox([ipywidgets.IntSlider(), ipywidgets.Label(
    f"executable={sys.executable};voila={visitor.in_voila()};jupyter={visitor.in_jupyter()};"
    f"query={visitor.query()!r};vega={os.environ['PREMORTEM_VEGA_URL']};given={os.environ['GIVEN']};"
)])
"""


def test_notebook_runs_in_our_kernel_and_the_browser_asks_no_other_host(
    servers: Any, browser: Any, tmp_path: Path, gone: Any
) -> None:
    spec = tmp_path / "home/.local/share/jupyter/kernels/python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "Foreign", "language": "python"}')
    folder = servers.notebook(FACTS, name="00-start.ipynb").parent
    arguments = f"Path({str(folder)!r}), port=0, environment={{'GIVEN': 'yes'}}"
    server = servers.run("lab", arguments, HOME=str(tmp_path / "home"), JUPYTER_PREFER_ENV_PATH="0")
    assert re.match(r"Premortem's notebooks \(.*\) are at http://(localhost|127.0.0.1):\d+/\S+ \(Ctrl\+C", server.line)

    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    page.get_by_text("Premortem (Python 3)").first.wait_for(timeout=60_000)
    page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text("| Idle").first.wait_for(timeout=60_000)  # asked to run before that, JupyterLab runs no cell
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).first.click()
    facts = page.locator(".widget-label", has_text="executable=").inner_text(timeout=60_000)
    assert facts.startswith(
        f"executable={server.process.args[0]};voila=False;jupyter=True;query='';vega=/premortem/vega-"
    )
    assert facts.endswith("given=yes;")
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(server.url).netloc}

    kernels = server.kernels
    assert kernels
    assert server.stop() == 0
    assert gone(kernels)
    assert server.log.read_text() == ""
    page.close()


def test_busy_port_is_one_line_and_exit_code_1(servers: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        arguments = f"Path({str(servers.folder)!r}), port={taken.getsockname()[1]}, environment={{}}"
        server = servers.run("lab", arguments)
        assert server.process.wait(30) == 1
    assert re.fullmatch(r"Port \d+ is in use already, .*\n", server.log.read_text())

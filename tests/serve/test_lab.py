"""The notebooks in JupyterLab."""

import re
import socket
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

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


def test_phones_reach_the_page_for_participants_and_nothing_else_of_the_lab(servers: Any, tmp_path: Path) -> None:
    folder = servers.notebook("1", name="00-start.ipynb").parent
    phones = "__import__('premortem.serve.lab').serve.lab.ForPhones('127.0.0.1', 0)"
    arguments = f"Path({str(folder)!r}), port=0, environment={{}}, phones={phones}"
    server = servers.run("lab", arguments, HOME=str(tmp_path), PREMORTEM_STORE=f"sqlite:///{tmp_path}/s.sqlite")
    second = server.process.stdout.readline()
    found = re.fullmatch(r"Participants of a session join at (http://127.0.0.1:\d+)/join\n", second)
    assert found, second + server.log.read_text()
    with urlopen(f"{found[1]}/join") as page:
        assert b'data-premortem="join"' in page.read()
    for address in ("/lab", "/api/kernels", "/api/kernelspecs"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(found[1] + address)
    assert server.stop() == 0
    assert server.log.read_text() == ""

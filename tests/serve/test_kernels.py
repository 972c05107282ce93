"""Which kernel a page gets, and when it ends."""

import os
import re
import signal
import socket
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

FACTS = """
import sys, os, ipywidgets
from IPython import get_ipython
known = get_ipython()
ipywidgets.VBox([ipywidgets.IntSlider(value=3), ipywidgets.Label(
    f"executable={sys.executable};history={known.history_manager.enabled};poisoned={'poisoned' in globals()};"
    f"jedi={'jedi' in sys.modules and sys.modules['jedi'] is not None};"
)])
"""


def test_busy_port_is_one_line_and_exit_code_1(servers: Any, slider: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = servers.app(servers.notebook(slider), f"port={taken.getsockname()[1]}")
        assert server.process.wait(30) == 1
    assert server.line == ""
    assert re.fullmatch(r"Port \d+ is in use already, .*\n", server.log.read_text())


def test_setting_that_is_no_number_of_seconds_is_one_line(servers: Any, slider: str) -> None:
    server = servers.app(servers.notebook(slider), PREMORTEM_IDLE_SECONDS="soon")
    assert server.process.wait(30) == 1
    assert server.log.read_text() == "PREMORTEM_IDLE_SECONDS must be a number of seconds, 1 or more; it is 'soon'.\n"


def test_end_is_quiet_and_takes_every_kernel_along(servers: Any, slider: str, gone: Any) -> None:
    for how in (signal.SIGTERM, signal.SIGINT):
        server = servers.app(servers.notebook(slider), "port=0, preheat=1")
        with urlopen(server.url) as page:
            page.read()
        kernels = server.kernels
        assert kernels
        began = time.monotonic()
        assert server.stop(how) == 0
        assert time.monotonic() - began < 5
        assert gone(kernels)
        assert server.log.read_text() == ""
        assert server.process.stdout.read() == ""


def test_no_kernel_outlives_a_server_that_was_killed(servers: Any, slider: str, gone: Any) -> None:
    server = servers.app(servers.notebook(slider))
    with urlopen(server.url) as page:
        page.read()
    kernels = server.kernels
    server.stop(signal.SIGKILL)
    assert kernels
    assert gone(kernels)


def test_kernel_is_the_servers_own_python_whatever_the_home_holds(servers: Any, page: Any, tmp_path: Path) -> None:
    home = tmp_path / "home"
    startup, spec = home / ".ipython/profile_default/startup", home / ".local/share/jupyter/kernels/python3"
    startup.mkdir(parents=True)
    spec.mkdir(parents=True)
    (startup / "00-own.py").write_text("poisoned = True")
    (spec / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "Foreign", "language": "python"}')
    (home / ".jupyter").mkdir()
    (home / ".jupyter/voila.json").write_text('{"VoilaConfiguration": {"strip_sources": false}}')
    (tmp_path / "json.py").write_text("raise SystemExit('a file beside the notebook was imported')")
    server = servers.app(servers.notebook(FACTS), HOME=str(home), JUPYTER_PREFER_ENV_PATH="0")
    page.goto(server.url)
    facts = page.get_by_text("executable=").inner_text(timeout=30_000)
    assert "history=False;poisoned=False;jedi=False;" in facts
    assert facts.startswith(f"executable={server.process.args[0]};")
    assert "get_ipython" not in page.content()
    assert list((home / ".ipython").rglob("*.sqlite")) == []


def test_kernel_of_a_closed_page_is_culled_an_open_pages_stays(
    servers: Any, browser: Any, move: Any, slider: str, gone: Any
) -> None:
    limit = 8
    server = servers.app(servers.notebook(slider), PREMORTEM_IDLE_SECONDS=str(limit))
    left, stays = browser.new_context(), browser.new_context()
    first = int(re.findall(r"pid=(\d+)", move(left.new_page(), server.url))[0])
    left.close()
    page = stays.new_page()
    second = int(re.findall(r"pid=(\d+)", move(page, server.url))[0])
    idle_since = time.monotonic()
    assert gone([first], 30)
    time.sleep(max(0, idle_since + limit + 3 - time.monotonic()))
    page.keyboard.press("ArrowRight")
    page.get_by_text("value 5").wait_for()
    assert server.kernels == [second]
    stays.close()


def test_page_says_so_when_its_kernel_died_and_works_after_a_reload(app: Any, page: Any, move: Any) -> None:
    process = int(re.findall(r"pid=(\d+)", move(page, app.url))[0])
    assert process in app.kernels
    os.kill(process, signal.SIGKILL)
    page.get_by_text("This page is no longer connected.").wait_for(timeout=15_000)
    page.get_by_role("button", name="Load the page again").click()
    page.get_by_text("value 3").wait_for(timeout=30_000)
    assert page.locator("#connection-lost").count() == 0


def test_what_goes_wrong_inside_a_kernel_reaches_the_servers_log(servers: Any) -> None:
    code = "import logging; logging.getLogger('premortem.desk').error('Something %s', 'unforeseen')"
    server = servers.app(servers.notebook(code))
    with urlopen(server.url) as page:
        page.read()
    assert "premortem.desk: Something unforeseen\n" in server.log.read_text()


def test_a_setting_for_tables_that_is_no_number_is_one_line(servers: Any, slider: str) -> None:
    for variable in ("PREMORTEM_UPLOAD_MB", "PREMORTEM_SCAN_SECONDS", "PREMORTEM_SCANS_AT_ONCE"):
        server = servers.app(servers.notebook(slider), **{variable: "many"})
        assert server.process.wait(30) == 1
        said = server.log.read_text()
        assert said.startswith(variable)
        assert said.count("\n") == 1


def test_kernels_put_what_is_uploaded_into_a_private_folder_that_is_gone_with_the_server(servers: Any) -> None:
    code = (
        "import ipywidgets; from premortem.scanning.uploads import Uploads; uploads = Uploads(9);"
        "ipywidgets.Label(f'at={uploads.folder};')"
    )
    server = servers.app(servers.notebook(code))
    with urlopen(server.url) as page:
        found = re.search(r"at=([^;]+);", page.read().decode())
    assert found
    folder = Path(found[1])
    assert folder.exists()
    assert folder.stat().st_mode & 0o077 == 0
    assert server.stop() == 0
    assert not folder.parent.exists()

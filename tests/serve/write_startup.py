"""Write startup.txt: the scripts that a first page needs, which the server joins into one.

Run `python tests/serve/write_startup.py` after an update of Voila, ipywidgets or anywidget.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

LIST = Path(__file__).parents[2] / "widgets/premortem/serve/jupyter/voila/templates/premortem/startup.txt"
ENTRY = "static/voila.js"
STYLES = "static/voila-style.js"
CELL = "import ipywidgets, anywidget; ipywidgets.VBox([ipywidgets.IntSlider(), ipywidgets.Text(), ipywidgets.HTML()])"
SERVE = """
import pathlib, sys
from premortem.serve.voila import run
run(pathlib.Path(sys.argv[1]), port=0, environment={})
"""


def main() -> None:
    """Serve a page with nothing joined, and note what the browser asks for."""
    import nbformat

    LIST.write_text(f"{STYLES}\n{ENTRY}\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notebook = Path(folder) / "workbook.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)]), notebook)
        server = subprocess.Popen([sys.executable, "-c", SERVE, str(notebook)], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            url = next(word for word in server.stdout.readline().split() if word.startswith("http"))
            chromium = Path("/usr/bin/chromium")
            browser = playwright.chromium.launch(
                executable_path=chromium if chromium.exists() else None, args=["--no-sandbox"]
            )
            page, asked = browser.new_page(), []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(url)
            page.locator(".noUi-handle").wait_for()
            page.wait_for_timeout(2000)
        finally:
            server.terminate()
            server.wait()
    assets = [url.split("/premortem/assets/")[1].split("/", 1)[1].split("?")[0] for url in asked if "/assets/" in url]
    ours = ("opening.js", "connection.js", "startup.js")
    chunks = [file for file in assets if file.endswith(".js") and "remoteEntry" not in file and not file.endswith(ours)]
    LIST.write_text("\n".join([STYLES, *chunks, ENTRY, ""]), encoding="utf-8")
    sys.stdout.write(f"{len(chunks)} scripts in {LIST.name}\n")


if __name__ == "__main__":
    main()

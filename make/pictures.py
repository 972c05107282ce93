"""Take the pictures in docs/images from the running app: `make pictures`."""

import runpy
import sys
import tempfile
import time
from pathlib import Path

TREE = Path(__file__).parents[1]
sys.path[:1] = [str(TREE / "tests"), str(TREE / "widgets")]  # instead of this folder, whose browser.py would come first

from playwright.sync_api import sync_playwright  # noqa: E402 - the paths above come first

from browser.running import App  # noqa: E402

CHROMIUM = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
PICTURES = {
    "netflix-prize": ("effort-curve", "effort-curve.png"),
    "oncology-expert-advisor": ("decision", "decision.png"),
}


def main() -> None:
    """Open each example and take its picture."""
    found = runpy.run_path(str(TREE / "make/browser.py"))["installed"]()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = App(Path(folder) / "store.sqlite", Path(folder) / "app.log")
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM.split())
        for example, (chapter, picture) in PICTURES.items():
            page = chromium.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=1)
            page.goto(app.url)
            page.locator(f"[data-example='{example}']").click(timeout=30_000)
            page.locator(f"[data-chapter='{chapter}']").first.wait_for(timeout=30_000)
            page.locator(".premortem-chart svg").wait_for(timeout=30_000)
            time.sleep(1)  # the picture settles
            page.screenshot(path=TREE / "docs" / "images" / picture)
            page.close()
            print(f"docs/images/{picture}")
        chromium.close()
        app.stop()


if __name__ == "__main__":
    main()

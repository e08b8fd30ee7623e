"""Pictures of every page into docs/: light, dark and as wide as a phone. Run with `make pictures`.

The demo companies are opened in a data folder of their own, as a visitor would open them; the first is shown on every page. Before that, Start with
nothing loaded and the preview of a file.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from insights.pipeline.demo.companies import COMPANIES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FILE = ROOT / "tests" / "browser" / "messy.csv"
PAGES = ("overview", "taxonomy", "automation", "experience", "actions", "impact", "conversations", "workspace", "method")
LOOKS = {"light": ("light", 1440), "dark": ("dark", 1440), "390": ("light", 390)}
PATIENCE = 180_000


@contextmanager
def served() -> Iterator[str]:
    """The app and its worker on an empty data folder; the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HEADROOM_HOME": home, "PYTHONPATH": str(ROOT)}
        words = [sys.executable, "-m", "insights", "serve", "--port", str(port)]
        server = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    """Until somebody answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def opened(browser: Browser, look: str, address: str) -> Page:
    """A page of a browser with this look."""
    scheme, width = LOOKS[look]
    page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    page.goto(address)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Until everything is drawn."""
    page.locator("[data-testid=stApp]").wait_for()
    page.wait_for_timeout(800)
    page.wait_for_function("document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'", timeout=PATIENCE)
    page.wait_for_timeout(1200)


def take(page: Page, name: str) -> None:
    """The whole page as a picture."""
    height = page.evaluate("Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map(each => each.scrollHeight))")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": int(height) + 40})
    settle(page)
    save(page, name)
    page.context.close()


def save(page: Page, name: str) -> None:
    """What the window shows, in few colours: a third of the bytes."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(128, Image.Quantize.MEDIANCUT).save(DOCS / f"{name}.png", optimize=True)


def demo(browser: Browser, address: str, place: int) -> str:
    """Open the demo company at this place of Start; the word in the address that names its workspace."""
    page = opened(browser, "light", address)
    page.get_by_role("button", name="Open").nth(place).click()
    page.wait_for_url("**/overview**")
    page.get_by_text("biggest topics").wait_for(timeout=PATIENCE)
    query = page.url.split("?")[1].split("&")[0]
    page.context.close()
    return query


def main() -> None:
    """All pictures."""
    DOCS.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for look in LOOKS:
            take(opened(browser, look, address), f"start-{look}")
        take(opened(browser, "light", f"{address}/overview"), "empty-light")
        page = opened(browser, "light", address)
        page.locator("input[type=file]").first.set_input_files(FILE)
        page.get_by_role("heading", name="Did we understand your file?").wait_for(timeout=PATIENCE)
        settle(page)
        take(page, "upload-light")
        first, *others = [demo(browser, address, place) for place in range(len(COMPANIES))]
        for company, query in zip(COMPANIES[1:], others, strict=True):
            take(opened(browser, "light", f"{address}/overview?{query}"), f"overview-{company}")
        for look in LOOKS:
            for name in PAGES:
                take(opened(browser, look, f"{address}/{name}?{first}"), f"{name}-{look}")
        browser.close()


if __name__ == "__main__":
    main()

"""A real browser on a real server with its worker, each module on a data folder of its own. No request may leave the machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parents[2]
MESSY = Path(__file__).parent / "messy.csv"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}
PATIENCE = 120_000
"""Milliseconds that work in the background may take on a slow machine."""


class Server:
    """The app and the worker on a data folder; either can be killed and started again."""

    def __init__(self, home: Path) -> None:
        """Nothing runs yet."""
        self.home, self.app, self.worker = home, None, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_app(self) -> None:
        self.app = self._start(
            "streamlit", "run", "app.py", "--server.port", str(self.port), "--server.address", "127.0.0.1", "--server.headless", "true"
        )
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the app did not start")

    def start_worker(self) -> None:
        self.worker = self._start("insights", "work")

    def kill_app(self) -> None:
        self.app.send_signal(signal.SIGKILL)
        self.app.wait()

    def stop(self) -> None:
        for child in (self.app, self.worker):
            if child is not None and child.poll() is None:
                child.terminate()
                child.wait(timeout=20)

    def _start(self, module: str, *words: str) -> subprocess.Popen:
        environment = os.environ | {"HEADROOM_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", module, *words]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("home"))
    running.start_app()
    running.start_worker()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM}


@pytest.fixture
def watched(browser) -> Iterator:
    """Contexts whose every request is watched: `watched(dark=…, width=…)` opens a page."""
    contexts: list[BrowserContext] = []
    outside: list[str] = []

    def opened(*, theme: str = "light", width: int = 1440) -> Page:
        context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900 if width > 600 else 844})
        contexts.append(context)
        context.on("request", lambda request: outside.append(request.url) if leaves(request.url) else None)
        page = context.new_page()
        page.on("websocket", lambda socket: outside.append(socket.url) if leaves(socket.url) else None)
        page.set_default_timeout(30_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert outside == []


def leaves(url: str) -> bool:
    """True for a request that is not to our own server."""
    return url.startswith(("http", "ws")) and "//127.0.0.1" not in url


def idle(page: Page) -> None:
    """Wait until the page has been drawn and nothing is running."""
    page.locator("[data-testid=stApp]").wait_for()
    page.wait_for_timeout(400)
    page.wait_for_function("document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'", timeout=PATIENCE)
    page.wait_for_timeout(500)


def go(page: Page, address: str) -> None:
    """Open an address and wait for the page."""
    page.goto(address)
    idle(page)


def said(page: Page) -> str:
    """The words on the page, without the menu; spaces that do not break are spaces here."""
    return page.locator("[data-testid=stMain]").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def violations(page: Page) -> list[str]:
    """What axe finds wrong, with the element. One finding is Streamlit's own and breaks good practice only, no rule of WCAG: its uploader's
    drop zone says that it is presentation and carries a label all the same."""
    found = Axe().run(page, options=RULES).response["violations"]
    nodes = [(each["id"], node) for each in found for node in each["nodes"]]
    ours = [(rule, node) for rule, node in nodes if not (rule == "presentation-role-conflict" and "stFileUploaderDropzone" in node["html"])]
    return [f"{rule}: {node['html'][:200]} {node.get('failureSummary', '')[:200]}" for rule, node in ours]


def upload(page: Page, server: Server, path: Path) -> str:
    """Bring a file to Start; the address of its preview."""
    go(page, server.url)
    page.locator("input[type=file]").first.set_input_files(path)
    page.wait_for_url("**upload=**")
    return page.url


def correct_first_column(page: Page) -> None:
    """In the table of columns, say that the first one is the conversation id."""
    grid = page.locator("[data-testid=stDataFrame]").first
    box = grid.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + 53)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    page.keyboard.type("Conversation id")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def import_messy(page: Page, server: Server) -> str:
    """Upload the messy file, correct its mapping, import it and wait for the answer; the workspace."""
    upload(page, server, MESSY)
    page.get_by_role("heading", name="Did we understand your file?").wait_for(timeout=PATIENCE)
    idle(page)
    correct_first_column(page)
    page.get_by_role("button", name="Import 180 conversations").wait_for(timeout=PATIENCE)
    idle(page)
    page.get_by_role("button", name="Import 180 conversations").click()
    page.get_by_role("heading", name="biggest topics").wait_for(timeout=PATIENCE)
    idle(page)
    return page.url.split("workspace=")[1].split("&")[0]

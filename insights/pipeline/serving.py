"""The app and its worker together: `python -m insights serve`. A worker that dies is started again; the app takes both down with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from insights.errors import UnusableSetting
from insights.store.home import PROJECT

ADDRESS = "127.0.0.1"
PAUSE_SECONDS = 0.3
CALM_SECONDS = 5.0
"""A worker that dies sooner than this is not started again at once."""


class Server:
    """Two children, watched."""

    def __init__(self, home: Path, *, port: int) -> None:
        """Nothing is started yet."""
        self.port, self.stopping = port, False
        self._environment = os.environ | {"HEADROOM_HOME": str(home), "PYTHONPATH": str(PROJECT)}
        self._worker: subprocess.Popen | None = None
        self._started_at = 0.0

    def run(self) -> int:
        """Serve until told to stop, or until the app ends; its exit code."""
        app = self._start("streamlit", "run", "app.py", "--server.port", str(self.port), "--server.address", ADDRESS, "--server.headless", "true")
        announced = False
        try:
            while not self.stopping and app.poll() is None:
                self._watch_worker()
                if not announced and answers(self.port):
                    print(f"Headroom is at http://{ADDRESS}:{self.port} (Ctrl-C stops it)", flush=True)
                    announced = True
                time.sleep(PAUSE_SECONDS)
        finally:
            for child in (app, self._worker):
                end(child)
        return 0 if self.stopping else app.returncode

    def stop(self, *_: object) -> None:
        """End both children at the next look."""
        self.stopping = True

    def _watch_worker(self) -> None:
        alive = self._worker is not None and self._worker.poll() is None
        if not alive and time.monotonic() - self._started_at > CALM_SECONDS:
            self._worker, self._started_at = self._start("insights", "work"), time.monotonic()

    def _start(self, module: str, *words: str) -> subprocess.Popen:
        command = [sys.executable, "-m", module, *words]
        # A group of its own: Ctrl-C on the terminal reaches this process only, which then ends its children in order.
        return subprocess.Popen(command, cwd=PROJECT, env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True)


def answers(port: int) -> bool:
    """True when somebody listens."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((ADDRESS, port)) == 0


def end(child: subprocess.Popen | None) -> None:
    """Ask a child to end, and see to it."""
    if child is None or child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def serve(home: Path, *, port: int) -> int:
    """Run the app and its worker until a signal comes."""
    if answers(port):
        raise UnusableSetting(f"Something else is at port {port} already.", hint=f"Use another one: --port {port + 1}.")
    server = Server(home, port=port)
    signal.signal(signal.SIGTERM, server.stop)
    signal.signal(signal.SIGINT, server.stop)
    return server.run()

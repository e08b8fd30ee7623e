from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from insights.errors import UnusableSetting
from insights.pipeline import desk
from insights.pipeline.serving import serve
from insights.store.control import Control
from insights.store.home import PROJECT
from insights.store.snapshot import Shelf
from tests.insights.pipeline.company import brought, lines, records

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(process: int) -> dict[str, int]:
    """What runs below a process: the first word after -m, and its number."""
    found = {}
    for number in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_text().split("\0")
        if "-m" in words:
            found[words[words.index("-m") + 1]] = int(number)
    return found


def started(home: Path, port: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "insights", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=PROJECT, env=os.environ | {"HEADROOM_HOME": str(home)}, stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if line.startswith("Headroom is at "):
            assert f"http://127.0.0.1:{port}" in line
            return server
    raise AssertionError("the server ended before it said its address")


def stopped(server: subprocess.Popen) -> None:
    """Ask the server to end, and have it end well."""
    server.send_signal(signal.SIGTERM)
    assert server.wait() == 0
    server.stdout.close()


def ended(process: int) -> bool:
    """True when a process is gone or only waits to be noticed."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_the_worker_is_started_again_a_restart_finds_everything_and_both_end_together(tmp_path):
    workspace = Control(tmp_path).create_workspace("Acme").id
    upload = brought(tmp_path, workspace, lines(records(10)))
    server = started(tmp_path, free_port())
    first = children(server.pid)
    assert set(first) == {"streamlit", "insights"}
    os.kill(first["insights"], signal.SIGKILL)
    while children(server.pid).get("insights") in (None, first["insights"]):
        time.sleep(0.1)
    desk.accept(tmp_path, workspace, upload)
    last = children(server.pid)
    stopped(server)
    assert all(ended(process) for process in last.values())

    server = started(tmp_path, free_port())
    while any(job.state in ("queued", "running") for job in Control(tmp_path).jobs(workspace)):
        time.sleep(0.1)
    assert len(Shelf(tmp_path).open(workspace).table("analysed")) == 10
    stopped(server)


def test_a_port_in_use_is_said(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UnusableSetting, match="port"):
            serve(tmp_path, port=other.getsockname()[1])

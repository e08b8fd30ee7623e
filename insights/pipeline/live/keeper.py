"""Tokens in memory, for as long as the app runs: the app holds them, and the worker asks for one over a socket that only this user can reach.

The queue is a file, an environment is inherited and shown by tools, and arguments are seen by everybody; so a token goes through none of them.
The socket lies in a new folder for this user alone (0700), and only its address is noted in the data folder. A process of the same user could ask
as well, as it could read the memory of ours.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import tempfile
import threading
from pathlib import Path

from insights.errors import UnusableSetting

SECONDS = 3.0
LONGEST = 8_192
ID = 64


class Keeper:
    """The tokens that this process was given. One for each process and data folder."""

    def __init__(self, home: Path) -> None:
        """Nothing is held yet, and nobody listens."""
        self._home, self._held = home, dict[str, str]()
        self._lock, self._listener, self._folder = threading.Lock(), None, None

    def give(self, connection: str, secret: str) -> None:
        """Hold a token."""
        with self._lock:
            self._held[connection] = secret
            if self._listener is None:
                self._listener = self._listen()

    def forget(self, connection: str) -> None:
        """Hold it no more."""
        with self._lock:
            self._held.pop(connection, None)

    def holds(self, connection: str) -> bool:
        """Whether a token is held."""
        return connection in self._held

    def close(self) -> None:
        """Forget everything and listen no more."""
        with self._lock:
            self._held.clear()
            if self._listener is not None:
                # A thread that waits in accept is woken only so.
                with contextlib.suppress(OSError):
                    self._listener.shutdown(socket.SHUT_RDWR)
                self._listener.close()
                self._listener = None
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                (notes(self._home) / str(os.getpid())).unlink(missing_ok=True)
        atexit.unregister(self.close)

    def _listen(self) -> socket.socket:
        if not hasattr(socket, "AF_UNIX"):
            raise UnusableSetting("A token cannot be held in memory on this system.", hint="Keep it in the system's own store of passwords.")
        self._folder = Path(tempfile.mkdtemp(prefix="headroom-"))
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(self._folder / "tokens"))
        listener.listen(8)
        notes(self._home).mkdir(mode=0o700, parents=True, exist_ok=True)
        (notes(self._home) / str(os.getpid())).write_text(str(self._folder / "tokens"), encoding="utf-8")
        atexit.register(self.close)
        threading.Thread(target=self._serve, args=(listener,), daemon=True, name="tokens").start()
        return listener

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                asking, _ = listener.accept()
            except OSError:
                return
            with asking, contextlib.suppress(OSError):
                asking.settimeout(SECONDS)
                asking.sendall(self._held.get(asking.recv(ID).decode("ascii", errors="replace"), "").encode())


def notes(home: Path) -> Path:
    """Where the addresses of the sockets are noted, one file for each process."""
    return home / "keepers"


def ask(home: Path, connection: str) -> str | None:
    """The token of a connection, from whichever process holds it."""
    folder = notes(home)
    for note in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
                wire.settimeout(SECONDS)
                wire.connect(note.read_text(encoding="utf-8"))
                wire.sendall(connection.encode("ascii", errors="replace")[:ID])
                wire.shutdown(socket.SHUT_WR)
                if found := wire.recv(LONGEST).decode():
                    return found
        except (ConnectionRefusedError, FileNotFoundError):
            # Its process is gone.
            note.unlink(missing_ok=True)
        except OSError:
            continue
    return None

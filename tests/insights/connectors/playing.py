"""Live systems played on this machine from their public documentation, with every fault that they are known for.

A world holds conversations, and a system shows them in its own way. A fault takes the place of the answer to one question, by its number.
"""

from __future__ import annotations

import gzip
import json
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qs, urlsplit

from insights.connectors.wire import Network

START = 1_750_000_000
TOKEN = "tok-canary-5551"


@dataclass(frozen=True)
class Asked:
    """A question."""

    method: str
    path: str
    query: dict[str, str]
    body: dict[str, Any]
    authorization: str = ""

    @property
    def parts(self) -> list[str]:
        return self.path.strip("/").split("/")


@dataclass(frozen=True)
class Answered:
    """An answer. `content` replaces what would be written of `values`; `cut` leaves out so many bytes that were announced."""

    status: int = 200
    values: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    cut: int = 0


DROP = Answered(0)
"""Hang up without a word."""
Fault = Answered | Callable[[Answered], Answered]


@dataclass
class World:
    """Conversations by id, each with the moment of its last change, those that were deleted with the moment of that, and what goes wrong when."""

    vendor: str
    play: Callable[[World, Asked], Answered]
    conversations: dict[int, int] = field(default_factory=dict)
    deleted: dict[int, int] = field(default_factory=dict)
    page: int = 5
    parts: int = 2
    articles: int = 0
    faults: dict[int, Fault] = field(default_factory=dict)
    revoked_from: int | None = None
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    still: list[tuple[int, int]] = field(default_factory=list)
    """Ids and moments in the order of the changes, where nothing changes any more: so that a large world is asked quickly."""

    def fill(self, count: int, *, step: int = 3600) -> World:
        """More conversations, each changed later than the ones before."""
        first = len(self.conversations)
        self.conversations |= {number + 1: START + number * step for number in range(first, first + count)}
        return self

    def delete(self, key: int, when: int) -> None:
        """Somebody deletes a conversation."""
        del self.conversations[key]
        self.deleted[key] = when

    def answer(self, asked: Asked) -> Answered:
        """What the system says to the next question."""
        self.asked.append(asked)
        number = len(self.asked)
        fault = self.faults.get(number)
        if isinstance(fault, Answered):
            return fault
        if self.revoked_from is not None and number >= self.revoked_from:
            return Answered(401, {"error": "unauthorized"})
        said = self.play(self, asked)
        return fault(said) if fault else said

    @property
    def at_list(self) -> bool:
        """Whether the question just asked is for a page of conversations."""
        asked = self.asked[-1]
        return asked.path.endswith(("/search", "/cursor.json", "/tickets", "/threads", "/conversations")) and not any(
            part.isdigit() for part in asked.parts
        )

    @property
    def network(self) -> Network:
        """The network that leads here."""
        return Network(seconds=2.0, base=self.url, allowed=frozenset({self.url.removeprefix("http://")}))


def iso(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def changed(world: World, since: int, until: int | None = None) -> list[tuple[int, int]]:
    """Ids and moments of what changed, in the order of the changes."""
    if world.still:
        end = None if until is None else bisect_left(world.still, until + 1, key=itemgetter(1))
        return world.still[bisect_left(world.still, since, key=itemgetter(1)) : end]
    found = [(when, key) for key, when in world.conversations.items() if when >= since and (until is None or when <= until)]
    return [(key, when) for when, key in sorted(found)]


def with_deleted(world: World, since: int) -> list[tuple[int, int]]:
    """Ids and moments of what changed or was deleted, in the order of that."""
    if not world.deleted:
        return changed(world, since)
    found = changed(world, since) + [(key, when) for key, when in world.deleted.items() if when >= since]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def after(found: list[tuple[int, int]], cursor: str, size: int) -> tuple[list[tuple[int, int]], str]:
    """The page behind a cursor that names the last item before it, and the cursor of the next one, if any."""
    when, key = (int(word) for word in cursor.split("-")) if cursor else (0, 0)
    first = bisect_right(found, (when, key), key=itemgetter(1, 0))
    rest = found[first : first + size]
    return rest, f"{rest[-1][1]}-{rest[-1][0]}" if len(found) > first + size else ""


class Handler(BaseHTTPRequestHandler):
    """Asks the world of its server."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle_any(self) -> None:
        world: World = self.server.world  # type: ignore[attr-defined]
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        values = json.loads(body) if body[:1] == b"{" else {}
        said = world.answer(Asked(self.command, parts.path, query, values, self.headers.get("Authorization", "")))
        if said is DROP:
            self.close_connection = True
            return
        content = json.dumps(said.values).encode() if said.content is None else said.content
        self.send_response(said.status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content) + said.cut), **said.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()
        self.close_connection = self.close_connection or said.cut > 0

    do_GET = do_POST = handle_any

    def handle(self) -> None:
        # Whoever asks may be killed in the middle of it.
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def served(world: World) -> Iterator[World]:
    """The world on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.world = world  # type: ignore[attr-defined]
    world.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def packed(said: Answered) -> Answered:
    """The same answer, packed."""
    return Answered(said.status, headers=said.headers | {"Content-Encoding": "gzip"}, content=gzip.compress(json.dumps(said.values).encode()))

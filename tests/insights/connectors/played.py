"""Live systems played on this machine from their public documentation, with every fault that they are known for.

A world holds conversations; `VENDORS` says how each system shows them. A fault takes the place of the answer to one question, by its number.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from insights.connectors.wire import Network

START = 1_750_000_000
TOKEN = "tok-canary-5551"
GIVEN = {
    "intercom": {"region": "eu", "token": TOKEN},
    "zendesk": {"subdomain": "acme", "email": "a@acme.example", "token": TOKEN},
    "freshdesk": {"subdomain": "acme", "token": TOKEN},
}


@dataclass(frozen=True)
class Asked:
    """A question."""

    method: str
    path: str
    query: dict[str, str]
    body: dict[str, Any]

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
    """Conversations by id, each with the moment of its last change, and what goes wrong when."""

    vendor: str
    conversations: dict[int, int] = field(default_factory=dict)
    page: int = 5
    parts: int = 2
    faults: dict[int, Fault] = field(default_factory=dict)
    revoked_from: int | None = None
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def fill(self, count: int, *, step: int = 3600) -> World:
        """More conversations, each changed later than the ones before."""
        first = len(self.conversations)
        self.conversations |= {number + 1: START + number * step for number in range(first, first + count)}
        return self

    def answer(self, asked: Asked) -> Answered:
        """What the system says to the next question."""
        self.asked.append(asked)
        number = len(self.asked)
        fault = self.faults.get(number)
        if isinstance(fault, Answered):
            return fault
        if self.revoked_from is not None and number >= self.revoked_from:
            return Answered(401, {"error": "unauthorized"})
        said = VENDORS[self.vendor](self, asked)
        return fault(said) if fault else said

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
    found = [(when, key) for key, when in world.conversations.items() if when >= since and (until is None or when <= until)]
    return [(key, when) for when, key in sorted(found)]


def intercom(world: World, asked: Asked) -> Answered:
    if asked.path == "/me":
        return Answered(values={"type": "admin", "email": "a@acme.example", "app": {"name": "Acme"}})
    if asked.path == "/conversations/search":
        bounds = {each["operator"]: each["value"] for each in asked.body["query"]["value"]}
        found = changed(world, bounds[">"] + 1, bounds["<"] - 1 if "<" in bounds else None)
        first = int(asked.body["pagination"].get("starting_after", 0))
        size = min(world.page, asked.body["pagination"]["per_page"])
        listed = [{"type": "conversation", "id": str(key), "updated_at": when} for key, when in found[first : first + size]]
        onward = {"next": {"starting_after": str(first + size)}} if first + size < len(found) else {}
        return Answered(values={"type": "conversation.list", "conversations": listed, "total_count": len(found), "pages": onward})
    key = int(asked.parts[1])
    if key not in world.conversations:
        return Answered(404, {"errors": [{"code": "not_found"}]})
    when = world.conversations[key]
    said = [
        {
            "id": f"{key}{number}",
            "part_type": "comment",
            "body": f"Answer {number} to {key}",
            "created_at": when,
            "author": {"type": "admin", "id": "7"},
        }
        for number in range(world.parts - 1)
    ]
    source = {"type": "conversation", "body": f"<p>Where is parcel {key}?</p>", "author": {"type": "user", "id": f"u{key}"}}
    parts = {"type": "conversation_part.list", "conversation_parts": said}
    return Answered(
        values={"type": "conversation", "id": str(key), "created_at": when, "updated_at": when, "source": source, "conversation_parts": parts}
    )


def zendesk(world: World, asked: Asked) -> Answered:
    if asked.path.endswith("/users/me.json"):
        return Answered(values={"user": {"id": 1, "name": "Ada", "role": "admin"}})
    if asked.path.endswith("/tickets/count.json"):
        return Answered(values={"count": {"value": len(world.conversations)}})
    if asked.path.endswith("/incremental/tickets/cursor.json"):
        since, first = (int(word) for word in asked.query.get("cursor", f"{asked.query.get('start_time', 0)}-0").split("-"))
        found = changed(world, since)
        listed = [
            {
                "id": key,
                "updated_at": iso(when),
                "created_at": iso(when),
                "requester_id": 9,
                "status": "closed",
                "description": f"Where is parcel {key}?",
            }
            for key, when in found[first : first + world.page]
        ]
        ends = first + world.page >= len(found)
        return Answered(values={"tickets": listed, "after_cursor": f"{since}-{first + len(listed)}", "end_of_stream": ends})
    key = int(asked.parts[3])
    when = world.conversations[key]
    said = [
        {
            "id": key * 100 + number,
            "author_id": 7 if number else 9,
            "public": True,
            "created_at": iso(when),
            "plain_body": f"Answer {number} to {key}" if number else f"Where is parcel {key}?",
        }
        for number in range(world.parts)
    ]
    users = [{"id": 7, "name": "Robin", "role": "agent"}, {"id": 9, "name": "Jane", "role": "end-user"}]
    first = int(asked.query.get("page[after]", 0))
    size = int(asked.query["page[size]"])
    meta = {"has_more": first + size < len(said), "after_cursor": str(first + size)}
    return Answered(values={"comments": said[first : first + size], "users": users, "meta": meta})


def freshdesk(world: World, asked: Asked) -> Answered:
    if asked.path.endswith("/agents/me"):
        return Answered(values={"id": 7, "contact": {"name": "Ada"}})
    if asked.path.endswith("/search/tickets"):
        return Answered(values={"total": len(world.conversations), "results": []})
    number = int(asked.query.get("page", 1))
    if asked.parts[-1] == "conversations":
        key, size = int(asked.parts[3]), int(asked.query["per_page"])
        when = world.conversations[key]
        said = [
            {
                "id": key * 100 + each,
                "body_text": f"Answer {each} to {key}",
                "incoming": False,
                "private": False,
                "user_id": 7,
                "created_at": iso(when),
            }
            for each in range(1, world.parts)
        ]
        return Answered(values=said[(number - 1) * size : number * size])
    found = changed(world, epoch(asked.query["updated_since"]) if "updated_since" in asked.query else 0)
    listed = [
        {
            "id": key,
            "subject": "Parcel",
            "description_text": f"Where is parcel {key}?",
            "status": 5,
            "source": 1,
            "requester_id": 9,
            "created_at": iso(when),
            "updated_at": iso(when),
        }
        for key, when in found[(number - 1) * world.page : number * world.page]
    ]
    more = number * world.page < len(found)
    return Answered(values=listed, headers={"Link": f'<{world.url}/api/v2/tickets?page={number + 1}>; rel="next"'} if more else {})


VENDORS: dict[str, Callable[[World, Asked], Answered]] = {"intercom": intercom, "zendesk": zendesk, "freshdesk": freshdesk}


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
        said = world.answer(Asked(self.command, parts.path, query, json.loads(body or b"{}")))
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

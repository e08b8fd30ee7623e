"""A storage with the interface of S3, and a plain web host, played on this machine with their faults."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote_plus, unquote, urlsplit

from insights.connectors.signing import signed
from insights.connectors.wire import Network

KEY, SECRET, REGION, BUCKET = "AKIDPLAYED", "secret-canary-7781", "eu-central-1", "acme-support"
GIVEN = {"bucket": f"s3://{BUCKET}/exports", "region": REGION, "endpoint": "", "key": KEY, "secret": SECRET}


@dataclass
class Storage:
    """Files by name. `cuts` hang up so many bytes into the answer to a question about a file, in turn; `refused` are status and code by question."""

    files: dict[str, bytes] = field(default_factory=dict)
    page: int = 1_000
    region: str = REGION
    anonymous: bool = False
    readable: bool = True
    ranges: bool = True
    asleep: frozenset[str] = frozenset()
    cuts: list[int] = field(default_factory=list)
    refused: dict[int, tuple[int, str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    no_head: bool = False
    after_cut: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def network(self) -> Network:
        """Bounds for a test, and the one address that may be asked though it is private."""
        host = urlsplit(self.url).netloc
        return Network(seconds=5.0, allowed=frozenset({host}), base=self.url)

    @property
    def fetched(self) -> list[str]:
        """The files that were asked for, one after the other."""
        return [unquote(path).partition("/")[2].partition("/")[2] for method, path, _ in self.asked if method == "GET" and path.count("/") > 1]


def tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


class Handler(BaseHTTPRequestHandler):
    """Answers as the documentation of the interface says."""

    storage: Storage
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Silent."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        storage, parts = self.storage, urlsplit(self.path)
        storage.asked.append((self.command, parts.path, self.headers.get("Range", "")))
        storage.authorizations.append(self.headers.get("Authorization", ""))
        number = len(storage.asked)
        if number in storage.refused:
            return self.refuse(*storage.refused[number])
        if parts.path in storage.moved:
            return self.send(302, b"", {"Location": storage.moved[parts.path]})
        if not self.allowed():
            return self.refuse(403, "SignatureDoesNotMatch" if self.headers.get("Authorization") else "AccessDenied")
        if parts.path.split("/")[1] != BUCKET:
            return self.refuse(404, "NoSuchBucket")
        if "list-type" in parse_qs(parts.query):
            return self.send(200, self.listed(parse_qs(parts.query)), {"Content-Type": "application/xml"})
        return self.file(unquote(parts.path)[len(BUCKET) + 2 :])

    def allowed(self) -> bool:
        storage, sent = self.storage, self.headers.get("Authorization", "")
        if storage.anonymous:
            return not sent.startswith("AWS4")
        moment = datetime.strptime(self.headers.get("x-amz-date", "20000101T000000Z"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        url = f"http://{self.headers['Host']}{self.path}"
        return sent == signed(self.command, url, moment, region=storage.region, key=KEY, secret=SECRET)["Authorization"]

    def listed(self, query: dict[str, list[str]]) -> bytes:
        storage = self.storage
        prefix, after = query.get("prefix", [""])[0], query.get("start-after", [""])[0]
        keys = [key for key in sorted(storage.files) if key.startswith(prefix) and key > after]
        some = keys[: storage.page]
        items = "".join(
            f"<Contents><Key>{quote_plus(key, safe='/')}</Key><LastModified>2026-03-12T10:00:00.000Z</LastModified>"
            f"<ETag>{tag(storage.files[key]).replace(chr(34), '&quot;')}</ETag><Size>{len(storage.files[key])}</Size>"
            f"<StorageClass>{'GLACIER' if key in storage.asleep else 'STANDARD'}</StorageClass></Contents>"
            for key in some
        )
        more = str(len(keys) > len(some)).lower()
        start = '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        return f"{start}<IsTruncated>{more}</IsTruncated>{items}</ListBucketResult>".encode()

    def file(self, key: str) -> None:
        storage = self.storage
        if storage.no_head and self.command == "HEAD":
            return self.refuse(405, "MethodNotAllowed")
        if not storage.readable:
            return self.refuse(403, "AccessDenied")
        if key not in storage.files:
            return self.refuse(404, "NoSuchKey")
        content, status, told = storage.files[key], 200, {"ETag": tag(storage.files[key]), **storage.headers}
        if storage.ranges and (wanted := self.headers.get("Range")):
            start, _, end = wanted.removeprefix("bytes=").partition("-")
            whole, content, status = len(content), content[int(start) : int(end) + 1 if end else None], 206
            told["Content-Range"] = f"bytes {start}-{int(start) + len(content) - 1}/{whole}"
        if storage.cuts and wanted_whole(self.headers.get("Range")):
            cut = storage.cuts.pop(0)
            storage.files |= storage.after_cut
            return self.send(status, content, told, cut=cut)
        return self.send(status, content, told)

    def refuse(self, status: int, code: str) -> None:
        self.send(status, f"<Error><Code>{code}</Code></Error>".encode())

    def send(self, status: int, content: bytes, headers: dict[str, str] | None = None, *, cut: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content if cut is None else content[:cut])
        self.close_connection = cut is not None


def wanted_whole(wanted: str | None) -> bool:
    """Whether a question asks for a file to its end."""
    return wanted is None or wanted.endswith("-")


class Server(ThreadingHTTPServer):
    """Does not complain when somebody hangs up on it."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent."""


@contextmanager
def stored(storage: Storage) -> Iterator[Storage]:
    """The storage, answering."""
    server = Server(("127.0.0.1", 0), type("Own", (Handler,), {"storage": storage}))
    storage.url = f"http://127.0.0.1:{server.server_port}"
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    running.start()
    try:
        yield storage
    finally:
        server.shutdown()
        with suppress(OSError):
            server.server_close()
        running.join()

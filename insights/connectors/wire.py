"""One exchange with a live system: over a secure connection to the address that was checked, bounded in time and size.

The connection is kept for the next question. Redirects are not followed: an address of ours never moves, and a secret must not go elsewhere.
"""

from __future__ import annotations

import http.client
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from insights.connectors.web.fetching import connected, hang_up
from insights.connectors.web.guard import Place, Refused, Resolver, Silent, checked_address, look_up, place_of

UNPACKED = ("", "identity")
FOUND = (200, 206)
UNSATISFIABLE = 416
CHUNK = 1 << 18
SLOWEST = 10_000
"""Bytes a second of a file; who is slower than that is taken for gone."""
MOST_FILE = 8 << 30


class Broken(Exception):
    """No whole answer came; another try may bring one. The words follow the name of the system."""


@dataclass(frozen=True, slots=True)
class Network:
    """The bounds of an exchange.

    `allowed` (hosts with their port, whatever they are) and `base` (instead of a system's own) are for tests only, as is
    `trusted`, a file of certificates.
    """

    seconds: float = 60.0
    most_bytes: int = 32 << 20
    tries: int = 6
    longest_wait: float = 1_800.0
    allowed: frozenset[str] = frozenset()
    base: str = ""
    trusted: str = ""
    resolve: Resolver = look_up


@dataclass(frozen=True, slots=True)
class Response:
    """Any answer. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Arriving:
    """A file on its way to the disk. `size` is what is there of it."""

    def __init__(self, handle: BinaryIO, moved: Callable[[int], None]) -> None:
        """Nothing came yet. `moved` is told the size, and may raise to stop."""
        self._handle, self._moved, self._version, self.size = handle, moved, "", 0

    @property
    def rest(self) -> Mapping[str, str]:
        """The header that asks for what is missing; none where it must begin anew."""
        return {"Range": f"bytes={self.size}-"} if self._version and self.size else {}

    def begin(self, status: int, said: Mapping[str, str]) -> None:
        """Take the head of an answer.

        Raises:
            Broken: it is no part of the file that was begun.
        """
        version = said.get("etag", "")
        if status != 200 and (version != self._version or not said.get("content-range", "").startswith(f"bytes {self.size}-")):
            self._version = ""
            raise Broken("has another version of a file now")
        if status == 200:
            # A weak tag may stand for two versions.
            self._version, self.size = "" if version.startswith("W/") else version, 0
            self._handle.seek(0)
            self._handle.truncate()

    def take(self, content: bytes) -> None:
        """Write what came.

        Raises:
            Refused: it is too much.
        """
        self._handle.write(content)
        self.size += len(content)
        if self.size > MOST_FILE:
            raise Refused(f"holds a file of more than {MOST_FILE >> 30} GB")
        self._moved(self.size)


class Wire:
    """A connection to one system, made when it is needed and again when it broke."""

    def __init__(self, network: Network) -> None:
        """Nothing is connected yet."""
        self._network = network
        self._connection: http.client.HTTPConnection | None = None

    def save(self, arriving: Arriving, method: str, url: str, headers: Mapping[str, str]) -> Response:
        """Have a file, or the rest of it, written; the answer without it.

        Raises:
            Refused: the address is not asked, or its file is too large.
            Broken: not all of it came; what did is kept for the next try.
        """
        place = self._place(url)
        sent = {"Host": place.authority, "Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "Headroom", **headers}
        self.close()
        try:
            connection = self._connection = connected(place, self._address(place), self._network.seconds)
            connection.request(method, place.path, headers=sent)
            response = connection.getresponse()
            said = {name.lower(): value for name, value in response.getheaders()}
            if response.status in FOUND or response.status == UNSATISFIABLE:
                arriving.begin(response.status, said)
                self._copy(response, arriving)
                return Response(response.status, said, b"")
            return Response(response.status, said, response.read(CHUNK))
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise Broken("stopped before the end of a file" if arriving.size else "does not answer") from problem
        finally:
            self.close()

    def _copy(self, response: http.client.HTTPResponse, arriving: Arriving) -> None:
        begun, came = time.monotonic(), 0
        while content := response.read1(CHUNK):
            came += len(content)
            arriving.take(content)
            if time.monotonic() - begun > self._network.seconds + came / SLOWEST:
                raise Broken("sends a file too slowly")
        if response.length:
            raise Broken("stopped before the end of a file")

    def _place(self, url: str) -> Place:
        place = place_of(url, allowed=self._network.allowed)
        if not place.secure and f"{place.host}:{place.port}" not in self._network.allowed:
            raise Refused("is not secure")
        return place

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Response:
        """The answer to a question.

        Raises:
            Refused: the address is not asked.
            Broken: no whole answer came.
        """
        place = self._place(url)
        sent = {"Host": place.authority, "Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "Headroom", **headers}
        if self._connection is not None:
            try:
                return self._ask(method, place, sent, body)
            except (http.client.RemoteDisconnected, ConnectionError):
                # It was closed while nobody spoke; a fresh one tells whether more is wrong.
                self.close()
        try:
            address = self._address(place)
            self._connection = connected(place, address, self._network.seconds)
            return self._ask(method, place, sent, body)
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise Broken("does not answer") from problem

    def _address(self, place: Place) -> str:
        try:
            return checked_address(place, resolve=self._network.resolve, allowed=self._network.allowed)
        except Silent as silent:
            if isinstance(silent.__cause__, OSError):
                # The network may be back in a moment; an address inside stays one.
                raise Broken("is not found: the address may be wrong, or there is no network") from silent
            raise

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, place: Place, headers: Mapping[str, str], body: bytes | None) -> Response:
        connection = self._connection
        assert connection is not None
        # A timeout counts from byte to byte; who sends one a second would keep us for weeks.
        late = threading.Event()
        alarm = threading.Timer(self._network.seconds, hang_up, (connection.sock, late))
        alarm.daemon = True
        alarm.start()
        try:
            connection.request(method, place.path, body=body, headers=dict(headers))
            response = connection.getresponse()
            content = response.read(self._network.most_bytes + 1)
            if late.is_set() or response.length or len(content) > self._network.most_bytes:
                self.close()
                raise Broken("does not answer in time" if late.is_set() else self._cut(content))
        except (TimeoutError, http.client.IncompleteRead, ValueError) as problem:
            self.close()
            raise Broken("does not answer in time" if late.is_set() else "stopped before the end of its answer") from problem
        finally:
            alarm.cancel()
        said = {name.lower(): value for name, value in response.getheaders()}
        if response.will_close:
            self.close()
        return Response(response.status, said, self._unpacked(content, said.get("content-encoding", "").lower()))

    def _cut(self, content: bytes) -> str:
        return "stopped before the end of its answer" if len(content) <= self._network.most_bytes else "answers with more than a page may hold"

    def _unpacked(self, content: bytes, encoding: str) -> bytes:
        if encoding in UNPACKED:
            return content
        if encoding not in ("gzip", "deflate"):
            raise Broken("packs its answers in a way that we do not read")
        reader = zlib.decompressobj(47)
        try:
            content = reader.decompress(content, self._network.most_bytes + 1)
        except zlib.error as problem:
            raise Broken("sends a damaged answer") from problem
        if len(content) > self._network.most_bytes:
            raise Broken("answers with more than a page may hold")
        if not reader.eof:
            raise Broken("stopped before the end of its answer")
        return content

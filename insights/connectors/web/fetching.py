"""One page of a web site: over a connection to the address that was checked, within ten seconds and two megabytes, sent on three times at most."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin

from insights.connectors.web.guard import Place, Refused, Resolver, Silent, checked_address, look_up, place_of

SECONDS = 10.0
MOST_BYTES = 2 << 20
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
HEADERS = {"User-Agent": "Headroom (reads help articles)", "Accept": "text/html, text/plain", "Accept-Encoding": "identity", "Connection": "close"}
LATE = "does not answer in time"
ANSWERS = {401: "asks for a login", 403: "is not open to us", 404: "is not there", 410: "is not there any more", 429: "asks us to slow down"}


@dataclass(frozen=True, slots=True)
class Visit:
    """What may be asked: the hosts that the user has seen and confirmed, and the bounds of a page. `allowed` is for tests only: see `place_of`."""

    hosts: frozenset[str]
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES
    allowed: frozenset[str] = frozenset()
    resolve: Resolver = look_up


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, and where it was found in the end."""

    url: str
    content: bytes
    kind: str


def fetch(url: str, visit: Visit) -> Answer:
    """A page.

    Raises:
        Refused: it is not asked, or does not answer with a page; the words follow its address.
    """
    for _ in range(MOST_REDIRECTS + 1):
        place = place_of(url, allowed=visit.allowed)
        if place.authority not in visit.hosts:
            raise Refused(f"leads to {place.authority[:80]}, which you did not confirm")
        found = _ask(place, visit)
        if isinstance(found, Answer):
            return found
        url = urljoin(place.url, found)
    raise Refused("sends us from one address to the next")


def _ask(place: Place, visit: Visit) -> Answer | str:
    """The page, or the address to which it sends us."""
    address = checked_address(place, resolve=visit.resolve, allowed=visit.allowed)
    try:
        connection = connected(place, address, visit.seconds)
    except (OSError, ssl.SSLError) as problem:
        raise Silent("does not answer") from problem
    # A timeout counts from byte to byte; who sends one a second would keep us for weeks.
    late = threading.Event()
    alarm = threading.Timer(visit.seconds, hang_up, (connection.sock, late))
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("GET", place.path, headers=HEADERS | {"Host": place.authority})
        response = connection.getresponse()
        if response.status in REDIRECTS and (onward := response.getheader("Location")):
            return onward
        if response.status != 200:
            refusal = Silent if response.status == 429 else Refused
            raise refusal(ANSWERS.get(response.status, f"answers {response.status}"))
        kind = (response.getheader("Content-Type") or "text/html").partition(";")[0].strip().lower()
        if kind not in TEXTS:
            raise Refused("is no page of text")
        content = response.read(visit.most_bytes + 1)
        # Hung up on, a page without a length ends as if it were whole.
        if late.is_set():
            raise Silent(LATE)
        if response.length:
            raise Refused("stopped before its end" if len(content) <= visit.most_bytes else _too_large(visit))
        return Answer(place.url, _unpacked(content, response.getheader("Content-Encoding") or "", visit), kind)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise Silent(LATE if late.is_set() else "does not answer as a web page does") from problem
    finally:
        alarm.cancel()
        connection.close()


def connected(place: Place, address: str, seconds: float) -> http.client.HTTPConnection:
    """A connection to the checked address, which proves to be the host where it is secure. Proxies of the environment are not used."""
    wire = socket.create_connection((address, place.port), timeout=seconds)
    try:
        # Else the body of a question waits until its headers were confirmed: 40 ms each time.
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if place.secure:
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=place.host)
    except (OSError, ssl.SSLError):
        wire.close()
        raise
    connection = http.client.HTTPConnection(place.host, place.port, timeout=seconds)
    connection.sock = wire
    return connection


def hang_up(wire: socket.socket, late: threading.Event) -> None:
    """End a connection from another thread, and say that it was late."""
    late.set()
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It ended by itself in the meantime.
        return


def _unpacked(content: bytes, encoding: str, visit: Visit) -> bytes:
    if encoding.lower() in ("gzip", "deflate"):
        try:
            content = zlib.decompressobj(47).decompress(content, visit.most_bytes + 1)
        except zlib.error as problem:
            raise Refused("is damaged") from problem
    elif encoding and encoding.lower() != "identity":
        raise Refused("is packed in a way that we do not read")
    if len(content) > visit.most_bytes:
        raise Refused(_too_large(visit))
    return content


def _too_large(visit: Visit) -> str:
    return f"is larger than {visit.most_bytes / 2**20:g} MB"

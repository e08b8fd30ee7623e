"""The line to a mail server: encrypted, to the address that was checked, bounded in time and in what it takes."""

from __future__ import annotations

import imaplib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import TypeVar

from insights.connectors.web.fetching import hang_up
from insights.connectors.web.guard import Place, Refused, Silent, checked_address
from insights.connectors.wire import Broken, Network

PORT = 993
MOST_BYTES = 16 << 20
"""Of one mail or one list; no more than 1 MB of a mail is asked for."""
Found = TypeVar("Found")


class Line(imaplib.IMAP4):
    """A connection to a checked address, that proves to be the host. The library's own reader would take as many bytes as a server announces."""

    def __init__(self, place: Place, address: str, network: Network) -> None:
        """Connect, and hear the greeting."""
        self._place, self._address, self._trusted = place, address, network.trusted
        self._seconds = network.seconds
        super().__init__(place.host, place.port, timeout=network.seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        wire = socket.create_connection((self._address, self._place.port), timeout=timeout)
        try:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return ssl.create_default_context(cafile=self._trusted or None).wrap_socket(wire, server_hostname=self._place.host)
        except (OSError, ssl.SSLError):
            wire.close()
            raise

    def read(self, size: int) -> bytes:
        """The bytes that were announced."""
        if size > MOST_BYTES:
            raise self.abort("more than a mail may hold")
        found = super().read(size)
        if len(found) < size:
            raise self.abort("stopped before its end")
        return found

    def ask(self, question: Callable[[Line], Found], seconds: float) -> Found:
        """The answer to a question, in a bounded time.

        Raises:
            Broken: no whole answer came.
        """
        # A timeout counts from byte to byte; who sends one a second would keep us for weeks.
        late = threading.Event()
        alarm = threading.Timer(seconds, hang_up, (self.sock, late))
        alarm.daemon = True
        alarm.start()
        try:
            return question(self)
        except (imaplib.IMAP4.abort, OSError, ValueError) as problem:
            raise Broken("does not answer in time" if late.is_set() or isinstance(problem, TimeoutError) else "broke off") from problem
        finally:
            alarm.cancel()


def line_to(host: str, port: int, network: Network) -> Line:
    """A line to a mail server.

    Raises:
        Refused: the address is not asked, or whoever answers is no mail server that can be trusted.
        Broken: nobody answers now.
    """
    place = Place(True, host, port, "")
    try:
        address = checked_address(place, resolve=network.resolve, allowed=network.allowed)
    except Silent as silent:
        if isinstance(silent.__cause__, OSError):
            raise Broken("is not found: the address may be wrong, or there is no network") from silent
        raise
    try:
        return Line(place, address, network)
    except ssl.SSLCertVerificationError as problem:
        raise Refused("cannot prove that it is this host: its certificate is not valid for it") from problem
    except ssl.SSLError as problem:
        if "WRONG_VERSION_NUMBER" in str(problem) or "RECORD_LAYER" in str(problem):
            raise Refused(f"speaks without encryption on port {port}") from problem
        raise Broken("breaks off while the connection is made") from problem
    except (OSError, EOFError) as problem:
        raise Broken("does not answer") from problem
    except imaplib.IMAP4.abort as problem:
        if "unexpected response" in str(problem):
            raise Refused("is no mail server: it greets in another way") from problem
        raise Broken("breaks off before it greets") from problem
    except imaplib.IMAP4.error as problem:
        raise Broken("turns us away for now") from problem

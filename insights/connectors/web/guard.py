"""Which addresses may be asked: public ones only.

A list of pages is written by somebody, and a page may send us on. So each host is resolved by us, every answer is checked, and the connection goes
to the very address that was checked: a second look-up could give another one.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000
EMBEDDING = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
    ipaddress.ip_network("::/96"),
)
"""IPv6 networks whose addresses carry one of IPv4: through them a private one could be reached."""
METADATA = frozenset(map(ipaddress.ip_address, ("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254")))
"""What cloud providers tell a machine about itself, where no network of its own gives it away."""
SAFE = "/%:@!$&'()*+,;=~-._"

Resolver = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """An address that is not asked, and why, in the user's words."""


class Silent(Refused):
    """An address whose host does not answer, or wants to be left alone: its other pages will fare no better."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is. `host` is its name in the form that goes over the wire."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS["https" if self.secure else "http"] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{'https' if self.secure else 'http'}://{self.authority}{self.path}"


def place_of(url: str, *, allowed: frozenset[str] = frozenset()) -> Place:
    """The place of an address.

    Args:
        url: What somebody wrote.
        allowed: Hosts with their port that may be asked on any port, whatever they are. For tests only: nothing in the product gives it.

    Raises:
        Refused: the address has another scheme, a password, an unusual port, or no host.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as problem:
        raise Refused("is not an address") from problem
    if parts.scheme not in PORTS or len(url) > LONGEST:
        raise Refused("is not the address of a web page")
    if parts.username is not None or parts.password is not None:
        raise Refused("carries a user name")
    place = Place(parts.scheme == "https", _host(parts), port or PORTS[parts.scheme], _path(parts))
    if f"{place.host}:{place.port}" not in allowed and place.port != PORTS[parts.scheme]:
        raise Refused("names an unusual port")
    return place


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    if ":" in name:
        return name
    try:
        host = name.encode("idna").decode("ascii").lower()
    except UnicodeError as problem:
        raise Refused("has no host that exists") from problem
    if not host or not all(letter.isalnum() or letter in "-._" for letter in host):
        raise Refused("has no host")
    return host


def _path(parts: SplitResult) -> str:
    """Path and query, with nothing in them that could end the line of a request."""
    path = quote(parts.path or "/", safe=SAFE)
    return f"{path}?{quote(parts.query, safe=SAFE + '?/')}" if parts.query else path


def look_up(host: str, port: int) -> list[str]:
    """Every address of a host, as this machine finds them."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))


def checked_address(place: Place, *, resolve: Resolver = look_up, allowed: frozenset[str] = frozenset()) -> str:
    """The address to connect to.

    Raises:
        Refused: the host is not known, or one of its addresses is not public.
    """
    try:
        found = resolve(place.host, place.port)
    except (OSError, UnicodeError) as problem:
        raise Silent("has a host that is not known") from problem
    if found and f"{place.host}:{place.port}" in allowed:
        return found[0]
    # One private answer is enough: who mixes them with public ones tries something.
    if not found or not all(is_public(each) for each in found):
        raise Silent("leads into a private network")
    return found[0]


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet, also the one that it may carry inside.

    >>> [is_public(each) for each in ("93.184.215.14", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    address: Address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in EMBEDDING):
            return False
    return address.is_global and address not in METADATA and not (address.is_multicast or address.is_reserved or address.is_unspecified)

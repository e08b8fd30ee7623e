"""The line to a database: to the addresses that were checked, read only, bounded in time; and what its refusals mean.

A database mostly stands in somebody's own network, so a private address is asked where a person has agreed to that very one. What could be the
machine's own metadata, a neighbour on its cable or nobody at all is never asked.
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from insights.connectors.connector import Declined
from insights.connectors.web.guard import METADATA, Resolver, Silent, is_public
from insights.connectors.wire import Broken, Network
from insights.errors import UnreachableSystem

PORT = 5432
OWN = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7")))
BATCH_BYTES = 1 << 20
AGREED = "inside"
PASSING: Mapping[str, str] = MappingProxyType(
    {
        "57P01": "is shutting down",
        "57P02": "is recovering from a crash",
        "57P03": "is starting up",
        "53300": "has no connection left for us",
        "40001": "had to stop our question",
        "40P01": "had to stop our question",
    }
)
PASSING_CLASSES = ("08", "53", "58")
WORDS: tuple[tuple[str, str], ...] = (
    ("starting up", "57P03"),
    ("shutting down", "57P01"),
    ("in recovery mode", "57P02"),
    ("not yet accepting connections", "57P03"),
    ("too many c", "53300"),
    ("connection slots", "53300"),
    ("does not support SSL", "no ssl"),
    ("certificate", "certificate"),
    ("SSL error", "certificate"),
    ("authentication method requirement", "in clear"),
    ("password authentication failed", "28P01"),
    ("pg_hba.conf", "28000"),
    ("does not exist", "3D000"),
    ("unsupported startup parameter", "pooler"),
    ("timeout expired", "late"),
    ("timed out", "late"),
    ("refused", "refused"),
    ("unreachable", "away"),
    ("No route", "away"),
    ("closed the connection", "cut"),
    ("Connection reset", "cut"),
    ("could not receive", "cut"),
    ("could not send", "cut"),
)
"""A connection that is not made has words only, mostly English ones."""


GONE: Mapping[str, str] = MappingProxyType(
    {"late": "does not answer in time", "refused": "does not listen", "away": "cannot be reached", "cut": "breaks off while the connection is made"}
)


class OwnNetwork(UnreachableSystem):
    """The database stands at addresses inside, to which nobody has agreed yet."""

    def __init__(self, host: str, addresses: str) -> None:
        """Keep the addresses for the one who decides."""
        super().__init__(
            f"{host} leads to {addresses}, which is no address of the internet.",
            hint="Is it a database in your own network? Say so, and it is asked.",
        )
        self.addresses = addresses


def addresses_of(host: str, port: int, agreed: str, resolve: Resolver) -> tuple[str, ...]:
    """Every address to try, all of them checked. `agreed` are those inside that a person said yes to, with commas between.

    Raises:
        OwnNetwork: they are inside, and nobody said yes to them.
        Refused: they must not be asked.
        Broken: the host is not found.
    """
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as problem:
        raise Broken("is not found: the name of the host may be wrong, or there is no network") from problem
    known = tuple(dict.fromkeys(plain(each) for each in found))
    if not known or not all(_is_askable(each) for each in known):
        raise Silent("leads to an address that no database has")
    inside = [each for each in known if not is_public(each)]
    if len(inside) not in (0, len(known)):
        # Who mixes private addresses with public ones tries something.
        raise Silent("leads into a private network and out of it")
    if not set(inside) <= set(agreed.replace(" ", "").split(",")):
        raise OwnNetwork(host, ", ".join(inside))
    return known


def plain(text: str) -> str:
    """An address without the dress of the other protocol.

    >>> plain("::ffff:10.0.0.1"), plain("10.0.0.1")
    ('10.0.0.1', '10.0.0.1')
    """
    address = ipaddress.ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _is_askable(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if address in METADATA:
        return False
    return is_public(text) or any(address in network for network in OWN)


def connected(values: Mapping[str, str], agreed: str, network: Network) -> Any:  # noqa: ANN401 - the driver has no types
    """A connection that can only read.

    Raises:
        Broken: it may work in a moment.
        Refused: the address is not asked.
        UnreachableSystem: it will not work like this.
    """
    import adbc_driver_manager
    import adbc_driver_postgresql.dbapi as driver

    addresses = addresses_of(values["host"], port_of(values), agreed, network.resolve)
    try:
        return driver.connect(in_words(values, addresses, network), autocommit=True)
    except adbc_driver_manager.Error as problem:
        # What it says goes no further: it may repeat what we sent.
        raise fault(meaning_of(str(problem)), values) from None


def port_of(values: Mapping[str, str]) -> int:
    """Where the database listens."""
    return int(values.get("port") or PORT)


def patience(network: Network) -> float:
    """Seconds that one question may take, its answer included."""
    return network.seconds * 5


def in_words(values: Mapping[str, str], addresses: Sequence[str], network: Network) -> str:
    """All that the driver is told. Nothing is left to the environment that could lead elsewhere."""
    seconds = max(int(network.seconds), 2)
    settings = {
        "default_transaction_read_only": "on",
        "statement_timeout": f"{patience(network) * 1_000:.0f}",
        "timezone": "UTC",
        "datestyle": "ISO,YMD",
        "intervalstyle": "iso_8601",
        "standard_conforming_strings": "on",
        "extra_float_digits": "1",
        "bytea_output": "hex",
    }
    said = {
        "host": ",".join([values["host"]] * len(addresses)),
        "hostaddr": ",".join(addresses),
        "port": str(port_of(values)),
        "dbname": values["database"],
        "user": values["user"],
        "password": values["password"],
        "sslmode": values["tls"],
        # Whoever could read the line or play the host must not be told the password itself.
        "require_auth": "" if values["tls"] == "verify-full" else "scram-sha-256,md5,none",
        "gssencmode": "disable",
        "client_encoding": "UTF8",
        "application_name": "Headroom",
        "connect_timeout": str(seconds),
        "keepalives_idle": "10",
        "keepalives_interval": "5",
        "keepalives_count": "4",
        "tcp_user_timeout": f"{seconds * 1_000}",
        "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
    }
    if values["tls"] == "verify-full":
        said["sslrootcert"] = network.trusted or ssl.get_default_verify_paths().cafile or "system"
    return " ".join(f"{name}='{_escaped(value)}'" for name, value in said.items() if value)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def meaning_of(words: str) -> str:
    """What a refusal to connect means: a code of Postgres, or a word of ours.

    >>> meaning_of("FATAL: the database system is starting up"), meaning_of("FATAL: etwas anderes")
    ('57P03', '')
    """
    return next((code for part, code in WORDS if part in words), "")


def fault(code: str, values: Mapping[str, str]) -> Broken | UnreachableSystem:
    """What is said of a connection that is not made."""
    if code in PASSING:
        return Broken(PASSING[code])
    if code in GONE:
        return Broken(f"{GONE[code]} at {values['host']}, port {port_of(values)}")
    host, user, database = values["host"], values["user"], values["database"]
    message, hint = {
        "28P01": (f"Postgres does not accept the password of {user}.", "It may have been changed, or belong to another user."),
        "28000": (
            f"Postgres does not let {user} in from this machine.",
            "An administrator allows it in pg_hba.conf or at the provider. Many let in only who encrypts.",
        ),
        "3D000": (f"There is no database {database}, or no user {user}, at {host}.", "Check both names. Capital letters count."),
        "no ssl": (f"Postgres at {host} does not encrypt.", "Have encryption switched on there; without it, everybody on the way can read along."),
        "certificate": (f"{host} cannot prove that it is this host.", "Its certificate is not valid for this name, or not signed by anybody known."),
        "in clear": (
            f"Postgres at {host} wants the password in clear.",
            "It is only told so to a host that proves who it is: choose that under Encryption, or have it ask by scram-sha-256.",
        ),
        "pooler": ("A pooler stands before this database that does not let us say that we only read.", "Give host and port of the database itself."),
    }.get(code, (f"Postgres at {host} does not let us in.", "Check host, port, database, user and password, and whether it may be asked from here."))
    return Declined(message, hint=hint, status=401)

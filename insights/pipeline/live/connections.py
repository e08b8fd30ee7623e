"""Connecting a system: test it, keep it, pull it, change it, disconnect it. What a screen asks for; only a test goes over the network here."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from insights.connectors import CONNECTORS, connector
from insights.connectors.connector import Reach
from insights.connectors.fields import Kind, checked
from insights.connectors.secrets import bound, renewed, unbound
from insights.connectors.session import opened
from insights.connectors.wire import Network
from insights.errors import UnusableSetting
from insights.pipeline.live import databases, tokens
from insights.pipeline.live.keeper import Keeper
from insights.pipeline.live.tokens import Keep
from insights.store.control import YOU, Control
from insights.store.raw import Connection, Connections, path_of

TEST = Network(seconds=10.0, tries=2, longest_wait=5.0)
"""Somebody sits before the screen."""
SYSTEMS = CONNECTORS
UNKNOWN = "not-known-yet"
STAND_IN = {Kind.EMAIL: "a@b.example", Kind.WORD: UNKNOWN, Kind.BUCKET: UNKNOWN, Kind.LOGIN: UNKNOWN}
"""For what was not typed yet, as most of it does not say who is asked."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a connection is to be used. `days` None means everything there ever was."""

    days: int | None = 90
    nightly: bool = False
    keeps_raw: bool = False


@dataclass(frozen=True, slots=True)
class Safe:
    """Where the token is kept."""

    keep: Keep = Keep.SESSION
    passphrase: str = field(default="", repr=False)


def test(system: str, given: Mapping[str, str], *, network: Network | None = None) -> Reach:
    """What can be reached.

    Raises:
        InsightsError: nothing can, and why.
    """
    one = connector(system)
    with opened(one, given, network=network or TEST) as session:
        databases.equip(session, given)
        reach = one.test(session)
    if one.library is not None and not reach.missing and given.get(one.library.secret, "").strip():
        with opened(one.library, given, network=network or TEST) as session:
            one.library.test(session)
    return reach


def host_of(system: str, given: Mapping[str, str]) -> str:
    """Whom a connection would ask, as far as that is known."""
    one = connector(system)
    typed = {name: value for name, value in given.items() if value}
    standing = {each.name: STAND_IN[each.kind] for each in one.fields if each.kind in STAND_IN and not each.optional}
    try:
        values = checked(one.fields, {**standing, **typed, one.secret: typed.get(one.secret) or ("" if one.secret_field.optional else "x")})
        host = urlsplit(one.place(values).base).netloc
    except UnusableSetting:
        host = UNKNOWN
    named = next((f"your address at {each.suffix.removeprefix('.')}" for each in one.fields if each.suffix), "the host that you name")
    return named if UNKNOWN in host else host


def library_host(system: str, given: Mapping[str, str]) -> str | None:
    """Whom a connection would ask for help articles, where that is another address and its key was given."""
    library = connector(system).library
    key = given.get(library.secret) if library else None
    return urlsplit(library.place({library.secret: key}).base).netloc if library and key else None


def told(reach: Reach) -> str:
    """What can be reached, in one line.

    >>> told(Reach("Acme", 1200)), told(Reach("Acme", None, ("export tickets",)))
    ('Reached Acme: about 1,200 conversations.', 'Reached Acme. It may not: export tickets.')
    """
    count = f": about {reach.conversations:,} {reach.of}{'' if reach.conversations == 1 else 's'}" if reach.conversations is not None else ""
    missing = f" It may not: {', '.join(reach.missing)}." if reach.missing else ""
    return f"Reached {reach.account}{count}.{missing}"


def connect(
    home: Path,
    workspace: str,
    system: str,
    given: Mapping[str, str],
    keeper: Keeper,
    *,
    account: str = "",
    wishes: Wishes | None = None,
    safe: Safe | None = None,
) -> str:
    """Keep a connection; its id. Nothing is pulled yet.

    Raises:
        UnusableSetting: something given cannot be right, or the token cannot be kept there.
    """
    Control(home).workspace(workspace)
    one, wishes, safe = connector(system), wishes or Wishes(), safe or Safe()
    values = checked(one.fields, given)
    secret, connection = bound(one, values), uuid4().hex
    one.place({**values, **unbound(one, secret)})
    if not secret:
        # Noted, so that nobody is asked for it again.
        values[one.secret], safe = "", Safe()
    sealed = tokens.keep(keeper, connection, secret, safe.keep, passphrase=safe.passphrase, store=_store(safe.keep))
    nightly = wishes.nightly and (safe.keep is not Keep.SESSION or not secret)
    with Connections(home, workspace) as kept:
        made = Connection(connection, system, values, account, safe.keep, wishes.days, nightly, wishes.keeps_raw, datetime.now(UTC))
        kept.add(made, sealed)
    return connection


def connections(home: Path, workspace: str) -> tuple[Connection, ...]:
    """Every connection of a workspace, oldest first."""
    if not path_of(home, workspace).exists():
        return ()
    with Connections(home, workspace) as kept:
        return kept.all()


def at_hand(home: Path, connection: Connection) -> bool:
    """Whether the token can be used now, without asking anybody."""
    return tokens.secret_of(home, connection) is not None


def give_again(
    home: Path, workspace: str, connection: str, secret: str, keeper: Keeper, *, passphrase: str = "", network: Network | None = None
) -> Reach:
    """A token for a connection that has none at hand (any more), kept where the old one was, once it was tested.

    Raises:
        InsightsError: it does not work either.
    """
    with Connections(home, workspace) as kept:
        found = _found(kept, connection)
        one, keep = connector(found.system), Keep(found.kept)
        secrets = renewed(one, secret.strip(), tokens.secret_of(home, found))
        reach = test(found.system, {**found.given, **unbound(one, secrets)}, network=network)
        sealed = tokens.keep(keeper, connection, secrets, keep, passphrase=passphrase, store=_store(keep))
        kept.rekeep(connection, keep, sealed)
    return reach


def unlock(home: Path, workspace: str, connection: str, passphrase: str, keeper: Keeper) -> None:
    """Have an encrypted token at hand until the app stops.

    Raises:
        UnusableSetting: the passphrase is another one.
    """
    with Connections(home, workspace) as kept:
        sealed = kept.sealed(_found(kept, connection).id)
    if sealed is None:
        raise UnusableSetting("There is no encrypted token here.", hint="Give the token again.")
    keeper.give(connection, tokens.unseal(sealed, passphrase))


def change(home: Path, workspace: str, connection: str, wishes: Wishes) -> None:
    """Use a connection in another way."""
    with Connections(home, workspace) as kept:
        found = _found(kept, connection)
        nightly = wishes.nightly and (found.kept != Keep.SESSION or tokens.is_open(found))
        kept.change(connection, days=wishes.days, nightly=nightly, keeps_raw=wishes.keeps_raw)


def request_pull(home: Path, workspace: str, connection: str, who: str = YOU) -> str:
    """Have a connection pulled, or gone on with; the id of the job."""
    control = Control(home)
    control.workspace(workspace, who)
    for job in control.jobs(workspace, active_only=True):
        if job.kind == "pull" and job.payload["connection"] == connection:
            return job.id
    return control.enqueue(workspace, "pull", {"connection": connection, "who": who})


def start_over(home: Path, workspace: str, connection: str) -> str:
    """Have the whole time span pulled again; the id of the job."""
    with Connections(home, workspace) as kept:
        kept.start_over(_found(kept, connection).id)
    return request_pull(home, workspace, connection)


def read_again(home: Path, workspace: str, connection: str) -> str:
    """Have the payloads that were kept read by the reader of today, after a pull of what is new; the id of the job."""
    with Connections(home, workspace) as kept:
        kept.read_again(_found(kept, connection).id)
    return request_pull(home, workspace, connection)


def disconnect(home: Path, workspace: str, connection: str, keeper: Keeper | None = None) -> None:
    """Forget a connection, its token, and what was pulled and not imported. Imports stay."""
    control = Control(home)
    control.workspace(workspace)
    for job in control.jobs(workspace, active_only=True):
        if job.kind == "pull" and job.payload["connection"] == connection:
            control.cancel(job.id)
    with Connections(home, workspace) as kept:
        tokens.forget(_found(kept, connection), keeper=keeper)
        kept.forget(connection)


def forget_all(home: Path, workspace: str) -> None:
    """Forget every token of a workspace that is about to be deleted, as far as its file can still be read."""
    with suppress(UnusableSetting):
        for each in connections(home, workspace):
            tokens.forget(each)


def _store(keep: Keep) -> tokens.Store | None:
    return tokens.system_store() if keep is Keep.KEYRING else None


def _found(kept: Connections, connection: str) -> Connection:
    found = kept.find(connection)
    if found is None:
        raise UnusableSetting("This connection is not here any more.", hint="Reload the page to see how things stand.")
    return found

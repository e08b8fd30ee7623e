"""Conversations that a connection brought and its system deleted since: noted here until an import takes them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from insights.store.raw import Connections, Transaction


def note(store: Connections, connection: str, keys: Collection[str]) -> None:
    """Note what was deleted of what this connection brought, and forget it. Doing it twice is the same as once."""
    if not keys:
        return
    with Transaction(store.connection):
        for key in keys:
            here = store.connection.execute("delete from raws where connection = ? and id = ?", (connection, key)).rowcount
            if here:
                store.connection.execute("insert or ignore into removals values (?, ?)", (connection, key))


def add(store: Connections, connection: str, keys: Iterable[str]) -> None:
    """Note what is to be taken out though its newest version came: it says no more what is here."""
    with Transaction(store.connection):
        store.connection.executemany("insert or ignore into removals values (?, ?)", ((connection, key) for key in keys))


def in_next_file(store: Connections, connection: str, count: int) -> list[str]:
    """The ids of the first conversations that wait, in the order in which they are written into a file."""
    sql = "select id from raws where connection = ? and waiting order by number limit ?"
    return [row["id"] for row in store.connection.execute(sql, (connection, count))]


def waiting(store: Connections, connection: str) -> tuple[str, ...]:
    """What is to be taken out, in the order of the ids."""
    rows = store.connection.execute("select id from removals where connection = ? order by id", (connection,))
    return tuple(row["id"] for row in rows)


def taken(store: Connections, connection: str, keys: Iterable[str]) -> None:
    """These are taken out now."""
    with Transaction(store.connection):
        for key in keys:
            store.connection.execute("delete from removals where connection = ? and id = ?", (connection, key))

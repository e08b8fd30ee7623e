"""Connections of a workspace, and what was pulled over them: one SQLite file in its folder, for its owner's eyes only.

    workspaces/<id>/connections.sqlite

A page of raw conversations and the place from which to go on are written in one transaction: whoever is stopped, by whatever, goes on where the last
whole page ended. Payloads wait here, packed, until they are imported; then they are wiped, unless the user wants to keep them. What stays is which
version of which conversation was here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from insights.errors import UnusableSetting
from insights.store.connected import TABLES, Connection, Stretch, connection_of, stretch_of
from insights.store.database import connect
from insights.store.home import workspace_folder

LEVEL = 4
OF_A_CONNECTION = ("raws", "windows", "mails", "mail_folders", "mail_threads", "removals")


def path_of(home: Path, workspace: str) -> Path:
    """Where the connections of a workspace are."""
    return workspace_folder(home, workspace) / "connections.sqlite"


def connected(home: Path) -> tuple[str, ...]:
    """The workspaces where a system was ever connected."""
    return tuple(sorted(path.parent.name for path in (home / "workspaces").glob("*/connections.sqlite") if path.parent.name.isalnum()))


class Connections:
    """The connections of a workspace. Close it, or use it in a `with`."""

    def __init__(self, home: Path, workspace: str) -> None:
        """Open the file, or make it.

        Raises:
            UnusableSetting: it is damaged.
        """
        path = path_of(home, workspace)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        try:
            self.connection = connect(path)
            for table in TABLES:
                self.connection.execute(table)
        except sqlite3.DatabaseError as problem:
            raise UnusableSetting(
                "The file of this workspace's connections cannot be read.",
                hint=f"Move {path.name} out of the workspace's folder and connect again. Nothing that was imported is lost.",
            ) from problem

    def __enter__(self) -> Connections:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file; what was not committed is undone."""
        self.connection.close()

    def all(self) -> tuple[Connection, ...]:
        """Every connection, oldest first."""
        return tuple(connection_of(row) for row in self.connection.execute("select * from connections order by created_at, id"))

    def find(self, connection: str) -> Connection | None:
        """A connection, or None."""
        row = self.connection.execute("select * from connections where id = ?", (connection,)).fetchone()
        return connection_of(row) if row else None

    def add(self, made: Connection, sealed: bytes | None = None) -> None:
        """Keep a new connection."""
        self.connection.execute(
            "insert into connections (id, system, given, account, kept, sealed, days, nightly, keeps_raw, created_at) values (?,?,?,?,?,?,?,?,?,?)",
            (
                made.id,
                made.system,
                json.dumps(dict(made.given), sort_keys=True),
                made.account,
                made.kept,
                sealed,
                made.days,
                made.nightly,
                made.keeps_raw,
                made.created_at.isoformat(),
            ),
        )

    def sealed(self, connection: str) -> bytes | None:
        """The encrypted secret, where it is kept here."""
        row = self.connection.execute("select sealed from connections where id = ?", (connection,)).fetchone()
        return row["sealed"] if row else None

    def change(self, connection: str, *, days: int | None, nightly: bool, keeps_raw: bool) -> None:
        """Other wishes. Another time span makes a pull that was begun plan anew; what it brought is kept."""
        with self._transaction():
            before = self.find(connection)
            sql = "update connections set days = ?, nightly = ?, keeps_raw = ? where id = ?"
            self.connection.execute(sql, (days, nightly, keeps_raw, connection))
            if before is not None and before.days != days:
                # What a pull that was begun has seen is no bound any more: it may have begun with the newest.
                begun = self.connection.execute("delete from windows where connection = ?", (connection,)).rowcount
                if begun:
                    self.connection.execute("update connections set covered_from = null where id = ?", (connection,))
            if not keeps_raw:
                self.connection.execute("update raws set payload = null where connection = ? and not waiting", (connection,))

    def rekeep(self, connection: str, kept: str, sealed: bytes | None) -> None:
        """Another home of the secret."""
        self.connection.execute("update connections set kept = ?, sealed = ? where id = ?", (kept, sealed, connection))

    def regive(self, connection: str, given: Mapping[str, str]) -> None:
        """Other things given than before; never a secret."""
        self.connection.execute("update connections set given = ? where id = ?", (json.dumps(dict(given), sort_keys=True), connection))

    def forget(self, connection: str) -> None:
        """Nothing is left of a connection here."""
        with self._transaction():
            for table, name in (*((name, "connection") for name in OF_A_CONNECTION), ("connections", "id")):
                self.connection.execute(f"delete from {table} where {name} = ?", (connection,))

    def start_over(self, connection: str) -> None:
        """The next pull brings the whole time span again, as if nothing had come before."""
        with self._transaction():
            for table in ("raws", "windows", "mail_folders"):
                self.connection.execute(f"delete from {table} where connection = ?", (connection,))
            # Which thread a mail belongs to stays, so that a conversation keeps its id.
            self.connection.execute("update mails set waiting = seen where connection = ?", (connection,))
            self.connection.execute("update connections set covered_from = null, seen_until = null, pulled = 0 where id = ?", (connection,))

    def read_again(self, connection: str) -> int:
        """Have the payloads that were kept imported once more, by the reader of today; how many there are."""
        sql = "update raws set waiting = 1 where connection = ? and payload is not null"
        return self.connection.execute(sql, (connection,)).rowcount

    def plan(self, connection: str, stretches: Sequence[Stretch], *, started_at: datetime) -> None:
        """Note which windows a pull consists of."""
        with self._transaction():
            self.connection.execute("update connections set started_at = ? where id = ?", (started_at.isoformat(), connection))
            for each in stretches:
                values = (connection, each.number, each.since.isoformat(), each.until.isoformat() if each.until else None)
                self.connection.execute("insert into windows (connection, number, since, until) values (?, ?, ?, ?)", values)

    def stretches(self, connection: str) -> tuple[Stretch, ...]:
        """The windows of the pull that was begun; none when none was."""
        return tuple(stretch_of(row) for row in self.connection.execute("select * from windows where connection = ? order by number", (connection,)))

    def started(self, connection: str, moment: datetime) -> None:
        """Note when a pull was last begun or gone on with."""
        self.connection.execute("update connections set started_at = ? where id = ?", (moment.isoformat(), connection))

    def has(self, connection: str, key: str, changed: str) -> bool:
        """Whether this version of a conversation is or was here."""
        sql = "select 1 from raws where connection = ? and id = ? and changed = ? and changed <> ''"
        return self.connection.execute(sql, (connection, key, changed)).fetchone() is not None

    def keep(self, connection: str, stretch: Stretch, raws: Sequence[tuple[str, str, bytes]], *, cursor: str | None) -> int:
        """A page and the place after it, at once; how many conversations are new. Each raw is id, stamp of its change, and JSON."""
        with self._transaction():
            fresh = sum(self._keep(connection, *raw) for raw in raws)
            sql = "update windows set cursor = ?, done = ? where connection = ? and number = ?"
            self.connection.execute(sql, (cursor, cursor is None, connection, stretch.number))
            newest = max((changed for _, changed, _ in raws), default="")
            self.connection.execute(
                "update connections set pulled = pulled + ?, seen_until = nullif(max(coalesce(seen_until, ''), ?), '') where id = ?",
                (fresh, newest, connection),
            )
        return fresh

    def _keep(self, connection: str, key: str, changed: str, payload: bytes) -> bool:
        """Keep one; whether it was never here before. Asked for each, as counting them all would take longer with every page."""
        fresh = self.connection.execute("select 1 from raws where connection = ? and id = ?", (connection, key)).fetchone() is None
        digest = hashlib.blake2b(payload, digest_size=16).digest()
        self.connection.execute("delete from removals where connection = ? and id = ?", (connection, key))
        # The same content again waits for no import; an older version never takes the place of a newer one.
        self.connection.execute(
            """
            insert into raws (connection, id, changed, digest, payload, waiting) values (?, ?, ?, ?, ?, 1)
            on conflict (connection, id) do update set
                changed = excluded.changed,
                waiting = waiting or raws.digest <> excluded.digest,
                payload = case when raws.digest <> excluded.digest or waiting then excluded.payload else payload end,
                digest = excluded.digest
            where excluded.changed >= raws.changed
            """,
            (connection, key, changed, digest, zlib.compress(payload, LEVEL)),
        )
        return fresh

    def restart(self, connection: str, stretch: Stretch) -> None:
        """Begin a window anew; what it brought is kept."""
        sql = "update windows set cursor = null, restarts = restarts + 1 where connection = ? and number = ?"
        self.connection.execute(sql, (connection, stretch.number))

    def finish(self, connection: str, *, covered_from: datetime, seen_until: datetime, finished_at: datetime) -> None:
        """A pull came to its end: the next one brings what changes after `seen_until`."""
        with self._transaction():
            self.connection.execute("delete from windows where connection = ?", (connection,))
            sql = "update connections set covered_from = ?, seen_until = ?, finished_at = ? where id = ?"
            self.connection.execute(
                sql, (covered_from.isoformat(), seen_until.isoformat(timespec="microseconds"), finished_at.isoformat(), connection)
            )

    def waiting(self, connection: str) -> int:
        """How many conversations wait to be imported."""
        return self.connection.execute("select count(*) from raws where connection = ? and waiting", (connection,)).fetchone()[0]

    def waiting_payloads(self, connection: str, *, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Number and JSON of each conversation that waits, behind a number."""
        sql = "select number, payload from raws where connection = ? and waiting and number > ? order by number"
        for row in self.connection.execute(sql, (connection, after)):
            yield row["number"], zlib.decompress(row["payload"])

    def taken(self, connection: str, number: int) -> None:
        """What waited under a number is imported now; what waits before it goes on waiting."""
        self.connection.execute("update raws set waiting = 0 where connection = ? and number = ?", (connection, number))

    def imported(self, connection: str, last: int, *, keeps_raw: bool) -> None:
        """What waited up to number `last` is imported now."""
        wiped = "" if keeps_raw else ", payload = null"
        self.connection.execute(f"update raws set waiting = 0{wiped} where connection = ? and waiting and number <= ?", (connection, last))

    def _transaction(self) -> Transaction:
        return Transaction(self.connection)


class Transaction:
    """All of it, or none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Not begun yet."""
        self._connection = connection

    def __enter__(self) -> None:
        """Wait for other writers, then begin."""
        self._connection.execute("begin immediate")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Make it so, unless something went wrong."""
        self._connection.execute("rollback" if kind else "commit")

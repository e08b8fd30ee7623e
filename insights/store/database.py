"""The control file: one SQLite database for workspaces, members, jobs, imports, events and audit, with its migrations.

One short connection per call: nothing is shared between threads, and a process that is killed leaves nothing open. A write begins IMMEDIATE, so
that two processes wait for one another instead of failing half way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIGRATIONS = (
    """
    create table workspaces (id text primary key, name text not null, created_at text not null, demo text);
    create table members (workspace text not null references workspaces on delete cascade, who text not null, role text not null,
        primary key (workspace, who));
    create table jobs (id text primary key, workspace text not null references workspaces on delete cascade, kind text not null,
        payload text not null, state text not null, share real not null default 0, text text not null default '',
        error text not null default '', hint text not null default '', reference text not null default '', created_at text not null,
        started_at text, finished_at text, tries integer not null default 0, worker text, lease_until real);
    create index jobs_by_state on jobs (state, created_at);
    create table imports (id text primary key, workspace text not null references workspaces on delete cascade, name text not null,
        bytes integer not null, created_at text not null, state text not null);
    create table events (id integer primary key autoincrement, workspace text not null references workspaces on delete cascade,
        at text not null, who text not null, what text not null, payload text not null, undone integer not null default 0);
    create index events_by_workspace on events (workspace, id);
    create table audit (id integer primary key autoincrement, at text not null, who text not null, what text not null,
        workspace text not null);
    create table workers (id text primary key, beat_at real not null);
    """,
)


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode; it waits up to 30 s for another writer."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    return connection


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for questions."""
    connection = connect(path)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it happens, or none, since closing rolls back what was not committed."""
    with reading(path) as connection:
        connection.execute("begin immediate")
        yield connection
        connection.execute("commit")


def migrate(path: Path) -> None:
    """Bring the file to the newest version; a new file is readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
    with reading(path) as connection:
        if _version(connection) == len(MIGRATIONS):
            return
        connection.execute("pragma journal_mode = wal")
    with writing(path) as connection:
        connection.execute("create table if not exists schema_version (version integer not null)")
        done = _version(connection)
        for version, script in enumerate(MIGRATIONS[done:], start=done + 1):
            for statement in script.split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute("insert into schema_version values (?)", (version,))


def _version(connection: sqlite3.Connection) -> int:
    if not connection.execute("select 1 from sqlite_master where name = 'schema_version'").fetchone():
        return 0
    return connection.execute("select coalesce(max(version), 0) from schema_version").fetchone()[0]

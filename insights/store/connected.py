"""What is noted of connected systems: a connection, the windows of a pull that was begun, and their tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

TABLES = (
    "create table if not exists connections (id text primary key, system text not null, given text not null, account text not null, "
    "kept text not null, sealed blob, days integer, nightly integer not null, keeps_raw integer not null, created_at text not null, "
    "covered_from text, seen_until text, started_at text, finished_at text, pulled integer not null default 0)",
    "create table if not exists windows (connection text not null, number integer not null, since text not null, until text, cursor text, "
    "restarts integer not null default 0, done integer not null default 0, primary key (connection, number))",
    "create table if not exists raws (number integer primary key, connection text not null, id text not null, changed text not null, "
    "digest blob not null, payload blob, waiting integer not null, unique (connection, id))",
    "create table if not exists mail_folders (connection text not null, folder text not null, validity integer not null, upto integer not null, "
    "since text not null, primary key (connection, folder))",
    "create table if not exists mails (connection text not null, name text not null, thread text not null, folder text, uid integer, size integer, "
    "sent text, arrived text, seen integer not null default 0, waiting integer not null default 0, primary key (connection, name)) without rowid",
    "create table if not exists mail_threads (connection text not null, thread text not null, primary key (connection, thread)) without rowid",
    "create table if not exists removals (connection text not null, id text not null, primary key (connection, id)) without rowid",
    "create index if not exists mails_of_threads on mails (connection, thread)",
    "create index if not exists waiting_mails on mails (connection, thread) where waiting",
    "create index if not exists waiting_raws on raws (connection, number) where waiting",
)


@dataclass(frozen=True, slots=True)
class Connection:
    """A connected system. `given` has no secret in it; `kept` says where that is: session, keyring or file. `days` None means everything."""

    id: str
    system: str
    given: Mapping[str, str]
    account: str
    kept: str
    days: int | None
    nightly: bool
    keeps_raw: bool
    created_at: datetime
    covered_from: datetime | None = None
    seen_until: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    pulled: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of a pull and how far it is. `restarts` counts how often its place was lost."""

    number: int
    since: datetime
    until: datetime | None
    cursor: str | None = None
    restarts: int = 0
    done: bool = False


def connection_of(row: sqlite3.Row) -> Connection:
    """A row as a connection."""
    moments = (_moment(row[name]) for name in ("covered_from", "seen_until", "started_at", "finished_at"))
    return Connection(
        row["id"],
        row["system"],
        json.loads(row["given"]),
        row["account"],
        row["kept"],
        row["days"],
        bool(row["nightly"]),
        bool(row["keeps_raw"]),
        datetime.fromisoformat(row["created_at"]),
        *moments,
        pulled=row["pulled"],
    )


def stretch_of(row: sqlite3.Row) -> Stretch:
    """A row as a window."""
    since, until = _moment(row["since"]), _moment(row["until"])
    assert since is not None
    return Stretch(row["number"], since, until, row["cursor"], row["restarts"], bool(row["done"]))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None

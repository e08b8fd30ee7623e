"""Making a result visible: a new file each time, whole or not at all.

A snapshot is `<number>-<hash>.duckdb` with its SHA-256 in `<number>-<hash>.sha256` beside it. The checksum is written first and the data are
renamed into place last, so that a snapshot that can be seen is complete. The one before is kept, to be served when the newest is damaged.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from insights.store.home import settle
from insights.store.schema import empty, shaped
from insights.tables import CONVERSATIONS, LABELS_EXPERIENCE, LABELS_TOPIC, LABELS_WORK, PREDICTIONS, SNAPSHOT

KEPT = 2
NAME = re.compile(r"(\d{6})-[0-9a-f]{12}\.duckdb")


def wide_sql() -> str:
    """One row per conversation with everything that was judged of it."""
    own = ", ".join(f"conversations.{name}" for name in CONVERSATIONS.names if name != "attributes")
    joined = "".join(f" left join {table.name} on {table.name}.conversation_id = conversations.conversation_id" for table in _judged())
    labels = ", ".join(f"{table.name}.{name}" for table in _judged() for name in table.names if name != "conversation_id")
    return f"create table wide as select {own}, {labels} from conversations{joined} order by conversations.started_at, conversations.conversation_id"


def _judged() -> tuple:
    return (LABELS_TOPIC, LABELS_WORK, LABELS_EXPERIENCE, PREDICTIONS)


def write(path: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write a snapshot's tables into a new DuckDB file; a table that is not given is empty."""
    connection = duckdb.connect(path, config={"threads": 2, "python_enable_replacements": "false", "autoinstall_known_extensions": "false"})
    try:
        connection.execute("set enable_progress_bar = false")
        for table in SNAPSHOT:
            connection.register("incoming", shaped(table, tables.get(table.name, empty(table))))
            connection.execute(f"create table {table.name} as select * from incoming")
            connection.unregister("incoming")
        connection.execute(wide_sql())
        connection.execute("checkpoint")
    finally:
        connection.close()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time in this folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def published(folder: Path) -> list[Path]:
    """The snapshots of a folder, newest first."""
    return sorted((path for path in folder.glob("*.duckdb") if NAME.fullmatch(path.name)), reverse=True) if folder.is_dir() else []


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sound(path: Path) -> bool:
    """True when a snapshot is what was written."""
    beside = path.with_suffix(".sha256")
    return path.exists() and beside.exists() and beside.read_text(encoding="ascii").strip() == checksum(path)


def publish(folder: Path, path: Path) -> str:
    """Make the file at `path` the newest snapshot of `folder` (same disk); its id."""
    settle(path)
    digest = checksum(path)
    with alone(folder):
        before = published(folder)
        number = int(before[0].name[:6]) + 1 if before else 1
        target = folder / f"{number:06d}-{digest[:12]}.duckdb"
        beside = target.with_suffix(".sha256")
        beside.write_text(digest + "\n", encoding="ascii")
        settle(beside)
        path.replace(target)
        settle(folder)
        for old in before[KEPT - 1 :]:
            old.unlink(missing_ok=True)
            old.with_suffix(".sha256").unlink(missing_ok=True)
    return target.stem


def withdraw(folder: Path) -> None:
    """Delete every snapshot of a folder: there is nothing to show any more."""
    with alone(folder):
        for path in published(folder):
            path.unlink(missing_ok=True)
            path.with_suffix(".sha256").unlink(missing_ok=True)

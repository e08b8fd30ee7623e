"""Files that were brought: from the bytes received to the import that was accepted. An upload and its import have the same id."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from insights.store.control import Control, record_event
from insights.store.database import reading, writing
from insights.store.queue import now


@dataclass(frozen=True, slots=True)
class Upload:
    """A file. `state` is received, accepted or undone."""

    id: str
    workspace: str
    name: str
    bytes: int
    created_at: datetime
    state: str


def upload_of(row: sqlite3.Row) -> Upload:
    """A row as an upload."""
    return Upload(row["id"], row["workspace"], row["name"], row["bytes"], datetime.fromisoformat(row["created_at"]), row["state"])


def receive(control: Control, workspace: str, upload_id: str, *, name: str, size: int) -> None:
    """Note a file that arrived whole."""
    with writing(control.path) as connection:
        connection.execute("insert into imports values (?, ?, ?, ?, ?, 'received')", (upload_id, workspace, name, size, now()))


def find(control: Control, workspace: str, upload_id: str) -> Upload | None:
    """An upload of this workspace; one of another workspace is not found."""
    with reading(control.path) as connection:
        row = connection.execute("select * from imports where id = ? and workspace = ?", (upload_id, workspace)).fetchone()
    return upload_of(row) if row else None


def accept(control: Control, upload: Upload, payload: Mapping[str, object], who: str) -> int | None:
    """Make an upload an import: its state and its event in one step. None when that had happened before."""
    with writing(control.path) as connection:
        changed = connection.execute("update imports set state = 'accepted' where id = ? and state = 'received'", (upload.id,)).rowcount
        return record_event(connection, upload.workspace, "import_accepted", payload, who) if changed else None


def undo(control: Control, upload: Upload, who: str) -> int | None:
    """Take an import back: its state and its event in one step. None when that had happened before."""
    with writing(control.path) as connection:
        changed = connection.execute("update imports set state = 'undone' where id = ? and state = 'accepted'", (upload.id,)).rowcount
        return record_event(connection, upload.workspace, "import_undone", {"import_id": upload.id}, who) if changed else None

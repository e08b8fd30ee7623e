"""The control plane: who has which workspace, what happened in it (events), and what is to be done (jobs).

Events are the truth of everything that is not an import file; they are only ever added, and marked as undone. Their kinds:

    import_accepted {import_id, …}   import_undone {import_id}        articles_set {version}     tools_set {version}
    topic_renamed {topic_id, name}   topics_merged {from: [], into}   topic_set_aside {topic_id}
    label_disputed {conversation_id, field: rating|resolution|kinds|topic, value, was}
    rating_checked {conversation_id, rating: 1-5 or null, resolution?, kinds?}
    labels_confirmed {conversation_id, resolution, kinds}: they were looked at and are right
    action_changed {action_id, status?, owner?, due?, done_on?, title?, reason?, comment?, effort?, draft?, was: the action as it was}
    setting_changed {name, value}    undone {event_id}                potential_stated {until, eligible, potential, …}

A workspace can be reached by its members only; on one's own machine that is "you".
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from insights.errors import UnknownWorkspace, UnusableSetting
from insights.store import queue
from insights.store.database import migrate, reading, writing
from insights.store.queue import Job, now

YOU = "you"
LEASE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company. `demo` is the name of the demo that it was opened from, or None."""

    id: str
    name: str
    created_at: datetime
    demo: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did."""

    id: int
    workspace: str
    at: datetime
    who: str
    what: str
    payload: dict
    undone: bool


def workspace_of(row: sqlite3.Row) -> Workspace:
    """A row as a workspace."""
    return Workspace(row["id"], row["name"], datetime.fromisoformat(row["created_at"]), row["demo"])


def event_of(row: sqlite3.Row) -> Event:
    """A row as an event."""
    at = datetime.fromisoformat(row["at"])
    return Event(row["id"], row["workspace"], at, row["who"], row["what"], json.loads(row["payload"]), bool(row["undone"]))


def record_event(connection: sqlite3.Connection, workspace: str, what: str, payload: Mapping[str, object], who: str) -> int:
    """Add an event inside a transaction; its number."""
    cursor = connection.execute(
        "insert into events (workspace, at, who, what, payload) values (?, ?, ?, ?, ?)",
        (workspace, now(), who, what, json.dumps(payload, sort_keys=True, ensure_ascii=False)),
    )
    return int(cursor.lastrowid or 0)


class Control:
    """The control file in a home folder. May be used by any thread and any process."""

    def __init__(self, home: Path) -> None:
        """Open the file, or make it, in its newest version."""
        self.path = home / "control.sqlite"
        migrate(self.path)

    def create_workspace(self, name: str, demo: str | None = None, who: str = YOU) -> Workspace:
        """Make a workspace that belongs to `who`."""
        made = Workspace(uuid4().hex, name.strip() or "Workspace", datetime.now(UTC), demo)
        with writing(self.path) as connection:
            connection.execute("insert into workspaces values (?, ?, ?, ?)", (made.id, made.name, made.created_at.isoformat(), demo))
            connection.execute("insert into members values (?, ?, 'owner')", (made.id, who))
            self._audit(connection, who, "workspace_created", made.id)
        return made

    def workspaces(self, who: str = YOU) -> tuple[Workspace, ...]:
        """The workspaces of `who`, oldest first."""
        sql = "select workspaces.* from workspaces join members on workspace = id where who = ? order by created_at, id"
        with reading(self.path) as connection:
            return tuple(workspace_of(row) for row in connection.execute(sql, (who,)))

    def workspace(self, workspace: str, who: str = YOU) -> Workspace:
        """A workspace of `who`; one that does not exist and one that is not theirs look the same."""
        sql = "select workspaces.* from workspaces join members on workspace = id where id = ? and who = ?"
        with reading(self.path) as connection:
            row = connection.execute(sql, (workspace, who)).fetchone()
        if row is None:
            raise UnknownWorkspace("This workspace does not exist.", hint="Choose another one, or start a new one.")
        return workspace_of(row)

    def delete_workspace(self, workspace: str, who: str = YOU) -> None:
        """Forget a workspace with everything that is said about it here; its folder is the caller's."""
        self.workspace(workspace, who)
        with writing(self.path) as connection:
            connection.execute("delete from workspaces where id = ?", (workspace,))
            self._audit(connection, who, "workspace_deleted", workspace)

    @staticmethod
    def _audit(connection: sqlite3.Connection, who: str, what: str, workspace: str) -> None:
        connection.execute("insert into audit (at, who, what, workspace) values (?, ?, ?, ?)", (now(), who, what, workspace))

    def record(self, workspace: str, what: str, payload: Mapping[str, object], who: str = YOU) -> int:
        """Add an event; its number."""
        self.workspace(workspace, who)
        with writing(self.path) as connection:
            return record_event(connection, workspace, what, payload, who)

    def record_unless_changed(self, workspace: str, what: str, payload: Mapping[str, object], who: str, *, of: str, seen: int) -> int | None:
        """Add an event about the thing `payload[of]`, unless somebody said something newer than event `seen` about it; its number, or None."""
        self.workspace(workspace, who)
        newest = "select coalesce(max(id), 0) from events where workspace = ? and what = ? and undone = 0 and json_extract(payload, ?) = ?"
        with writing(self.path) as connection:
            if connection.execute(newest, (workspace, what, f"$.{of}", payload[of])).fetchone()[0] > seen:
                return None
            return record_event(connection, workspace, what, payload, who)

    def events(self, workspace: str, after: int = 0, what: str | None = None) -> tuple[Event, ...]:
        """What happened in a workspace after an event, in order; undone events are marked."""
        sql = "select * from events where workspace = ? and id > ? and (? is null or what = ?) order by id"
        with reading(self.path) as connection:
            return tuple(event_of(row) for row in connection.execute(sql, (workspace, after, what, what)))

    def undo(self, event_id: int, who: str = YOU) -> int:
        """Mark an event as undone, which is an event itself; its number."""
        with writing(self.path) as connection:
            row = connection.execute("select workspace from events where id = ? and undone = 0 and what <> 'undone'", (event_id,)).fetchone()
            if row is None:
                raise UnusableSetting("There is nothing to undo.", hint="Reload the page to see how things stand.")
            self.workspace(row["workspace"], who)
            connection.execute("update events set undone = 1 where id = ?", (event_id,))
            return record_event(connection, row["workspace"], "undone", {"event_id": event_id}, who)

    def last_event(self, workspace: str) -> int:
        """The number of the newest event, 0 when nothing happened."""
        with reading(self.path) as connection:
            return connection.execute("select coalesce(max(id), 0) from events where workspace = ?", (workspace,)).fetchone()[0]

    def enqueue(self, workspace: str, kind: str, payload: Mapping[str, object] | None = None) -> str:
        """Ask for a job; its id. The same job waiting already is not asked for twice."""
        with writing(self.path) as connection:
            return queue.enqueue(connection, workspace, kind, payload or {})

    def claim(self, worker: str, lease_seconds: float = LEASE_SECONDS, *, only: str = "", without: str = "") -> Job | None:
        """Take the oldest job that may run now; of one kind only, or of any other, where that is said."""
        with writing(self.path) as connection:
            return queue.claim(connection, worker, lease_seconds, only=only, without=without)

    def beat(self, job: Job, share: float, text: str, lease_seconds: float = LEASE_SECONDS) -> bool:
        """Keep a job and say how far it is; False when it is no longer ours."""
        with writing(self.path) as connection:
            return queue.beat(connection, job, share=share, text=text, lease_seconds=lease_seconds)

    def keep(self, job: Job, lease_seconds: float = LEASE_SECONDS) -> bool:
        """Keep a job without a word; False when it is no longer ours."""
        with writing(self.path) as connection:
            return queue.keep(connection, job, lease_seconds=lease_seconds)

    def release(self, job: Job) -> bool:
        """Give back a job that was not closed, to be tried again at once; False when there is nothing to give back."""
        with writing(self.path) as connection:
            return queue.keep(connection, job, lease_seconds=-1)

    def finish(self, job: Job) -> bool:
        """Close a job that went well; False when it is no longer ours."""
        with writing(self.path) as connection:
            return queue.end(connection, job, state="done")

    def fail(self, job: Job, error: str, hint: str = "", reference: str = "") -> bool:
        """Close a job that went wrong, in the user's words; `reference` finds it in the log."""
        with writing(self.path) as connection:
            return queue.end(connection, job, state="failed", error=error, hint=hint, reference=reference)

    def cancel(self, job_id: str) -> bool:
        """Stop a job; False when it had ended."""
        with writing(self.path) as connection:
            return queue.cancel(connection, job_id)

    def job(self, job_id: str) -> Job | None:
        """A job, or None when there is no such job (any more)."""
        with reading(self.path) as connection:
            row = connection.execute("select * from jobs where id = ?", (job_id,)).fetchone()
        return queue.job_of(row) if row else None

    def jobs(self, workspace: str, active_only: bool = False) -> tuple[Job, ...]:
        """The jobs of a workspace, newest first."""
        sql = "select * from jobs where workspace = ? and (not ? or state in ('queued', 'running')) order by created_at desc, id"
        with reading(self.path) as connection:
            return tuple(queue.job_of(row) for row in connection.execute(sql, (workspace, active_only)))

    def worker_beat(self, worker: str) -> None:
        """Say that a worker is there."""
        with writing(self.path) as connection:
            connection.execute("delete from workers where beat_at < ?", (time.time() - 3600,))
            connection.execute("insert or replace into workers values (?, ?)", (worker, time.time()))

    def worker_alive(self, within_seconds: float = 15.0) -> bool:
        """True when a worker was there a moment ago."""
        with reading(self.path) as connection:
            return bool(connection.execute("select 1 from workers where beat_at > ? limit 1", (time.time() - within_seconds,)).fetchone())

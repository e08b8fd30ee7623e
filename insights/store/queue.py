"""Jobs: a lease says who works on one, so that a worker that is killed loses its job to the next one after a while.

A job is tried three times. What a worker says about a job counts only while its lease is the last one (`attempt`), so a worker that was
thought dead cannot finish a job twice. One workspace has at most one running job of a kind.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Job:
    """Work for a worker. `state` is queued, running, done, failed or cancelled; `share` is how much of it is done, 0 to 1."""

    id: str
    workspace: str
    kind: str
    payload: dict
    state: str
    share: float
    text: str
    error: str
    hint: str
    reference: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    tries: int


def now() -> str:
    """The moment as text, UTC, in an order that text has too."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def job_of(row: sqlite3.Row) -> Job:
    """A row as a job."""
    return Job(
        id=row["id"],
        workspace=row["workspace"],
        kind=row["kind"],
        payload=json.loads(row["payload"]),
        state=row["state"],
        share=row["share"],
        text=row["text"],
        error=row["error"],
        hint=row["hint"],
        reference=row["reference"],
        created_at=datetime.fromisoformat(row["created_at"]),
        started_at=datetime.fromisoformat(row["started_at"]) if row["started_at"] else None,
        finished_at=datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None,
        tries=row["tries"],
    )


def enqueue(connection: sqlite3.Connection, workspace: str, kind: str, payload: Mapping[str, object]) -> str:
    """Ask for a job; the same question waiting already is answered with that job."""
    text = json.dumps(payload, sort_keys=True)
    waiting = connection.execute(
        "select id from jobs where workspace = ? and kind = ? and payload = ? and state = 'queued'", (workspace, kind, text)
    ).fetchone()
    if waiting:
        return waiting["id"]
    job_id = uuid4().hex
    connection.execute(
        "insert into jobs (id, workspace, kind, payload, state, created_at) values (?, ?, ?, ?, 'queued', ?)",
        (job_id, workspace, kind, text, now()),
    )
    return job_id


def claim(connection: sqlite3.Connection, worker: str, lease_seconds: float, *, only: str = "", without: str = "") -> Job | None:
    """The oldest job that waits or was lost by its worker, now ours; of one kind only, or of any other, where that is said."""
    clock = time.time()
    connection.execute(
        "update jobs set state = 'failed', finished_at = ?, error = 'The work stopped three times without a reason.', "
        "hint = 'Try again; if it stops again, try with fewer conversations.' where state = 'running' and lease_until < ? and tries >= ?",
        (now(), clock, MOST_TRIES),
    )
    row = connection.execute(
        """
        update jobs set state = 'running', tries = tries + 1, worker = ?, lease_until = ?, started_at = coalesce(started_at, ?)
        where id = (
            select id from jobs as candidate
            where (state = 'queued' or (state = 'running' and lease_until < ?))
              and ? in ('', kind) and kind <> ?
              and not exists (
                select 1 from jobs as other
                where other.workspace = candidate.workspace and other.kind = candidate.kind and other.id <> candidate.id
                  and other.state = 'running' and other.lease_until >= ?)
            order by created_at, id
            limit 1)
        returning *
        """,
        (worker, clock + lease_seconds, now(), clock, only, without, clock),
    ).fetchall()
    return job_of(row[0]) if row else None


def beat(connection: sqlite3.Connection, job: Job, *, share: float, text: str, lease_seconds: float) -> bool:
    """Keep the lease and say how far it is; False when the job is no longer ours (cancelled, or given to another worker)."""
    return bool(
        connection.execute(
            "update jobs set share = ?, text = ?, lease_until = ? where id = ? and state = 'running' and tries = ?",
            (share, text, time.time() + lease_seconds, job.id, job.tries),
        ).rowcount
    )


def keep(connection: sqlite3.Connection, job: Job, *, lease_seconds: float) -> bool:
    """Move the end of the lease; False when the job is no longer ours."""
    return bool(
        connection.execute(
            "update jobs set lease_until = ? where id = ? and state = 'running' and tries = ?", (time.time() + lease_seconds, job.id, job.tries)
        ).rowcount
    )


def end(connection: sqlite3.Connection, job: Job, *, state: str, error: str = "", hint: str = "", reference: str = "") -> bool:
    """Close a job; False when it is no longer ours."""
    return bool(
        connection.execute(
            "update jobs set state = ?, error = ?, hint = ?, reference = ?, finished_at = ?, share = case when ? = 'done' then 1 else share end "
            "where id = ? and state = 'running' and tries = ?",
            (state, error, hint, reference, now(), state, job.id, job.tries),
        ).rowcount
    )


def cancel(connection: sqlite3.Connection, job_id: str) -> bool:
    """Stop a job that waits or runs; its worker notices at its next beat."""
    return bool(
        connection.execute(
            "update jobs set state = 'cancelled', finished_at = ? where id = ? and state in ('queued', 'running')", (now(), job_id)
        ).rowcount
    )

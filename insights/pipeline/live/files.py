"""Whole files of a connected storage: each is fetched when its turn comes, imported like an upload, and only then noted as done.

So whoever is stopped in the middle of a file fetches that one again, and nothing else. A file that cannot be read keeps none of the others waiting:
it is told at the end, and tried again by the next pull, because its columns may be known by then.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

from insights.connectors.connector import Connector, Declined, Session
from insights.errors import InsightsError, UnreachableSystem, UnreadableFile
from insights.pipeline import intake
from insights.pipeline.live import splits
from insights.sources.opening import safe_name
from insights.store import truth, uploads
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.raw import Connection, Connections

Progress = Callable[[float, str], None]
END = 0.99
TOLD_EVERY = 4 << 20
MOST_UNREAD = 25
"""So many files that nobody can read are no accident: the folder holds something else."""
GONE = (404, 410)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Bringing:
    """One connection whose files are brought. `begun` is the share of the whole that is done before."""

    home: Path
    control: Control
    store: Connections
    session: Session
    connection: Connection
    system: Connector
    workspace: str
    who: str
    progress: Progress
    begun: float


def bring_files(bringing: Bringing) -> None:
    """Import every file that waits, then have everything analysed.

    Raises:
        UnreadableFile: some could not be read; the others are imported.
        InsightsError: the storage cannot be asked any more; the files up to here are imported.
    """
    store, key = bringing.store, bringing.connection.id
    total, done, last, unread = store.waiting(key), 0, 0, list[str]()
    imported = False
    intake.clear_old(bringing.home, bringing.workspace)
    _clear_killed(bringing)
    try:
        while len(unread) < MOST_UNREAD and (found := next(store.waiting_payloads(key, after=last), None)):
            last, name = found[0], str(orjson.loads(found[1])["id"])
            done += 1
            told = f"Reading file {done:,} of {total:,}: {safe_name(name)}"
            try:
                imported |= _bring(bringing, name, told, bringing.begun + (END - bringing.begun) * (done - 1) / max(total, 1))
            except UnreadableFile as problem:
                unread.append(f"{safe_name(name)}: {problem}")
                continue
            store.taken(key, last)
    finally:
        # Whatever stopped it: what came is shown.
        if imported:
            bringing.control.enqueue(bringing.workspace, "analyse")
    if unread:
        raise _told(unread, total, stopped=len(unread) >= MOST_UNREAD)


def key_of(bringing: Bringing) -> str:
    """How the uploads of a connection begin."""
    return bringing.connection.id[: splits.CONNECTION]


def _clear_killed(bringing: Bringing) -> None:
    """Delete what a pull of this connection that was killed left on the disk: it holds personal data."""
    for name in ("uploads", "incoming"):
        for path in (workspace_folder(bringing.home, bringing.workspace) / name).glob("*"):
            if path.name.removeprefix(".").startswith(key_of(bringing)):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _bring(bringing: Bringing, key: str, told: str, share: float) -> bool:
    """Fetch and import one file; whether anything in it was new."""
    upload_id = splits.upload_id(bringing.connection.id, key)
    path = workspace_folder(bringing.home, bringing.workspace) / "uploads" / upload_id
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = 0

    def moved(size: int) -> None:
        nonlocal before
        if size - before >= TOLD_EVERY or size < before:
            before = size
            bringing.progress(share, f"{told}, {size / 2**20:,.0f} MB")

    bringing.progress(share, told)
    try:
        assert bringing.system.download is not None
        bringing.system.download(bringing.session, key, path, moved)
        return _imported(bringing, upload_id, key, path)
    except Declined as declined:
        if declined.status not in GONE:
            raise
        # Somebody deleted it since the list was made.
        return False
    finally:
        path.unlink(missing_ok=True)


def _imported(bringing: Bringing, upload_id: str, key: str, path: Path) -> bool:
    home, control = bringing.home, bringing.control
    uploads.receive(control, bringing.workspace, upload_id, name=safe_name(key), size=path.stat().st_size)
    upload = uploads.find(control, bringing.workspace, upload_id)
    assert upload is not None
    try:
        ready = intake.stage(home, control, upload)
        if ready.problem:
            raise UnreadableFile(ready.problem, hint=ready.hint)
        if ready.look.source == splits.SPLIT:
            imports = truth.accepted(control.events(bringing.workspace))
            splits.join(home, imports, upload, intake.incoming_folder(home, upload))
        return intake.accept(home, control, upload, who=bringing.who, tolerant=True) is not None
    except UnreadableFile:
        raise
    except UnreachableSystem:
        raise
    except InsightsError as problem:
        raise UnreadableFile(str(problem), hint=problem.hint) from problem
    finally:
        intake.discard(home, upload)


def _told(unread: list[str], total: int, *, stopped: bool) -> UnreadableFile:
    more = f" and {len(unread) - SHOWN:,} more" if len(unread) > SHOWN else ""
    rest = "No further file was tried. " if stopped else "The others are imported. "
    return UnreadableFile(
        f"{len(unread):,} of {total:,} files could not be read. {' '.join(unread[:SHOWN])}{more}",
        hint=f"{rest}Where the columns of a table were not understood: upload one such file by hand and say what they mean; the next pull "
        "then knows it.",
    )

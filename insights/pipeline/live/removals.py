"""What was deleted in a system is taken out here: by an import of its own, which can be taken back like any other.

Only what the same connection brought is taken out; what a file brought as well goes with it, since it is the same conversation. A conversation that
lost messages there, or all of them, or was merged into another one, must not stay here as it was either.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from insights.connectors.connector import Connector, Declined, Session
from insights.store import removals, truth, uploads
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.publication import alone
from insights.store.raw import Connection, Connections
from insights.store.schema import empty
from insights.tables import CONVERSATIONS, MESSAGES, REJECTS

MARGIN = timedelta(days=1)
"""For a clock of theirs that is behind ours."""
UNTOLD = (400, 403, 404, 405)
EMPTIED = ("merged into ", "no messages", "every message is empty")
"""How the reasons begin for which the newest version of a conversation is none any more."""
NOTHING_READ = ("conversations", "messages", "rows", "kept_rows", "rejected_rows", "new", "updated", "unchanged")


def look_for_deleted(store: Connections, connection: Connection, system: Connector, session: Session, since: datetime) -> None:
    """Note what was deleted since a moment, where a system is asked for it apart. What was deleted before we connected never came here.

    A token that may not ask for it, or a system that has no such question any more, is no reason to stop a pull.
    """
    try:
        for keys in system.gone(session, max(since, connection.created_at - MARGIN)) if system.gone else ():
            removals.note(store, connection.id, keys)
    except Declined as declined:
        if declined.status not in UNTOLD:
            raise


def note_outdated(home: Path, control: Control, workspace: str, store: Connections, connection: str, staged: Path, count: int) -> None:
    """Note which conversations the versions in a folder that is laid ready leave nothing of, or less than is here.

    Without this the fuller version would stay, because of two versions the one that ends later counts.
    """
    known = truth.hashes(home, workspace, truth.accepted(control.events(workspace)))
    if known and (staged / "rejects.parquet").exists():
        emptied = _emptied(staged, removals.in_next_file(store, connection, count))
        removals.add(store, connection, [key for key in (*_shortened(staged, known), *emptied) if key in known])


def _emptied(staged: Path, ids: list[str]) -> list[str]:
    """Those that are rejected because nothing is left in them."""
    rejected = pq.read_table(staged / "rejects.parquet", columns=["row", "reason"]).to_pylist()
    return [ids[each["row"] - 1] for each in rejected if each["reason"].startswith(EMPTIED) and 0 < each["row"] <= len(ids)]


def _shortened(staged: Path, known: dict[str, tuple[str, int]]) -> list[str]:
    """Those that end before what is here."""
    table = pq.read_table(staged / "conversations.parquet", columns=["conversation_id", "ended_at"])
    ends = table["ended_at"].cast(pa.int64()).to_pylist()
    pairs = zip(table["conversation_id"].to_pylist(), ends, strict=True)
    return [key for key, end in pairs if end is not None and key in known and end < known[key][1]]


def take_out(home: Path, control: Control, workspace: str, store: Connections, connection: str, label: str, who: str) -> int:
    """Take out what is noted as deleted, as one import, and have everything analysed; how many conversations these were.

    Who is stopped in between begins again: what is out already is not known any more, and an unfinished import is cleared away by the next one.
    """
    noted = removals.waiting(store, connection)
    if not noted:
        return 0
    with alone(truth.imports_folder(home, workspace)):
        known = truth.hashes(home, workspace, truth.accepted(control.events(workspace)))
        out = [key for key in noted if key in known]
        if out:
            _import(home, control, workspace, label, out, who)
    if out:
        control.enqueue(workspace, "analyse")
    removals.taken(store, connection, noted)
    return len(out)


def _import(home: Path, control: Control, workspace: str, label: str, out: list[str], who: str) -> None:
    import_id, now = uuid4().hex, datetime.now(UTC)
    name = f"{label}, deleted there, {now.day} {now:%b %Y}, {now:%H.%M} UTC"
    said = {"import_id": import_id, "file": name, "source": "", "label": f"{label} conversations that are gone", "first": None, "last": None}
    said |= dict.fromkeys(NOTHING_READ, 0) | {"redacted": (), "rejected_by_reason": (), "removed": len(out)}
    folder = workspace_folder(home, workspace) / "incoming" / import_id
    folder.mkdir(mode=0o700, parents=True)
    for table, file in ((CONVERSATIONS, "conversations"), (MESSAGES, "messages"), (REJECTS, "rejects")):
        pq.write_table(empty(table), folder / f"{file}.parquet")
    (folder / truth.REMOVED).write_text(json.dumps(out), encoding="utf-8")
    (folder / truth.DESCRIPTION).write_text(json.dumps(said, sort_keys=True), encoding="utf-8")
    uploads.receive(control, workspace, import_id, name=name, size=0)
    upload = uploads.find(control, workspace, import_id)
    assert upload is not None
    truth.accept(home, workspace, folder, import_id)
    uploads.accept(control, upload, said, who)

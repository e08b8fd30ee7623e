"""From an uploaded file to an accepted import.

workspaces/<id>/uploads/<upload>        the bytes as they came, deleted once accepted or after a day
workspaces/<id>/incoming/<upload>/      what was read from them: becomes the import's folder by one rename
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from insights.errors import NothingToImport, TooManyBadRows, UnreadableFile
from insights.pipeline import remembered
from insights.pipeline.staging import Order, Staged, compared, description, read_file, staged_of
from insights.sources import Mapping
from insights.store import truth, uploads
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.publication import alone
from insights.store.queue import Job
from insights.store.uploads import Upload

MOST_BAD = 0.1
KEPT_SECONDS = 86_400
Progress = Callable[[float, str], None]


def shown_name(name: str) -> str:
    """The last part of a file's name, without what could disturb a screen.

    >>> shown_name("../../etc/passwd.csv")
    'passwd.csv'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-100:] or "file"


def upload_path(home: Path, upload: Upload) -> Path:
    """Where the bytes are."""
    return workspace_folder(home, upload.workspace) / "uploads" / upload.id


def incoming_folder(home: Path, upload: Upload) -> Path:
    """Where what was read from them is."""
    return workspace_folder(home, upload.workspace) / "incoming" / upload.id


def run_stage(home: Path, control: Control, job: Job, progress: Progress) -> None:
    """The job `stage`: read the upload that the payload names, with its mapping."""
    upload = uploads.find(control, job.workspace, str(job.payload["upload"]))
    if upload is None:
        raise UnreadableFile("The uploaded file is gone.", hint="Upload it again.")
    progress(0.05, f"Reading {upload.name}")
    mapping = Mapping.from_json(job.payload["mapping"]) if job.payload.get("mapping") else None
    stage(home, control, upload, mapping=mapping)


def stage(home: Path, control: Control, upload: Upload, *, mapping: Mapping | None = None, path: Path | None = None) -> Staged:
    """Read an upload (or, on one's own machine, the file or folder at `path`) and lay it ready."""
    path, folder = path or upload_path(home, upload), incoming_folder(home, upload)
    if not path.exists():
        raise UnreadableFile("The uploaded file is gone.", hint="Upload it again.")
    part = folder.with_name(f".{upload.id}")
    staged = read_file(part, Order(path, upload.id, upload.name, upload.workspace, mapping, remembered=remembered.mappings(home, upload.workspace)))
    if mapping and not staged.problem:
        remembered.keep(home, upload.workspace, staged.look, mapping)
    staged = compared(staged, part, _known(home, control, upload.workspace))
    outcome = json.loads((part / "outcome.json").read_text(encoding="utf-8"))
    counts = {"new": staged.new, "updated": staged.updated, "unchanged": staged.unchanged}
    (part / "outcome.json").write_text(json.dumps(outcome | counts, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return staged


def staged(home: Path, upload: Upload) -> Staged | None:
    """What was read from an upload, or None when that did not happen yet."""
    folder = incoming_folder(home, upload)
    if not (folder / "outcome.json").exists():
        return None
    outcome = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    return staged_of(outcome, upload=upload.id, name=upload.name, folder=folder)


def accept(home: Path, control: Control, upload: Upload, *, who: str, tolerant: bool = False) -> str | None:
    """Import what was laid ready; the id of the import, or None when every conversation of it is there already.

    The order makes it all or nothing: the folder is renamed, then state and event are written in one step. Whoever is stopped in between leaves a
    folder that no event knows, which the next import clears away.
    """
    with alone(truth.imports_folder(home, upload.workspace)):
        if upload.id in truth.accepted(control.events(upload.workspace)):
            return upload.id
        truth.remove_orphans(home, upload.workspace, truth.accepted(control.events(upload.workspace)))
        ready, folder = staged(home, upload), incoming_folder(home, upload)
        if ready is None or ready.problem:
            raise NothingToImport(f"{upload.name} is not ready to be imported.", hint=ready.hint if ready else "Upload it again.")
        if ready.bad_share > MOST_BAD and not tolerant:
            raise TooManyBadRows(
                f"{ready.rejected_rows:,} of {ready.rows:,} rows of {upload.name} cannot be imported.",
                hint="Check the mapping of the columns, or import the good rows and leave the others out.",
            )
        ready = compared(ready, folder, _known(home, control, upload.workspace))
        if ready.new + ready.updated == 0:
            discard(home, upload)
            return None
        (folder / "outcome.json").unlink()
        (folder / truth.DESCRIPTION).write_text(description(ready), encoding="utf-8")
        truth.accept(home, upload.workspace, folder, upload.id)
        uploads.accept(control, upload, event_of(ready), who)
    discard(home, upload)
    return upload.id


def event_of(ready: Staged) -> dict[str, object]:
    """What the event `import_accepted` says."""
    counts = ("conversations", "messages", "rows", "kept_rows", "rejected_rows", "new", "updated", "unchanged")
    said: dict[str, object] = {name: getattr(ready, name) for name in counts}
    moments = {name: moment.isoformat() if moment else None for name, moment in (("first", ready.first), ("last", ready.last))}
    lists = {"redacted": ready.redacted, "rejected_by_reason": ready.rejected_by_reason}
    return said | moments | lists | {"import_id": ready.upload, "file": ready.file, "source": ready.look.source, "label": ready.look.label}


def discard(home: Path, upload: Upload) -> None:
    """Delete the bytes and what was read from them, unless that became an import."""
    upload_path(home, upload).unlink(missing_ok=True)
    folder = incoming_folder(home, upload)
    for each in (folder, folder.with_name(f".{upload.id}")):
        shutil.rmtree(each, ignore_errors=True)


def clear_old(home: Path, workspace: str) -> None:
    """Delete uploads that nobody accepted within a day."""
    before = time.time() - KEPT_SECONDS
    for name in ("uploads", "incoming"):
        folder = workspace_folder(home, workspace) / name
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.stat().st_mtime < before:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _known(home: Path, control: Control, workspace: str) -> dict[str, tuple[str, int]]:
    return truth.hashes(home, workspace, truth.accepted(control.events(workspace)))

"""From the truth of a workspace to its next snapshot: the work of the job `analyse`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from insights.analysers.topics import Taxonomy
from insights.errors import UnusableSetting
from insights.pipeline.analysis import Progress, Result, analyse
from insights.store import truth
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.publication import alone, publish, withdraw, write
from insights.store.schema import rows
from insights.tables import META

MOST_GROWTH = 1.2
"""A taxonomy is kept until the conversations have grown by more than a fifth since it was found."""


def rebuild(home: Path, control: Control, workspace: str, *, progress: Progress, name: str, anew: bool = False) -> str | None:
    """Analyse everything that was accepted and publish the result; its id, or None when nothing is left to show.

    `name` is this attempt's own: what it leaves behind when it is killed is cleared by the next one. `progress` is asked right before the result
    is published, and by raising there it keeps an attempt that is no longer wanted from publishing.
    """
    folder = workspace_folder(home, workspace)
    snapshots = folder / "snapshots"
    snapshots.mkdir(mode=0o700, parents=True, exist_ok=True)
    events = control.events(workspace)
    progress(0.01, "Opening the conversations")
    conversations, messages = truth.load(home, workspace, truth.accepted(events))
    with alone(truth.imports_folder(home, workspace)):
        # What was taken back is deleted for good.
        truth.remove_orphans(home, workspace, truth.accepted(control.events(workspace)))
    if not conversations.num_rows:
        withdraw(snapshots)
        return None
    articles, tools = truth.articles(home, workspace, events), truth.tools(home, workspace, events)
    kept = None if anew else kept_taxonomy(folder, conversations.num_rows)
    result = analyse(conversations, messages, articles, tools, progress=progress, taxonomy=kept, events=events)
    facts = {
        "workspace": workspace,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "last_event": max((event.id for event in events), default=0),
    }
    part = snapshots / f".{name}.part"
    write(part, result.tables | {"meta": meta(result, facts)})
    progress(0.99, "Publishing the result")
    made = publish(snapshots, part)
    if kept is None:
        keep_taxonomy(folder, result.taxonomy, conversations.num_rows)
    return made


def clear_attempts(home: Path, workspace: str, job_id: str) -> None:
    """Delete what earlier attempts of a job left behind."""
    for path in (workspace_folder(home, workspace) / "snapshots").glob(f".{job_id}-*"):
        path.unlink(missing_ok=True)


def meta(result: Result, facts: Mapping[str, object]) -> pa.Table:
    """The table `meta`: versions, counts, seconds and the given facts, as JSON."""
    counts = {name: table.num_rows for name, table in result.tables.items()}
    said = {"versions": result.versions, "counts": counts, "conversations": counts["conversations"], "seconds": result.seconds, **facts}
    return rows(META, [{"key": key, "value": json.dumps(value, ensure_ascii=False)} for key, value in said.items()])


def kept_taxonomy(folder: Path, conversations: int) -> Taxonomy | None:
    """The topics found before, while they still cover the data."""
    path, beside = folder / "taxonomy.npz", folder / "taxonomy.json"
    if not (path.exists() and beside.exists()):
        return None
    found_on = json.loads(beside.read_text(encoding="utf-8"))["conversations"]
    if not found_on / MOST_GROWTH <= conversations <= found_on * MOST_GROWTH:
        return None
    try:
        return Taxonomy.from_npz(path)
    except UnusableSetting:
        return None


def keep_taxonomy(folder: Path, taxonomy: Taxonomy, conversations: int) -> None:
    """Keep the topics, each file by one rename."""
    with alone(folder):
        _replace(folder / "taxonomy.npz", taxonomy.to_npz)
        text = json.dumps({"conversations": conversations})
        _replace(folder / "taxonomy.json", lambda path: path.write_text(text, encoding="utf-8"))


def _replace(path: Path, write_to: Callable[[Path], object]) -> None:
    part = path.with_name(f".{path.name}.part")
    write_to(part)
    part.replace(path)

"""The accepted imports: one folder per import, written once and never changed, and the knowledge of each version.

    workspaces/<id>/imports/<import>/{conversations,messages,rejects}.parquet, import.json, maybe removed.json
    workspaces/<id>/knowledge/{articles,tools}-<version>.jsonl

Which imports and which versions count is said by the events. An import keeps every conversation that it brought, also those that were there
already: so undoing one never takes away what another one brought as well. One that names conversations as removed takes out what came before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insights.model import Article, EnablerType, Tool
from insights.store.control import Event
from insights.store.home import settle, workspace_folder
from insights.store.overlay import live
from insights.store.schema import empty, shaped
from insights.tables import CONVERSATIONS, MESSAGES

DESCRIPTION = "import.json"
REMOVED = "removed.json"


def imports_folder(home: Path, workspace: str) -> Path:
    """Where the accepted imports of a workspace are."""
    return workspace_folder(home, workspace) / "imports"


def accepted(events: Sequence[Event]) -> tuple[str, ...]:
    """The imports that count, in the order in which they were accepted."""
    undone = {event.payload["import_id"] for event in live(events, "import_undone")}
    return tuple(event.payload["import_id"] for event in live(events, "import_accepted") if event.payload["import_id"] not in undone)


def accept(home: Path, workspace: str, incoming: Path, import_id: str) -> None:
    """Make a staged folder an import: by one rename, after the disk has all of it. Doing it twice is the same as once."""
    target = imports_folder(home, workspace) / import_id
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in incoming.iterdir():
        settle(path)
    settle(incoming)
    incoming.replace(target)
    settle(target.parent)


def remove_orphans(home: Path, workspace: str, known: Iterable[str]) -> None:
    """Delete import folders that no event knows: somebody was stopped between the rename and the event."""
    folder, kept = imports_folder(home, workspace), set(known)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def versions(home: Path, workspace: str, imports: Sequence[str]) -> pa.Table:
    """Id, hash, end and import of every stored conversation, also of those that a newer version replaced, and whether it was removed since."""
    names = ["conversation_id", "content_hash", "ended_at"]
    parts, removed = [], dict[str, int]()
    for place, import_id in enumerate(imports):
        folder = imports_folder(home, workspace) / import_id
        part = pq.read_table(folder / "conversations.parquet", columns=names)
        parts.append(part.append_column("place", pa.array(np.full(part.num_rows, place, np.int32))))
        if (folder / REMOVED).exists():
            removed |= dict.fromkeys(json.loads((folder / REMOVED).read_text(encoding="utf-8")), place)
    stored = pa.concat_tables(parts) if parts else pa.table({name: [] for name in [*names, "place"]})
    return stored.append_column("removed", _removed(stored, removed))


def _removed(stored: pa.Table, removed: dict[str, int]) -> pa.Array:
    """Whether each stored conversation was removed by a later import."""
    if not removed:
        return pa.array(np.zeros(stored.num_rows, bool))
    options = pc.SetLookupOptions(value_set=pa.array(list(removed), stored["conversation_id"].type))
    found = pc.fill_null(pc.call_function("index_in", [stored["conversation_id"]], options), -1).to_numpy()
    return pa.array(stored["place"].to_numpy() < np.array([*removed.values(), -1])[found])


def newest(stored: pa.Table) -> np.ndarray:
    """Rows of `versions` that count: of each conversation that was not removed the one that ends last, and of equals the one that came last."""
    rows = np.flatnonzero(~stored["removed"].to_numpy())
    if not len(rows):
        return np.zeros(0, np.int64)
    ends = pc.fill_null(stored["ended_at"].cast(pa.int64()), np.iinfo(np.int64).min).to_numpy()
    ids = stored["conversation_id"].combine_chunks().dictionary_encode()
    codes = ids.indices.to_numpy()
    order = rows[np.lexsort((stored["place"].to_numpy()[rows], ends[rows], codes[rows]))]
    last = np.append(codes[order][1:] != codes[order][:-1], True)
    return np.sort(order[last])


def hashes(home: Path, workspace: str, imports: Sequence[str]) -> dict[str, tuple[str, int]]:
    """What is stored of each conversation: its hash, and its end in microseconds (the smallest number when unknown)."""
    stored = versions(home, workspace, imports)
    kept = stored.take(newest(stored))
    ends = pc.fill_null(kept["ended_at"].cast(pa.int64()), np.iinfo(np.int64).min).to_pylist()
    return {key: (digest, end) for key, digest, end in zip(kept["conversation_id"].to_pylist(), kept["content_hash"].to_pylist(), ends, strict=True)}


def load(home: Path, workspace: str, imports: Sequence[str]) -> tuple[pa.Table, pa.Table]:
    """Conversations (oldest first) and their messages, in the order that a batch wants: the newest version of each over these imports."""
    stored = versions(home, workspace, imports)
    chosen = newest(stored)
    places = stored["place"].to_numpy()
    first = np.searchsorted(places, np.arange(len(imports)))
    conversations, messages = [], []
    for place, import_id in enumerate(imports):
        folder = imports_folder(home, workspace) / import_id
        part = pq.read_table(folder / "conversations.parquet")
        kept = chosen[places[chosen] == place] - first[place]
        said = pq.read_table(folder / "messages.parquet")
        if len(kept) < part.num_rows:
            part = part.take(kept)
            said = said.filter(pa.array(_row_in(part, said) >= 0))
        conversations.append(shaped(CONVERSATIONS, part))
        messages.append(shaped(MESSAGES, said))
    return ordered(pa.concat_tables(conversations or [empty(CONVERSATIONS)]), pa.concat_tables(messages or [empty(MESSAGES)]))


def ordered(conversations: pa.Table, messages: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Conversations by start, then id; messages by conversation, then turn. The same whatever order they came in."""
    conversations = conversations.sort_by([("started_at", "ascending"), ("conversation_id", "ascending")]).combine_chunks()
    if not conversations.num_rows:
        return conversations, messages
    owner = _row_in(conversations, messages)
    return conversations, messages.take(np.lexsort((messages["turn"].to_numpy(), owner))).combine_chunks()


def _row_in(conversations: pa.Table, messages: pa.Table) -> np.ndarray:
    """Row of the conversation of each message, -1 where it is not there."""
    options = pc.SetLookupOptions(value_set=conversations["conversation_id"].combine_chunks())
    found = pc.call_function("index_in", [messages["conversation_id"]], options)
    return pc.fill_null(found, -1).to_numpy()


def save_lines(home: Path, workspace: str, name: str, records: Sequence[Article] | Sequence[Tool]) -> str:
    """Keep a list of articles or tools; its version, which is the same for the same list."""
    text = "".join(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True) + "\n" for record in records)
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    path = _knowledge(home, workspace, name, version)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    settle(part)
    part.replace(path)
    return version


def articles(home: Path, workspace: str, events: Sequence[Event]) -> tuple[Article, ...]:
    """The articles that were set last."""
    return tuple(Article(**record) for record in _latest(home, workspace, "articles", events))


def tools(home: Path, workspace: str, events: Sequence[Event]) -> tuple[Tool, ...]:
    """The tools that were set last."""
    return tuple(
        Tool(
            record["name"],
            record["description"],
            EnablerType(record["type"]),
            record["available"],
            record.get("entity", ""),
            tuple(record.get("fields", ())),
        )
        for record in _latest(home, workspace, "tools", events)
    )


def _knowledge(home: Path, workspace: str, name: str, version: str) -> Path:
    return workspace_folder(home, workspace) / "knowledge" / f"{name}-{version}.jsonl"


def _latest(home: Path, workspace: str, name: str, events: Sequence[Event]) -> list[dict]:
    said = live(events, f"{name}_set")
    if not said:
        return []
    path = _knowledge(home, workspace, name, said[-1].payload["version"])
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]

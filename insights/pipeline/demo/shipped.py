"""The analysed store of a demo company: what importing and analysing its files leaves behind, ready to be laid down in a workspace.

analysed.zip    the import as it was read and the tables of the result, as Parquet; the same bytes whenever it is made of the same labels
analysed.json   its checksum, and the fingerprint of what it was made of and by

The topics themselves are not in it: a demo's conversations stay the same, so that analysing them again finds the same topics.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insights.pipeline import intake
from insights.pipeline.demo import fingerprint
from insights.store import truth
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.publication import publish, write
from insights.store.schema import rows
from insights.store.uploads import Upload
from insights.tables import META, SNAPSHOT

STORE, PROMISE = "analysed.zip", "analysed.json"
OUTCOME, FACTS = "import/outcome.json", "result/facts.json"
IMPORT = ("conversations", "messages", "rejects")
RESULT = tuple(table.name for table in SNAPSHOT if table.name not in ("conversations", "messages", "meta"))
"""What was said is in the import, and the facts about the result are written when it is laid down."""
EPOCH = (1980, 1, 1, 0, 0, 0)
LEVEL = 19


@dataclass(frozen=True, slots=True)
class Store:
    """The import as the reader left it, the tables of the result, and what is known about them."""

    outcome: dict
    imported: Mapping[str, pa.Table]
    result: Mapping[str, pa.Table]
    facts: dict


def save(folder: Path, store: Store) -> None:
    """Write a store beside the files that it was made of."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, said in ((OUTCOME, store.outcome), (FACTS, store.facts)):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), json.dumps(said, ensure_ascii=False, sort_keys=True))
        for place, tables in (("import", store.imported), ("result", store.result)):
            for name, table in tables.items():
                archive.writestr(zipfile.ZipInfo(f"{place}/{name}.parquet", EPOCH), _parquet(table))
    (folder / STORE).write_bytes(packed.getvalue())
    promise = {
        "code": fingerprint.of_code(),
        "inputs": fingerprint.of_inputs(folder),
        "store": hashlib.sha256(packed.getvalue()).hexdigest(),
        "conversations": store.imported["conversations"].num_rows,
    }
    (folder / PROMISE).write_text(json.dumps(promise, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def load(folder: Path) -> Store | None:
    """The store of a company, or None when it is missing, damaged, or made of other files or by other code than these."""
    if not (folder / STORE).is_file() or not (folder / PROMISE).is_file():
        return None
    packed = (folder / STORE).read_bytes()
    try:
        promise = json.loads((folder / PROMISE).read_text(encoding="utf-8"))
    except ValueError:
        return None
    wanted = {"code": fingerprint.of_code(), "inputs": fingerprint.of_inputs(folder), "store": hashlib.sha256(packed).hexdigest()}
    if not isinstance(promise, dict) or {name: promise.get(name) for name in wanted} != wanted:
        return None
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:

        def tables(place: str, names: tuple[str, ...]) -> dict[str, pa.Table]:
            return {name: pq.read_table(pa.BufferReader(archive.read(f"{place}/{name}.parquet"))) for name in names}

        said = [json.loads(archive.read(name)) for name in (OUTCOME, FACTS)]
        return Store(said[0], tables("import", IMPORT), tables("result", RESULT), said[1])


def lay(home: Path, control: Control, upload: Upload, store: Store, *, who: str) -> None:
    """Import and publish what a store holds in the workspace of an upload, which is new but for its knowledge."""
    incoming = intake.incoming_folder(home, upload)
    part = incoming.with_name(f".{upload.id}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    for name, table in store.imported.items():
        pq.write_table(_owned(table, upload.id), part / f"{name}.parquet", compression="zstd")
    (part / "outcome.json").write_text(json.dumps(store.outcome, ensure_ascii=False), encoding="utf-8")
    part.rename(incoming)
    intake.accept(home, control, upload, who=who)
    events = control.events(upload.workspace)
    conversations, messages = truth.load(home, upload.workspace, truth.accepted(events))
    facts = store.facts | {
        "workspace": upload.workspace,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "last_event": max(event.id for event in events),
    }
    snapshots = workspace_folder(home, upload.workspace) / "snapshots"
    snapshots.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = snapshots / f".{upload.id}.part"
    meta = rows(META, [{"key": key, "value": json.dumps(value, ensure_ascii=False)} for key, value in facts.items()])
    write(path, {**store.result, "conversations": conversations, "messages": messages, "meta": meta})
    publish(snapshots, path)


def _owned(table: pa.Table, import_id: str) -> pa.Table:
    """The table with every row belonging to this import, where rows say to which they belong."""
    place = table.schema.get_field_index("import_id")
    return table if place < 0 else table.set_column(place, "import_id", pa.array([import_id] * table.num_rows, pa.string()))


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=LEVEL)
    return sink.getvalue().to_pybytes()

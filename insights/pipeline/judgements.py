"""What was judged of each conversation by itself, kept beside the snapshot: an edit of the topics then judges nothing again.

    workspaces/<id>/judged/<fingerprint>.{requests,work,experience,reasons}.parquet     of the newest analysis only

The fingerprint is that of the imports that count, the knowledge, and the code that judges. Labels that cannot be read are judged again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from insights.pipeline.demo import fingerprint
from insights.pipeline.judging import Judged
from insights.store.control import Event
from insights.store.overlay import live
from insights.store.schema import schema
from insights.store.truth import accepted
from insights.tables import LABELS_EXPERIENCE, LABELS_WORK, REASONS

TABLES = {"work": LABELS_WORK, "experience": LABELS_EXPERIENCE, "reasons": REASONS}


def key_of(events: Sequence[Event]) -> str:
    """What the labels hang on."""
    knowledge = [live(events, what)[-1].payload["version"] if live(events, what) else "" for what in ("articles_set", "tools_set")]
    said = json.dumps([accepted(events), knowledge, fingerprint.of_code()])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def save(workspace: Path, key: str, judged: Judged) -> None:
    """Keep labels by one rename, and forget those that were kept before."""
    folder = workspace / "judged"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(judged.vectors.ravel(), pa.float32()), judged.vectors.shape[1])
    tables = {
        "requests": pa.table({"text": pa.array(judged.texts, pa.string()), "vector": vectors}),
        **{name: getattr(judged, name) for name in TABLES},
    }
    part = folder / f".{uuid4().hex}.part"
    for name, table in tables.items():
        pq.write_table(table, part.with_suffix(f".{name}"), compression="zstd", write_page_checksum=True)
    for name in tables:
        part.with_suffix(f".{name}").replace(folder / f"{key}.{name}.parquet")
    for path in folder.iterdir():
        if not path.name.startswith(f"{key}."):
            path.unlink(missing_ok=True)


def load(workspace: Path, key: str, conversations: int) -> Judged | None:
    """The labels that were kept for these conversations, or None when there are none that can be used."""
    try:
        tables = {name: _read(workspace / "judged" / f"{key}.{name}.parquet") for name in ("requests", *TABLES)}
    except (OSError, pa.ArrowInvalid):
        return None
    requests = tables["requests"].combine_chunks()
    if {requests.num_rows, tables["work"].num_rows, tables["experience"].num_rows} != {conversations}:
        return None
    if any(tables[name].schema != schema(table) for name, table in TABLES.items()):
        return None
    vectors = requests["vector"].combine_chunks().values.to_numpy(zero_copy_only=False).reshape(conversations, -1)
    return Judged(requests["text"].to_pylist(), vectors, tables["work"], tables["experience"], tables["reasons"], {})


def _read(path: Path) -> pa.Table:
    return pq.read_table(path, page_checksum_verification=True)

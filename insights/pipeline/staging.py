"""A file read and laid ready, not imported yet: what it holds, what had to be left out, what would be new.

The reading itself happens in a child with limits. A child that dies (too much memory, too much time, a parser that crashes) means "file rejected"
and nothing else; a half-read file leaves nothing behind.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insights import errors
from insights.errors import InsightsError, UnreadableFile
from insights.model import Channel, Conversation, Message, Role
from insights.sources import ColumnLook, Look, Mapping, Meaning
from insights.store.home import PROJECT

READER = (sys.executable, "-m", "insights.pipeline.child")
SAMPLES = 5
WALL_SECONDS = 900
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class ChildFailed(RuntimeError):
    """The reading child ended with a bug of ours; its traceback is the text."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What a file holds. With a `problem` nothing could be read yet, and the look says what a corrected mapping starts from."""

    upload: str
    file: str
    look: Look
    conversations: int = 0
    messages: int = 0
    rows: int = 0
    kept_rows: int = 0
    rejected_rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected_by_reason: tuple[tuple[str, int], ...] = ()
    redacted: tuple[tuple[str, int], ...] = ()
    roles: tuple[tuple[str, int], ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    samples: tuple[Conversation, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""
    hint: str = ""

    @property
    def bad_share(self) -> float:
        """Share of the rows that were rejected."""
        return self.rejected_rows / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read. `key` belongs to the workspace; `name` is what the user calls the file."""

    path: Path
    upload: str
    name: str
    key: str
    mapping: Mapping | None = None
    source: str | None = None
    remembered: Lookup[str, str] = field(default_factory=dict)
    """Mappings of earlier files, by what they are for."""


def read_file(folder: Path, order: Order, *, reader: Sequence[str] = READER) -> Staged:
    """Read a file into `folder`, which is emptied first.

    Raises:
        InsightsError: the file cannot be used at all.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    request = {
        "path": str(order.path.resolve()),
        "mapping": order.mapping.to_json() if order.mapping else None,
        "source": order.source,
        "remembered": dict(order.remembered),
        "name": order.name,
        "import_id": order.upload,
        "key": order.key,
    }
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
    _run([*reader, str(folder)], order.name)
    outcome = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    (folder / "request.json").unlink()
    if "look" not in outcome:
        raise _problem(outcome)
    return staged_of(outcome, upload=order.upload, name=order.name, folder=folder)


def _run(command: Sequence[str], name: str) -> None:
    try:
        ended = subprocess.run(
            command, env=ENVIRONMENT | {"PYTHONPATH": str(PROJECT)}, stdin=subprocess.DEVNULL, capture_output=True, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise _rejected(name) from late
    if ended.returncode == 0:
        return
    text = ended.stderr.decode(errors="replace")
    if ended.returncode == 1 and "MemoryError" not in text and "BrokenProcessPool" not in text:
        raise ChildFailed(text)
    raise _rejected(name)


def _rejected(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} was rejected: reading it took more memory or time than any real export would.", hint="Split it, or export it again."
    )


def _problem(outcome: Lookup[str, object]) -> InsightsError:
    """The child's error, of the same class."""
    kind = getattr(errors, str(outcome["kind"]), UnreadableFile)
    return kind(str(outcome["problem"]), hint=str(outcome["hint"]))


def staged_of(outcome: dict, *, upload: str, name: str, folder: Path) -> Staged:
    """What the child said, as a record."""
    seen = dict(outcome.pop("look"))
    columns = tuple(ColumnLook(**column | {"meaning": Meaning(column["meaning"])}) for column in seen["columns"])
    mapping = Mapping.from_json(seen["mapping"]) if seen["mapping"] else None
    look = Look(seen["source"], seen["label"], mapping, columns, tuple(seen["notes"]))
    if outcome.get("problem"):
        return Staged(upload, name, look, notes=look.notes, problem=outcome["problem"], hint=outcome["hint"])
    for many in ("rejected_by_reason", "redacted", "roles"):
        outcome[many] = tuple((key, count) for key, count in outcome[many])
    for moment in ("first", "last"):
        outcome[moment] = datetime.fromisoformat(outcome[moment]) if outcome[moment] else None
    return Staged(upload, name, look, notes=look.notes, samples=samples(folder), **outcome)


def compared(staged: Staged, folder: Path, known: Lookup[str, tuple[str, int]]) -> Staged:
    """With what would be new, newer and unchanged beside `known` ({conversation: (hash, end)}); an older version counts as unchanged."""
    if staged.problem:
        return staged
    table = pq.read_table(folder / "conversations.parquet", columns=["conversation_id", "content_hash", "ended_at"])
    ends = table["ended_at"].cast(pa.int64()).to_pylist()
    new = updated = 0
    for key, digest, end in zip(table["conversation_id"].to_pylist(), table["content_hash"].to_pylist(), ends, strict=True):
        before = known.get(key)
        new += before is None
        updated += before is not None and before[0] != digest and (end is None or end >= before[1])
    return replace(staged, new=new, updated=updated, unchanged=table.num_rows - new - updated)


def samples(folder: Path) -> tuple[Conversation, ...]:
    """The first conversations as they were stored."""
    first = next(pq.ParquetFile(folder / "conversations.parquet").iter_batches(SAMPLES)).to_pylist()
    wanted: dict[str, list[Message]] = {record["conversation_id"]: [] for record in first}
    for batch in pq.ParquetFile(folder / "messages.parquet").iter_batches(5_000):
        for message in batch.to_pylist():
            if message["conversation_id"] in wanted:
                said = Message(Role(message["author_role"]), message["text"], message["author"], message["sent_at"], message["internal"])
                wanted[message["conversation_id"]].append(said)
        break
    return tuple(
        Conversation(
            record["conversation_id"],
            tuple(wanted[record["conversation_id"]]),
            Channel(record["channel"]),
            record["language"],
            record["started_at"],
            record["customer_id"],
            record["subject"],
            csat=record["csat"],
        )
        for record in first
    )


def description(staged: Staged) -> str:
    """What is kept beside an import, as JSON."""
    kept = asdict(staged) | {"look": {"source": staged.look.source, "label": staged.look.label}, "samples": []}
    return json.dumps(kept, ensure_ascii=False, default=str, sort_keys=True)

"""Reads one uploaded file in a process of its own, with limits on memory, time and disk: `python -m insights.pipeline.child FOLDER`.

FOLDER holds `request.json`; it gets the tables as Parquet and, last, `outcome.json`. Whatever the file does to this process, nobody else notices.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from itertools import islice
from pathlib import Path

from insights.pipeline.mortality import die_with_parent, limit_resources

PORTION = 1_000
MOST_RAW = 20_000
"""Of so many rejected rows the content is kept; of those after them the place and the reason."""
DUPLICATE = "duplicate: a conversation with this id came before"
LARGE_BYTES = 4_000_000
"""From this size on, two processes clean the texts."""


def main(folder: Path) -> int:
    """Read the file that the request names; 0 also when it cannot be used, which the outcome then says."""
    from insights.errors import InsightsError
    from insights.sources import look
    from insights.sources.recalling import RECALLED, recalled

    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    path = Path(request["path"])
    outcome: dict[str, object] = {}
    try:
        seen = look(path)
        if not request["mapping"]:
            seen = recalled(seen, request.get("remembered", {}))
            request["mapping"] = seen.mapping.to_json() if seen.mapping and RECALLED in seen.notes else None
        outcome["look"] = asdict(seen) | {"mapping": seen.mapping.to_json() if seen.mapping else None}
        outcome |= read_all(folder, request, source=seen.source)
    except InsightsError as problem:
        outcome |= {"problem": str(problem), "hint": problem.hint, "kind": type(problem).__name__}
    # The file has a name of ours on the disk; the user knows it by theirs.
    text = json.dumps(outcome, ensure_ascii=False, default=str).replace(path.name, json.dumps(request["name"], ensure_ascii=False)[1:-1])
    (folder / "outcome.json").write_text(text, encoding="utf-8")
    return 0


def read_all(folder: Path, request: dict, *, source: str) -> dict[str, object]:
    """Store every conversation and every rejected row; the counts of both."""
    import pyarrow.parquet as pq

    from insights.errors import NothingToImport
    from insights.pipeline.pool import cores, each
    from insights.store.schema import rows, schema
    from insights.tables import CONVERSATIONS, MESSAGES, REJECTS

    tally, rejects = Tally(), []
    path = Path(request["path"])
    large = path.is_dir() or path.stat().st_size > LARGE_BYTES
    portions = sorted_out(request, tally, rejects)
    clean = partial(read_portion, source=source, import_id=request["import_id"], key=request["key"])
    tables = ((CONVERSATIONS, "conversations"), (MESSAGES, "messages"))
    writers = [pq.ParquetWriter(folder / f"{name}.parquet", schema(table), compression="zstd") for table, name in tables]
    try:
        for read in each(clean, portions, workers=min(2, cores()) if large else 1):
            writers[0].write_table(read.conversations)
            writers[1].write_table(read.messages)
            tally.stored(read)
    finally:
        for writer in writers:
            writer.close()
    pq.write_table(rows(REJECTS, clean_rejects(rejects, request)), folder / "rejects.parquet", compression="zstd")
    if not tally.conversations:
        reasons = "; ".join(f"{count:,} rows: {reason}" for reason, count in tally.reasons.most_common(3))
        raise NothingToImport(
            "There is no conversation in this file.", hint=f"What was found instead: {reasons}." if reasons else "Check the mapping."
        )
    return tally.said()


def sorted_out(request: dict, tally: Tally, rejects: list) -> Iterator[list]:
    """Portions of conversations; what is rejected goes to `rejects`."""
    from insights.model import Conversation, Reject
    from insights.sources import Mapping, read

    path, seen = Path(request["path"]), set()
    mapping = Mapping.from_json(request["mapping"]) if request["mapping"] else None

    def accepted() -> Iterator[Conversation]:
        for item in read(path, mapping, request["source"]):
            tally.rows += item.rows
            if isinstance(item, Conversation) and item.conversation_id not in seen:
                seen.add(item.conversation_id)
                yield item
            elif isinstance(item, Conversation):
                tally.reasons[DUPLICATE] += item.rows
                rejects.append(Reject(path.name, 1, DUPLICATE, item.conversation_id, item.rows))
            else:
                tally.reasons[item.reason] += item.rows
                rejects.append(item if len(rejects) < MOST_RAW else replace(item, raw=""))

    found = accepted()
    while portion := list(islice(found, PORTION)):
        yield portion


def read_portion(portion: list, *, source: str, import_id: str, key: str):  # noqa: ANN201
    """Rows of a portion, together with the rows of the file that they were made of."""
    from insights.pipeline.reading import Reader

    return Reader(source=source, import_id=import_id, key=key).read(portion)


def clean_rejects(rejects: list, request: dict) -> list[dict[str, object]]:
    """Rejected rows as they are stored."""
    from insights.pipeline.reading import Reader

    reader = Reader(source="", import_id=request["import_id"], key=request["key"])
    named = request["name"]
    inside = Path(request["path"]).name
    return [
        {
            "file": named if reject.file == inside else reject.file,
            "row": reject.row,
            "reason": reject.reason,
            "raw": reader.raw(reject) if place < MOST_RAW else "",
        }
        for place, reject in enumerate(rejects)
    ]


class Tally:
    """Counts of one file. Rows in are rows kept plus rows rejected, whatever happens."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self.rows = self.conversations = self.messages = 0
        self.reasons: Counter[str] = Counter()
        self.roles: Counter[str] = Counter()
        self.redacted: Counter[str] = Counter()
        self.first = self.last = None

    def stored(self, read) -> None:  # noqa: ANN001
        """Add what was stored."""
        self.conversations += read.conversations.num_rows
        self.messages += read.messages.num_rows
        self.roles.update(read.messages["author_role"].to_pylist())
        self.redacted.update(read.redacted)
        times = [moment for moment in (self.first, self.last, *read.conversations["started_at"].to_pylist()) if moment]
        self.first, self.last = min(times, default=None), max(times, default=None)

    def said(self) -> dict[str, object]:
        """The counts as they are kept beside the tables."""
        rejected = sum(self.reasons.values())
        return {
            "conversations": self.conversations,
            "messages": self.messages,
            "rows": self.rows,
            "kept_rows": self.rows - rejected,
            "rejected_rows": rejected,
            "rejected_by_reason": self.reasons.most_common(),
            "redacted": self.redacted.most_common(),
            "roles": self.roles.most_common(),
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }


if __name__ == "__main__":
    die_with_parent()
    limit_resources()
    try:
        sys.exit(main(Path(sys.argv[1])))
    except MemoryError:
        sys.exit(9)

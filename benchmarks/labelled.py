"""Labelled conversations of `benchmarks/corpus` and `benchmarks/exam`, and any folder in the data-set format, as batches with their gold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from insights.model import Article, EnablerType, Role, Tool
from insights.tables import CONVERSATIONS, MESSAGES, Table
from insights.text.batch import Batch
from insights.text.cleaning import plain
from insights.text.redaction import Redactor

HERE = Path(__file__).parent
TYPES = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "TIMESTAMP": pa.timestamp("us"),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Conversations as a batch, the gold line of each, its company, and what each company has."""

    batch: Batch
    gold: tuple[dict, ...]
    company: np.ndarray
    articles: dict[str, tuple[Article, ...]]
    tools: dict[str, tuple[Tool, ...]]


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of one of the project's tables."""
    return pa.schema([(column.name, TYPES[column.type]) for column in table.columns])


def moment(value: object) -> datetime | None:
    """An ISO 8601 time as naive UTC."""
    if not isinstance(value, str):
        return None
    read = datetime.fromisoformat(value)
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read


def batch_of(conversations: Sequence[dict]) -> Batch:
    """Native conversations as a batch."""
    rows, messages, starts = [], [], [0]
    for one in conversations:
        rows.append(
            {name: one.get(name) for name in ("conversation_id", "channel", "language", "customer_id", "subject", "csat")}
            | {"started_at": moment(one.get("started_at"))}
        )
        for turn, message in enumerate(one["messages"]):
            messages.append(
                {
                    "conversation_id": one["conversation_id"],
                    "turn": turn,
                    "author_role": message["author_role"],
                    "author": message.get("author"),
                    "sent_at": moment(message.get("sent_at")),
                    "text": message["text"],
                    "internal": bool(message.get("internal")),
                }
            )
        starts.append(len(messages))
    return Batch(pa.Table.from_pylist(rows, schema(CONVERSATIONS)), pa.Table.from_pylist(messages, schema(MESSAGES)), np.array(starts))


def as_stored(conversations: Iterable[dict]) -> list[dict]:
    """The same conversations with their texts as the product keeps them: cleaned, and without personal data."""
    redact, kept = Redactor(), []
    for one in conversations:
        names = frozenset(
            message["author"] for message in one["messages"] if message.get("author") and message["author_role"] in (Role.CUSTOMER, Role.AGENT)
        )
        said = [message | {"text": redact(plain(message["text"], html=False), names=names).text} for message in one["messages"]]
        kept.append(one | {"messages": said})
    return kept


def lines(path: Path) -> list[dict]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def folders(root: Path) -> list[Path]:
    """The folders with labelled conversations at or under `root`, in a fixed order."""
    return sorted((path.parent for path in root.rglob("gold.jsonl")), key=lambda path: (len(path.name), path.name))


def read(paths: Iterable[Path]) -> Labelled:
    """Everything labelled in these folders."""
    conversations, gold, companies = [], [], []
    for folder in paths:
        # Numbers of conversations are a folder's own, so two folders may use the same.
        told = {line["conversation_id"]: line for line in lines(folder / "gold.jsonl")}
        written = lines(folder / "conversations.jsonl")
        gold += [told[one["conversation_id"]] for one in written]
        conversations += written
        companies += lines(folder / "companies.jsonl")
    return Labelled(
        batch_of(as_stored(conversations)),
        tuple(gold),
        np.array([one["company"] for one in conversations]),
        {one["company"]: tuple(Article(a["id"], a["title"], a["body"]) for a in one["articles"]) for one in companies},
        {one["company"]: tuple(Tool(t["name"], t["description"], EnablerType(t["type"]), t["available"]) for t in one["tools"]) for one in companies},
    )


def public(folder: Path) -> list[dict]:
    """A folder in the data-set format as native conversations with the labels of the publisher under `gold`."""
    import pandas as pd

    table = pd.read_parquet(folder / "conversations.parquet")
    messages = pd.read_parquet(folder / "messages.parquet").sort_values(["conversation_id", "turn"], kind="stable")
    turns = {
        key: [{"author_role": m.author_role, "text": m.text} for m in part.itertuples()]
        for key, part in messages.groupby("conversation_id", sort=False)
    }
    return [
        {
            "conversation_id": row.conversation_id,
            "channel": row.channel,
            "language": row.language if isinstance(row.language, str) else None,
            "messages": turns[row.conversation_id],
            "gold": row._asdict(),
        }
        for row in table.itertuples()
        if row.conversation_id in turns
    ]

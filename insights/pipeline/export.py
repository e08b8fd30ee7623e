"""Conversations in the native format, as they are stored: what goes out can come in again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pyarrow as pa

from insights.pipeline.batching import batches

KEYS = ("conversation_id", "channel", "language", "customer_id", "subject", "team", "state", "tags", "csat", "csat_comment", "url")


def native_lines(conversations: pa.Table, messages: pa.Table) -> Iterator[bytes]:
    """A line of JSON per conversation."""
    for batch in batches(conversations, messages):
        said = batch.messages.to_pylist()
        for row, record in enumerate(batch.conversations.to_pylist()):
            own = {key: record[key] for key in KEYS} | {"started_at": _moment(record["started_at"])}
            turns = [_message(message) for message in said[int(batch.starts[row]) : int(batch.starts[row + 1])]]
            line = json.loads(record["attributes"] or "{}") | own | {"messages": turns}
            yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _message(message: dict) -> dict[str, object]:
    kept: dict[str, object] = {key: message[key] for key in ("author_role", "author", "text", "internal")}
    return kept | {"sent_at": _moment(message["sent_at"])}


def _moment(moment: datetime | None) -> str | None:
    return moment.replace(tzinfo=UTC).isoformat() if moment else None

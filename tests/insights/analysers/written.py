"""Small conversations written as lines, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from insights.analysers.frames import ARROW
from insights.tables import CONVERSATIONS, MESSAGES
from insights.text.batch import Batch

OBJECTS = (
    "the lamp",
    "two chairs",
    "a blue jacket",
    "the garden table",
    "this phone",
    "the tablet",
    "the camera",
    "old shoes",
    "the kettle",
    "a toaster",
)
"""Things that requests are about."""

TYPES = ARROW | {"TIMESTAMP": pa.timestamp("us")}
ROLES = {"c": "customer", "a": "agent", "b": "bot", "s": "system", "n": "agent"}
START = datetime(2026, 1, 5, 9, 0)


def build(*conversations: list[str], language: str | None = "en") -> Batch:
    """Conversations as lists of "c: text": customer, agent, bot, system, or n for an internal note; a minute between turns that are not notes."""
    rows, messages, starts = [], [], [0]
    for place, lines in enumerate(conversations):
        rows.append({"conversation_id": f"k{place}", "channel": "chat", "language": language, "started_at": START})
        for turn, line in enumerate(lines):
            role, _, text = line.partition(": ")
            minutes = sum(not earlier.startswith("n:") for earlier in lines[:turn])
            messages.append(
                {
                    "conversation_id": f"k{place}",
                    "turn": turn,
                    "author_role": ROLES[role],
                    "sent_at": START + timedelta(minutes=minutes),
                    "text": text,
                    "internal": role == "n",
                }
            )
        starts.append(len(messages))
    return Batch(_table(rows, CONVERSATIONS), _table(messages, MESSAGES), np.array(starts))


def native(conversations: list[dict]) -> Batch:
    """Conversations of the native format, without times."""
    keys = ("conversation_id", "channel", "language", "customer_id")
    rows = [{key: one[key] for key in keys} for one in conversations]
    messages = [
        {"conversation_id": one["conversation_id"], "turn": turn, **{key: message[key] for key in ("author_role", "text", "internal")}}
        for one in conversations
        for turn, message in enumerate({"internal": False} | message for message in one["messages"])
    ]
    starts = np.concatenate([[0], np.cumsum([len(one["messages"]) for one in conversations])])
    return Batch(_table(rows, CONVERSATIONS), _table(messages, MESSAGES), starts)


def _table(rows, table) -> pa.Table:
    return pa.Table.from_pylist(rows, pa.schema([(column.name, TYPES[column.type]) for column in table.columns]))

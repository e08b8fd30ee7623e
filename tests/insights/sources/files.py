"""Small files for the tests of sources, and what was read from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from insights.model import Conversation, Reject
from insights.sources import LIMITS, Limits, Mapping, read

SMALL = replace(LIMITS, field=200, record=1_000, json_record=1_000, columns=10, rows=100, cells=2_000)


def written(folder: Path, content: str | bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def parts(path: Path, mapping: Mapping | None = None, limits: Limits = LIMITS) -> tuple[list[Conversation], list[Reject]]:
    items = list(read(path, mapping, limits=limits))
    return [item for item in items if isinstance(item, Conversation)], [item for item in items if isinstance(item, Reject)]


def words(conversations: list[Conversation]) -> dict[str, list[str]]:
    return {item.conversation_id: [message.text for message in item.messages] for item in conversations}


def reasons(rejects: list[Reject]) -> list[tuple[int, str]]:
    return [(reject.row, reject.reason) for reject in rejects]

"""The same conversation more than once in a file: the newest stays, the others are rejected with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from insights.model import Conversation, Reject
from insights.sources.building import finished
from insights.sources.decoding import Tally
from insights.sources.fields import object_of, text_of, time_of
from insights.sources.json_values import Record, records
from insights.sources.source import Opened

LISTS = ("", "conversations", "tickets", "results", "_results", "data", "payload")
"""Where a page of any system keeps its records."""


@dataclass(frozen=True, slots=True)
class Mapper:
    """How one vendor's records become conversations."""

    id_of: Callable[[dict], str | None]
    changed_at: Callable[[dict], datetime | None]
    """When the record was last changed; None where it does not say."""
    conversation: Callable[[Record], Conversation | Reject]
    lists: tuple[str, ...]
    """Names of the lists that hold its records; an empty name for records in no list."""


def newest(opened: Opened, mapper: Mapper) -> Iterator[Conversation | Reject]:
    """Every record mapped, one for each id."""
    kept: dict[bytes, tuple[float, int]] = {}
    # A first pass, because what has been given away cannot be replaced any more.
    for record in records(opened, Tally()):
        if isinstance(record, Record) and record.list_name in mapper.lists and (name := mapper.id_of(record.values)):
            changed = mapper.changed_at(record.values)
            key = (changed.timestamp() if changed else 0.0, record.row)
            short = short_name(name)
            kept[short] = max(kept.get(short, key), key)
    for record in records(opened, Tally()):
        if isinstance(record, Reject):
            yield record
        elif record.list_name in mapper.lists:
            name = mapper.id_of(record.values)
            row = kept[short_name(name)][1] if name else record.row
            if row == record.row:
                yield mapper.conversation(record)
            else:
                yield Reject(opened.name, record.row, f"duplicate: record {row} is the same conversation and newer", record.shown)


def mapped(
    opened: Opened, conversation_of: Callable[[dict], Conversation], *, changed: tuple[str, ...], inner: str = ""
) -> Iterator[Conversation | Reject]:
    """The records of a system whose mapper needs the record alone.

    `changed` are the keys that may say when a record was last changed; `inner` is the key of an object that may hold them all.
    """

    def bare(values: dict) -> dict:
        return object_of(values.get(inner)) or values

    def conversation(record: Record) -> Conversation | Reject:
        return finished(conversation_of(record.values), file=opened.name, row=record.row, raw=record.shown, limits=opened.limits)

    def changed_at(values: dict) -> datetime | None:
        return next((moment for key in changed if (moment := time_of(bare(values).get(key)))), None)

    yield from newest(opened, Mapper(lambda values: text_of(bare(values).get("id")), changed_at, conversation, LISTS))


def short_name(name: str) -> bytes:
    """Twelve bytes for an id, so that millions of them fit in memory."""
    return blake2b(name.encode("utf-8", errors="replace"), digest_size=12).digest()

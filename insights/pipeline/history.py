"""What was imported, as the events tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from insights.store import truth
from insights.store.control import Event
from insights.store.overlay import live

COUNTS = ("conversations", "messages", "rows", "rejected_rows", "new", "updated", "unchanged")


@dataclass(frozen=True, slots=True)
class Import:
    """An import as the list of them shows it."""

    id: str
    file: str
    label: str
    at: datetime
    who: str
    conversations: int
    messages: int
    rows: int
    rejected_rows: int
    new: int
    updated: int
    unchanged: int
    redacted: tuple[tuple[str, int], ...]
    rejected_by_reason: tuple[tuple[str, int], ...]
    undone: bool
    removed: int = 0
    """Conversations that were deleted in the system they came from, and that this import takes out."""


def imports_of(events: Sequence[Event]) -> tuple[Import, ...]:
    """Every import, newest first."""
    kept = set(truth.accepted(events))
    return tuple(_import(event, undone=event.payload["import_id"] not in kept) for event in reversed(live(events, "import_accepted")))


def _import(event: Event, *, undone: bool) -> Import:
    said = event.payload
    return Import(
        id=said["import_id"],
        file=said["file"],
        label=said["label"],
        at=event.at,
        who=event.who,
        **{name: said[name] for name in COUNTS},
        redacted=tuple((kind, count) for kind, count in said["redacted"]),
        rejected_by_reason=tuple((reason, count) for reason, count in said["rejected_by_reason"]),
        undone=undone,
        removed=said.get("removed", 0),
    )

"""What a page speaks of: a workspace's result narrowed by filters, and what a link asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from insights.model import Filters

Link = tuple[str, dict[str, list[str]]]
"""A page and the address of what to show on it."""
BEHIND: dict[str, dict[str, object]] = {
    "automation_today": {"step": "today"},
    "automation_potential": {"step": ("today", "article", "read", "write")},
    "cx_score": {"rating": (1, 2, 3, 4, 5)},
}
"""Which conversations a metric's number is made of, in the words of the Conversations page; all of them where nothing stands."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A published result, the edits made since, and the part of it that the filters leave. Every field may be part of a cache key."""

    workspace: str
    snapshot_id: str
    edits: int = 0
    filters: Filters = field(default_factory=Filters)
    theme: str = "light"


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by in a result, the largest first; and its first and last day."""

    channel: tuple[str, ...]
    team: tuple[str, ...]
    language: tuple[str, ...]
    topic: tuple[str, ...]
    handled_by: tuple[str, ...]
    first: date | None
    last: date | None

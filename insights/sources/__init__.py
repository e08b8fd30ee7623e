"""Files that hold conversations: what they are and how to read them. One record in SOURCES for each kind."""

from __future__ import annotations

from insights.sources.catalogue import SOURCES
from insights.sources.limits import LIMITS, Limits
from insights.sources.mapping import Mapping, Meaning
from insights.sources.preview import ColumnLook, Look, look, read
from insights.sources.source import Opened, Probe, Source

__all__ = ("LIMITS", "SOURCES", "ColumnLook", "Limits", "Look", "Mapping", "Meaning", "Opened", "Probe", "Source", "look", "read")

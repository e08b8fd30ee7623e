"""Every kind of file that can be imported, the surest to recognise first."""

from __future__ import annotations

from insights.sources import intercom, messages_table, native, transcript_table, zendesk
from insights.sources.source import Source

SOURCES: tuple[Source, ...] = (native.SOURCE, intercom.SOURCE, zendesk.SOURCE, transcript_table.SOURCE, messages_table.SOURCE)

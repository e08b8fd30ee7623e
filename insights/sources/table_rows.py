"""Rows of a connected database as they were pulled: a conversation in a line, with the names of the columns and all its rows as texts."""

from __future__ import annotations

from collections.abc import Iterator

from insights.model import Conversation, Reject
from insights.sources import messages_table, transcript_table
from insights.sources.building import finished, too_many_messages
from insights.sources.decoding import Tally
from insights.sources.fields import text_of
from insights.sources.json_values import records
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.mapping import Mapping, Meaning
from insights.sources.rows import Layout, layout_of
from insights.sources.source import Opened, Probe, Source
from insights.sources.table import Table


def recognises(probe: Probe) -> bool:
    """True when a record has rows and names of their columns."""
    return any(isinstance(record.get("table_rows"), list) and isinstance(record.get("columns"), list) for record in probe.records)


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """A conversation for each record; of the rows of a transcript the newest."""
    layouts: dict[tuple[str, ...], Layout] = {}
    for record in records(opened, Tally()):
        if isinstance(record, Reject):
            yield record
            continue
        key = (text_of(record.values.get("id")) or "").strip()
        rows = [[text_of(cell) or "" for cell in row] for row in record.values["table_rows"]]
        shown = " | ".join(rows[-1])[:RAW_CHARACTERS] if rows else ""
        if len(rows) > opened.limits.messages:
            yield Reject(opened.name, record.row, too_many_messages(opened.limits), shown, len(rows))
            continue
        columns = tuple(map(str, record.values["columns"]))
        if columns not in layouts:
            layouts[columns] = layout_of(Table(columns, lambda _: iter(()), tuple(rows)), mapping, opened.name)
        known = layouts[columns]
        whole = Meaning.TRANSCRIPT in known.places
        if whole and len(rows) > 1:
            yield Reject(opened.name, record.row, f"duplicate: a newer row is the conversation {key[:80]}", shown, len(rows) - 1)
        picked = [known.pick(cells) for cells in rows]
        made = transcript_table.conversation_of(key, picked[-1], known) if whole else messages_table.conversation_of(key, picked, known)
        yield finished(made, file=opened.name, row=record.row, raw=shown, limits=opened.limits)


SOURCE = Source("table_rows", "Table of a database", recognises, read)

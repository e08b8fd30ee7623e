"""Rows of a connected database as they were pulled: a conversation in a line, with the names of the columns and all its rows as texts."""

from __future__ import annotations

from collections.abc import Iterator

from insights.model import Conversation, Reject
from insights.sources import messages_table, transcript_table
from insights.sources.building import finished, too_many_messages
from insights.sources.decoding import Tally
from insights.sources.fields import text_of
from insights.sources.json_values import Record, records
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.mapping import Mapping, Meaning
from insights.sources.rows import Layout, layout_of
from insights.sources.source import Opened, Probe, Source
from insights.sources.table import Table, unique_header


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
        columns, rows = table_in(record.values)
        if not columns or not rows:
            yield Reject(opened.name, record.row, "its rows do not fit its columns", record.shown)
            continue
        if len(rows) > opened.limits.messages:
            yield Reject(opened.name, record.row, too_many_messages(opened.limits), shown(rows), len(rows))
            continue
        if columns not in layouts:
            layouts[columns] = layout_of(Table(columns, lambda _: iter(()), tuple(rows)), mapping, opened.name)
        yield from of_record(record, rows, layouts[columns], opened)


def table_in(values: dict) -> tuple[tuple[str, ...], list[list[str]]]:
    """Columns and rows of a record; none where they are not what was pulled."""
    named, found = values.get("columns"), values.get("table_rows")
    columns = unique_header([text_of(name) or "" for name in named]) if isinstance(named, list) else ()
    rows = [[text_of(cell) or "" for cell in row] for row in found if isinstance(row, list)] if isinstance(found, list) else []
    return (columns, rows) if all(len(row) == len(columns) for row in rows) else ((), [])


def of_record(record: Record, rows: list[list[str]], layout: Layout, opened: Opened) -> Iterator[Conversation | Reject]:
    """The conversation of some rows."""
    key, whole = text_of(record.values.get("id")) or "", Meaning.TRANSCRIPT in layout.places
    if whole and len(rows) > 1:
        yield Reject(opened.name, record.row, f"duplicate: a newer row is the conversation {key[:80]}", shown(rows), len(rows) - 1)
    picked = [layout.pick(cells) for cells in rows]
    made = transcript_table.conversation_of(key, picked[-1], layout) if whole else messages_table.conversation_of(key, picked, layout)
    yield finished(made, file=opened.name, row=record.row, raw=shown(rows), limits=opened.limits)


def shown(rows: list[list[str]]) -> str:
    """As much of the newest row as a reject keeps."""
    return " | ".join(rows[-1])[:RAW_CHARACTERS]


SOURCE = Source("table_rows", "Table of a database", recognises, read)

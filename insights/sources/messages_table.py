"""Tables with one row per message. The rows of a conversation need not stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from insights.model import Conversation, Message, Reject
from insights.sources.building import finished, is_html
from insights.sources.decoding import Tally
from insights.sources.gathering import Gathering
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.mapping import Mapping, Meaning
from insights.sources.rows import Layout, envelope, layout_of, settled_roles, table_of
from insights.sources.source import Opened, Probe, Source


def recognises(probe: Probe) -> bool:
    """True for every table whose words are not whole transcripts."""
    return probe.mapping is not None and probe.mapping.column(Meaning.TRANSCRIPT) is None


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations made of the rows with their id."""
    table = table_of(opened)
    layout = layout_of(table, mapping, opened.name)
    gathering = Gathering(opened.limits.gathered_bytes)
    id_place, pick = layout.places[Meaning.CONVERSATION], layout.pick
    current, run = "", []
    for row in table.rows(Tally()):
        if isinstance(row, Reject):
            yield row
            continue
        number, cells = row
        picked = pick(cells)
        key = picked[id_place].strip()
        if not key:
            yield Reject(opened.name, number, "no conversation id", " | ".join(cells)[:RAW_CHARACTERS])
            continue
        if key != current and run:
            gathering.add(current, run)
            run = []
        current = key
        run.append((number, picked))
    if run:
        gathering.add(current, run)
    for key, rows in gathering.conversations():
        conversation = conversation_of(key, [cells for _, cells in rows], layout)
        yield finished(conversation, file=opened.name, row=rows[0][0], raw=" | ".join(rows[0][1]), limits=opened.limits)


def conversation_of(key: str, rows: Sequence[Sequence[str]], layout: Layout) -> Conversation:
    """One conversation of its rows, in the order of the file."""
    authors = [layout.cell(cells, Meaning.AUTHOR).strip() for cells in rows]
    roles = settled_roles(list(zip((layout.role(cells) for cells in rows), authors, strict=True)))
    messages, unreadable = [], 0
    for cells, author, role in zip(rows, authors, roles, strict=True):
        written = layout.cell(cells, Meaning.TIME)
        sent_at = layout.time(written) if written else None
        unreadable += sent_at is None and bool(written.strip())
        text = layout.cell(cells, Meaning.TEXT)
        messages.append(Message(role, text, author or None, sent_at, layout.internal(cells), is_html(text)))
    conversation = envelope(key, rows, layout)
    if unreadable:
        conversation = replace(conversation, attributes={**conversation.attributes, "unreadable_times": unreadable})
    return replace(conversation, messages=tuple(messages))


SOURCE = Source("messages_table", "Table, one row per message", recognises, read)

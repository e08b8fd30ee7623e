"""Tables with one row per message. The rows of a conversation need not stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insights.model import Conversation, Message, Reject
from insights.sources.building import finished, is_html, too_many_messages
from insights.sources.decoding import Tally
from insights.sources.gathering import Gathering
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.mapping import Mapping, Meaning
from insights.sources.rows import Layout, assembled, layout_of, settled_roles, table_of
from insights.sources.source import Opened, Probe, Shape, Source

RUN_ROWS = 1_000
"""Neighbouring rows of a conversation that are packed together."""


def recognises(probe: Probe) -> bool:
    """True for every table whose words are not whole transcripts."""
    return probe.shape is not Shape.CHAT and probe.mapping is not None and probe.mapping.column(Meaning.TRANSCRIPT) is None


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
        if run and (key != current or len(run) >= RUN_ROWS):
            gathering.add(current, run)
            run = []
        current = key
        run.append((number, picked))
    if run:
        gathering.add(current, run)
    for key, rows in gathering.conversations():
        if len(rows) > opened.limits.messages:
            yield Reject(opened.name, rows[0][0], too_many_messages(opened.limits), " | ".join(rows[0][1])[:RAW_CHARACTERS], len(rows))
            continue
        conversation = conversation_of(key, [cells for _, cells in rows], layout)
        yield finished(conversation, file=opened.name, row=rows[0][0], raw=" | ".join(rows[0][1]), limits=opened.limits)


def conversation_of(key: str, rows: Sequence[Sequence[str]], layout: Layout) -> Conversation:
    """One conversation of its rows, in the order of the file."""
    authors = [author.strip() for author in layout.column(rows, Meaning.AUTHOR)]
    stated, customers = layout.column(rows, Meaning.AUTHOR_ROLE), layout.column(rows, Meaning.CUSTOMER)
    roles = settled_roles([(layout.role(*cells), cells[1]) for cells in zip(stated, authors, customers, strict=True)])
    written, texts = layout.column(rows, Meaning.TIME), layout.column(rows, Meaning.TEXT)
    times = [layout.time(text) if text else None for text in written]
    messages = tuple(
        Message(role, text, author or None, sent_at, internal, is_html(text))
        for role, text, author, sent_at, internal in zip(roles, texts, authors, times, layout.internal(rows), strict=True)
    )
    known = [moment for moment in times if moment]
    unreadable = sum(1 for text in written if text.strip()) - len(known)
    return assembled(
        key,
        rows,
        layout,
        messages=messages,
        started_at=min(known, default=None),
        attributes={"unreadable_times": unreadable} if unreadable else {},
    )


SOURCE = Source("messages_table", "Table, one row per message", recognises, read)

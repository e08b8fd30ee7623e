"""Tables with one row per message. The rows of a conversation need not stand together."""

from __future__ import annotations

from collections import Counter
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
ROWS = 1 << 32
"""More than a file has."""
Placed = tuple[int, Sequence[str]]
"""Which row of which file, in one number because there are millions of them: the place of the file times `ROWS`, and its row. And its cells."""


def recognises(probe: Probe) -> bool:
    """True for every table whose words are not whole transcripts."""
    return probe.shape is not Shape.CHAT and probe.mapping is not None and probe.mapping.column(Meaning.TRANSCRIPT) is None


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations made of the rows with their id."""
    return read_together([opened], mapping)


def read_together(files: Sequence[Opened], mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations whose rows may lie in several files with the same columns."""
    first, limits = files[0], files[0].limits
    layout = layout_of(table_of(first), mapping, first.name)
    gathering = Gathering(limits.gathered_bytes)
    for place, opened in enumerate(files):
        yield from gathered(opened, place, layout, gathering)
    for key, rows in gathering.conversations():
        kept, doubled = united(rows)
        for place, count in doubled.items():
            yield Reject(files[place].name, 1, "duplicate: the same message is in another file too", key[:RAW_CHARACTERS], count)
        spot, cells = kept[0]
        name, number, raw = files[spot // ROWS].name, spot % ROWS, " | ".join(cells)
        if len(kept) > limits.messages:
            yield Reject(name, number, too_many_messages(limits), raw[:RAW_CHARACTERS], len(kept))
            continue
        yield finished(conversation_of(key, [cells for _, cells in kept], layout), file=name, row=number, raw=raw, limits=limits)


def gathered(opened: Opened, place: int, layout: Layout, gathering: Gathering) -> Iterator[Reject]:
    """Bring the rows of one file to those of their conversations; the rows that are none come back."""
    id_place, pick = layout.places[Meaning.CONVERSATION], layout.pick
    current, run, start = "", [], place * ROWS
    for row in table_of(opened).rows(Tally()):
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
        run.append((start + number, picked))
    if run:
        gathering.add(current, run)


def united(rows: Sequence[Placed]) -> tuple[Sequence[Placed], Counter[int]]:
    """Rows of one conversation without those that an earlier file had already, as often as it had them; and how many of each file went."""
    doubled: Counter[int] = Counter()
    if rows[0][0] // ROWS == rows[-1][0] // ROWS:
        return rows, doubled
    kept, there, here = [], Counter[tuple[str, ...]](), Counter[tuple[int, tuple[str, ...]]]()
    for spot, cells in rows:
        same = tuple(cells)
        place = spot // ROWS
        here[place, same] += 1
        if here[place, same] <= there[same]:
            doubled[place] += 1
            continue
        there[same] += 1
        kept.append((spot, cells))
    return kept, doubled


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

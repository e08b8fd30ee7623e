"""What a file seems to be, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from insights.errors import MissingColumns, NothingToImport, UnreadableFile
from insights.model import Conversation, Message, Reject, Role
from insights.sources import messages_table, whatsapp
from insights.sources.catalogue import SOURCES
from insights.sources.decoding import Tally, byte_blocks, decoded, plural
from insights.sources.guess import guess
from insights.sources.json_values import Record, records
from insights.sources.limits import LIMITS, RAW_CHARACTERS, Limits
from insights.sources.mapping import Mapping, Meaning
from insights.sources.opening import opened_files
from insights.sources.rows import table_of, with_date_order
from insights.sources.source import Opened, Probe, Shape, Source

RECORDS_LOOKED_AT = 20
FIRST_VALUE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column of a table as the user sees it before the import."""

    header: str
    first: str
    """The first value that is not empty."""
    filled: float
    """Share of the sample that is not empty."""
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Look:
    """What a file seems to be. `mapping` and `columns` only for tables."""

    source: str
    label: str
    mapping: Mapping | None
    columns: tuple[ColumnLook, ...]
    notes: tuple[str, ...]


def look(path: Path, limits: Limits = LIMITS) -> Look:
    """What the first usable file at `path` seems to be.

    Raises:
        InsightsError: nothing in it can be imported; its hint says what to do.
    """
    files, problems = [], []
    for found in opened_files(path, limits):
        (files if isinstance(found, Opened) else problems).append(found)
    notes = [f"{problem.file} left out: {problem.reason}" for problem in problems]
    for place, opened in enumerate(files):
        try:
            probe = probed(opened)
            source = recognised(probe)
            seen = look_at(opened, probe, source)
        except (UnreadableFile, MissingColumns, NothingToImport) as error:
            if len(files) == 1:
                raise
            notes.append(f"{opened.name} left out: {error}")
            continue
        if len(files) > 1:
            notes.append(f"{plural(len(files) - place - 1, 'more file')} will be read the same way; {opened.name} is shown")
        return replace(seen, notes=(*notes, *seen.notes))
    raise UnreadableFile("None of the files can be read.", hint=known_kinds())


def read(path: Path, mapping: Mapping | None = None, source: str | None = None, limits: Limits = LIMITS) -> Iterator[Conversation | Reject]:
    """Every conversation at `path`, and every row that is none. An id comes once, also from several files.

    Tables with a row for each message and the same columns are read as one, as a system that writes a file a day cuts its conversations.
    """
    found = list(opened_files(path, limits))
    alone = len(found) == 1
    seen: dict[str, str] = {}
    for each in found if alone else joined(found, source):
        if isinstance(each, Reject):
            yield each
            continue
        files = [each] if isinstance(each, Opened) else each
        try:
            reader = named(source) if source else recognised(probed(files[0]))
            items = messages_table.read_together(files, mapping) if len(files) > 1 else reader.read(files[0], mapping)
            yield from once(as_told(items, mapping), files[0].name, seen, alone=alone)
        except (UnreadableFile, MissingColumns, NothingToImport) as error:
            if alone:
                raise
            yield Reject(files[0].name, 1, str(error), "", rows=0)


def joined(found: Sequence[Opened | Reject], source: str | None) -> list[Opened | Reject | list[Opened]]:
    """The files, those that are one table cut into several as one."""
    kept: list[Opened | Reject | list[Opened]] = []
    tables: dict[tuple[str, ...], list[Opened]] = {}
    for each in found:
        header = header_of(each, source) if isinstance(each, Opened) else ()
        if isinstance(each, Reject) or not header:
            kept.append(each)
        elif header in tables:
            tables[header].append(each)
        else:
            tables[header] = [each]
            kept.append(tables[header])
    return kept


def header_of(opened: Opened, source: str | None) -> tuple[str, ...]:
    """The columns of a table with a row for each message; none for any other file, and for one that cannot be read."""
    try:
        probe = probed(opened)
        reader = named(source) if source else recognised(probe)
    except (UnreadableFile, MissingColumns, NothingToImport):
        return ()
    return probe.table.header if reader is messages_table.SOURCE and probe.table else ()


def once(items: Iterator[Conversation | Reject], name: str, seen: dict[str, str], *, alone: bool) -> Iterator[Conversation | Reject]:
    """Items whose conversation was in no earlier file."""
    if alone:
        yield from items
        return
    for item in items:
        if isinstance(item, Conversation) and seen.setdefault(item.conversation_id, name) != name:
            reason = f"duplicate: the conversation {item.conversation_id[:80]} is also in {seen[item.conversation_id]}"
            yield Reject(name, 1, reason, item.messages[0].text[:RAW_CHARACTERS], item.rows)
        else:
            yield item


def as_told(items: Iterator[Conversation | Reject], mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Items in which whom the user named as bots and as the support side are that."""
    if mapping is None or not (mapping.bots or mapping.team):
        yield from items
        return
    team, bots = frozenset(map(folded, mapping.team)), frozenset(map(folded, mapping.bots))

    def told(message: Message) -> Role:
        name = folded(message.author or "")
        if name in bots:
            return Role.BOT
        return Role.AGENT if name in team and message.role is Role.CUSTOMER else message.role

    for item in items:
        if isinstance(item, Conversation) and any(told(message) is not message.role for message in item.messages):
            yield replace(item, messages=tuple(replace(message, role=told(message)) for message in item.messages))
        else:
            yield item


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())


def probed(opened: Opened) -> Probe:
    """A first look at the content."""
    if opened.shape is Shape.JSON:
        usable = (record.values for record in records(opened, Tally()) if isinstance(record, Record) and record.list_name != "users")
        return Probe(opened.name, opened.shape, records=tuple(islice(usable, RECORDS_LOOKED_AT)))
    if opened.shape is Shape.XML:
        usable = (record.values for record in records(opened, Tally()) if isinstance(record, Record))
        known = Probe(opened.name, opened.shape, records=tuple(islice(usable, RECORDS_LOOKED_AT)))
        if any(source.recognises(known) for source in SOURCES):
            return known
    if opened.shape in (Shape.MAIL, Shape.SLACK):
        return Probe(opened.name, opened.shape)
    if opened.shape is Shape.CHAT:
        return Probe(opened.name, opened.shape, table=whatsapp.chat_table(opened, ()), mapping=whatsapp.first_mapping())
    table = table_of(opened)
    return Probe(opened.name, opened.shape, table=table, mapping=guess(table.header, table.sample))


def recognised(probe: Probe) -> Source:
    """The source that knows this content."""
    for source in SOURCES:
        if source.recognises(probe):
            return source
    raise UnreadableFile(f"There is no reader for {probe.name}.", hint=known_kinds())


def named(name: str) -> Source:
    """The source with a name."""
    for source in SOURCES:
        if source.name == name:
            return source
    raise UnreadableFile(f"There is no reader called {name}.", hint=known_kinds())


def known_kinds() -> str:
    """What can be imported, for hints."""
    return "These can be read: " + "; ".join(source.label for source in SOURCES) + "."


def look_at(opened: Opened, probe: Probe, source: Source) -> Look:
    """The look of one file."""
    if source.first_guess is not None:
        mapping, sentences = source.first_guess(opened)
        return Look(source.name, source.label, mapping, (), (*source.notes, *sentences))
    notes = repairs(opened) if opened.shape in (Shape.JSON, Shape.TEXT, Shape.CHAT) else ()
    if probe.table is None or probe.mapping is None:
        return Look(source.name, source.label, None, (), (*source.notes, *notes))
    rows = probe.table.sample
    if not rows:
        raise NothingToImport(f"{opened.name} has a header and no row that can be read.", hint="Export it again with the conversations in it.")
    if not any(meaning in (Meaning.TEXT, Meaning.TRANSCRIPT) for _, meaning in probe.mapping.columns):
        raise MissingColumns(
            f"{opened.name} has no column with what was written.", hint="This export leaves the messages out. Export it with messages, or as JSON."
        )
    mapping, dates = with_date_order(probe.table, probe.mapping)
    columns = tuple(
        ColumnLook(
            header,
            next((cell[:FIRST_VALUE_CHARACTERS] for cell in cells if cell.strip()), ""),
            sum(bool(cell.strip()) for cell in cells) / len(cells),
            meaning,
        )
        for (header, meaning), cells in zip(mapping.columns, zip(*rows, strict=True), strict=True)
    )
    return Look(source.name, source.label, mapping, columns, (*source.notes, *probe.table.notes, *dates, *notes))


def repairs(opened: Opened) -> tuple[str, ...]:
    """What had to be repaired in the whole file."""
    tally = Tally()
    with opened.text() as stream:
        for block in byte_blocks(stream, opened.limits.record):
            decoded(block, tally)
    return tally.notes()

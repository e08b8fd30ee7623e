"""WhatsApp chats as the app exports them as text. A chat has no end, so a day of silence is taken for the end of a conversation.

Who writes is known by name alone: the support side is whom the user names; else the chat's title names the customer; else it is who wrote first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from itertools import islice

from insights.model import Channel, Conversation, Reject, Role
from insights.sources.building import finished
from insights.sources.decoding import Tally, lines
from insights.sources.mapping import Mapping, Meaning
from insights.sources.messages_table import conversation_of
from insights.sources.roles import role_of_value
from insights.sources.rows import Layout, layout_of, with_date_order
from insights.sources.shapes import WHATSAPP_LINE
from insights.sources.source import Opened, Probe, Shape, Source
from insights.sources.table import SAMPLE_ROWS, Row, Table

SILENCE = timedelta(hours=24)
NAME = re.compile(r"([^:\n]{1,100}): ?")
TITLE = re.compile(
    r"whatsapp[- ]{0,3}chat[- ]{1,3}(?:with |mit |con |avec |com |met |de )?"
    r"|(?:discussion|chat|conversa|conversación)[ -](?:do |de )?whatsapp (?:avec|con|com) ",
    re.IGNORECASE,
)
HALF = re.compile(r"\s?([ap])\.?\s?m\.?", re.IGNORECASE)
OMITTED = re.compile(
    r"\u200e?<(?:media omitted|medien ausgeschlossen|multimedia omitido|médias omis|mídia oculta|ficheiro não revelado|media omessi"
    r"|media weggelaten)>"
    r"|\u200e[\w ]{3,20} (?:omitted|weggelassen|omitid[oa]|absente?|ocultad[oa]|omess[oa]|weggelaten)",
    re.IGNORECASE,
)
ATTACHED = re.compile(
    r"\u200e?(?:<(?:attached|anhang|adjunto|pièce jointe|anexado|allegato|bijgevoegd): ?([^<>\n]{1,200})>"
    r"|([^\n]{1,200}\.\w{2,5}) \([^()\n]{5,30}\))",
    re.IGNORECASE,
)
DELETED = re.compile(
    r"\u200e?(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht"
    r"|se eliminó este mensaje|eliminaste este mensaje|ce message a été supprimé|vous avez supprimé ce message|mensagem apagada"
    r"|questo messaggio è stato eliminato|dit bericht is verwijderd)\.?",
    re.IGNORECASE,
)
EDITED = re.compile(r"\s?\u200e?<(?:this message was edited|diese nachricht wurde bearbeitet)>", re.IGNORECASE)
HEADER = ("Chat", "Time", "Name", "Who", "Message")
MEANINGS = (Meaning.CONVERSATION, Meaning.TIME, Meaning.AUTHOR, Meaning.AUTHOR_ROLE, Meaning.TEXT)


def recognises(probe: Probe) -> bool:
    """True for a chat."""
    return probe.shape is Shape.CHAT


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """A conversation for each stretch without a day of silence."""
    table = chat_table(opened, mapping.team if mapping else ())
    columns = mapping if mapping and mapping.columns else with_date_order(table, first_mapping())[0]
    layout = layout_of(table, columns, opened.name)
    for rows in stretches(table, layout):
        cells = [cells for _, cells in rows]
        # Not by the name of the file, which changes, and the first lines of a chat do not.
        key = f"whatsapp-{short(chr(31).join(cells[0][1:]))}"
        customer = next((each[2] for each in cells if each[3] == Role.CUSTOMER), None)
        made = conversation_of(key, [layout.pick(each) for each in cells], layout)
        made = replace(made, channel=Channel.CHAT, customer_id=f"whatsapp-{short(customer)}" if customer else None)
        yield finished(made, file=opened.name, row=rows[0][0], raw=" | ".join(cells[0]), limits=opened.limits)


def short(text: str) -> str:
    """A few letters that stand for a text and do not give it away."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def stretches(table: Table, layout: Layout) -> Iterator[list[Row]]:
    """Rows up to the next silence; a line of the app's own never begins a stretch alone."""
    held: list[Row] = []
    last = None
    for row in table.rows(Tally()):
        if isinstance(row, Reject):
            continue
        moment = layout.time(row[1][1])
        if held and moment and last and moment - last > SILENCE and any(cells[3] != Role.SYSTEM for _, cells in held):
            yield held
            held = []
        held.append(row)
        last = moment or last
    if held:
        yield held


def first_mapping() -> Mapping:
    """What the columns of every chat mean."""
    return Mapping(tuple(zip(HEADER, MEANINGS, strict=True)))


def chat_table(opened: Opened, team: Sequence[str]) -> Table:
    """The chat as rows of time, name, side and words."""
    told = frozenset(" ".join(name.casefold().split()) for name in team)
    customers = frozenset[str]() if told else guessed_customers(opened)
    below = partial(rows, opened, told, customers)
    return Table(HEADER, below, tuple(islice((row[1] for row in below(Tally()) if isinstance(row, tuple)), SAMPLE_ROWS)))


def guessed_customers(opened: Opened) -> frozenset[str]:
    """Names of the customers: the one that the chat is called after, else the first to write that does not sound like a company."""
    title = TITLE.sub("", opened.name.removesuffix(".txt")).strip().casefold()
    names = list(dict.fromkeys(name for _, _, name, _ in islice(messages(opened, Tally()), SAMPLE_ROWS) if name))
    called = [name for name in names if name.casefold() == title]
    others = [name for name in names if role_of_value(name) in (None, Role.CUSTOMER)]
    return frozenset((called or others or names)[:1])


def rows(opened: Opened, team: frozenset[str], customers: frozenset[str], tally: Tally) -> Iterator[Row | Reject]:
    """A row for each message; what the app itself says is the system's."""
    for number, time, name, text in messages(opened, tally):
        side = Role.SYSTEM
        if name and team:
            side = Role.AGENT if " ".join(name.casefold().split()) in team else Role.CUSTOMER
        elif name:
            side = Role.CUSTOMER if name in customers else Role.AGENT
        yield number, [opened.name, time, name, side.value, text]


def messages(opened: Opened, tally: Tally) -> Iterator[tuple[int, str, str, str]]:
    """Line number, time as written, name (empty for the app itself) and words of each message."""
    current: tuple[int, str, str, list[str]] | None = None
    size = 0
    with opened.text() as stream:
        for number, line in enumerate(lines(stream, opened.limits.record, tally), start=1):
            found = WHATSAPP_LINE.match(line[:100])
            if found is None:
                size += len(line)
                if current and size < opened.limits.field:
                    current[3].append(line)
                continue
            if current:
                yield current[0], current[1], *said(current[2], "".join(current[3]))
            rest = line[found.end() :].replace("\u202a", "").replace("\u202c", "")
            named = NAME.match(rest.lstrip("\u200e"))
            name = named[1].strip("~\u200e\u202f\u00a0 ") if named else ""
            body = rest.lstrip("\u200e")[named.end() :] if named else rest
            clock = HALF.sub(r" \1m", found["clock"])
            current, size = (number, f"{found['date']}, {clock}", name, [body]), len(line)
    if current:
        yield current[0], current[1], *said(current[2], "".join(current[3]))


def said(name: str, text: str) -> tuple[str, str]:
    """Name and words: files are named, what was deleted is gone, and a line that the app put into somebody's mouth is its own."""
    text = EDITED.sub("", text).strip("\n")
    if OMITTED.fullmatch(text.strip()):
        return name, "[media]"
    if attached := ATTACHED.match(text):
        return name, f"[{(attached[1] or attached[2]).strip()}]{text[attached.end() :]}"
    if DELETED.fullmatch(text.strip()):
        return name, ""
    return ("", text.lstrip("\u200e")) if text.startswith("\u200e") else (name, text)


SOURCE = Source(
    "whatsapp",
    "WhatsApp chat",
    recognises,
    read,
    ("a day of silence ends a conversation", "name the support side if it is not whom the chat is called after or who wrote second"),
)

"""Mailboxes: mbox files, single mails (.eml), and folders or zips of them, read as a stream: attachments are named and passed over.

Two passes: the first joins mails to threads by their headers, the second brings each thread's words together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import BinaryIO

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import finished, or_files
from insights.sources.correspondents import customer_of, is_automatic, is_bounce, is_team, party, people, sender_of, with_returned
from insights.sources.decoding import BLOCK_BYTES
from insights.sources.gathering import Gathering
from insights.sources.limits import Limits
from insights.sources.mail import headers_of, mail_of, sent_at, words_of
from insights.sources.mapping import Mapping
from insights.sources.roles import role_of_name
from insights.sources.source import Opened, Probe, Shape, Source
from insights.sources.threads import Threads, own_name

SEPARATOR = re.compile(rb"\n(?=From \S[^\n]{0,200}\d[^\n]{0,40}\r?\n(?:>?From |[A-Za-z][A-Za-z0-9-]{0,60}:))")
SEPARATOR_BYTES = 400
GUESSED_FROM = 5_000
ID, ROLE, NAME, ADDRESS, WITHIN, SENT, SUBJECT, TEXT, HTML, FILES, LABELS = range(11)
"""Cells of a mail on its way to its thread."""


def recognises(probe: Probe) -> bool:
    """True for mail."""
    return probe.shape is Shape.MAIL


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """A conversation for each thread."""
    team = mapping.team if mapping and mapping.team else guessed_team(opened)
    threads = Threads()
    for raw in mails(opened):
        headers = with_returned(headers_of(raw), raw)
        threads.join(headers, customer_of(headers, team))
    gathering, name = Gathering(opened.limits.gathered_bytes), opened.name
    for number, raw in enumerate(mails(opened), start=1):
        headers = with_returned(headers_of(raw), raw)
        if "from" not in headers and "date" not in headers and "message-id" not in headers:
            yield Reject(name, number, "not a mail: it has neither sender nor date", raw[:500].decode("utf-8", "replace").replace("\x00", ""))
        else:
            gathering.add(f"{threads.thread(headers):016x}", [(number, row_of(headers, raw, team, opened.limits))])
    for _, rows in gathering.conversations():
        made = conversation_of([cells for _, cells in rows])
        yield finished(made, file=name, row=rows[0][0], raw=" | ".join(rows[0][1][SENT : TEXT + 1]), limits=opened.limits)


def mails(opened: Opened) -> Iterator[bytes]:
    """Every mail, at most as long as its limit."""
    if opened.pieces is not None:
        for _, stream in opened.pieces():
            with stream:
                yield from in_mbox(stream, opened.limits)
        return
    with opened.stream() as stream:
        yield from in_mbox(stream, opened.limits)


def in_mbox(stream: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """The mails of an mbox, or the one mail that a file is."""
    buffer, looked = b"", 0
    while piece := stream.read(BLOCK_BYTES):
        buffer += piece
        start = 0
        for place in separators(buffer, looked):
            yield bare(buffer[start:place])
            start = place + 1
        buffer = buffer[start:]
        if len(buffer) > limits.mail_bytes + SEPARATOR_BYTES:
            buffer = buffer[: limits.mail_bytes] + buffer[-SEPARATOR_BYTES:]
        looked = max(0, len(buffer) - SEPARATOR_BYTES)
    if buffer.strip():
        yield bare(buffer)


def separators(buffer: bytes, start: int) -> Iterator[int]:
    """Where a mail ends and another begins. Found by its letters first: a pattern would stop at every line of an attachment."""
    while (place := buffer.find(b"\nFrom ", start)) >= 0:
        if SEPARATOR.match(buffer, place):
            yield place
        start = place + 1


def bare(raw: bytes) -> bytes:
    """A mail without the line that separates it from the one before."""
    raw = raw.lstrip(b"\xef\xbb\xbf\r\n")
    return raw.partition(b"\n")[2] if raw.startswith((b"From ", b">From ")) else raw


def guessed_team(opened: Opened) -> tuple[str, ...]:
    """The domain that most of the first mails are from or to; a single address where the domain is everybody's."""
    seen: Counter[str] = Counter()
    known: defaultdict[str, set[str]] = defaultdict(set)
    for raw in islice(mails(opened), GUESSED_FROM):
        headers = headers_of(raw)
        # Where a mail was delivered, and what was sent from here, says it best.
        own = people(headers, "delivered-to", "x-original-to")
        if "sent" in headers.get("x-gmail-labels", "").lower():
            own = [*own, *people(headers, "from")]
        here = [address for _, address in (*own, *people(headers, "from", "to", "cc")) if address]
        for address in here:
            known[party(address)].add(address)
        seen.update({party(address) for address in here})
        seen.update({party(address) for _, address in own} - {""})
    # Of equals the one with fewer addresses: customers have one each. Then the first in the alphabet, so that it is always the same.
    return tuple(sorted(seen, key=lambda name: (-seen[name], len(known[name]), name))[:1])


def row_of(headers: dict[str, str], raw: bytes, team: Sequence[str], limits: Limits) -> list[str]:
    """What is kept of a mail, as cells."""
    mail = mail_of(raw, headers)
    name, address = sender_of(headers, team)
    role = Role.AGENT if is_team(address, team) else Role.CUSTOMER
    if is_bounce(headers) or is_automatic(headers):
        role = Role.SYSTEM
    elif role is Role.AGENT:
        role = role_of_name(name) or role_of_name(address) or role
    elif role_of_name(address) is Role.SYSTEM:
        # A notice of somebody else's shop is no customer's.
        role = Role.SYSTEM
    to = people(headers, "to", "cc")
    within = role is Role.AGENT and bool(to) and all(is_team(person, team) for _, person in to)
    moment = sent_at(headers)
    subject, labels = words_of(headers.get("subject", "")), words_of(headers.get("x-gmail-labels", ""))
    sent = moment.isoformat() if moment else ""
    cells = (own_name(headers), role.value, name, address, "1" if within else "", sent, subject)
    body = or_files(mail.text, mail.files)[: limits.field]
    return [text.replace("\x00", "") for text in (*cells, body, "1" if mail.html else "", "\n".join(mail.files), labels)]


def conversation_of(rows: Sequence[Sequence[str]]) -> Conversation:
    """The conversation of a thread. A mail between colleagues is a note once a customer is part of the thread."""
    ordered = sorted(rows, key=lambda cells: cells[SENT])
    seen: dict[str, Sequence[str]] = {}
    for cells in ordered:
        seen.setdefault(cells[ID], cells)
    kept = list(seen.values())
    customer = next((cells[ADDRESS] for cells in kept if cells[ROLE] == Role.CUSTOMER), "")
    first = kept[0]
    attributes: dict[str, object] = {"mails": len(kept)}
    if automatic := sum(cells[ROLE] == Role.SYSTEM for cells in kept):
        attributes["automatic_mails"] = automatic
    if files := [name for cells in kept for name in cells[FILES].split("\n") if name]:
        attributes["files"] = files[:50]
    labels = dict.fromkeys(label.strip() for cells in kept for label in cells[LABELS].split(",") if label.strip())
    return Conversation(
        conversation_id=id_of(first[ID]),
        messages=tuple(message_of(cells, with_customer=bool(customer)) for cells in kept),
        channel=Channel.EMAIL,
        customer_id=customer or None,
        subject=first[SUBJECT].strip() or None,
        tags=tuple(labels),
        attributes=attributes,
        rows=len(rows),
    )


def id_of(name: str) -> str:
    """The id of the conversation that a mail of this name begins."""
    return "mail-" + blake2b(name.encode("utf-8", "replace"), digest_size=10).hexdigest()


def message_of(cells: Sequence[str], *, with_customer: bool) -> Message:
    """One mail of a thread."""
    moment = datetime.fromisoformat(cells[SENT]) if cells[SENT] else None
    internal = with_customer and bool(cells[WITHIN])
    return Message(Role(cells[ROLE]), cells[TEXT], cells[NAME] or cells[ADDRESS] or None, moment, internal, bool(cells[HTML]))


def first_guess(opened: Opened) -> tuple[Mapping, tuple[str, ...]]:
    """Who the support side is taken for."""
    team = guessed_team(opened)
    return Mapping((), team=team), (f"everybody at {team[0]} is taken for the support side",) if team else ()


SOURCE = Source("mailbox", "Mailbox (mbox or .eml)", recognises, read, first_guess=first_guess)

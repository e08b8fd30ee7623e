"""Tables with one row per conversation and the whole transcript in a column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from insights.model import Conversation, Message, Reject, Role
from insights.sources.building import finished, is_html
from insights.sources.decoding import Tally
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.mapping import Mapping, Meaning
from insights.sources.rows import Layout, assembled, layout_of, settled_roles, table_of
from insights.sources.source import Opened, Probe, Source
from insights.sources.times import in_utc
from insights.sources.transcript import Turn, turns

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,6})?(?:\s?([ap])\.?m\.?)?", re.IGNORECASE)
SECONDS = re.compile(r"(\d{1,6})\s?s")


def recognises(probe: Probe) -> bool:
    """True for a table with a column of transcripts."""
    return probe.mapping is not None and probe.mapping.column(Meaning.TRANSCRIPT) is not None


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """A conversation for each row."""
    table = table_of(opened)
    layout = layout_of(table, mapping, opened.name)
    seen: dict[str, int] = {}
    for row in table.rows(Tally()):
        if isinstance(row, Reject):
            yield row
            continue
        number, cells = row
        raw = " | ".join(cells)
        picked = layout.pick(cells)
        key = layout.cell(picked, Meaning.CONVERSATION).strip()
        if not key and Meaning.CONVERSATION not in layout.places:
            # The same row has the same id in every import, so that importing twice changes nothing.
            key = hashlib.sha256(raw.encode()).hexdigest()[:16]
        if key in seen:
            yield Reject(opened.name, number, f"duplicate: the conversation {key[:80]} is already in row {seen[key]}", raw[:RAW_CHARACTERS])
            continue
        made = finished(conversation_of(key, picked, layout), file=opened.name, row=number, raw=raw, limits=opened.limits)
        if isinstance(made, Conversation):
            seen[key] = number
        yield made


def conversation_of(key: str, cells: Sequence[str], layout: Layout) -> Conversation:
    """The conversation in one row."""
    written = layout.cell(cells, Meaning.TIME)
    started_at = layout.time(written)
    spoken = turns(layout.cell(cells, Meaning.TRANSCRIPT))
    attributes: dict[str, object] = {}
    if written.strip() and started_at is None:
        attributes["unreadable_times"] = 1
    if len(spoken) == 1 and spoken[0].speaker is None:
        attributes["no_speakers"] = True
    customer = layout.cell(cells, Meaning.CUSTOMER).strip().lower()
    said = [
        (turn.role or (Role.CUSTOMER if customer and (turn.speaker or "").lower() == customer else None), (turn.speaker or "").lower())
        for turn in spoken
    ]
    messages = tuple(
        Message(role, turn.text, turn.speaker, sent_at, html=is_html(turn.text))
        for turn, role, sent_at in zip(spoken, speakers(said), times(spoken, started_at, layout), strict=True)
    )
    return assembled(key, [cells], layout, messages=messages, started_at=started_at, attributes=attributes)


def speakers(said: list[tuple[Role | None, str]]) -> list[Role]:
    """A role for each turn; text before the first speaker among others is a line of the system."""
    if len(said) > 1 and said[0] == (None, ""):
        return [Role.SYSTEM, *settled_roles(said[1:])]
    return settled_roles(said)


def times(spoken: Sequence[Turn], started_at: datetime | None, layout: Layout) -> list[datetime | None]:
    """The moment of each turn. A clock time belongs to the day of the start, and to the next one when the clock runs back past midnight."""
    found: list[datetime | None] = []
    last = started_at.astimezone(layout.zone) if started_at else None
    for turn in spoken:
        moment = None
        if turn.time:
            moment = layout.time(turn.time) or (on_clock(turn.time, last, started_at) if last else None)
        if moment:
            last = moment.astimezone(layout.zone)
        found.append(moment)
    return found


def on_clock(written: str, last: datetime, started_at: datetime | None) -> datetime | None:
    """A clock time, or seconds since the start, as a moment near the turn before."""
    seconds = SECONDS.fullmatch(written)
    if seconds and started_at:
        return started_at + timedelta(seconds=int(seconds[1]))
    clock = CLOCK.fullmatch(written)
    if not clock:
        return None
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    if hour > 23 or int(clock[2]) > 59 or int(clock[3] or 0) > 59:
        return None
    moment = last.replace(hour=hour, minute=int(clock[2]), second=int(clock[3] or 0), microsecond=0)
    if last - moment > timedelta(hours=12):
        moment += timedelta(days=1)
    return in_utc(moment, UTC)


SOURCE = Source("transcript_table", "Table, one row per conversation", recognises, read)

"""Headroom's own interchange: a conversation per line, read and written."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import orjson

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import finished, is_html
from insights.sources.channels import channel_of
from insights.sources.fields import object_of, objects_of, text_of, time_of
from insights.sources.json_values import Record
from insights.sources.mapping import Mapping
from insights.sources.newest import Mapper, newest
from insights.sources.ratings import csat_of
from insights.sources.roles import role_of_name, role_of_value
from insights.sources.source import Opened, Probe, Source

KEYS = frozenset(
    (
        "conversation_id",
        "channel",
        "language",
        "started_at",
        "customer_id",
        "subject",
        "team",
        "state",
        "tags",
        "csat",
        "csat_comment",
        "url",
        "messages",
        "attributes",
    )
)
LISTS = ("", "conversations")


def recognises(probe: Probe) -> bool:
    """True when a record has messages with roles, as no vendor writes them."""
    return any(
        "conversation_id" in record or any("author_role" in message for message in objects_of(record["messages"]))
        for record in probe.records
        if isinstance(record.get("messages"), list)
    )


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations of the file."""

    def conversation(record: Record) -> Conversation | Reject:
        return finished(conversation_of(record.values), file=opened.name, row=record.row, raw=record.shown, limits=opened.limits)

    def id_of(values: dict) -> str | None:
        return text_of(values.get("conversation_id"))

    def changed_at(values: dict) -> datetime | None:
        stated = time_of(values.get("updated_at")) or time_of(object_of(values.get("attributes")).get("updated_at"))
        sent = (time_of(message.get("sent_at")) for message in objects_of(values.get("messages")))
        return stated or max((moment for moment in sent if moment), default=None)

    yield from newest(opened, Mapper(id_of, changed_at, conversation, LISTS))


def conversation_of(values: dict) -> Conversation:
    """One conversation as it is written; unknown keys become attributes."""
    messages, unreadable = [], 0
    for message in objects_of(values.get("messages")):
        sent_at = time_of(message.get("sent_at"))
        unreadable += sent_at is None and message.get("sent_at") not in (None, "")
        messages.append(message_of(message, sent_at))
    attributes = {key: value for key, value in values.items() if key not in KEYS} | object_of(values.get("attributes"))
    if unreadable:
        attributes["unreadable_times"] = unreadable
    written = values.get("csat")
    csat = csat_of(str(written)) if isinstance(written, int | float | str) and not isinstance(written, bool) else None
    if csat is None and written not in (None, ""):
        attributes["rating_value"] = written
    tags = values.get("tags")
    return Conversation(
        conversation_id=text_of(values.get("conversation_id")) or "",
        messages=tuple(messages),
        channel=channel_of(text_of(values.get("channel")) or "") or Channel.OTHER,
        language=text_of(values.get("language")),
        started_at=time_of(values.get("started_at")),
        customer_id=text_of(values.get("customer_id")),
        subject=text_of(values.get("subject")),
        team=text_of(values.get("team")),
        state=text_of(values.get("state")),
        tags=tuple(tag for value in tags if (tag := text_of(value))) if isinstance(tags, list) else (),
        csat=csat,
        csat_comment=text_of(values.get("csat_comment")),
        url=text_of(values.get("url")),
        attributes=attributes,
    )


def message_of(message: dict, sent_at: datetime | None) -> Message:
    """One message; a role that is none of ours is read from its words."""
    author = text_of(message.get("author"))
    text = message.get("text")
    text = text if isinstance(text, str) else text_of(text) or ""
    role = role_of_value(text_of(message.get("author_role")) or "") or role_of_name(author or "") or Role.CUSTOMER
    html = message.get("html")
    return Message(role, text, author, sent_at, message.get("internal") is True, html if isinstance(html, bool) else is_html(text))


def write(conversations: Iterable[Conversation], path: Path) -> None:
    """Write conversations so that reading them gives the same ones; packed when the name ends in .gz."""
    with gzip.open(path, "wb") if path.suffix == ".gz" else path.open("wb") as stream:
        for conversation in conversations:
            stream.write(orjson.dumps(written_conversation(conversation), default=str) + b"\n")


def written_conversation(conversation: Conversation) -> dict[str, object]:
    """The object of a line."""
    return {
        "conversation_id": conversation.conversation_id,
        "channel": conversation.channel.value,
        "language": conversation.language,
        "started_at": conversation.started_at,
        "customer_id": conversation.customer_id,
        "subject": conversation.subject,
        "team": conversation.team,
        "state": conversation.state,
        "tags": list(conversation.tags),
        "csat": conversation.csat,
        "csat_comment": conversation.csat_comment,
        "url": conversation.url,
        "attributes": conversation.attributes,
        "messages": [written_message(message) for message in conversation.messages],
    }


def written_message(message: Message) -> dict[str, object]:
    """The object of a message. It says whether it is HTML only where its text would make a reader guess wrong."""
    values: dict[str, object] = {
        "author_role": message.role.value,
        "author": message.author,
        "sent_at": message.sent_at,
        "text": message.text,
        "internal": message.internal,
    }
    return values if message.html == is_html(message.text) else {**values, "html": message.html}


SOURCE = Source("native", "Headroom JSONL", recognises, read)

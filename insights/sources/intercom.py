"""Intercom conversations as its API gives them: pages of a list, an array, single objects, or a line each.

The first message is `source`, not a part. A part that opens or closes can carry words: customers open again by answering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import finished, is_html, or_files
from insights.sources.channels import channel_of
from insights.sources.fields import names_in, object_of, objects_of, text_of, time_of
from insights.sources.json_values import Record
from insights.sources.mapping import Mapping
from insights.sources.newest import LISTS, Mapper, newest
from insights.sources.ratings import csat_of
from insights.sources.source import Opened, Probe, Source

ROLES = MappingProxyType(
    {"user": Role.CUSTOMER, "lead": Role.CUSTOMER, "contact": Role.CUSTOMER, "admin": Role.AGENT, "team": Role.AGENT, "bot": Role.BOT}
)
KEPT = ("priority", "ai_agent_participated", "updated_at", "custom_attributes", "ai_agent", "statistics")
TAGS = re.compile(r"<[^<>]{0,500}>")
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6});", re.IGNORECASE)


def recognises(probe: Probe) -> bool:
    """True when a record says that it is a conversation of Intercom's, or has its parts."""
    return any("conversation_parts" in record or (record.get("type") == "conversation" and "source" in record) for record in probe.records)


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations of the file."""

    def conversation(record: Record) -> Conversation | Reject:
        return finished(conversation_of(record.values), file=opened.name, row=record.row, raw=record.shown, limits=opened.limits)

    def id_of(values: dict) -> str | None:
        return text_of(values.get("id"))

    def changed_at(values: dict) -> datetime | None:
        return time_of(values.get("updated_at"))

    yield from newest(opened, Mapper(id_of, changed_at, conversation, LISTS))


def conversation_of(values: dict) -> Conversation:
    """One conversation with its first message and the parts that carry words."""
    source = object_of(values.get("source"))
    rating = object_of(values.get("conversation_rating"))
    created_at = time_of(values.get("created_at"))
    contacts = objects_of(object_of(values.get("contacts")).get("contacts"))
    customer = object_of(contacts[0]) if contacts else object_of(source.get("author"))
    messages = [message_of(source, sent_at=created_at)] if says(source) else []
    for part in objects_of(object_of(values.get("conversation_parts")).get("conversation_parts")):
        if says(part):
            messages.append(message_of(part, sent_at=time_of(part.get("created_at"))))
    written = text_of(rating.get("rating"))
    attributes: dict[str, object] = {key: values[key] for key in KEPT if values.get(key) not in (None, {}, "")}
    subject = text_of(values.get("title")) or text_of(source.get("subject"))
    return Conversation(
        conversation_id=text_of(values.get("id")) or "",
        messages=tuple(messages),
        channel=channel_of(text_of(values.get("channel")) or text_of(source.get("type")) or "") or Channel.OTHER,
        started_at=created_at,
        customer_id=text_of(customer.get("id")) or text_of(customer.get("external_id")),
        subject=TAGS.sub("", subject).strip() or None if subject else None,
        team=text_of(values.get("team_assignee_id")),
        state=text_of(values.get("state")),
        tags=tuple(name for tag in objects_of(object_of(values.get("tags")).get("tags")) if (name := text_of(tag.get("name")))),
        csat=csat_of(written) if written else None,
        csat_comment=text_of(rating.get("remark")),
        attributes=attributes,
    )


def says(part: dict) -> bool:
    """Whether a part is a message: one with words, or with files alone."""
    return bool(part.get("body") or part.get("attachments"))


def message_of(part: dict, *, sent_at: datetime | None) -> Message:
    """A message of the source or of a part."""
    author = object_of(part.get("author"))
    by_bot = author.get("from_ai_agent") is True or author.get("is_ai_answer") is True or part.get("from_ai_agent") is True
    role = Role.BOT if by_bot else ROLES.get(text_of(author.get("type")) or "", Role.SYSTEM)
    body = part.get("body")
    text = or_files(body if isinstance(body, str) else "", names_in(part.get("attachments"), "name"))
    internal = "note" in (text_of(part.get("part_type")) or "")
    return Message(role, text, text_of(author.get("name")), sent_at, internal, is_html(text) or ENTITY.search(text) is not None)


SOURCE = Source("intercom", "Intercom conversations", recognises, read)

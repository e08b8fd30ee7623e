"""Front conversations with their messages and comments, as the API gives them, newest first.

Comments are notes of the team. A draft was never sent. A message that came in has no author: its sender is among the recipients.
"""

from __future__ import annotations

from collections.abc import Iterator

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import is_html, or_files
from insights.sources.channels import channel_of
from insights.sources.fields import first_of, listed, names_in, object_of, objects_of, text_of, time_of
from insights.sources.mapping import Mapping
from insights.sources.newest import mapped
from insights.sources.roles import role_of_name
from insights.sources.source import Opened, Probe, Source

AUTOMATIC = ("rule", "macro", "csat", "api", "integration")
NOT_A_CHANNEL = ("task", "discussion", "intercom")
KEPT = ("status_category", "waiting_since", "custom_fields", "is_private", "scheduled_reminders")


def recognises(probe: Probe) -> bool:
    """True when a record is a conversation of Front's with its messages."""
    return any(
        "messages" in record and ((text_of(record.get("id")) or "").startswith("cnv_") or any("is_inbound" in each for each in messages_of(record)))
        for record in probe.records
    )


def messages_of(values: dict) -> list[dict]:
    """What was sent, and what else the list holds."""
    return listed(values.get("messages"), "_results", "results")


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations of the file."""
    yield from mapped(opened, conversation_of, changed=("updated_at", "last_message_at", "created_at"))


def conversation_of(values: dict) -> Conversation:
    """One conversation with its messages and comments, oldest first."""
    sent = [each for each in messages_of(values) if not each.get("draft_mode") and each.get("is_draft") is not True]
    comments = listed(values.get("comments"), "_results", "results")
    messages = [*map(message_of, reversed(sent)), *map(comment_of, reversed(comments))]
    kind = next((text for each in reversed(sent) if (text := text_of(each.get("type"))) and text not in NOT_A_CHANNEL), "")
    inboxes = names_in(values.get("inboxes"), "name", "id")
    attributes: dict[str, object] = {key: values[key] for key in KEPT if values.get(key) not in (None, [], {}, "", False)}
    return Conversation(
        conversation_id=text_of(values.get("id")) or "",
        messages=tuple(sorted(messages, key=lambda message: message.sent_at.timestamp() if message.sent_at else 0.0)),
        channel=channel_of(kind) or Channel.OTHER,
        started_at=time_of(values.get("created_at")),
        customer_id=text_of(object_of(values.get("recipient")).get("handle")),
        subject=text_of(values.get("subject")),
        team=inboxes[0] if inboxes else None,
        state=text_of(values.get("status")),
        tags=names_in(values.get("tags"), "name"),
        attributes=attributes,
    )


def message_of(each: dict) -> Message:
    """One message."""
    author = object_of(each.get("author"))
    inbound = each.get("is_inbound") is True
    sender = next((one for one in objects_of(each.get("recipients")) if one.get("role") == "from"), {})
    name = name_of(author) or first_of(sender, "name", "handle")
    role = Role.CUSTOMER if inbound else Role.AGENT
    if not inbound and (text_of(author.get("type")) or "").lower() in AUTOMATIC:
        role = Role.SYSTEM
    if not inbound and (known := role_of_name(name or "")):
        role = known
    body = next((body for key in ("text", "body") if isinstance(body := each.get(key), str) and body.strip()), "")
    return Message(role, or_files(body, files_of(each)), name, time_of(each.get("created_at")), html=is_html(body))


def comment_of(each: dict) -> Message:
    """One comment of the team."""
    body = each.get("body")
    text = or_files(body if isinstance(body, str) else "", files_of(each))
    sent_at = time_of(each.get("posted_at")) or time_of(each.get("created_at"))
    return Message(Role.AGENT, text, name_of(object_of(each.get("author"))), sent_at, internal=True, html=is_html(text))


def name_of(author: dict) -> str | None:
    """A teammate's name."""
    return " ".join(part for key in ("first_name", "last_name") if (part := text_of(author.get(key)))) or first_of(author, "username", "email")


def files_of(each: dict) -> tuple[str, ...]:
    """Names of what was attached."""
    return names_in(each.get("attachments"), "filename", "name")


SOURCE = Source("front", "Front conversations", recognises, read)

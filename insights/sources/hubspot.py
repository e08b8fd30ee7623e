"""HubSpot conversation threads with their messages, as the API gives them.

A thread's messages also hold comments (internal), the welcome message (of the bot) and changes of state, which nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import is_html, or_files
from insights.sources.fields import first_of, listed, names_in, object_of, objects_of, text_of, time_of
from insights.sources.mapping import Mapping
from insights.sources.newest import mapped
from insights.sources.roles import role_of_name
from insights.sources.source import Opened, Probe, Source

CHANNELS = MappingProxyType({"1000": Channel.CHAT, "1001": Channel.SOCIAL, "1002": Channel.EMAIL, "1003": Channel.PHONE, "1007": Channel.CHAT})
# The first letter of an actor says what it is.
ACTORS = MappingProxyType({"A": Role.AGENT, "V": Role.CUSTOMER, "E": Role.CUSTOMER, "B": Role.BOT, "L": Role.BOT, "S": Role.SYSTEM, "I": Role.SYSTEM})
SPOKEN = ("MESSAGE", "COMMENT", "WELCOME_MESSAGE")
KEPT = ("assignedTo", "inboxId", "threadAssociations", "archived", "spam", "latestMessageTimestamp")


def recognises(probe: Probe) -> bool:
    """True when a record is a thread of HubSpot's."""
    return any("messages" in record and ("originalChannelId" in record or "latestMessageTimestamp" in record) for record in probe.records)


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Threads of the file."""
    yield from mapped(opened, conversation_of, changed=("latestMessageTimestamp", "closedAt", "createdAt"))


def conversation_of(thread: dict) -> Conversation:
    """One thread with its messages."""
    said = [each for each in listed(thread.get("messages"), "results") if (each.get("type") or "MESSAGE") in SPOKEN]
    names = names_of_actors(thread.get("actors"))
    attributes: dict[str, object] = {key: thread[key] for key in KEPT if thread.get(key) not in (None, {}, "", False)}
    channel = text_of(thread.get("originalChannelId")) or next((text for each in said if (text := text_of(each.get("channelId")))), "")
    customer = text_of(thread.get("associatedContactId")) or next((actor for each in said if (actor := actor_of(each))[:1] in ("V", "E")), None)
    return Conversation(
        conversation_id=text_of(thread.get("id")) or "",
        messages=tuple(message_of(each, names) for each in said),
        channel=CHANNELS.get(channel, Channel.OTHER),
        started_at=time_of(thread.get("createdAt")),
        customer_id=customer,
        subject=text_of(thread.get("subject")) or next((text for each in said if (text := text_of(each.get("subject")))), None),
        team=text_of(thread.get("inboxId")),
        state=(text_of(thread.get("status")) or "").lower() or None,
        attributes=attributes,
    )


def names_of_actors(actors: object) -> dict[str, str]:
    """Names by actor, from the answer of the actors' API: a list, its `results`, or one object for each."""
    if isinstance(actors, dict) and "results" not in actors:
        actors = [{"id": key, **object_of(value)} for key, value in actors.items()]
    found = [(text_of(each.get("id")), text_of(each.get("name"))) for each in listed(actors, "results")]
    return {key: name for key, name in found if key and name}


def actor_of(each: dict) -> str:
    """Who wrote a message: its sender, else who made it."""
    return next(
        (actor for sender in objects_of(each.get("senders")) if (actor := text_of(sender.get("actorId")))), text_of(each.get("createdBy")) or ""
    )


def message_of(each: dict, names: dict[str, str]) -> Message:
    """One message. Where the actor is gone, the direction says which side wrote."""
    actor, kind = actor_of(each), each.get("type")
    name = names.get(actor) or next((text for sender in objects_of(each.get("senders")) if (text := text_of(sender.get("name")))), None)
    role = ACTORS.get(actor[:1]) or (Role.CUSTOMER if each.get("direction") == "INCOMING" else Role.AGENT)
    if kind == "WELCOME_MESSAGE" or (role is Role.AGENT and role_of_name(name or "") is Role.BOT):
        role = Role.BOT
    text = first_of(each, "text", "richText") or ""
    files = names_in(each.get("attachments"), "name", "fileId", "url")
    return Message(role, or_files(text, files), name, time_of(each.get("createdAt")), kind == "COMMENT", is_html(text))


SOURCE = Source("hubspot", "HubSpot threads", recognises, read)

"""Chatwoot conversations with their messages, as the API gives them.

Activities and templates (greetings, forms, surveys) were written by nobody; the answer to a survey is in the message that asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import is_html, or_files
from insights.sources.channels import channel_of
from insights.sources.fields import first_of, listed, names_in, object_of, text_of, time_of
from insights.sources.mapping import Mapping
from insights.sources.newest import mapped
from insights.sources.ratings import csat_of
from insights.sources.roles import role_of_name
from insights.sources.source import Opened, Probe, Source

KINDS = MappingProxyType({0: "incoming", 1: "outgoing", 2: "activity", 3: "template"})
BOTS = ("agentbot", "agent_bot", "captain::assistant", "captain_assistant")
CHANNELS = MappingProxyType({"webwidget": "chat", "facebookpage": "facebook", "twitterprofile": "twitter", "twiliosms": "sms", "apichannel": "api"})
KEPT = ("priority", "custom_attributes", "additional_attributes", "first_reply_created_at", "sla_policy_id")


def recognises(probe: Probe) -> bool:
    """True when a record is a conversation of Chatwoot's."""
    return any("messages" in record and "inbox_id" in record and ("account_id" in record or "meta" in record) for record in probe.records)


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations of the file."""
    yield from mapped(opened, conversation_of, changed=("updated_at", "last_activity_at", "timestamp"))


def conversation_of(values: dict) -> Conversation:
    """One conversation with what people and bots said in it."""
    meta = object_of(values.get("meta"))
    said = [each for each in listed(values.get("messages"), "payload") if kind_of(each) != "activity"]
    answers = [object_of(object_of(object_of(each.get("content_attributes")).get("submitted_values")).get("csat_survey_response")) for each in said]
    survey = next((answer for answer in reversed(answers) if answer), object_of(values.get("csat_survey_response")))
    rating = text_of(survey.get("rating"))
    channel = (text_of(meta.get("channel")) or text_of(values.get("channel")) or "").lower().removeprefix("channel::")
    attributes: dict[str, object] = {key: values[key] for key in KEPT if values.get(key) not in (None, [], {}, "")}
    return Conversation(
        conversation_id=text_of(values.get("id")) or "",
        messages=tuple(message_of(each) for each in said if object_of(each.get("content_attributes")).get("deleted") is not True),
        channel=channel_of(CHANNELS.get(channel, channel)) or Channel.OTHER,
        started_at=time_of(values.get("created_at")) or time_of(values.get("timestamp")),
        customer_id=first_of(object_of(meta.get("sender")), "id", "identifier", "email") or text_of(values.get("contact_id")),
        subject=text_of(object_of(values.get("additional_attributes")).get("mail_subject")),
        team=first_of(object_of(meta.get("team")), "name", "id") or text_of(values.get("inbox_id")),
        state=text_of(values.get("status")),
        tags=names_in(values.get("labels"), "title"),
        csat=csat_of(rating) if rating else None,
        csat_comment=text_of(survey.get("feedback_message")),
        attributes=attributes,
    )


def kind_of(each: dict) -> str:
    """What a message is: a number in the API, a word in its events."""
    stated = each.get("message_type")
    return KINDS.get(stated, "") if isinstance(stated, int) else text_of(stated) or ""


def message_of(each: dict) -> Message:
    """One message. Without its sender (deleted) the direction says which side wrote."""
    sender = object_of(each.get("sender"))
    name, kind = text_of(sender.get("name")), kind_of(each)
    sort = (text_of(each.get("sender_type")) or text_of(sender.get("type")) or "").lower()
    role = Role.CUSTOMER if kind == "incoming" else Role.SYSTEM if kind == "template" else Role.AGENT
    if sort in BOTS:
        role = Role.BOT
    elif role is Role.AGENT:
        role = role_of_name(name or "") or role
    content = each.get("content")
    text = content if isinstance(content, str) else ""
    files = tuple(file_of(file) for file in listed(each.get("attachments")))
    return Message(role, or_files(text, files), name, time_of(each.get("created_at")), each.get("private") is True, is_html(text))


def file_of(file: dict) -> str:
    """The name at the end of an attachment's address, else what kind of file it is."""
    address = text_of(file.get("data_url")) or ""
    return address.partition("?")[0].rpartition("/")[2] or text_of(file.get("file_type")) or "file"


SOURCE = Source("chatwoot", "Chatwoot conversations", recognises, read)

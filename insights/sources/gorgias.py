"""Gorgias tickets with their messages, as the API gives them."""

from __future__ import annotations

from collections.abc import Iterator

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import is_html, or_files
from insights.sources.channels import channel_of
from insights.sources.fields import first_of, listed, names_in, object_of, text_of, time_of
from insights.sources.mapping import Mapping
from insights.sources.newest import mapped
from insights.sources.ratings import csat_of
from insights.sources.roles import role_of_name
from insights.sources.source import Opened, Probe, Source

KEPT = ("priority", "spam", "trashed_datetime", "closed_datetime", "via", "integrations", "custom_fields")


def recognises(probe: Probe) -> bool:
    """True when a record is a ticket of Gorgias's, the only one whose times are called `_datetime`."""
    return any("created_datetime" in record and "messages" in record for record in probe.records)


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Tickets of the file."""
    yield from mapped(opened, conversation_of, changed=("updated_datetime", "last_message_datetime"))


def conversation_of(ticket: dict) -> Conversation:
    """One ticket with its messages."""
    customer = object_of(ticket.get("customer")) or object_of(ticket.get("requester"))
    survey = object_of(ticket.get("satisfaction_survey")) or next(iter(listed(ticket.get("satisfaction_surveys"), "data")), {})
    score = text_of(survey.get("score"))
    attributes: dict[str, object] = {key: ticket[key] for key in KEPT if ticket.get(key) not in (None, [], {}, "", False)}
    if score and csat_of(score) is None:
        attributes["rating_value"] = score
    return Conversation(
        conversation_id=text_of(ticket.get("id")) or "",
        messages=tuple(message_of(each, text_of(customer.get("id"))) for each in listed(ticket.get("messages"), "data")),
        channel=channel_of(text_of(ticket.get("channel")) or text_of(ticket.get("via")) or "") or Channel.OTHER,
        language=text_of(ticket.get("language")),
        started_at=time_of(ticket.get("created_datetime")),
        customer_id=first_of(customer, "id", "email"),
        subject=text_of(ticket.get("subject")),
        team=first_of(object_of(ticket.get("assignee_team")), "name", "id"),
        state=text_of(ticket.get("status")),
        tags=names_in(ticket.get("tags"), "name"),
        csat=csat_of(score) if score else None,
        csat_comment=text_of(survey.get("body_text")),
        url=text_of(ticket.get("uri")),
        attributes=attributes,
    )


def message_of(each: dict, customer: str | None) -> Message:
    """One message. What a rule sent was written by nobody; the AI agent and bots are known by their name."""
    sender = object_of(each.get("sender"))
    name = first_of(sender, "name", "email")
    body = next((body for key in ("body_text", "body_html", "stripped_text") if isinstance(body := each.get(key), str) and body.strip()), "")
    from_agent = each.get("from_agent")
    if not isinstance(from_agent, bool):
        from_agent = text_of(sender.get("id")) != customer
    role = Role.AGENT if from_agent else Role.CUSTOMER
    if from_agent:
        role = role_of_name(name or "") or (Role.SYSTEM if each.get("rule_id") or each.get("via") == "rule" else Role.AGENT)
    internal = each.get("public") is False or each.get("channel") == "internal-note"
    files = names_in(each.get("attachments"), "name", "filename")
    sent_at = time_of(each.get("sent_datetime")) or time_of(each.get("created_datetime"))
    return Message(role, or_files(body, files), name, sent_at, internal, is_html(body))


SOURCE = Source("gorgias", "Gorgias tickets", recognises, read)

"""Freshdesk tickets with their conversation, as the API gives them or as an account export writes them.

The description is the first message. A ticket merged into another is closed with a private note that says so, and its messages are in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import is_html, or_files
from insights.sources.channels import channel_of
from insights.sources.fields import first_of, listed, names_in, object_of, text_of, time_of
from insights.sources.mapping import Mapping
from insights.sources.newest import mapped
from insights.sources.ratings import on_five
from insights.sources.roles import role_of_name
from insights.sources.source import Opened, Probe, Source

CHANNELS = MappingProxyType(
    {1: Channel.EMAIL, 2: Channel.OTHER, 3: Channel.PHONE, 5: Channel.SOCIAL, 6: Channel.SOCIAL, 7: Channel.CHAT, 9: Channel.OTHER, 10: Channel.EMAIL}
    | {13: Channel.CHAT}
)
STATES = MappingProxyType({2: "open", 3: "pending", 4: "resolved", 5: "closed"})
# Seven steps around 100, the neutral one.
STEPS = MappingProxyType({-103: 1, -102: 2, -101: 3, 100: 4, 101: 5, 102: 6, 103: 7})
MERGED = re.compile(r"\bmerged (?:in)?to (?:the )?ticket (?:with )?(?:id )?#?(\d{1,18})", re.IGNORECASE)
SURVEY = 6
KEPT = ("priority", "type", "updated_at", "responder_id", "custom_fields", "spam", "stats")


def recognises(probe: Probe) -> bool:
    """True when a record is a ticket of Freshdesk's, which has its description twice or its conversation beside it."""
    return any(is_ticket(ticket_of(record)) for record in probe.records)


def is_ticket(ticket: dict) -> bool:
    """Whether a record is a ticket of Freshdesk's."""
    if "conversation_parts" in ticket or "comments" in ticket:
        return False
    return ("requester_id" in ticket or "responder_id" in ticket) and any(key in ticket for key in ("description_text", "conversations", "notes"))


def ticket_of(record: dict) -> dict:
    """The ticket, also where an account export wraps it."""
    inner = record.get("helpdesk_ticket")
    return inner if isinstance(inner, dict) else record


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Tickets of the file."""
    yield from mapped(opened, conversation_of, changed=("updated_at",), inner="helpdesk_ticket")


def conversation_of(record: dict) -> Conversation:
    """One ticket with its conversation."""
    ticket = ticket_of(record)
    requester = object_of(ticket.get("requester"))
    asked_by = text_of(ticket.get("requester_id")) or text_of(requester.get("id"))
    notes = [object_of(note.get("note")) or note for note in listed(ticket.get("notes"))]
    said = [*listed(ticket.get("conversations"), "conversations", "results"), *notes]
    created_at = time_of(ticket.get("created_at"))
    first = written(ticket, "description_text", "description", "description_html")
    messages = [Message(Role.CUSTOMER, first, text_of(requester.get("name")), created_at, html=is_html(first))] if first else []
    messages += [message_of(each, asked_by) for each in said if each.get("source") != SURVEY]
    attributes: dict[str, object] = {key: ticket[key] for key in KEPT if ticket.get(key) not in (None, [], {}, "", False)}
    ratings = listed(ticket.get("satisfaction_ratings"), "satisfaction_ratings") or listed([ticket.get("satisfaction_rating")])
    last = ratings[-1] if ratings else {}
    score = object_of(last.get("ratings")).get("default_question") or last.get("rating")
    if score is not None:
        attributes["rating_value"] = score
    if into := merged_into(said):
        attributes["merged_into"] = into
    stated, source = ticket.get("status"), ticket.get("source")
    return Conversation(
        conversation_id=text_of(ticket.get("id")) or text_of(ticket.get("display_id")) or "",
        messages=tuple(messages),
        channel=CHANNELS.get(source, Channel.OTHER) if isinstance(source, int) else channel_of(text_of(source) or "") or Channel.OTHER,
        started_at=created_at,
        customer_id=asked_by,
        subject=text_of(ticket.get("subject")),
        team=first_of(ticket, "group_name", "group_id"),
        state=STATES.get(stated) or str(stated) if isinstance(stated, int) else text_of(stated),
        tags=names_in(ticket.get("tags"), "name"),
        csat=on_five(STEPS.get(score), (1, 7)) if isinstance(score, int) else None,
        csat_comment=next((text for each in ratings if (text := text_of(each.get("feedback")))), None),
        attributes=attributes,
    )


def message_of(each: dict, asked_by: str | None) -> Message:
    """One reply or note. An agent's reply has no author when the agent was deleted: the direction still says which side wrote."""
    text = written(each, "body_text", "body", "body_html")
    name = text_of(each.get("from_email")) or text_of(object_of(each.get("user")).get("name"))
    role = Role.AGENT
    if each.get("incoming") is True or (asked_by is not None and text_of(each.get("user_id")) == asked_by):
        role = Role.CUSTOMER
    elif each.get("auto_response") is True or each.get("automation_id"):
        role = Role.SYSTEM
    else:
        role = role_of_name(name or "") or role
    files = names_in(each.get("attachments"), "name", "content_file_name")
    return Message(role, or_files(text, files), name, time_of(each.get("created_at")), each.get("private") is True, is_html(text))


def written(values: dict, *keys: str) -> str:
    """The first of the bodies that is not empty."""
    return next((body for key in keys if isinstance(body := values.get(key), str) and body.strip()), "")


def merged_into(said: list[dict]) -> str | None:
    """The ticket that this one was merged into, as its last private note says."""
    last = next((each for each in reversed(said) if each.get("private") is True), None)
    found = MERGED.search(written(last, "body_text", "body")[:500]) if last else None
    return found[1] if found else None


SOURCE = Source("freshdesk", "Freshdesk tickets", recognises, read, ("ratings: the seven steps from -103 to 103 are put on 1 to 5",))

"""Zendesk tickets with their comments, as exported or as the API gives them.

A ticket's description is its first comment and counts once. Zendesk's satisfaction is good or bad: it is kept, and never stretched to five steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import datetime

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import finished, is_html, or_files
from insights.sources.channels import channel_of
from insights.sources.decoding import Tally
from insights.sources.fields import first_of, names_in, object_of, objects_of, text_of, time_of
from insights.sources.json_values import Record, records
from insights.sources.mapping import Mapping
from insights.sources.newest import LISTS, Mapper, newest
from insights.sources.ratings import csat_of
from insights.sources.roles import role_of_name, role_of_value
from insights.sources.source import Opened, Probe, Source

AUTOMATIC = frozenset(("rule", "trigger", "automation", "system"))
GOOD_OR_BAD = (("good", 5), ("good_with_comment", 5), ("bad", 1), ("bad_with_comment", 1))
KEPT = ("priority", "type", "updated_at", "group_id", "assignee_id", "custom_fields")
WORD = re.compile(r"\w+")
MERGED, NUMBER = "closed_by_merge", re.compile(r"#(\d{1,18})")


@dataclass(frozen=True, slots=True)
class User:
    """Who somebody in a ticket is."""

    role: Role | None
    name: str | None


def recognises(probe: Probe) -> bool:
    """True when a record is a ticket: with comments, or with a description and who asked."""
    return any(is_ticket(record) for record in probe.records)


def is_ticket(record: dict) -> bool:
    """Whether a record is a ticket of Zendesk's."""
    ticket = ticket_of(record)
    if any(key in record for key in ("conversation_parts", "author_role", "description_text", "conversations")):
        return False
    return "requester_id" in ticket and ("comments" in ticket or "description" in ticket)


def ticket_of(record: dict) -> dict:
    """The ticket, also where it stands beside its comments and users."""
    inner = record.get("ticket")
    if not isinstance(inner, dict):
        return record
    return {**{key: record[key] for key in ("comments", "users", "audits") if key in record}, **inner}


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Tickets of the file."""
    users = side_loaded_users(opened)

    def conversation(record: Record) -> Conversation | Reject:
        made = conversation_of(ticket_of(record.values), users)
        return finished(made, file=opened.name, row=record.row, raw=record.shown, limits=opened.limits)

    def id_of(values: dict) -> str | None:
        return first_of(ticket_of(values), "id", "nice_id")

    def changed_at(values: dict) -> datetime | None:
        return time_of(ticket_of(values).get("updated_at"))

    yield from newest(opened, Mapper(id_of, changed_at, conversation, LISTS))


def side_loaded_users(opened: Opened) -> dict[str, User]:
    """Users that stand in the file beside the tickets, before or after them."""
    return dict(user_of(record.values) for record in records(opened, Tally()) if isinstance(record, Record) and record.list_name == "users")


def user_of(values: dict) -> tuple[str, User]:
    """Id and role of a user."""
    return text_of(values.get("id")) or "", User(role_of_value(text_of(values.get("role")) or ""), text_of(values.get("name")))


def conversation_of(ticket: dict, side_loaded: AnyMapping[str, User]) -> Conversation:
    """One ticket with its comments."""
    requester = text_of(ticket.get("requester_id"))
    users = {**side_loaded, **dict(user_of(values) for values in objects_of(ticket.get("users")))}
    comments = ticket.get("comments")
    comments = objects_of(object_of(comments).get("comments") if isinstance(comments, dict) else comments)
    messages = [message_of(comment, requester, users) for comment in comments]
    created_at = time_of(ticket.get("created_at"))
    description = ticket.get("description")
    if isinstance(description, str) and not any(same_words(description, message.text) for message in messages):
        first = Message(Role.CUSTOMER, description, users.get(requester or "", User(None, None)).name, created_at, html=is_html(description))
        messages.insert(0, first)
    rating = object_of(ticket.get("satisfaction_rating"))
    score = text_of(rating.get("score"))
    attributes: dict[str, object] = {key: ticket[key] for key in KEPT if ticket.get(key) not in (None, [], "")}
    if score and score not in ("offered", "unoffered"):
        attributes |= {"rating_value": score}
    tags = ticket.get("tags") or (text_of(ticket.get("current_tags")) or "").split()
    if isinstance(tags, list) and MERGED in tags:
        # The closing comment names the ticket that goes on with it.
        attributes["merged_into"] = next((found[1] for message in reversed(messages) if (found := NUMBER.search(message.text[:500]))), "another")
    return Conversation(
        conversation_id=first_of(ticket, "id", "nice_id") or "",
        messages=tuple(messages),
        channel=channel_of(text_of(object_of(ticket.get("via")).get("channel")) or "") or Channel.OTHER,
        started_at=created_at,
        customer_id=requester,
        subject=text_of(ticket.get("subject")),
        team=text_of(ticket.get("group_name")) or text_of(ticket.get("group_id")),
        state=text_of(ticket.get("status")),
        tags=tuple(tag for value in tags if (tag := text_of(value))) if isinstance(tags, list) else (),
        csat=csat_of(score, None, GOOD_OR_BAD) if score else None,
        csat_comment=text_of(rating.get("comment")),
        url=text_of(ticket.get("url")),
        attributes=attributes,
    )


def message_of(comment: dict, requester: str | None, users: AnyMapping[str, User]) -> Message:
    """One comment."""
    author_id = text_of(comment.get("author_id")) or text_of(object_of(comment.get("author")).get("id"))
    inline = object_of(comment.get("author"))
    user = users.get(author_id or "") or user_of(inline)[1]
    text = next((body for key in ("plain_body", "html_body", "body", "value") if isinstance(body := comment.get(key), str) and body.strip()), "")
    text = or_files(text, names_in(comment.get("attachments"), "file_name"))
    return Message(
        role=role_of(comment, author_id, requester, user),
        text=text,
        author=user.name,
        sent_at=time_of(comment.get("created_at")),
        internal=comment.get("public", comment.get("is_public")) is False,
        html=is_html(text),
    )


def role_of(comment: dict, author_id: str | None, requester: str | None, user: User) -> Role:
    """Who wrote a comment. An agent can ask too, so whoever asked is the customer."""
    if author_id == "-1" or object_of(comment.get("via")).get("channel") in AUTOMATIC:
        return Role.SYSTEM
    if author_id is not None and author_id == requester:
        return Role.CUSTOMER
    return role_of_name(user.name or "") or user.role or Role.AGENT


def same_words(one: str, other: str) -> bool:
    """Whether two texts begin alike, whatever their markup and spaces."""
    first, second = (WORD.findall(re.sub(r"<[^<>]{0,500}>|&\w{1,8};", " ", text[:2_000]))[:12] for text in (one, other))
    return first == second


SOURCE = Source("zendesk", "Zendesk tickets", recognises, read, ("ratings: good counts as 5, bad as 1",))

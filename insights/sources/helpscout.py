"""Help Scout conversations with their threads, as the API gives them. What it calls a thread is one message.

Drafts and hidden threads were never sent. Both spellings of keys occur: `createdAt` in the API, `created_at` in its events.
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
from insights.sources.roles import role_of_name
from insights.sources.source import Opened, Probe, Source

UNSPOKEN = ("lineitem", "beaconchatevent")
UNSENT = ("draft", "hidden")
GRADES = MappingProxyType({"great": 5, "okay": 3, "ok": 3, "not good": 1, "not_good": 1, "1": 5, "2": 3, "3": 1})
KEPT = ("number", "customFields", "closedAt")
AUTOMATIC = ("system user", "help scout")


def recognises(probe: Probe) -> bool:
    """True when a record is a conversation of Help Scout's with its threads."""
    return any(threads_of(record) and any("createdBy" in each or "created_by" in each for each in threads_of(record)) for record in probe.records)


def threads_of(values: dict) -> list[dict]:
    """The messages, wherever this answer of the API keeps them."""
    return listed(object_of(values.get("_embedded")).get("threads")) or listed(values.get("threads"), "threads")


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """Conversations of the file."""
    yield from mapped(opened, conversation_of, changed=("userUpdatedAt", "user_updated_at", "updatedAt"))


def conversation_of(values: dict) -> Conversation:
    """One conversation with what was sent in it."""
    threads = [each for each in threads_of(values) if each.get("type") not in UNSPOKEN and each.get("state") not in UNSENT]
    customer = object_of(values.get("primaryCustomer")) or object_of(values.get("primary_customer")) or object_of(values.get("customer"))
    rating = next((found for each in (values, *threads) if (found := object_of(each.get("rating")))), {})
    grade = first_of(rating, "rating", "ratingId", "rating_id")
    attributes: dict[str, object] = {key: values[key] for key in KEPT if values.get(key) not in (None, [], {}, "")}
    if grade:
        attributes["rating_value"] = grade
    stated = text_of(values.get("type")) or text_of(object_of(values.get("source")).get("type")) or ""
    return Conversation(
        conversation_id=text_of(values.get("id")) or "",
        messages=tuple(message_of(each) for each in threads),
        channel=channel_of(stated) or Channel.OTHER,
        started_at=time_of(first_of(values, "createdAt", "created_at")),
        customer_id=first_of(customer, "id", "email"),
        subject=text_of(values.get("subject")),
        team=first_of(values, "mailboxName", "mailboxId", "mailbox_id") or first_of(object_of(values.get("mailbox")), "name", "id"),
        state=text_of(values.get("status")),
        tags=names_in(values.get("tags"), "tag", "name"),
        csat=GRADES.get((grade or "").lower()),
        csat_comment=first_of(rating, "comments", "rating_comments"),
        attributes=attributes,
    )


def message_of(each: dict) -> Message:
    """One thread."""
    author = object_of(each.get("createdBy")) or object_of(each.get("created_by"))
    name = " ".join(part for key in ("first", "last") if (part := text_of(author.get(key)))) or text_of(author.get("email"))
    body = next((body for key in ("body", "text") if isinstance(body := each.get(key), str)), "")
    files = names_in(object_of(each.get("_embedded")).get("attachments") or each.get("attachments"), "filename", "fileName", "name")
    sent_at = time_of(first_of(each, "createdAt", "created_at"))
    return Message(role_of(each, author, name or ""), or_files(body, files), name, sent_at, each.get("type") == "note", is_html(body))


def role_of(each: dict, author: dict, name: str) -> Role:
    """Who wrote a thread. Of a deleted author nothing is left but the kind of thread."""
    if author.get("type") == "customer" or (not author and each.get("type") in ("customer", "chat")):
        return Role.CUSTOMER
    if name.lower().startswith(AUTOMATIC) or object_of(each.get("action")).get("type") == "automatic-workflow":
        return Role.SYSTEM
    return role_of_name(name) or Role.AGENT


SOURCE = Source("helpscout", "Help Scout conversations", recognises, read, ("ratings: great counts as 5, okay as 3, not good as 1",))

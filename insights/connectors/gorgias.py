"""Gorgias: tickets, newest change first, each with its messages and survey."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from insights.connectors.connector import Connector, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import stamp
from insights.connectors.walking import backwards, collected

A_PAGE = 100
A_PAGE_OF_TICKETS = 50
MOST_PAGES = 60
FIELDS = (
    Field("subdomain", "Subdomain", Kind.SUBDOMAIN, "The first part of the address where you work: acme in acme.gorgias.com.", suffix=".gorgias.com"),
    Field("email", "E-mail", Kind.EMAIL, "The one that the key's owner logs in with."),
    Field("token", "API key", Kind.SECRET, "In **Settings › REST API** choose **Create API key**."),
)


def place(values: Mapping[str, str]) -> Place:
    """The account's own address."""
    word = base64.b64encode(f"{values['email']}:{values['token']}".encode()).decode()
    return Place(f"https://{values['subdomain']}.gorgias.com", {"Authorization": f"Basic {word}"})


def test(session: Session) -> Reach:
    """Whose account it is, and whether tickets may be read. Gorgias does not count them."""
    account = str(session.get("/api/account").object.get("domain") or "your account")
    try:
        session.get("/api/tickets", {"limit": 1})
    except Declined as declined:
        if declined.status != 403:
            raise
        return Reach(account, None, ("read tickets",))
    return Reach(account)


def updated(ticket: dict[str, Any]) -> object:
    """When a ticket changed last."""
    return ticket.get("updated_datetime") or ticket.get("created_datetime")


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The tickets that changed since the window began."""
    ask = partial(data, session, "/api/tickets", {"limit": A_PAGE_OF_TICKETS, "order_by": "updated_datetime:desc", "trashed": "true"})
    return backwards(session, cursor, ask, partial(whole, session), window.since, updated, deleted)


def deleted(ticket: dict[str, Any]) -> bool:
    """Whether a ticket is in the trash or taken for spam."""
    return bool(ticket.get("trashed_datetime")) or ticket.get("spam") is True


def whole(session: Session, listed: dict[str, Any]) -> Raw:
    """A ticket with all its messages: its own answer may hold only some of them."""
    key = str(listed["id"])
    ticket = session.get(f"/api/tickets/{quote(key, safe='')}").object
    messages, count = ticket.get("messages"), ticket.get("messages_count")
    if not isinstance(messages, list) or not isinstance(count, int) or len(messages) < count:
        ask = partial(data, session, "/api/messages", {"ticket_id": key, "limit": A_PAGE, "order_by": "created_datetime:asc"})
        messages = collected(ask, MOST_PAGES)
    return Raw(key, stamp(updated(listed)), {**listed, **ticket, "messages": messages})


def data(session: Session, path: str, params: Mapping[str, object], cursor: str | None) -> tuple[list[dict], str | None]:
    """A page of anything."""
    found = session.get(path, {**params, "cursor": cursor} if cursor else params)
    marks = found.object.get("meta")
    onward = marks.get("next_cursor") if isinstance(marks, dict) else None
    return found.listed("data"), str(onward) if onward else None


CONNECTOR = Connector(
    name="gorgias",
    label="Gorgias",
    source="gorgias",
    fields=FIELDS,
    scopes="a user who may **read tickets**. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    deletions="Tickets that are moved to the trash of Gorgias, or marked as spam, are taken out here by the next pull. Gorgias does not tell what "
    "was deleted for good.",
)

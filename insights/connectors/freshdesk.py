"""Freshdesk: tickets in the order of their changes, and each one's conversation; its first message is the ticket's own description.

Pages by number would lose tickets: one that changes moves to the end and all others move up, over the edge of a page already read; and after 300 of
them it stops. So each page begins at the last change seen, and numbers are used only where a whole page changed within one second.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from insights.connectors.connector import NOTHING, Connector, CursorExpired, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import moment, stamp
from insights.connectors.walking import collected, forwards, ids, listing, moments, updated_at

A_PAGE = 100
MOST_PAGES = 60
MOST_FOLDERS = 1_000
MOST_NUMBERED = 300
TRASH = ("deleted", "spam")
FIELDS = (
    Field(
        "subdomain", "Subdomain", Kind.SUBDOMAIN, "The first part of the address where you work: acme in acme.freshdesk.com.", suffix=".freshdesk.com"
    ),
    Field("token", "API key", Kind.SECRET, "Click your picture, then **Profile settings**: the key is on the right, behind **View API key**."),
)


def place(values: Mapping[str, str]) -> Place:
    """The account's own address."""
    word = base64.b64encode(f"{values['token']}:X".encode()).decode()
    return Place(f"https://{values['subdomain']}.freshdesk.com", {"Authorization": f"Basic {word}"})


def test(session: Session) -> Reach:
    """Who we are, and how many tickets there are."""
    me = session.get("/api/v2/agents/me").object
    contact = me.get("contact")
    account = str((contact if isinstance(contact, dict) else {}).get("name") or "your account")
    try:
        session.get("/api/v2/tickets", {"per_page": 1})
        found = session.get("/api/v2/search/tickets", {"query": "\"created_at:>'2000-01-01'\""}).object
    except Declined as declined:
        if declined.status == 403:
            return Reach(account, None, ("view tickets",))
        if declined.status != 400:
            raise
        return Reach(account)
    total = found.get("total")
    return Reach(account, total if isinstance(total, int) else None)


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The tickets that changed since the window began. The cursor is a moment and the number of a page."""

    def ask(cursor: str | None) -> tuple[list[dict], str | None]:
        since, number = place_in(cursor) if cursor else (window.since, 1)
        asked = {"updated_since": f"{since:%Y-%m-%dT%H:%M:%SZ}", "order_by": "updated_at", "order_type": "asc", "per_page": A_PAGE, "page": number}
        found = session.get("/api/v2/tickets", {**asked, "include": "requester,stats,description"})
        following = after(found.headers, moments(found.listed(), updated_at), since, number)
        return found.listed(), f"{following[0].isoformat()}|{following[1]}" if following else None

    return forwards(session, cursor, ask, partial(whole, session), deleted=deleted)


def deleted(ticket: dict[str, Any]) -> bool:
    """Whether a ticket was deleted or marked as spam."""
    return ticket.get("deleted") is True or ticket.get("spam") is True


def gone(session: Session, since: datetime) -> Iterator[tuple[str, ...]]:
    """What was deleted or marked as spam since a moment: the list of tickets leaves both out, unless it is asked for them."""
    for kind in TRASH:
        asked = {"filter": kind, "updated_since": f"{since:%Y-%m-%dT%H:%M:%SZ}", "order_by": "updated_at", "order_type": "asc"}
        yield from ids(partial(numbered, session, "/api/v2/tickets", params=asked), MOST_NUMBERED)


def after(headers: Mapping[str, str], changes: Sequence[datetime], since: datetime, number: int) -> tuple[datetime, int] | None:
    """Where the next page begins; None after the last one."""
    if 'rel="next"' not in headers.get("link", "").replace("rel=next", 'rel="next"') or not changes:
        return None
    if min(changes) < since.replace(microsecond=0):
        # Not the page that was asked for, but an older one: it is asked for again.
        return since, number
    # A second back, whether or not the moment itself is in.
    onward = max(changes).replace(microsecond=0) - timedelta(seconds=1)
    return (onward, 1) if onward > since else (since, number + 1)


def place_in(cursor: str) -> tuple[datetime, int]:
    """The place that a cursor names."""
    text, _, number = cursor.partition("|")
    since = moment(text)
    if since is None or not number.isdigit():
        raise CursorExpired("The place in the pull cannot be read.", hint="It begins anew.")
    return since, int(number)


def whole(session: Session, ticket: dict) -> Raw:
    """A ticket with its conversation."""
    key = str(ticket["id"])
    ask = partial(numbered, session, f"/api/v2/tickets/{quote(key, safe='')}/conversations")
    return Raw(key, stamp(ticket.get("updated_at")), {**ticket, "conversations": collected(ask, MOST_PAGES)})


def articles(session: Session) -> Iterator[list[dict[str, Any]]]:
    """The solution articles, folder by folder, with the folders inside folders."""
    for category in session.get("/api/v2/solutions/categories").listed():
        folders = session.get(f"/api/v2/solutions/categories/{quote(str(category.get('id')), safe='')}/folders").listed()
        for _ in range(MOST_FOLDERS):
            if not folders:
                break
            folder, folders = quote(str(folders[0].get("id")), safe=""), folders[1:]
            yield from listing(partial(numbered, session, f"/api/v2/solutions/folders/{folder}/articles"))
            folders += inside(session, folder)


def inside(session: Session, folder: str) -> list[dict[str, Any]]:
    """The folders in a folder; where there can be none, the question itself is not known."""
    try:
        return session.get(f"/api/v2/solutions/folders/{folder}/subfolders").listed()
    except Declined as declined:
        if declined.status != 404:
            raise
        return []


def numbered(session: Session, path: str, number: str | None, *, params: Mapping[str, object] = NOTHING) -> tuple[list[dict], str | None]:
    """A page of a list whose pages are counted and end with one that is not full."""
    page = int(number or 1)
    found = session.get(path, {**params, "per_page": A_PAGE, "page": page}).listed()
    return found, str(page + 1) if len(found) >= A_PAGE else None


CONNECTOR = Connector(
    name="freshdesk",
    label="Freshdesk",
    source="freshdesk",
    fields=FIELDS,
    scopes="a role that may **view all tickets**. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    articles=articles,
    gone=gone,
    deletions="Tickets that are deleted in Freshdesk, or marked as spam, are taken out here by the next pull.",
)

"""Zendesk: tickets come from the incremental export by cursor, in the order of their changes, and each one's comments are asked for with their users.

The export says that it is over with `end_of_stream`; a next cursor it gives always. It has no end of its own choosing, leaves out the last minute,
allows 10 questions a minute, and is open to admins only.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from insights.connectors.connector import Connector, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import stamp
from insights.connectors.walking import collected, forwards, listing

A_PAGE = 100
MOST_PAGES = 60
"""Of comments of one ticket; Zendesk closes a ticket at 5,000."""
EXPORT = "/api/v2/incremental/tickets/cursor.json"
FIELDS = (
    Field("subdomain", "Subdomain", Kind.SUBDOMAIN, "The first part of the address where you work: acme in acme.zendesk.com.", suffix=".zendesk.com"),
    Field("email", "E-mail of an admin", Kind.EMAIL, "The one that the token's owner logs in with. Only admins may export tickets."),
    Field("token", "API token", Kind.SECRET, "In **Admin Center › Apps and integrations › APIs › API tokens** choose **Add API token**."),
)


def place(values: Mapping[str, str]) -> Place:
    """The account's own address."""
    word = base64.b64encode(f"{values['email']}/token:{values['token']}".encode()).decode()
    return Place(f"https://{values['subdomain']}.zendesk.com", {"Authorization": f"Basic {word}"})


def test(session: Session) -> Reach:
    """Who we are, how many tickets there are, and whether they may be exported."""
    user = session.get("/api/v2/users/me.json").object.get("user")
    user = user if isinstance(user, dict) else {}
    if not user.get("id"):
        # Zendesk answers a wrong token here with a visitor, not with a refusal.
        raise Declined(
            "Zendesk does not accept this token with this e-mail address.", hint="Check both, and that API tokens are switched on.", status=401
        )
    count, missing = None, []
    try:
        counted = session.get("/api/v2/tickets/count.json").object.get("count")
        count = counted.get("value") if isinstance(counted, dict) else None
        session.get(EXPORT, {"start_time": int((datetime.now(UTC) - timedelta(minutes=10)).timestamp()), "per_page": 1})
    except Declined as declined:
        if declined.status != 403:
            raise
        missing.append("export tickets (admins only)")
    return Reach(str(user.get("name") or user.get("email") or "your account"), count if isinstance(count, int) else None, tuple(missing))


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The tickets that changed since the window began."""

    def ask(cursor: str | None) -> tuple[list[dict], str | None]:
        start = {"start_time": int(window.since.timestamp())} if cursor is None else {"cursor": cursor}
        found = session.get(EXPORT, {**start, "per_page": A_PAGE})
        after = found.object.get("after_cursor")
        return found.listed("tickets"), str(after) if after and found.object.get("end_of_stream") is not True else None

    return forwards(session, cursor, ask, partial(whole, session), deleted=deleted)


def deleted(ticket: dict[str, Any]) -> bool:
    """Whether a ticket was deleted; what is marked as spam is deleted too. The export goes on listing it."""
    return ticket.get("status") == "deleted"


def whole(session: Session, ticket: dict) -> Raw:
    """A ticket with its comments and who wrote them."""
    path, params = f"/api/v2/tickets/{quote(str(ticket['id']), safe='')}/comments.json", {"page[size]": A_PAGE, "include": "users"}
    users: dict[str, dict] = {}

    def ask(after: str | None) -> tuple[list[dict], str | None]:
        found = session.get(path, {**params, "page[after]": after} if after else params)
        users.update({str(user.get("id")): user for user in found.objects("users")})
        meta = found.object.get("meta")
        more = isinstance(meta, dict) and meta.get("has_more") is True and meta.get("after_cursor")
        return found.listed("comments"), str(more) if more else None

    comments = collected(ask, MOST_PAGES)
    return Raw(str(ticket["id"]), stamp(ticket.get("updated_at")), {**ticket, "comments": comments, "users": list(users.values())})


def articles(session: Session) -> Iterator[list[dict[str, Any]]]:
    """The articles of the help centre."""

    def ask(after: str | None) -> tuple[list[dict], str | None]:
        found = session.get("/api/v2/help_center/articles.json", {"page[size]": A_PAGE, **({"page[after]": after} if after else {})})
        meta = found.object.get("meta")
        more = isinstance(meta, dict) and meta.get("has_more") is True and meta.get("after_cursor")
        return found.listed("articles"), str(more) if more else None

    return listing(ask)


CONNECTOR = Connector(
    name="zendesk",
    label="Zendesk",
    source="zendesk",
    fields=FIELDS,
    scopes="the rights of an **admin**, because only admins may export tickets. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    articles=articles,
    deletions="Tickets that are deleted in Zendesk, or marked as spam, are taken out here by the next pull.",
)

"""Front: conversations, newest change first, each with its messages and comments.

A company may choose what moves a conversation to the top, so the order is nearly, not strictly, that of changes: a day more than asked for is read.
The next page is named by a whole address; only its token is taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from insights.connectors.connector import Connector, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import stamp
from insights.connectors.walking import backwards, collected

A_PAGE = 100
A_PAGE_OF_CONVERSATIONS = 50
MOST_PAGES = 60
MARGIN = timedelta(days=1)
FIELDS = (
    Field(
        "token",
        "API token",
        Kind.SECRET,
        "In **Settings › Company › Developers › API tokens** make a token for shared resources that may read conversations, messages and comments.",
    ),
)


def place(values: Mapping[str, str]) -> Place:
    """One address for all companies."""
    return Place("https://api2.frontapp.com", {"Authorization": f"Bearer {values['token']}"})


def test(session: Session) -> Reach:
    """Whose token it is, and whether conversations may be read. Front does not count them."""
    account = str(session.get("/me").object.get("name") or "your company")
    try:
        session.get("/conversations", {"limit": 1})
    except Declined as declined:
        if declined.status != 403:
            raise
        return Reach(account, None, ("read conversations",))
    return Reach(account)


def touched(conversation: dict[str, Any]) -> object:
    """When a conversation changed last."""
    return conversation.get("updated_at") or conversation.get("last_message_at") or conversation.get("created_at")


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The conversations that changed since the window began."""

    def whole(listed: dict) -> Raw:
        path = f"/conversations/{quote(str(listed['id']), safe='')}"
        messages, comments = (collected(lambda token, kind=kind: results(session, f"{path}/{kind}", token), MOST_PAGES) for kind in KINDS)
        return Raw(str(listed["id"]), stamp(touched(listed)), {**listed, "messages": messages, "comments": comments})

    def ask(token: str | None) -> tuple[list[dict], str | None]:
        return results(session, "/conversations", token, A_PAGE_OF_CONVERSATIONS)

    return backwards(session, cursor, ask, whole, window.since - MARGIN, touched, deleted)


def deleted(conversation: dict[str, Any]) -> bool:
    """Whether a conversation is in the trash or among the spam."""
    return conversation.get("status") in TRASH


KINDS = ("messages", "comments")
TRASH = ("deleted", "trashed", "spam")


def results(session: Session, path: str, token: str | None, size: int = A_PAGE) -> tuple[list[dict], str | None]:
    """A page of anything."""
    found = session.get(path, {"limit": size, **({"page_token": token} if token else {})})
    marks = found.object.get("_pagination")
    onward = marks.get("next") if isinstance(marks, dict) else None
    tokens = parse_qs(urlsplit(onward).query).get("page_token") if isinstance(onward, str) else None
    return found.listed("_results"), tokens[0] if tokens else None


CONNECTOR = Connector(
    name="front",
    label="Front",
    source="front",
    fields=FIELDS,
    scopes="reading of **conversations**, **messages** and **comments** of shared inboxes. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    deletions="Conversations that are moved to the trash or the spam of Front, or merged, are taken out here by the next pull that lists them "
    "as changed. Front does not tell what was deleted for good.",
)

"""Intercom, version 2.15 of its API: conversations are searched by their last change, then fetched one by one, since only so they have messages.

Reading a list and a conversation counts against 10,000 requests a minute; a 429 tells only when the count begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from insights.connectors.connector import Connector, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import stamp
from insights.connectors.walking import forwards, listing

VERSION = "2.15"
A_PAGE = 50
"""Of 150 possible: each costs a request more, and a page that was begun is asked anew after a stop."""
BASES = {"us": "https://api.intercom.io", "eu": "https://api.eu.intercom.io", "au": "https://api.au.intercom.io"}
FIELDS = (
    Field("region", "Region", Kind.CHOICE, "Where your workspace is hosted.", (("us", "United States"), ("eu", "Europe"), ("au", "Australia"))),
    Field(
        "token",
        "Access token",
        Kind.SECRET,
        "In **Settings › Integrations › Developer hub** make an app for your workspace; its access token is under **Authentication**.",
    ),
)


def place(values: Mapping[str, str]) -> Place:
    """The address of the region."""
    return Place(BASES[values["region"]], {"Authorization": f"Bearer {values['token']}", "Intercom-Version": VERSION})


def test(session: Session) -> Reach:
    """Who we are, and how many conversations there are."""
    me = session.get("/me").object
    app = me.get("app")
    account = str((app if isinstance(app, dict) else {}).get("name") or me.get("name") or me.get("email") or "your workspace")
    try:
        found = session.post("/conversations/search", search(Window(datetime.fromtimestamp(1)), None, size=1)).object
    except Declined as declined:
        if declined.status != 403:
            raise
        return Reach(account, None, ("read conversations",))
    total = found.get("total_count")
    return Reach(account, total if isinstance(total, int) else None)


def search(window: Window, cursor: str | None, size: int = A_PAGE) -> dict[str, object]:
    """The question for a page. A bound of Intercom's leaves out the bound itself, so each is moved by a second."""
    bounds: list[dict[str, object]] = [{"field": "updated_at", "operator": ">", "value": int(window.since.timestamp()) - 1}]
    if window.until is not None:
        bounds.append({"field": "updated_at", "operator": "<", "value": int(window.until.timestamp()) + 1})
    pagination: dict[str, object] = {"per_page": size, **({"starting_after": cursor} if cursor else {})}
    return {
        "query": {"operator": "AND", "value": bounds},
        "pagination": pagination,
        "sort": {"field": "updated_at", "order": "ascending"},
    }


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The conversations that changed in a window, oldest change first."""

    def ask(cursor: str | None) -> tuple[list[dict], str | None]:
        found = session.post("/conversations/search", search(window, cursor))
        return found.listed("conversations"), following(found.object)

    def whole(listed: dict) -> Raw:
        answer = session.get(f"/conversations/{quote(str(listed['id']), safe='')}")
        answer.listed("conversation_parts", "conversation_parts")
        found = answer.object
        return Raw(str(found.get("id") or listed["id"]), stamp(found.get("updated_at")), found)

    return forwards(session, cursor, ask, whole)


def following(found: Mapping[str, object]) -> str | None:
    """The cursor of the page after this one."""
    marks = found.get("pages")
    after = marks.get("next") if isinstance(marks, dict) else None
    return str(after["starting_after"]) if isinstance(after, dict) and after.get("starting_after") else None


def articles(session: Session) -> Iterator[list[dict[str, Any]]]:
    """The articles of the help centre."""

    def ask(number: str | None) -> tuple[list[dict], str | None]:
        page = int(number or 1)
        found = session.get("/articles", {"page": page, "per_page": A_PAGE})
        marks = found.object.get("pages")
        last = marks.get("total_pages") if isinstance(marks, dict) else None
        return found.listed("data"), str(page + 1) if isinstance(last, int) and page < last else None

    return listing(ask)


CONNECTOR = Connector(
    name="intercom",
    label="Intercom",
    source="intercom",
    fields=FIELDS,
    scopes="**Read conversations**, and **Read and list articles** for help articles. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    articles=articles,
    deletions="Intercom does not tell which conversations were deleted. One that is, and is still listed, is taken out here; take back the import "
    "for others, and pull everything again.",
)

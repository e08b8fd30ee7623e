"""Intercom, version 2.15 of its API: conversations are searched by their last change, then fetched one by one, since only so they have messages.

Reading a list and a conversation counts against 10,000 requests a minute; a 429 tells only when the count begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from insights.connectors.connector import Connector, CursorExpired, Declined, Field, Kind, Page, Place, Raw, Reach, Session, Window, moment, stamp

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
    while True:
        try:
            found = session.post("/conversations/search", search(window, cursor))
        except Declined as declined:
            if cursor is not None and declined.status in (400, 404, 410, 422):
                raise CursorExpired(str(declined), hint=declined.hint) from declined
            raise
        listed = [each for each in found.listed("conversations") if each.get("id")]
        fresh = [each for each in listed if not session.has(str(each["id"]), stamp(each.get("updated_at")))]
        raws = tuple(raw for each in fresh if (raw := whole(session, str(each["id"]))))
        cursor = following(found.object)
        changes = [when for each in listed if (when := moment(each.get("updated_at")))]
        yield Page(raws, cursor, max(changes, default=None), len(listed) - len(fresh))
        if cursor is None:
            return


def following(found: Mapping[str, object]) -> str | None:
    """The cursor of the page after this one."""
    marks = found.get("pages")
    after = marks.get("next") if isinstance(marks, dict) else None
    return str(after["starting_after"]) if isinstance(after, dict) and after.get("starting_after") else None


def whole(session: Session, key: str) -> Raw | None:
    """A conversation with its parts; None when it was deleted since the search."""
    try:
        found = session.get(f"/conversations/{key}").object
    except Declined as declined:
        if declined.status == 404:
            return None
        raise
    return Raw(str(found.get("id") or key), stamp(found.get("updated_at")), found)


CONNECTOR = Connector(
    name="intercom",
    label="Intercom",
    source="intercom",
    fields=FIELDS,
    scopes="**Read conversations**, **Read one user and company**. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
)

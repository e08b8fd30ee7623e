"""Help Scout Docs: the help articles of Help Scout, which have an address and a key of their own.

Collections list their articles without the text, so each published one is fetched; drafts are only counted.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from insights.connectors.connector import NOTHING, Connector, Declined, Page, Place, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.walking import GONE, listing

A_PAGE = 100
PUBLISHED = "published"
KEY = Field(
    "docs",
    "Docs API key",
    Kind.SECRET,
    "In **Your profile › Authentication › API keys** choose **Generate an API key** for Docs. Only for its help articles; it may stay empty.",
    optional=True,
)


def place(values: Mapping[str, str]) -> Place:
    """One address for all accounts; the key takes the place of a name, and any password will do."""
    word = base64.b64encode(f"{values[KEY.name]}:X".encode()).decode()
    return Place("https://docsapi.helpscout.net", {"Authorization": f"Basic {word}"})


def test(session: Session) -> Reach:
    """Whose sites they are."""
    sites = session.get("/v1/sites").listed("sites", "items")
    return Reach(str(next((each["companyName"] for each in sites if each.get("companyName")), "your Docs site")))


def articles(session: Session) -> Iterator[list[dict[str, Any]]]:
    """The articles of every public collection, of all sites."""
    for collections in listing(partial(items, session, "/v1/collections", "collections", {"visibility": "public"})):
        for collection in collections:
            path = f"/v1/collections/{quote(str(collection.get('id')), safe='')}/articles"
            for listed in listing(partial(items, session, path, "articles", {"status": "all", "pageSize": A_PAGE})):
                yield [article for each in listed if (article := whole(session, each)) is not None]


def items(session: Session, path: str, name: str, params: Mapping[str, object], number: str | None) -> tuple[list[dict], str | None]:
    """A page of anything: an answer holds one object, which holds the items and how many pages there are."""
    page = int(number or 1)
    found = session.get(path, {**params, "page": page})
    told = found.object.get(name)
    last = told.get("pages") if isinstance(told, dict) else None
    return found.listed(name, "items"), str(page + 1) if isinstance(last, int) and page < last else None


def whole(session: Session, listed: Mapping[str, Any]) -> dict[str, Any] | None:
    """An article as customers read it; None where it was deleted meanwhile."""
    if listed.get("status") != PUBLISHED:
        return {**listed, "text": ""}
    try:
        found = session.get(f"/v1/articles/{quote(str(listed.get('id')), safe='')}").object.get("article")
    except Declined as declined:
        if declined.status not in GONE:
            raise
        return None
    return {**listed, **(found if isinstance(found, dict) else NOTHING)}


def no_pages(_: Session, __: Window, ___: str | None) -> Iterator[Page]:
    """There are no conversations behind this key."""
    return iter(())


CONNECTOR = Connector(
    name="helpscout_docs",
    label="Help Scout Docs",
    source="",
    fields=(KEY,),
    scopes="a user who may see **all Docs sites**. Nothing is ever written.",
    place=place,
    test=test,
    pages=no_pages,
    articles=articles,
)

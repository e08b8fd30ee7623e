"""HubSpot: threads of the inbox in the order of their latest message, each with its messages; long texts are cut there and asked for anew.

Who wrote is only a key; names are asked for once per actor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from insights.connectors.connector import Connector, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import stamp
from insights.connectors.walking import collected, forwards, ids

A_PAGE = 100
MOST_PAGES = 60
THREADS = "/conversations/v3/conversations/threads"
ACTORS = "/conversations/v3/conversations/actors/batch/read"
SCOPE = "conversations.read"
FIELDS = (
    Field(
        "token",
        "Access token",
        Kind.SECRET,
        "In **Settings › Integrations › Private apps** make an app with the scope `conversations.read`; its access token is under **Auth**.",
    ),
)


def place(values: Mapping[str, str]) -> Place:
    """One address for all accounts."""
    return Place("https://api.hubapi.com", {"Authorization": f"Bearer {values['token']}"})


def test(session: Session) -> Reach:
    """Whose account it is, and whether threads may be read. HubSpot does not count them."""
    details = session.get("/account-info/v3/details").object
    account = f"account {details.get('portalId')}" if details.get("portalId") else "your account"
    try:
        session.get(THREADS, listing(datetime(2010, 1, 1, tzinfo=UTC), None, size=1))
    except Declined as declined:
        if declined.status != 403:
            raise
        return Reach(account, None, (SCOPE,))
    return Reach(account)


def listing(since: datetime, after: str | None, size: int = A_PAGE) -> dict[str, object]:
    """The question for a page."""
    bound = {"sort": "latestMessageTimestamp", "latestMessageTimestampAfter": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    return {"limit": size, **bound, **({"after": after} if after else {})}


def latest(thread: dict[str, Any]) -> object:
    """When something was said last."""
    return thread.get("latestMessageTimestamp") or thread.get("createdAt")


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The threads with a message since the window began, oldest last message first."""
    names: dict[str, str] = {}

    def ask(after: str | None) -> tuple[list[dict], str | None]:
        found = session.get(THREADS, listing(window.since, after))
        return found.listed("results"), following(found.object)

    def whole(thread: dict) -> Raw:
        messages = [uncut(session, str(thread["id"]), each) for each in collected(lambda after: said(session, str(thread["id"]), after), MOST_PAGES)]
        actors = {key for each in messages for key in actors_of(each)}
        named(session, sorted(actors - names.keys()), names)
        known = [{"id": key, "name": names[key]} for key in sorted(actors) if names.get(key)]
        return Raw(str(thread["id"]), stamp(latest(thread)), {**thread, "messages": messages, "actors": known})

    return forwards(session, cursor, ask, whole, latest, deleted)


def deleted(thread: dict[str, Any]) -> bool:
    """Whether a thread is spam, or archived: that is how one is deleted, for good 30 days later."""
    return thread.get("spam") is True or thread.get("archived") is True


def gone(session: Session, _: datetime) -> Iterator[tuple[str, ...]]:
    """Every thread that is archived now: when that happened is not told, and they are few."""

    def ask(after: str | None) -> tuple[list[dict], str | None]:
        found = session.get(THREADS, {"limit": A_PAGE, "archived": "true", **({"after": after} if after else {})})
        return [each for each in found.listed("results") if deleted(each)], following(found.object)

    return ids(ask)


def following(found: Mapping[str, Any]) -> str | None:
    """The cursor of the page after this one."""
    paging = found.get("paging")
    onward = paging.get("next") if isinstance(paging, dict) else None
    return str(onward["after"]) if isinstance(onward, dict) and onward.get("after") else None


def said(session: Session, thread: str, after: str | None) -> tuple[list[dict], str | None]:
    """A page of a thread's messages."""
    found = session.get(f"{THREADS}/{quote(thread, safe='')}/messages", {"limit": A_PAGE, **({"after": after} if after else {})})
    return found.listed("results"), following(found.object)


def uncut(session: Session, thread: str, message: dict) -> dict:
    """A message with its whole text."""
    if not str(message.get("truncationStatus", "")).startswith("TRUNCATED") or not message.get("id"):
        return message
    path = f"{THREADS}/{quote(thread, safe='')}/messages/{quote(str(message['id']), safe='')}/original-content"
    whole = session.get(path).object
    return message | {key: whole[key] for key in ("text", "richText") if whole.get(key)}


def actors_of(message: dict) -> list[str]:
    """Who wrote a message, as HubSpot's keys."""
    senders = message.get("senders")
    listed = [each.get("actorId") for each in senders if isinstance(each, dict)] if isinstance(senders, list) else []
    return [str(key) for key in [*listed, message.get("createdBy")] if key]


def named(session: Session, keys: list[str], names: dict[str, str]) -> None:
    """Learn the names of actors; one that has none is not asked for again."""
    names.update(dict.fromkeys(keys, ""))
    for start in range(0, len(keys), A_PAGE):
        found = session.post(ACTORS, {"inputs": keys[start : start + A_PAGE]})
        names.update({str(each["id"]): str(each["name"]) for each in found.objects("results") if each.get("id") and each.get("name")})


CONNECTOR = Connector(
    name="hubspot",
    label="HubSpot",
    source="hubspot",
    fields=FIELDS,
    scopes="the scope **conversations.read** of a private app. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    gone=gone,
    deletions="Threads that are deleted (archived) in HubSpot are taken out here by the next pull, if that comes within 30 days; threads marked as "
    "spam with their next message.",
)

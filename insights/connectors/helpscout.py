"""Help Scout: conversations with their threads, newest change first.

Its list says since when it changed, not when: so what it lists is always taken anew. Pages are numbered; newest first, whatever changes meanwhile
moves towards the pages already read and is listed by the next pull, and when something is deleted a page is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from insights.connectors import helpscout_docs
from insights.connectors.connector import Answer, Connector, CursorExpired, Declined, Login, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import moment, stamp
from insights.connectors.walking import asked, collected, fetched, ids

MOST_PAGES = 200
FIELDS = (
    Field("app", "App ID", Kind.WORD, "In **Your profile › My apps** choose **Create my app**; any address will do for the redirection."),
    Field("token", "App secret", Kind.SECRET, "It stands beside the App ID."),
    helpscout_docs.KEY,
)


def place(_: Mapping[str, str]) -> Place:
    """One address for all accounts."""
    return Place("https://api.helpscout.net", {})


def login(values: Mapping[str, str]) -> Login:
    """The app's secret is changed for a token that is good for two days."""
    return Login("/v2/oauth2/token", {"grant_type": "client_credentials", "client_id": values["app"], "client_secret": values["token"]})


def test(session: Session) -> Reach:
    """Who we are, and how many conversations there are."""
    me = session.get("/v2/users/me").object
    account = " ".join(str(me[key]) for key in ("firstName", "lastName") if me.get(key)) or "your account"
    try:
        found = session.get("/v2/conversations", {"status": "all"})
    except Declined as declined:
        if declined.status != 403:
            raise
        return Reach(account, None, ("read conversations",))
    total = counts(found)["totalElements"]
    return Reach(account, total)


def counts(found: Answer) -> dict[str, int]:
    """What an answer says about its pages."""
    page = found.object.get("page")
    stated = page if isinstance(page, dict) else {}
    return {name: stated[name] if isinstance(stated.get(name), int) else 0 for name in ("number", "totalPages", "totalElements")}


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The conversations that changed since the window began. The cursor is the number of a page and how many conversations there were."""
    shares: list[float] = []

    def ask(cursor: str | None) -> tuple[list[dict], str | None]:
        number, before = place_in(cursor)
        order = {"sortField": "modifiedAt", "sortOrder": "desc", "page": number}
        found = session.get("/v2/conversations", {"status": "all", "embed": "threads", "modifiedSince": written(window.since), **order})
        said = counts(found)
        shares.append(number / max(said["totalPages"], 1))
        if said["totalElements"] < before or said["number"] not in (0, number):
            # Something was deleted, so that all that follow moved up; or another page came than was asked for.
            return conversations(found), f"{number}|{said['totalElements']}"
        return conversations(found), f"{number + 1}|{said['totalElements']}" if number < said["totalPages"] else None

    while True:
        listed, following = asked(ask, cursor)
        raws, _, gone = fetched(session, listed, partial(whole, session), lambda _: None, deleted)
        yield Page(raws, following, backwards=True, share=min(shares[-1], 1.0), gone=gone)
        if following is None:
            return
        cursor = following


def place_in(cursor: str | None) -> tuple[int, int]:
    """The place that a cursor names."""
    number, _, total = (cursor or "1|0").partition("|")
    if not number.isdigit() or not total.isdigit():
        raise CursorExpired("The place in the pull cannot be read.", hint="It begins anew.")
    return int(number), int(total)


def conversations(found: Answer) -> list[dict[str, Any]]:
    """The conversations of a page; a page without any says so only by its count."""
    if found.object.get("_embedded") is None and "page" in found.object:
        return []
    return found.listed("_embedded", "conversations")


def deleted(conversation: dict[str, Any]) -> bool:
    """Whether a conversation was deleted or marked as spam."""
    return conversation.get("state") == "deleted" or conversation.get("status") == "spam"


def gone(session: Session, since: datetime) -> Iterator[tuple[str, ...]]:
    """What was marked as spam since a moment: lists leave it out, unless they are asked for it."""

    def ask(number: str | None) -> tuple[list[dict], str | None]:
        page = int(number or 1)
        found = session.get("/v2/conversations", {"status": "spam", "modifiedSince": written(since), "page": page})
        return [each for each in conversations(found) if deleted(each)], str(page + 1) if page < counts(found)["totalPages"] else None

    return ids(ask)


def written(moment: datetime) -> str:
    """A moment as Help Scout reads it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def whole(session: Session, listed: dict[str, Any]) -> Raw:
    """A conversation with all its threads. The list brings them along, maybe not all."""
    key, embedded = str(listed["id"]), listed.get("_embedded")
    threads = embedded.get("threads") if isinstance(embedded, dict) else None
    said = listed.get("threads")
    if not isinstance(threads, list) or (isinstance(said, int) and len(threads) < said):

        def ask(number: str | None) -> tuple[list[dict], str | None]:
            found = session.get(f"/v2/conversations/{quote(key, safe='')}/threads", {"page": int(number or 1)})
            more = int(number or 1) < counts(found)["totalPages"]
            return found.objects("_embedded", "threads"), str(int(number or 1) + 1) if more else None

        threads = collected(ask, MOST_PAGES)
    return Raw(key, changed(listed, threads), {**listed, "_embedded": {"threads": threads}})


def changed(listed: dict[str, Any], threads: list[Any]) -> str:
    """The latest moment of all that a conversation tells."""
    waiting = listed.get("customerWaitingSince")
    told = [listed.get("createdAt"), listed.get("userUpdatedAt"), listed.get("closedAt"), waiting.get("time") if isinstance(waiting, dict) else None]
    told += [each.get("createdAt") for each in threads if isinstance(each, dict)]
    return max((stamp(each) for each in told if moment(each)), default="")


CONNECTOR = Connector(
    name="helpscout",
    label="Help Scout",
    source="helpscout",
    fields=FIELDS,
    scopes="an app of a user who sees **all mailboxes**. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    login=login,
    articles=helpscout_docs.articles,
    library=helpscout_docs.CONNECTOR,
    gone=gone,
    deletions="Conversations that are marked as spam in Help Scout, or listed as deleted, are taken out here by the next pull. What was deleted for "
    "good or merged is not told.",
)

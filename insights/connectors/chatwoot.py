"""Chatwoot, in the cloud or at an address of one's own: conversations, latest activity first, each with its messages.

Pages are numbered: what becomes active meanwhile moves towards the pages already read, and when something is deleted a page is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from insights.connectors.connector import Connector, CursorExpired, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.moments import moment, stamp
from insights.connectors.walking import backwards, collected, moments

MOST_PAGES = 500
"""Of 20 messages."""
FIELDS = (
    Field("host", "Address", Kind.HOST, "`app.chatwoot.com`, or the host of your own installation. It must be reachable from the internet by https."),
    Field("account", "Account number", Kind.NUMBER, "The number after `/accounts/` in the address where you work."),
    Field("token", "Access token", Kind.SECRET, "At the end of your **Profile settings**."),
)


def place(values: Mapping[str, str]) -> Place:
    """The account at its host."""
    return Place(f"https://{values['host']}/api/v1/accounts/{values['account']}", {"api_access_token": values["token"]})


def test(session: Session) -> Reach:
    """How many conversations there are. A token that sees nothing of the account is refused."""
    found = session.get("/conversations/meta", {"status": "all"}).object
    marks = found.get("meta")
    total = marks.get("all_count") if isinstance(marks, dict) else None
    try:
        name = session.get("").object.get("name")
    except Declined as declined:
        if declined.status not in (401, 403):
            raise
        # Only administrators may read the account's name.
        name = None
    return Reach(str(name or "your account"), total if isinstance(total, int) else None)


def active(conversation: dict[str, Any]) -> object:
    """When a conversation changed last, in seconds."""
    told = [when for key in ("last_activity_at", "updated_at", "timestamp") if (when := moment(conversation.get(key)))]
    return max(told).timestamp() if told else None


def pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The conversations that were active since the window began.

    The cursor: number of a page, how many conversations there were, and the second that the page before it reached (0: not known).
    """

    def ask(cursor: str | None) -> tuple[list[dict], str | None]:
        number, before, reached = place_in(cursor)
        found = session.get("/conversations", {"status": "all", "assignee_type": "all", "sort_by": "last_activity_at_desc", "page": number})
        listed, body = found.listed("data", "payload"), found.object.get("data")
        marks = body.get("meta") if isinstance(body, dict) else None
        total = marks.get("all_count") if isinstance(marks, dict) else None
        count = total if isinstance(total, int) else before
        if listed and (number - 2) * len(listed) > count:
            raise CursorExpired("The list does not come to an end.", hint="It begins anew.")
        oldest = int(min((when.timestamp() for when in moments(listed, active)), default=0))
        if reached and oldest >= reached:
            # Nothing on it is older than the page before: maybe an answer from some store of old answers. It is asked for once more.
            return listed, f"{number}|{count}|0"
        return listed, f"{number if count < before else number + 1}|{count}|{oldest}" if listed else None

    return backwards(session, cursor, ask, partial(whole, session), window.since, active)


def place_in(cursor: str | None) -> tuple[int, int, int]:
    """The place that a cursor names."""
    parts = (cursor or "1|0|0").split("|")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        raise CursorExpired("The place in the pull cannot be read.", hint="It begins anew.")
    return int(parts[0]), int(parts[1]), int(parts[2])


def whole(session: Session, listed: dict[str, Any]) -> Raw:
    """A conversation with all its messages: each answer brings the latest 20 before a message."""
    key = str(listed["id"])

    def ask(before: str | None) -> tuple[list[dict], str | None]:
        found = session.get(f"/conversations/{quote(key, safe='')}/messages", {"before": before} if before else {}).listed("payload")
        first = min((each["id"] for each in found if isinstance(each.get("id"), int)), default=None)
        return found, str(first) if first is not None else None

    said = {each.get("id"): each for each in collected(ask, MOST_PAGES)}
    messages = sorted(said.values(), key=lambda each: each["id"] if isinstance(each.get("id"), int) else 0)
    return Raw(key, stamp(active(listed)), {**listed, "messages": messages})


CONNECTOR = Connector(
    name="chatwoot",
    label="Chatwoot",
    source="chatwoot",
    fields=FIELDS,
    scopes="an **agent or administrator** who sees all inboxes. Nothing is ever written.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    deletions="Chatwoot does not tell which conversations were deleted. A message that is deleted goes with the next change of its conversation; "
    "for whole conversations take back the import, and pull everything again.",
)

"""Walking through a system's list page by page: what is known is not fetched again, and a place that was lost is told from a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from insights.connectors.connector import CursorExpired, Declined, Page, Raw, Session
from insights.connectors.moments import moment, stamp

GONE = (301, 404, 410)
"""Of a single conversation: deleted, or merged into another one."""
SUSPICIOUS = 5
MOST_LISTED = 2_000
LOST = (400, 404, 410, 422)

Ask = Callable[[str | None], tuple[list[dict[str, Any]], str | None]]
"""The items of a page, and the cursor of the page after it."""
Changed = Callable[[dict[str, Any]], object]
"""When an item changed last, as the system writes it; None where its list does not say it, so that it is always fetched."""
Whole = Callable[[dict[str, Any]], Raw]
"""An item with all its messages."""
Deleted = Callable[[dict[str, Any]], bool]
"""Whether a list tells with an item that it is deleted, or no conversation any more."""


def updated_at(item: dict[str, Any]) -> object:
    """The usual name of it."""
    return item.get("updated_at")


def never(_: dict[str, Any]) -> bool:
    """A list that does not tell it."""
    return False


def forwards(session: Session, cursor: str | None, ask: Ask, whole: Whole, changed: Changed = updated_at, deleted: Deleted = never) -> Iterator[Page]:
    """Oldest change first, to the end of the list."""
    while True:
        listed, following = asked(ask, cursor)
        raws, known, gone = fetched(session, listed, whole, changed, deleted)
        yield Page(raws, following, max(moments(listed, changed), default=None), known, gone=gone)
        if following is None:
            return
        cursor = following


def backwards(
    session: Session, cursor: str | None, ask: Ask, whole: Whole, since: datetime, changed: Changed = updated_at, deleted: Deleted = never
) -> Iterator[Page]:
    """Newest change first, to the first page that holds only what changed before `since`."""
    while True:
        listed, following = asked(ask, cursor)
        seen = moments(listed, changed)
        if seen and max(seen) < since:
            following = None
        wanted = [each for each in listed if (when := moment(changed(each))) is None or when >= since]
        raws, known, gone = fetched(session, wanted, whole, changed, deleted)
        yield Page(raws, following, min(seen, default=None), known, backwards=True, gone=gone)
        if following is None:
            return
        cursor = following


def asked(ask: Ask, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the list.

    Raises:
        CursorExpired: the system does not know the place any more.
    """
    try:
        listed, following = ask(cursor)
    except Declined as declined:
        if cursor is not None and declined.status in LOST:
            raise CursorExpired(str(declined), hint=declined.hint) from declined
        raise
    return [each for each in listed if each.get("id") not in (None, "")], following


def fetched(
    session: Session, listed: list[dict[str, Any]], whole: Whole, changed: Changed, deleted: Deleted = never
) -> tuple[tuple[Raw, ...], int, tuple[str, ...]]:
    """What is new of a page, how many are known, and the ids of those that are deleted, be it since the page was made.

    Raises:
        Declined: of many that were listed just now none is there. That is no deletion, but somebody in between.
    """
    there = [each for each in listed if not deleted(each)]
    fresh = [each for each in there if changed(each) is None or not session.has(str(each["id"]), stamp(changed(each)))]
    raws, gone = [], [str(each["id"]) for each in listed if deleted(each)]
    for each in fresh:
        try:
            raws.append(whole(each))
        except Declined as declined:
            if declined.status not in GONE or (len(fresh) >= SUSPICIOUS and not raws and each is fresh[-1]):
                raise
            gone.append(str(each["id"]))
    return tuple(raws), len(there) - len(fresh), tuple(gone)


def ids(ask: Ask, most: int = MOST_LISTED) -> Iterator[tuple[str, ...]]:
    """The ids on every page of a list."""
    for page in listing(ask, most):
        yield tuple(str(each["id"]) for each in page if each.get("id"))


def moments(listed: list[dict[str, Any]], changed: Changed) -> list[datetime]:
    """When the items changed, as far as they say it."""
    return [when for each in listed if (when := moment(changed(each)))]


def collected(ask: Ask, most: int) -> list[dict[str, Any]]:
    """Every item of a list within an item, over at most so many pages."""
    return [each for page in listing(ask, most) for each in page]


def listing(ask: Ask, most: int = MOST_LISTED) -> Iterator[list[dict[str, Any]]]:
    """Every page of a list that is read as a whole, to its end or to a cursor that points at itself."""
    cursor: str | None = None
    for _ in range(most):
        listed, following = ask(cursor)
        yield listed
        if following is None or following == cursor:
            return
        cursor = following

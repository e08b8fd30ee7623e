"""The evidence query: which conversations stand behind a number, and what was said in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from insights.errors import UnusableSetting
from insights.store.snapshot import Snapshot

ORDERS = {
    "newest": "started_at desc nulls last",
    "oldest": "started_at nulls last",
    "lowest_rating": "rating_expected nulls last",
    "highest_rating": "rating_expected desc nulls last",
    "least_sure": "least(coalesce(rating_confidence, 1), coalesce(resolution_confidence, 1), coalesce(topic_confidence, 1))",
    "most_turns": "turns desc",
    "most_effort": "effort desc nulls last",
}
"""How a list may be ordered; equal rows are in the order of their ids."""
MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation: its row of `analysed`, its messages in order, the reasons of its rating, its other attributes as JSON."""

    row: pd.Series
    messages: pd.DataFrame
    reasons: pd.DataFrame
    attributes: str


def conversations(
    snapshot: Snapshot,
    filters_sql: str,
    params: Mapping[str, object],
    *,
    words: str | None = None,
    order: str = "newest",
    limit: int = 50,
    offset: int = 0,
) -> pd.DataFrame:
    """A page of the conversations under a filter (text and values as `insights.metrics.filter_sql` gives them), with their first customer words."""
    if order not in ORDERS:
        raise UnusableSetting(f"Conversations cannot be ordered by {order!r}.", hint=f"Choose one of: {', '.join(ORDERS)}.")
    sql = f"""
        with page as (
            select *
            from analysed
            where ({filters_sql}) and {_having(words)}
            order by {ORDERS[order]}, conversation_id
            limit $page_limit
            offset $page_offset
        ),
        opening as (
            select conversation_id, min_by(text, turn) as opening
            from messages
            where author_role = 'customer' and not internal and conversation_id in (select conversation_id from page)
            group by conversation_id
        )
        select page.*, opening.opening
        from page
        left join opening on opening.conversation_id = page.conversation_id
        order by {ORDERS[order]}, page.conversation_id
    """
    bounds = {"page_limit": max(0, min(limit, MOST_ROWS)), "page_offset": max(0, offset)}
    return snapshot.frame(sql, {**params, **_bound(words), **bounds})


def count(snapshot: Snapshot, filters_sql: str, params: Mapping[str, object], *, words: str | None = None) -> int:
    """How many conversations are under a filter."""
    sql = f"select count(*) as n from analysed where ({filters_sql}) and {_having(words)}"
    return int(snapshot.frame(sql, {**params, **_bound(words)})["n"].iloc[0])


def transcript(snapshot: Snapshot, conversation_id: str) -> Transcript | None:
    """One conversation, or None when there is none of that id."""
    wanted = {"conversation_id": conversation_id}
    row = snapshot.frame("select * from analysed where conversation_id = $conversation_id", wanted)
    if row.empty:
        return None
    messages = snapshot.frame("select * from messages where conversation_id = $conversation_id order by turn", wanted)
    reasons = snapshot.frame("select * from reasons where conversation_id = $conversation_id order by sign desc, turn, reason", wanted)
    attributes = snapshot.frame("select attributes from conversations where conversation_id = $conversation_id", wanted)
    return Transcript(row.iloc[0], messages, reasons, attributes["attributes"].iloc[0] or "{}")


def _having(words: str | None) -> str:
    """The condition that every word stands in the subject or in a message; a word is a text, never a pattern."""
    if not _split(words):
        return "true"
    each = (
        f"(contains(lower(coalesce(analysed.subject, '')), $word_{place}) or analysed.conversation_id in "
        f"(select messages.conversation_id from messages where contains(lower(messages.text), $word_{place})) "
        f"or lower(analysed.conversation_id) = $word_{place})"
        for place in range(len(_split(words)))
    )
    return " and ".join(each)


def _bound(words: str | None) -> dict[str, object]:
    return {f"word_{place}": word for place, word in enumerate(_split(words))}


def _split(words: str | None) -> list[str]:
    return [word.lower() for word in (words or "").split()][:8]

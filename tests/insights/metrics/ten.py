"""Ten conversations, small enough to work out every metric by hand, as the view and the table that metrics read."""

from datetime import datetime
from functools import cache

import duckdb

COLUMNS = (
    "conversation_id",
    "topic_id",
    "topic",
    "subtopic_id",
    "subtopic",
    "channel",
    "team",
    "language",
    "customer_id",
    "started_at",
    "handled_by",
    "turns",
    "first_reply_seconds",
    "csat",
    "kinds",
    "human_cause",
    "eligible",
    "automated",
    "work_class",
    "missing",
    "needs",
    "rung",
    "p_today",
    "p_potential",
    "rating",
    "resolution",
    "not_scored",
    "effort",
    "service_quality",
    "sentiment_start",
    "sentiment_end",
    "article_gap",
    "disputed",
)
TYPES = {
    "started_at": "timestamp",
    "turns": "integer",
    "first_reply_seconds": "double",
    "csat": "integer",
    "kinds": "varchar[]",
    "missing": "varchar[]",
    "needs": "varchar[]",
    "eligible": "boolean",
    "automated": "boolean",
    "rung": "integer",
    "p_today": "double",
    "p_potential": "double",
    "rating": "integer",
    "effort": "double",
    "service_quality": "double",
    "sentiment_start": "double",
    "sentiment_end": "double",
    "article_gap": "boolean",
    "disputed": "boolean",
}
NO = None
ROWS = (
    ("c1", "t1", "Delivery", "t1a", "Late", "chat", "North", "en", "u1", 3, "bot", 4, 20, 5, ["informational"], NO, True, True, "informational", [], ["a"], 0, 1.0, 1.0, 5, "confirmed", NO, 0.1, 0.9, -0.2, 0.8, False, False),
    ("c2", "t1", "Delivery", "t1a", "Late", "chat", "North", "en", "u1", 5, "bot", 6, 30, NO, ["personalised"], NO, True, False, "personalised", ["r"], ["r"], 2, 0.05, 0.6, 2, "unresolved", NO, 0.7, 0.4, -0.5, -0.8, False, False),
    ("c3", "t1", "Delivery", NO, NO, "email", "South", "de", "u2", 6, "agent", 3, 3600, 4, ["action"], NO, True, False, "action", ["w"], ["w"], 3, 0.05, 0.5, 4, "assumed", NO, 0.2, 0.8, 0.0, 0.3, False, False),
    ("c4", "t2", "Refunds", NO, NO, "email", "South", "en", "u3", 10, "both", 8, 60, 2, ["personalised", "action"], NO, True, False, "personalised+action", ["r", "w"], ["r", "w"], 3, 0.05, 0.5, 1, "unresolved", NO, 0.9, 0.3, -0.6, -0.9, False, False),
    ("c5", "t2", "Refunds", NO, NO, "chat", NO, "en", "u3", 20, "agent", 5, 600, NO, ["human"], "exception", True, False, "human", [], [], 4, 0.2, 0.2, 3, "pending", NO, 0.6, 0.5, -0.4, -0.4, False, False),
    ("c6", "t2", "Refunds", NO, NO, "chat", "North", "en", NO, 11, "nobody", 1, NO, NO, ["action"], NO, True, False, "action", ["w"], ["w"], 3, 0.05, 0.5, NO, "pending", "no_reply", NO, NO, -0.1, NO, False, False),
    ("c7", "other", "Other", NO, NO, "chat", "North", "en", "u4", 12, "agent", 2, 120, NO, [], NO, False, False, "", [], [], NO, NO, NO, NO, NO, "no_request", NO, NO, NO, NO, False, False),
    ("c8", "t1", "Delivery", "t1b", "Broken", "phone", "South", "en", "u5", 13, "agent", 7, 45, 1, ["informational"], NO, True, False, "informational", ["b"], ["b"], 1, 0.05, 0.7, 2, "assumed", NO, 0.4, 0.6, -0.3, -0.1, True, False),
    ("c9", "t1", "Delivery", "t1a", "Late", "chat", "North", "de", "u6", 14, "bot", 2, 10, NO, ["informational"], NO, True, True, "informational", [], ["a"], 0, 1.0, 1.0, 4, "assumed", NO, 0.1, 0.9, 0.0, 0.2, False, False),
    ("c10", "other", "Other", NO, NO, "chat", NO, NO, "u7", 15, "agent", 4, 240, 5, [], NO, False, False, "", [], [], NO, NO, NO, NO, NO, "no_request", NO, NO, NO, NO, False, True),
)  # fmt: skip
REASONS = (
    ("c1", "quick_resolution", 1, None),
    ("c2", "not_resolved", -1, "bot"),
    ("c4", "policy_or_price", -1, "policy"),
    ("c4", "slow_reply", -1, "agent"),
    ("c5", "policy_or_price", -1, "policy"),
    ("c8", "product_problem", -1, "product"),
)


@cache
def connection(rows=ROWS) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds them."""
    made = duckdb.connect()
    made.execute(f"create table analysed ({', '.join(name + ' ' + TYPES.get(name, 'varchar') for name in COLUMNS)})")
    made.execute("create table reasons (conversation_id varchar, reason varchar, sign integer, owner varchar)")
    day = COLUMNS.index("started_at")
    for row in rows:
        made.execute(f"insert into analysed values ({', '.join('?' * len(row))})", [*row[:day], datetime(2025, 3, row[day], 9), *row[day + 1 :]])
    made.execute(
        "alter table analysed add column rating_judged integer; alter table analysed add column rating_expected_judged double;"
        "alter table analysed add column rating_checked integer; alter table analysed add column rating_disputed integer;"
        "update analysed set rating_judged = rating, rating_expected_judged = rating;"
        "update analysed set rating_checked = 3 where conversation_id in ('c1', 'c2');"
        "update analysed set rating_disputed = 4 where conversation_id = 'c2'"
    )
    made.executemany("insert into reasons values (?, ?, ?, ?)", REASONS)
    return made

"""What the weekly summary asks: every week of every topic."""

from __future__ import annotations

from insights.metrics.dimensions import DAY, dimension
from insights.metrics.questions import asked
from insights.metrics.records import Query
from insights.metrics.shares import ELIGIBLE
from insights.model import Filters


def weekly_cells(filters: Filters) -> Query:
    """Per ISO week (by its Monday, UTC) and topic: conversations, eligible and automated ones, scored ones and those rated 4 or 5."""
    return asked(
        f"""
select {dimension("week").sql} as week, topic_id, count(*) as conversations, count(*) filter (where {ELIGIBLE}) as eligible,
  count(*) filter (where {ELIGIBLE} and automated) as automated, count(rating) as scored, count(*) filter (where rating >= 4) as high
from part
where started_at is not null
group by week, topic_id
order by week, topic_id""",
        filters,
    )


def days_with_any(filters: Filters) -> Query:
    """The days on which a conversation began."""
    return asked(f"select distinct {DAY} as day\nfrom part\nwhere started_at is not null\norder by day", filters)

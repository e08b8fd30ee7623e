"""What the effect of a done action is made of: how its topic and all others went, day by day."""

from __future__ import annotations

from insights.metrics.dimensions import DAY
from insights.metrics.questions import asked
from insights.metrics.records import Query
from insights.metrics.shares import ELIGIBLE
from insights.model import Filters


def daily_cells(filters: Filters) -> Query:
    """Per day, topic and subtopic: eligible conversations and those automated, scored ones and those rated 4 or 5."""
    return asked(
        f"""
select {DAY} as day, topic_id, subtopic_id, count(*) filter (where {ELIGIBLE}) as eligible,
  count(*) filter (where {ELIGIBLE} and automated) as automated, count(rating) as scored, count(*) filter (where rating >= 4) as high
from part
where started_at is not null
group by day, topic_id, subtopic_id
order by day, topic_id, subtopic_id nulls first""",
        filters,
    )

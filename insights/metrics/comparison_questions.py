"""What a fair comparison of CX scores asks: how many were rated, and how well, in each small part."""

from __future__ import annotations

from insights.metrics.dimensions import dimension
from insights.metrics.questions import asked
from insights.metrics.records import Query
from insights.model import Filters


def score_cells(filters: Filters, by: str) -> Query:
    """Scored conversations and those rated 4 or 5 by `side` (a value of the dimension `by`), topic and `leaf`, the subtopic where there is one."""
    return asked(
        f"""
select {dimension(by).sql} as side, topic_id, coalesce(subtopic_id, topic_id) as leaf, count(*) as scored, count(*) filter (where rating >= 4) as high
from part
where rating is not null and {dimension(by).sql} is not null
group by side, topic_id, leaf
order by side, topic_id, leaf""",
        filters,
    )


def topic_cells(filters: Filters) -> Query:
    """Scored conversations and those rated 4 or 5 by topic."""
    return asked(
        """
select topic_id, any_value(topic) as topic, count(*) as scored, count(*) filter (where rating >= 4) as high
from part
where rating is not null
group by topic_id
order by topic_id""",
        filters,
    )


def reason_cells(filters: Filters) -> Query:
    """Low ratings (1 to 3) by topic and reason: one with several negative reasons is shared out between them, `unnamed` where it has none."""
    return asked(
        """,
named as (
  select distinct conversation_id, reason
  from reasons
  where sign < 0
),
shared as (
  select conversation_id, reason, 1 / count(*) over (partition by conversation_id) as piece
  from named
)
select topic_id, coalesce(reason, 'unnamed') as reason, sum(coalesce(piece, 1.0)) as low
from part
left join shared using (conversation_id)
where rating < 4
group by topic_id, reason
order by topic_id, reason""",
        filters,
    )

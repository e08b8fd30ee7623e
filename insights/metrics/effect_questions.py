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


def proof_places() -> Query:
    """Of each done action: where its evidence lies, as `action_id topic_id subtopic_id conversations`.

    An action that the analysis does not propose any more has no evidence left; what needs its enabler stands for it.
    """
    return Query(
        """
with done as (
  select action_id, enabler_id
  from actions_now
  where status = 'done'
),
proofs as (
  select action_id, conversation_id
  from done
  join evidence using (action_id)
  union
  select action_id, conversation_id
  from done
  join analysed on list_contains(needs, enabler_id)
  where action_id not in (select action_id from evidence)
)
select action_id, topic_id, subtopic_id, count(*) as conversations
from proofs
join analysed using (conversation_id)
group by action_id, topic_id, subtopic_id
order by action_id, conversations desc, topic_id, subtopic_id nulls first""".strip(),
        {},
    )

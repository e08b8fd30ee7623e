"""What the prediction record and the back-test ask of a workspace. They speak of the whole of it, whatever the filters say: so did the promise."""

from __future__ import annotations

from datetime import datetime

from insights.metrics.records import Query
from insights.metrics.shares import ELIGIBLE

BOT_REPLIED = "handled_by in ('bot', 'both')"
LATER = f"started_at > $until and {ELIGIBLE}"


def data_end() -> Query:
    """When the last conversation started; null where no time is known."""
    return Query("select max(started_at) as until\nfrom analysed")


def within_reach() -> Query:
    """What an AI agent that answers everything is expected to resolve with what exists, per topic."""
    return Query(f"select topic_id, avg(p_today) as available, count(*) as eligible\nfrom analysed\nwhere {ELIGIBLE}\ngroup by topic_id")


def lacking() -> Query:
    """Per topic and enabler that is not there: the eligible conversations that miss it."""
    return Query(
        f"""
select topic_id, enabler_id, count(*) as conversations
from (select topic_id, unnest(missing) as enabler_id from analysed where {ELIGIBLE})
group by topic_id, enabler_id
order by topic_id, conversations desc, enabler_id""".strip()
    )


def later(until: datetime) -> Query:
    """What came after a moment, per topic: eligible conversations, those in which a bot replied, those that miss nothing, those automated."""
    return Query(
        f"""
select topic_id, any_value(topic) as topic, count(*) as eligible, count(*) filter (where {BOT_REPLIED}) as involved,
  count(*) filter (where len(missing) = 0) as ready, count(*) filter (where automated) as automated, cast(min(started_at) as date) as first_day,
  cast(max(started_at) as date) as last_day
from analysed
where {LATER}
group by topic_id
order by eligible desc, topic_id""".strip(),
        {"until": until},
    )


def bot_history() -> Query:
    """Every eligible conversation that a bot answered with everything it needed in place, oldest first."""
    return Query(
        f"""
select cast(started_at as date) as day, topic_id, subtopic_id, topic, work_class, p_human, automated
from analysed
where {ELIGIBLE} and {BOT_REPLIED} and len(missing) = 0 and started_at is not null
order by started_at, conversation_id""".strip()
    )

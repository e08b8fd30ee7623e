"""The tables that the command line and the exports hand on, read from a snapshot: names instead of ids, the columns in their agreed order."""

from __future__ import annotations

import pyarrow as pa

from insights.store.snapshot import Snapshot

TABLES = {
    "conversations": """
        select
            conversation_id, started_at, channel, language, customer_id, handled_by, topic, subtopic, topic_confidence, kinds, human_cause,
            resolution, p_resolved, rating, rating_expected, rating_confidence, not_scored, sentiment_start, sentiment_end, effort, service_quality,
            articles, article_gap, tools, needs as enablers, p_today, p_potential,
            concat_ws('; ', topic_judge, work_judge, experience_judge) as judge
        from analysed
        order by started_at nulls last, conversation_id
    """,
    "reasons": """
        select conversation_id, reason, sign, owner, turn, quote
        from reasons
        order by conversation_id, sign desc, turn, reason
    """,
    "topics": """
        with counted as (
            select
                topic_id,
                subtopic_id,
                grouping(subtopic_id) = 1 as is_topic,
                any_value(topic) as topic,
                case when grouping(subtopic_id) = 0 then any_value(subtopic) end as subtopic,
                count(*) as conversations,
                count(*) filter (where rating >= 4) / nullif(count(rating), 0) as cx_score,
                count(*) filter (where eligible and automated) / nullif(count(*) filter (where eligible), 0) as automation_today,
                avg(p_potential) filter (where eligible) as automation_potential
            from analysed
            group by grouping sets ((topic_id), (topic_id, subtopic_id))
            having grouping(subtopic_id) = 1 or subtopic_id is not null
        )
        select
            counted.topic, counted.subtopic, topics_now.description, topics_now.keywords,
            conversations, cx_score, automation_today, automation_potential
        from counted
        left join topics_now on topics_now.topic_id = case when is_topic then counted.topic_id else counted.subtopic_id end
        order by
            max(conversations) over (partition by counted.topic_id) desc, counted.topic_id,
            not is_topic, conversations desc, counted.subtopic_id
    """,
    "enablers": """
        select name as enabler, type, "exists", topic, conversations, gain_points, gain_low, gain_high
        from enablers_now
        order by rank nulls last, name
    """,
    "actions": """
        select rank, type, title, topic, gain_points, gain_low, gain_high, cx_points, conversations_per_month * $hours as hours_per_month, effort,
            conversations, draft
        from actions_now
        order by rank
    """,
}
HOURS_PER_CONVERSATION = 0.125
"""Minutes that a person spends on a conversation, in hours, until the user gives their own."""


def table(snapshot: Snapshot, name: str, *, hours: float = HOURS_PER_CONVERSATION) -> pa.Table:
    """One of the tables."""
    return snapshot.arrow(TABLES[name], {"hours": hours} if "$hours" in TABLES[name] else None)

"""What the Automation page, the ladder and the planner ask."""

from __future__ import annotations

from collections.abc import Sequence

from insights.metrics.dimensions import dimension
from insights.metrics.questions import asked
from insights.metrics.records import Query
from insights.metrics.shares import ELIGIBLE
from insights.model import Filters

ARTICLE_STATES = ("answered", "partly", "outdated", "contradicted")
MOST_READ = 6_000
"""Conversations that are read for a rule by which to hand over."""
EVIDENCE = f""",
bot as (
  select topic_id, work_class, count(*) as tried, count(*) filter (where automated) as reached
  from analysed
  where {ELIGIBLE} and handled_by in ('bot', 'both') and len(missing) = 0
  group by topic_id, work_class
),
live as (
  select topic_id, work_class, tried, reached
  from bot
  where topic_id in (select topic_id from bot group by topic_id having sum(reached) > 0)
),
evidence as (
  select work_class, sum(tried) as tried, sum(reached) as reached
  from live
  group by work_class
)"""


def strata(filters: Filters, by: Sequence[str] = ()) -> Query:
    """What a ladder is made of: eligible conversations by topic, subtopic, kinds, rung and state today, with the names of `by`.

    `tried` and `reached` count, over the whole workspace, the conversations of these kinds that a bot answered with everything it needed in
    place, and those that it resolved: the evidence that updates the stated rates. `tried_here` and `reached_here` count those of the topic.
    Topics in which the bot never resolved one show no evidence: it is not set up there.
    """
    chosen = [name for name in by if name not in ("topic_id", "subtopic_id")]
    groups = "".join(f"{dimension(name).sql} as {name}, " for name in chosen)
    names = "".join(f"{name}, " for name in chosen)
    return asked(
        f"""{EVIDENCE}
select {groups}part.topic_id, subtopic_id, part.work_class, rung, automated, count(*) as conversations,
  sum(p_potential) as p_potential, sum(p_today) as p_today,
  coalesce(any_value(evidence.tried), 0)::bigint as tried, coalesce(any_value(evidence.reached), 0)::bigint as reached,
  coalesce(any_value(live.tried), 0)::bigint as tried_here, coalesce(any_value(live.reached), 0)::bigint as reached_here
from part
left join evidence on evidence.work_class = part.work_class
left join live on live.work_class = part.work_class and live.topic_id = part.topic_id
where {ELIGIBLE}
group by {names}part.topic_id, subtopic_id, part.work_class, rung, automated
order by {names}part.topic_id, subtopic_id, part.work_class, rung, automated""",
        filters,
    )


def need_sets(filters: Filters) -> Query:
    """What a what-if is made of: eligible conversations by the enablers that they still miss; `tried` and `reached` as in `strata`.

    `topics_alike` and `subtopics_alike` are the sums of the squared shares of topics and subtopics, the same in every row.
    """
    return asked(
        f"""{EVIDENCE},
sizes as (
  select topic_id, subtopic_id, count(*) as size, sum(count(*)) over (partition by topic_id) as topic_size, sum(count(*)) over () as total
  from part
  where {ELIGIBLE}
  group by topic_id, subtopic_id
),
alike as (
  select sum(size * topic_size / (total * total)) as topics_alike, sum(size * size / (total * total)) as subtopics_alike
  from sizes
)
select missing, work_class, automated, count(*) as conversations, sum(p_potential) as p_potential, sum(p_today) as p_today,
  coalesce(any_value(tried), 0)::bigint as tried, coalesce(any_value(reached), 0)::bigint as reached,
  any_value(topics_alike) as topics_alike, any_value(subtopics_alike) as subtopics_alike
from part
left join evidence using (work_class)
cross join alike
where {ELIGIBLE}
group by missing, work_class, automated
order by conversations desc, missing, work_class, automated""",
        filters,
    )


def enabler_bill(filters: Filters) -> Query:
    """Every enabler with the conversations of the filtered part that need it; gain, effort and order are those of the whole workspace."""
    return asked(
        f""",
needed as (
  select enabler_id, count(*) as needed
  from (select unnest(needs) as enabler_id from part where {ELIGIBLE})
  group by enabler_id
)
select enablers.*, topics_now.name as topic, coalesce(needed.needed, 0) as needed
from enablers
left join needed using (enabler_id)
left join topics_now using (topic_id)
order by "exists", rank nulls last, needed desc, enabler_id""",
        filters,
    )


def article_states(filters: Filters) -> Query:
    """Every article that conversations are near to, with how many it answers, in part, as things were before, or against what support said."""
    states = ", ".join(f"count(*) filter (where article_state = '{state}') as {state}" for state in ARTICLE_STATES)
    return asked(
        f"""
select article_nearest as article_id, any_value(articles.title) as title, {states}
from part
join articles on articles.id = article_nearest
where {ELIGIBLE} and article_state in ({", ".join(repr(state) for state in ARTICLE_STATES)})
group by article_nearest
order by partly + outdated + contradicted desc, answered desc, article_nearest""",
        filters,
    )


def kinds(filters: Filters) -> Query:
    """Eligible conversations by kind of work: automated today, expected with all enablers, their share of eligible ones (adds up to more than 1)."""
    return asked(
        f"{KIND_COLUMNS.format(topic='')}group by kind\norder by list_position(['informational', 'personalised', 'action', 'human'], kind)", filters
    )


def topic_kinds(filters: Filters) -> Query:
    """The same by topic and kind."""
    return asked(f"{KIND_COLUMNS.format(topic='topic_id, topic, ')}group by topic_id, topic, kind\norder by topic, topic_id, kind", filters)


KIND_COLUMNS = f"""
select {{topic}}kind, count(*) as conversations, count(*) / (select nullif(count(*), 0) from part where {ELIGIBLE}) as share,
  count(*) filter (where automated) as automated, sum(p_potential) as p_potential, avg(p_potential) as automation_potential
from part
join (select conversation_id, unnest(kinds) as kind from part) using (conversation_id)
where {ELIGIBLE}
"""


def human_causes(filters: Filters) -> Query:
    """Why conversations are left to people, with how long they waited for a first reply and how many were transferred."""
    return asked(
        f"""
select human_cause, count(*) as conversations, count(*) / (select nullif(count(*), 0) from part where {ELIGIBLE}) as share,
  median(first_reply_seconds) as first_reply_median,
  count(*) filter (where conversation_id in (select conversation_id from reasons where reason = 'transferred')) as transferred,
  count(rating) as scored, count(*) filter (where rating >= 4) as rated_high
from part
where {ELIGIBLE} and list_contains(kinds, 'human')
group by human_cause
order by conversations desc, human_cause nulls last""",
        filters,
    )


def cause_topics(filters: Filters) -> Query:
    """The three topics from which most conversations of each cause are left to people."""
    return asked(
        f"""
select human_cause, topic_id, topic, count(*) as conversations
from part
where {ELIGIBLE} and list_contains(kinds, 'human')
group by human_cause, topic_id, topic
qualify row_number() over (partition by human_cause order by count(*) desc, topic, topic_id) <= 3
order by human_cause nulls last, conversations desc, topic, topic_id""",
        filters,
    )


def requests(filters: Filters) -> Query:
    """What customers asked and whether that needs a person, of so many conversations that a rule can be found among them, in no order of theirs."""
    return asked(
        f"""
select question, topic, subtopic, list_contains(kinds, 'human') as human, human_cause
from part
where {ELIGIBLE}
order by md5(conversation_id), conversation_id
limit {MOST_READ}""",
        filters,
    )

"""What the Experience page asks."""

from __future__ import annotations

from collections.abc import Sequence

from insights.metrics.measuring import measure
from insights.metrics.questions import asked
from insights.metrics.records import Query
from insights.model import Filters, Kind


def ratings(filters: Filters) -> Query:
    """How many conversations got each rating, 1 to 5, with the missing ones as 0."""
    return asked(
        """
select rating, count(part.rating) as conversations, count(part.rating) / nullif(sum(count(part.rating)) over (), 0) as share
from range(1, 6) as scale(rating)
left join part using (rating)
group by rating
order by rating""",
        filters,
    )


def reasons(filters: Filters) -> Query:
    """Reasons of the ratings by owner: conversations that name them, their share of scored ones, and the share of low ratings among them."""
    return asked(
        """
select reason, sign, owner, count(*) as conversations, count(*) / nullif((select count(rating) from part), 0) as share,
  count(*) filter (where rating < 4) as rated_low, count(*) filter (where rating >= 4) as rated_high
from part
join (select distinct conversation_id, reason, sign, owner from reasons) using (conversation_id)
group by reason, sign, owner
order by sign, conversations desc, reason, owner nulls last""",
        filters,
    )


def low_reasons(filters: Filters, level: str = "topic") -> Query:
    """Low ratings (1 to 3) by topic (or `subtopic`) and negative reason: `named` of its `low` ones name it; `total` are low in all."""
    return asked(
        f""",
poor as (
  select conversation_id, {level}_id as group_id, {level} as "group"
  from part
  where rating < 4 and {level}_id is not null
),
named as (
  select distinct conversation_id, reason
  from reasons
  where sign < 0
),
sizes as (
  select group_id, count(*) as low
  from poor
  group by group_id
)
select group_id, "group", reason, count(*) as named, low, (select count(*) from poor) as total
from poor
join named using (conversation_id)
join sizes using (group_id)
group by group_id, "group", reason, low
order by group_id, reason""",
        filters,
    )


def not_scored(filters: Filters) -> Query:
    """Conversations without a rating, by cause, and their share of all."""
    return asked(
        """
select not_scored, count(*) as conversations, count(*) / (select count(*) from part) as share
from part
where rating is null
group by not_scored
order by conversations desc, not_scored nulls last""",
        filters,
    )


def bot_against_people(filters: Filters) -> Query:
    """The same questions to bot and people: `measure` by `handled_by`."""
    return measure(("conversations", "cx_score", "resolved_share", "rating_mean", "first_reply_median"), filters, by=("handled_by",))


def given_ratings(filters: Filters) -> Query:
    """Scored conversations that people rated too: what the judge said (`ours`, `expected`), what is shown, what they said (`theirs`) and `how`.

    A dispute counts before a rating given blind, and that before a survey.
    """
    return asked(
        """
select conversation_id, topic_id, topic, handled_by, rating_judged as ours, rating_expected_judged as expected, rating as shown,
  coalesce(rating_disputed, rating_checked, csat) as theirs,
  case when rating_disputed is not null then 'dispute' when rating_checked is not null then 'check' else 'survey' end as how
from part
where rating_judged is not null and coalesce(rating_disputed, rating_checked, csat) is not null
order by conversation_id""",
        filters,
    )


def judged_ratings(filters: Filters) -> Query:
    """The judge's rating of every scored conversation, to draw a sample from and to weigh it by."""
    return asked(
        """
select conversation_id, rating_judged as rating, rating_expected_judged as expected
from part
where rating_judged is not null
order by conversation_id""",
        filters,
    )


def judged_labels(filters: Filters, ids: Sequence[str] | None = None) -> Query:
    """What the judges said of every conversation, or of these ones: resolution and kinds of work with their chances, and what is `shown` of both."""
    kinds = ",\n  ".join(f"coalesce(list_contains(kinds_judged, '{kind}'), false) as \"{kind}\", p_{kind}" for kind in Kind)
    only = "where conversation_id = any($ids)\n" if ids is not None else ""
    return asked(
        f"""
select conversation_id, topic, rating_judged as rating, not_scored_judged as not_scored,
  resolution_judged as resolution, p_resolved_judged as p_resolved, resolution_confidence,
  {kinds}, p_request,
  resolution as resolution_shown, kinds as kinds_shown
from part
{only}order by conversation_id""",
        filters,
        **({"ids": list(ids)} if ids is not None else {}),
    )


def survey_response(filters: Filters) -> Query:
    """Scored conversations with and without a survey answer, and how many of each we rate 4 or 5: whether those who answer are like the others."""
    return asked(
        """
select csat is not null as answered, count(*) as scored, count(*) filter (where rating >= 4) as high
from part
where rating is not null
group by answered
order by answered""",
        filters,
    )

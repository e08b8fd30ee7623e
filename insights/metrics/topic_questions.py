"""What the topic tables ask."""

from __future__ import annotations

from insights.metrics.catalogue import metric
from insights.metrics.dimensions import dimension
from insights.metrics.filtering import filter_sql
from insights.metrics.measuring import result_columns, with_numbers
from insights.metrics.records import Query
from insights.model import Filters

TOPIC_NUMBERS = ("conversations", "automation_today", "automation_potential", "cx_score", "eligible")


def topic_table(filters: Filters) -> Query:
    """One row per topic: `measure` of TOPIC_NUMBERS with `topic_id topic share trend first_week`.

    `trend` is conversations per week, oldest first from the Monday `first_week` on, empty weeks as 0; its course is read by `planning.movement`.
    """
    return grouped(filters, "topic_id", "topic")


def subtopic_table(filters: Filters) -> Query:
    """The same per subtopic, with its topic."""
    return grouped(filters, "topic_id", "topic", "subtopic_id", "subtopic")


def grouped(filters: Filters, *keys: str) -> Query:
    """One row per combination of `keys`, the largest first."""
    metrics, groups, where = [metric(name) for name in TOPIC_NUMBERS], [dimension(name) for name in keys], filter_sql(filters)
    columns = ",\n  ".join([*(f"numbers.{key}" for key in keys), *(column for each in metrics for column in result_columns(each))])
    return Query(
        f"""
{with_numbers(metrics, groups, where.sql)},
{TREND.format(keys=", ".join(keys), matched=matching("groups", "counts", keys))}
select
  {columns},
  trend, first_week, conversations / nullif(sum(conversations) over (), 0) as share
from numbers
left join trends on {matching("numbers", "trends", keys)}
order by conversations desc, {", ".join(f"numbers.{key} nulls last" for key in keys)}""".strip(),
        where.params,
    )


def matching(left: str, right: str, keys: tuple[str, ...]) -> str:
    """A join condition in which null equals null."""
    return " and ".join(f"{left}.{key} is not distinct from {right}.{key}" for key in keys)


TREND = (
    f"""counts as (
  select {{keys}}, {dimension("week").sql} as week, count(*) as amount
  from part
  where started_at is not null
  group by all
),"""
    + """
span as (select min(week) as first_week, max(week) as last_week from counts),
weeks as (
  select cast(unnest(range(first_week, last_week + interval 7 day, interval 7 day)) as date) as week
  from span
),
groups as (select distinct {keys} from counts),
filled as (
  select groups.*, weeks.week, coalesce(amount, 0) as amount
  from groups
  cross join weeks
  left join counts on weeks.week = counts.week and {matched}
),
trends as (
  select {keys}, list(amount order by week) as trend, min(week) as first_week
  from filled
  group by {keys}
)"""
)

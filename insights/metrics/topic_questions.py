"""What the topic tables ask."""

from __future__ import annotations

from insights.metrics.dimensions import dimension
from insights.metrics.measuring import measure
from insights.metrics.questions import asked
from insights.metrics.records import Query
from insights.model import Filters

TOPIC_NUMBERS = ("conversations", "automation_today", "automation_potential", "cx_score", "eligible")
RECENT_WEEKS = 4


def topic_table(filters: Filters) -> Query:
    """One row per topic: `measure` of TOPIC_NUMBERS with `topic_id topic share trend change change_low change_high new`.

    `trend` is conversations per week, oldest first, empty weeks as 0. `change` is the share of all conversations that the topic had in the last
    four weeks less its share before, in points, with a 95 % interval; `new` says that it did not occur before those weeks.
    """
    return grouped(filters, "topic_id", "topic")


def subtopic_table(filters: Filters) -> Query:
    """The same per subtopic, with its topic."""
    return grouped(filters, "topic_id", "topic", "subtopic_id", "subtopic")


def grouped(filters: Filters, *keys: str) -> Query:
    """One row per combination of `keys`, the largest first."""
    names = ", ".join(keys)
    weekly = asked(TREND.format(keys=names, matched=matching("groups", "counts", keys), recent=RECENT_WEEKS), filters)
    numbers = measure(TOPIC_NUMBERS, filters, by=keys)
    return Query(
        f"""
with trends as (
{weekly.sql}
),
measured as (
{numbers.sql}
)
select measured.*, trend, conversations / nullif(sum(conversations) over (), 0) as share, {CHANGE}
from measured
left join trends on {matching("measured", "trends", keys)}
order by conversations desc, {", ".join(f"measured.{key} nulls last" for key in keys)}""".strip(),
        numbers.params,
    )


def matching(left: str, right: str, keys: tuple[str, ...]) -> str:
    """A join condition in which null equals null."""
    return " and ".join(f"{left}.{key} is not distinct from {right}.{key}" for key in keys)


TREND = (
    f""",
counts as (
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
  select groups.*, weeks.week, coalesce(amount, 0) as amount, weeks.week > last_week - interval {recent} week as recent
  from groups
  cross join weeks
  cross join span
  left join counts on weeks.week = counts.week and {matched}
)
select {keys}, list(amount order by week) as trend,
  coalesce(sum(amount) filter (where recent), 0) as recent, coalesce(sum(amount) filter (where not recent), 0) as earlier,
  sum(sum(amount) filter (where recent)) over () as all_recent, sum(sum(amount) filter (where not recent)) over () as all_earlier
from filled
group by {keys}"""
)

DIFFERENCE = "(recent / nullif(all_recent, 0) - earlier / nullif(all_earlier, 0))"
ERROR = (
    "sqrt(recent / all_recent * (1 - recent / all_recent) / nullif(all_recent, 0) "
    "+ earlier / all_earlier * (1 - earlier / all_earlier) / nullif(all_earlier, 0))"
)
CHANGE = (
    f"100 * {DIFFERENCE} as change,\n  100 * ({DIFFERENCE} - 1.96 * {ERROR}) as change_low, 100 * ({DIFFERENCE} + 1.96 * {ERROR}) as change_high,\n"
    "  coalesce(earlier = 0 and all_earlier > 0, false) as new"
)

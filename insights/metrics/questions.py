"""Questions that every page asks of one workspace, each as one query. All take filters and run nothing."""

from __future__ import annotations

from insights.metrics.catalogue import metric
from insights.metrics.dimensions import DAY, dimension
from insights.metrics.filtering import FILTERED, filter_sql
from insights.metrics.measuring import measure
from insights.metrics.records import Query
from insights.metrics.units import Unit
from insights.model import Filters


def asked(sql: str, filters: Filters, **params: object) -> Query:
    """The query over `part`, the filtered rows of `analysed`."""
    where = filter_sql(filters)
    return Query(f"with part as (\n  select *\n  from analysed\n  where {where.sql}\n)\n{sql.strip()}", {**where.params, **params})


def period(filters: Filters) -> Query:
    """How many conversations the filters leave, their first and last day, and their length in months of 30.44 days (at least a week)."""
    return asked(
        f"select count(*) as conversations, min({DAY}) as first_day, max({DAY}) as last_day,\n"
        f"  greatest(date_diff('day', min({DAY}), max({DAY})) + 1, 7) / 30.44 as months\n"
        "from part",
        filters,
    )


def filter_options(filters: Filters) -> Query:
    """The values that each filter can take, with their conversations; an empty text stands for "not known"."""
    choices = "\nunion all\n".join(
        f"select '{name}' as dimension, coalesce({dimension(name).sql}, '') as value, count(*) as conversations\nfrom part\ngroup by value"
        for name in FILTERED
    )
    return asked(f"select *\nfrom (\n{choices}\n)\norder by dimension, conversations desc, value", filters)


def weekly(name: str, filters: Filters) -> Query:
    """A metric by week with the range that chance alone gives around its level: `week value count level low high outside`.

    The level is that of all whole weeks. For a share the range is its level ± 1.96 standard errors at the week's count; for a count, 1.96 square
    roots of the level. First and last week are left out of the level when they are cut off by the data; other units have no range.
    """
    chosen = metric(name)
    numbers = measure((name,), filters, by=("week",))
    ranges = {
        Unit.SHARE: f"1.96 * sqrt(level * (1 - level) / nullif({name}_count, 0))",
        Unit.COUNT: "1.96 * sqrt(level)",
    }
    level = {
        Unit.SHARE: f"sum({name} * {name}_count) filter (where whole) over () / nullif(sum({name}_count) filter (where whole) over (), 0)",
        Unit.COUNT: f"avg({name}) filter (where whole) over ()",
    }.get(chosen.unit, "cast(null as double)")
    half = ranges.get(chosen.unit, "cast(null as double)")
    highest = f"least(1, level + {half})" if chosen.unit is Unit.SHARE else f"level + {half}"
    sql = f"""
with weeks as (
{numbers.sql}
),
days as (
  select min({DAY}) as first_day, max({DAY}) as last_day
  from analysed
  where {filter_sql(filters).sql}
),
levels as (
  select *, {level} as level
  from (select weeks.*, week >= first_day and week + interval 6 day <= last_day as whole from weeks cross join days where week is not null)
)
select week, {name} as value, {name}_count as count, level, greatest(0, level - {half}) as low, {highest} as high, whole,
  coalesce(whole and abs({name} - level) > {half}, false) as outside
from levels
order by week"""
    return Query(sql.strip(), numbers.params)

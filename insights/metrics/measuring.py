"""Builds the one query that answers "which numbers, of what, split by what". It builds text only and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insights.metrics.catalogue import metric
from insights.metrics.dimensions import dimension
from insights.metrics.filtering import filter_sql
from insights.metrics.records import Dimension, Interval, Metric, Query
from insights.model import Filters

SQUARE = 1.959964**2
COMMA = ",\n  "


def measure(names: Sequence[str], filters: Filters, by: Sequence[str] = ()) -> Query:
    """Metrics over the filtered conversations, one row per group.

    Columns: the dimensions of `by`, then per metric its name, `<name>_count` (rows that it is made of, the denominator of a share),
    `<name>_low` and `<name>_high` (null where the metric has no interval of its own).
    """
    metrics = [metric(name) for name in dict.fromkeys(names)]
    groups = [dimension(name) for name in dict.fromkeys(by)]
    where = filter_sql(filters)
    sql = "\n".join(
        line
        for line in (
            with_numbers(metrics, groups, where.sql),
            f"select\n  {COMMA.join([each.name for each in groups] + [column for each in metrics for column in result_columns(each)])}",
            "from numbers",
            order(metrics, groups),
        )
        if line
    )
    return Query(sql, where.params)


def with_numbers(metrics: Sequence[Metric], groups: Sequence[Dimension], where: str) -> str:
    """Common table expressions: the filtered rows with the columns they need, and the aggregates over them."""
    used = {name: dimension(name) for each in metrics for name in each.uses}
    derived = [f"{each.sql} as {each.name}" for each in used.values()]
    plain = [each for each in groups if not each.join and each.name not in used and each.sql != each.name]
    columns = COMMA.join(["*", *derived, *(f"{each.sql} as {each.name}" for each in plain)])
    joins = "".join(f"\n{each.join}" for each in groups if each.join)
    aggregates = COMMA.join([each.name for each in groups] + [column for each in metrics for column in aggregate_columns(each)])
    grouped = f"\n  group by {', '.join(each.name for each in groups)}" if groups else ""
    return (
        f"with wide as (\n  select\n  {columns}\n  from analysed\n),\npart as (\n  select *\n  from wide{joins}\n  where {where}\n),\n"
        f"numbers as (\n  select\n  {aggregates}\n  from part{grouped}\n)"
    )


def aggregate_columns(each: Metric) -> Iterator[str]:
    """The aggregates that a metric and its interval are made of."""
    yield f"{each.sql} as {each.name}"
    yield f"{each.count} as {each.name}_count"
    if each.interval is Interval.MEAN:
        yield f"stddev_samp({each.sql.removeprefix('avg(').removesuffix(')')}) as {each.name}_spread"


def result_columns(each: Metric) -> Iterator[str]:
    """The four columns of a metric."""
    yield each.name
    yield f"{each.name}_count"
    low, high = bounds(each)
    yield f"{low} as {each.name}_low"
    yield f"{high} as {each.name}_high"


def bounds(each: Metric) -> tuple[str, str]:
    """Both ends of a metric's interval as expressions over its aggregates."""
    value, count = each.name, f"{each.name}_count"
    if each.interval is Interval.WILSON:
        middle = f"({value} + {SQUARE / 2:.6f} / {count})"
        half = f"{SQUARE**0.5:.6f} * sqrt({value} * (1 - {value}) / {count} + {SQUARE / 4:.6f} / {count} / {count})"
        low, high = (f"({middle} {sign} {half}) / (1 + {SQUARE:.6f} / {count})" for sign in "-+")
        return tuple(f"case when {count} > 0 then {end} end" for end in (f"greatest(0, {low})", f"least(1, {high})"))  # type: ignore[return-value]
    if each.interval is Interval.MEAN:
        half = f"{SQUARE**0.5:.6f} * {value}_spread / sqrt({count})"
        return f"{value} - {half}", f"{value} + {half}"
    return "cast(null as double)", "cast(null as double)"


def order(metrics: Sequence[Metric], groups: Sequence[Dimension]) -> str:
    """Time and ratings in their own order, closed sets as people read them, the rest from largest to smallest."""
    if not groups:
        return ""
    keys = []
    for each in groups:
        if each.order:
            keys.append(f"list_position([{', '.join(repr(str(value)) for value in each.order)}], {each.name}) nulls last")
        elif not each.natural and len(groups) == 1:
            keys.append(f"{metrics[0].name} desc nulls last")
        keys.append(f"{each.name} nulls last")
    return f"order by {', '.join(keys)}"

"""Filters as SQL conditions over `analysed`, and the period before a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from insights.metrics.dimensions import DAY, dimension
from insights.metrics.records import Query
from insights.model import Filters

FILTERED = ("channel", "team", "language", "topic", "handled_by")
"""Dimensions that every page filters by, in their order on screen."""

CLAUSE = "\n  and "


def filter_sql(filters: Filters) -> Query:
    """A condition for a `where` clause over `analysed`. An empty text among the values stands for "not known"."""
    conditions: list[str] = []
    params: dict[str, object] = {}
    if filters.since is not None:
        conditions.append(f"{DAY} >= $since")
        params["since"] = filters.since
    if filters.until is not None:
        conditions.append(f"{DAY} < $until")
        params["until"] = filters.until
    for name in FILTERED:
        values = getattr(filters, name)
        if values:
            conditions.append(condition(name))
            params[name] = list(values)
    return Query(CLAUSE.join(conditions) or "true", params)


def condition(name: str) -> str:
    """The condition that a dimension has one of the bound values; a topic may be given by its name or its id, so that old links still work."""
    column = dimension(name).sql
    if name == "topic":
        return f"(coalesce({column}, '') = any($topic) or topic_id = any($topic))"
    return f"coalesce({column}, '') = any(${name})"


def period_before(filters: Filters, first_day: date, last_day: date) -> Filters | None:
    """The same filters over the equally long period just before; None when the data do not reach back that far.

    >>> period_before(Filters(since=date(2025, 2, 1)), date(2025, 1, 1), date(2025, 2, 10)).since
    datetime.date(2025, 1, 22)
    """
    since = max(filters.since, first_day) if filters.since else first_day
    until = min(filters.until, last_day + timedelta(days=1)) if filters.until else last_day + timedelta(days=1)
    start = since - (until - since)
    if until <= since or start < first_day:
        return None
    return replace(filters, since=start, until=since)

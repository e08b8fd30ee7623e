"""The filter bar, the same on every page. Each filter is bound to the address, so that a link holds it and the menu keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from insights.metrics import FILTERED
from insights.model import Filters
from pages.parts.safe_text import plain
from pages.parts.scope import Choices

EVERYTHING = "all"
DATES = "dates"
PERIODS = {"7 days": 7, "30 days": 30, "90 days": 90, "365 days": 365}
BOUND = ("period", DATES, *FILTERED)
"""Keys of the filter widgets, which are their names in the address too."""
NAMES = {"channel": "channels", "team": "teams", "language": "languages", "topic": "topics", "handled_by": "bot and people"}
OURS = ("channel", "handled_by")
"""Filters whose values are our own words. The others may hold a customer's words, and only `multiselect` shows options as plain text."""


def bar(choices: Choices) -> Filters:
    """Draw the bar; what was chosen."""
    since, until = _period(choices)
    chosen = {name: _several(name, getattr(choices, name)) for name in FILTERED}
    return Filters(since=since, until=until, **chosen)


def address(filters: Filters) -> dict[str, list[str]]:
    """The same filters as query parameters of a link."""
    query = {name: list(getattr(filters, name)) for name in FILTERED if getattr(filters, name)}
    if filters.since and filters.until:
        query |= {"period": [DATES], DATES: [filters.since.isoformat(), (filters.until - timedelta(days=1)).isoformat()]}
    return query


def day_text(day: date) -> str:
    """A day as people write it, in a way that no country misreads: 2 Mar 2026."""
    return f"{day.day} {day:%b %Y}"


def _period(choices: Choices) -> tuple[date | None, date | None]:
    if choices.first is None or choices.last is None or choices.first == choices.last:
        return None, None
    first, last = choices.first, choices.last
    asked = st.query_params.get("period", EVERYTHING)
    label = f"**Last {asked}**" if asked in PERIODS else "**Chosen days**" if asked == DATES else f"{day_text(first)} – {day_text(last)}"
    with st.popover(label, type="tertiary", key="filter_period"):
        st.markdown("Period, counted back from the last conversation")
        options = [EVERYTHING, *(name for name, days in PERIODS.items() if days <= (last - first).days), DATES]
        period = st.pills("Period", options, default=EVERYTHING, required=True, key="period", bind="query-params", label_visibility="collapsed")
        days = st.date_input("Days", [], first, last, key=DATES, bind="query-params", format="YYYY-MM-DD") if period == DATES else ()
    if period == DATES:
        chosen = [day for day in days if isinstance(day, date)] if isinstance(days, Sequence) else []
        return (chosen[0], chosen[1] + timedelta(days=1)) if len(chosen) == 2 else (None, None)
    if period in PERIODS:
        return last - timedelta(days=PERIODS[period] - 1), last + timedelta(days=1)
    return None, None


def _several(name: str, options: tuple[str, ...]) -> tuple[str, ...]:
    if len(options) < 2:
        return ()
    asked = [value for value in st.query_params.get_all(name) if value in options]
    more = f" +{len(asked) - 1}" if len(asked) > 1 else ""
    label = f"**{plain(asked[0])}{more}**" if asked else f"All {NAMES[name]}" if name != "handled_by" else "Bot and people"
    with st.popover(label, type="tertiary", key=f"filter_{name}"):
        heading = name.replace("_", " ").capitalize()
        if name in OURS:
            return tuple(st.pills(heading, options, selection_mode="multi", key=name, bind="query-params"))
        return tuple(st.multiselect(heading, options, key=name, bind="query-params", placeholder=f"All {NAMES[name]}"))

"""The filter bar, the same on every page. Each filter is bound to the address, so that a link holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from insights.metrics import FILTERED
from insights.model import Filters
from pages.parts.safe_text import one_line
from pages.parts.scope import Choices

EVERYTHING = "all"
DATES = "dates"
PERIODS = {"7 days": 7, "30 days": 30, "90 days": 90, "365 days": 365}
BOUND = ("period", DATES, *FILTERED)
"""Keys of the filter widgets, which are their names in the address too."""
NAMES = {"channel": "All channels", "team": "All teams", "language": "All languages", "topic": "All topics", "handled_by": "Bot and people"}
OURS = ("channel", "handled_by")
"""Filters whose values are our own words. The others may hold a customer's words, and only `multiselect` shows options as plain text."""


def bar(choices: Choices, standing: Mapping[str, Sequence[str]]) -> Filters:
    """Draw the bar; what was chosen. `standing` is what holds before anything is drawn: the words on the closed filters."""
    since, until = _period(choices, standing.get("period", ()))
    chosen = {name: _several(name, getattr(choices, name), standing.get(name, ())) for name in FILTERED}
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


def _period(choices: Choices, standing: Sequence[str]) -> tuple[date | None, date | None]:
    if choices.first is None or choices.last is None or choices.first == choices.last:
        return None, None
    first, last = choices.first, choices.last
    asked = standing[0] if standing else EVERYTHING
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


def _several(name: str, options: tuple[str, ...], standing: Sequence[str]) -> tuple[str, ...]:
    if len(options) < 2:
        return ()
    asked = [value for value in standing if value in options]
    more = f" +{len(asked) - 1}" if len(asked) > 1 else ""
    with st.popover(f"**{one_line(asked[0], 30)}{more}**" if asked else NAMES[name], type="tertiary", key=f"filter_{name}"):
        heading = name.replace("_", " ").capitalize()
        if name in OURS:
            return tuple(st.pills(heading, options, selection_mode="multi", key=name, bind="query-params"))
        return tuple(st.multiselect(heading, options, key=name, bind="query-params", placeholder=NAMES[name]))

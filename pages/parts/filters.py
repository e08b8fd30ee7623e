"""The filter bar, the same on every page: what there is to choose, what an address asks for, and the words of both.

Streamlit's own binding of widgets to the address is not used: it refuses every link that a page follows by itself, and the menu empties it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from insights.metrics import FILTERED
from insights.model import Filters
from pages.parts.safe_text import one_line
from pages.parts.scope import Choices

EVERYTHING = "all"
DATES = "dates"
PERIODS = {"7 days": 7, "30 days": 30, "90 days": 90, "365 days": 365}
KEYS = ("period", DATES, *FILTERED)
"""Keys of the filter widgets, which are their names in the address too."""
NAMES = {"channel": "All channels", "team": "All teams", "language": "All languages", "topic": "All topics", "handled_by": "Bot and people"}
OURS = ("channel", "handled_by")
"""Filters whose values are our own words. The others may hold a customer's words, and only `multiselect` shows options as plain text."""


def values(asked: Mapping[str, Sequence[str]], choices: Choices) -> dict[str, object]:
    """What each widget holds when an address asks for this; words that mean nothing are left out."""
    held: dict[str, object] = {name: [value for value in asked.get(name, ()) if value in getattr(choices, name)] for name in FILTERED}
    period = asked.get("period", [EVERYTHING])[0]
    days = [
        day
        for day in (_day(text) for text in asked.get(DATES, ()))
        if day and choices.first and choices.last and choices.first <= day <= choices.last
    ]
    held["period"] = period if period in _periods(choices) else EVERYTHING
    return held | {DATES: tuple(sorted(days)) if len(days) == 2 else ()}


def words(held: Mapping[str, object]) -> dict[str, list[str]]:
    """What the widgets hold, in the words of an address; nothing for what is as it was at first."""
    said: dict[str, list[str]] = {}
    for name in KEYS:
        value = held.get(name) or ()
        texts = [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, Sequence) else []
        if texts and texts != [EVERYTHING]:
            said[name] = texts
    return said if said.get("period") == [DATES] else {name: texts for name, texts in said.items() if name != DATES}


def bar(choices: Choices, standing: Mapping[str, Sequence[str]], changed: Callable[[], None]) -> Filters:
    """Draw the bar; what was chosen. `standing` holds before anything is drawn: the words on the closed filters."""
    since, until = _period(choices, standing.get("period", ()), changed)
    chosen = {name: _several(name, getattr(choices, name), standing.get(name, ()), changed) for name in FILTERED}
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


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _periods(choices: Choices) -> list[str]:
    length = (choices.last - choices.first).days if choices.first and choices.last else 0
    return [EVERYTHING, *(name for name, days in PERIODS.items() if days <= length), DATES]


def _period(choices: Choices, standing: Sequence[str], changed: Callable[[], None]) -> tuple[date | None, date | None]:
    if choices.first is None or choices.last is None or choices.first == choices.last:
        return None, None
    first, last = choices.first, choices.last
    asked = standing[0] if standing else EVERYTHING
    label = f"**Last {asked}**" if asked in PERIODS else "**Chosen days**" if asked == DATES else f"{day_text(first)} – {day_text(last)}"
    with st.popover(label, type="tertiary", key="filter_period"):
        st.markdown("Period, counted back from the last conversation")
        period = st.pills("Period", _periods(choices), required=True, key="period", on_change=changed, label_visibility="collapsed")
        days = st.date_input("Days", min_value=first, max_value=last, key=DATES, on_change=changed, format="YYYY-MM-DD") if period == DATES else ()
    if period == DATES:
        chosen = [day for day in days if isinstance(day, date)] if isinstance(days, Sequence) else []
        return (chosen[0], chosen[1] + timedelta(days=1)) if len(chosen) == 2 else (None, None)
    if period in PERIODS:
        return last - timedelta(days=PERIODS[period] - 1), last + timedelta(days=1)
    return None, None


def _several(name: str, options: tuple[str, ...], standing: Sequence[str], changed: Callable[[], None]) -> tuple[str, ...]:
    if len(options) < 2:
        return ()
    more = f" +{len(standing) - 1}" if len(standing) > 1 else ""
    with st.popover(f"**{one_line(standing[0], 30)}{more}**" if standing else NAMES[name], type="tertiary", key=f"filter_{name}"):
        heading = name.replace("_", " ").capitalize()
        if name in OURS:
            return tuple(st.pills(heading, options, selection_mode="multi", key=name, on_change=changed))
        return tuple(st.multiselect(heading, options, key=name, on_change=changed, placeholder=NAMES[name]))

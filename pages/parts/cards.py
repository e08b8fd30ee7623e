"""Blocks that every page is built of: the question, the number cards, the head of a section, links to evidence, downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from insights.charts.theme import palette
from insights.charts.trends import spark
from insights.metrics import Meaning, Metric, metric
from insights.metrics.records import Interval
from insights.metrics.units import NO_EARLIER_DATA, is_missing
from insights.reports.csv import csv_bytes
from pages.parts.scope import Link

Colour = Literal["violet", "orange", "green", "red", "off"]
COLOURS: dict[Meaning, Colour] = {
    Meaning.AUTOMATION: "violet",
    Meaning.PEOPLE: "orange",
    Meaning.GOOD: "green",
    Meaning.BAD: "red",
    Meaning.NEUTRAL: "off",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What stands under the value of a card, where it is not the change against the period before."""

    text: str
    colour: Colour = "off"
    arrow: Literal["up", "down", "off"] = "off"
    beside: str = ""


def question(text: str, verdict_markdown: str) -> None:
    """The page's question, and its answer in a sentence. User text in the answer must have gone through `plain`."""
    with st.container(gap="xxsmall"):
        st.title(text, anchor=False)
        st.markdown(f"## {verdict_markdown}", anchors=False, width=900)


def note(markdown: str) -> None:
    """A grey line. `st.caption` would be too pale to read."""
    st.markdown(f":gray[:small[{markdown}]]")


def filled(label: str, theme: str) -> str:
    """The label of a filled button. White on the dark theme's indigo cannot be read, so there the label brings its own ink."""
    return f':color[{label}]{{foreground="black"}}' if theme == "dark" else label


def evidence(link: Link, label: str = "Read the conversations") -> None:
    """A link that can be shared, to what a number is made of."""
    page, query = link
    st.page_link(page, label=label, icon=":material/arrow_forward:", icon_position="right", query_params=query)


def definition(each: Metric) -> str:
    """What a metric means, and how its interval is made."""
    interval = "" if each.interval is Interval.NONE else f" Interval: {each.interval}."
    return f"**{each.label}.** {each.help}{interval}"


def section(title: str, text: str, *, metrics: Sequence[str] = (), made: str = "", behind: Link | None = None) -> None:
    """The head of a section: its name, how its numbers are made, a line that says of what they are, the way to the conversations."""
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.subheader(title, anchor=False, width="stretch")
            with st.popover("How is this made?", type="tertiary"):
                st.markdown("\n\n".join([*([made] if made else []), *(definition(metric(name)) for name in metrics)]))
        note(text)
        if behind is not None:
            evidence(behind)


def headline(
    names: Sequence[str],
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    *,
    trend: pd.DataFrame | None = None,
    beside: Mapping[str, str] | None = None,
    changes: Mapping[str, Change] | None = None,
    links: Mapping[str, Link] | None = None,
) -> None:
    """One card a metric: value, change, denominator, course over time, definition.

    Args:
        names: Metrics, left to right; four fit in a row.
        now: One row from `data.numbers`.
        before: The same over the period before, or None.
        trend: The same by day, week or month, oldest first, for the small line; or None.
        beside: Words beside the change instead of the denominator, by metric.
        changes: What to say instead of the change against the period before, by metric.
        links: The conversations behind a card, by metric.
    """
    cells = st.grid(min(len(names), 4), min_column_width=210, border=True)
    for name in names:
        each = metric(name)
        change = (changes or {}).get(name) or change_of(each, now, before)
        with cells.container(gap="xsmall"):
            _card(each, now, replace(change, beside=(beside or {}).get(name, change.beside)))
            if trend is not None:
                _course(each, trend, change)
            if links and name in links:
                evidence(links[name])


def change_of(each: Metric, now: pd.DataFrame, before: pd.DataFrame | None) -> Change:
    """How a metric moved against the period before, and what it is a share of."""
    value, count = now[each.name].iloc[0], now[f"{each.name}_count"].iloc[0]
    known = before is not None and before[f"{each.name}_count"].iloc[0] >= each.min_rows
    earlier = before[each.name].iloc[0] if before is not None and known else None
    text, beside = each.text_change(value, earlier), each.text_denominator(value, count)
    if earlier is None or text == NO_EARLIER_DATA:
        return Change(NO_EARLIER_DATA, COLOURS[each.meaning], beside=beside)
    arrow = "up" if value > earlier else "down" if value < earlier else "off"
    return Change(text, COLOURS[each.meaning_of_change(value, earlier)], arrow, beside)


def _card(each: Metric, now: pd.DataFrame, change: Change) -> None:
    value, count, low, high = (now[f"{each.name}{part}"].iloc[0] for part in ("", "_count", "_low", "_high"))
    interval = "" if is_missing(low) else f" Between {each.mark_interval(low, high)}."
    st.metric(
        each.label,
        each.text(value, count),
        delta=change.text,
        delta_color=change.colour,
        delta_arrow=change.arrow,
        delta_description=change.beside,
        help=f"{each.help}{interval}",
    )


def _course(each: Metric, trend: pd.DataFrame, change: Change) -> None:
    """The number over time, in the colour of its change."""
    points = [float(point) for point in trend[each.name].dropna()]
    if len(points) > 2:
        colours = palette(st.context.theme.type)
        line = {"violet": colours.automation, "orange": colours.people, "green": colours.good, "red": colours.bad, "off": colours.neutral}[
            change.colour
        ]
        st.altair_chart(spark(points, colours, line=line), theme=None, key=f"course_{each.name}", alt=f"{each.label} over time")


def csv(frame: pd.DataFrame, name: str, key: str, label: str = "CSV") -> None:
    """Download what a table or chart shows, made when it is asked for, with formulas neutralised."""
    made = partial(csv_bytes, frame)
    st.download_button(label, made, f"{name}.csv", "text/csv", key=key, type="tertiary", icon=":material/download:", on_click="ignore")

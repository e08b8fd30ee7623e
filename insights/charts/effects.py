"""Before and after: the weeks of what an action was about, the day on which it was done, and what would have been expected without it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered, percent

NARROW = "containerSize()[0] < 480"
HEIGHT = 260
STEP = 20
"""The scale ends with a multiple of this, so that small rates fill the picture."""
BESIDE_NAME = 3
"""Weeks that the name of the grey line reaches over."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The rate before, what it would have become with the others, and what it became (0 to 1); from when until when."""

    before: float
    expected: float
    after: float
    since: date
    done: date
    until: date


def before_after(weeks: pd.DataFrame, levels: Levels, colours: Palette, *, better: bool | None, others: str) -> alt.LayerChart:
    """Weeks as dots around both levels; the untouched topics as a grey line.

    Args:
        weeks: `week` (its first day), `whose` (`mine` or `others`), `hits` and `count`.
        levels: The levels and the days between which they hold.
        colours: The palette.
        better: Whether it became better (teal) or worse (rose); None is neither.
        others: The name of the grey line.
    """
    points = weeks.assign(
        rate=100 * weeks["hits"].astype(float) / weeks["count"],
        day=pd.to_datetime(weeks["week"]) + timedelta(days=3.5),
        week=[f"{week.day} {week:%B %Y}" for week in weeks["week"]],
        said=[f"{hits:,} of {count:,}" for hits, count in zip(weeks["hits"], weeks["count"], strict=True)],
    )
    tone = colours.ink if better is None else colours.good if better else colours.bad
    ends = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in (levels.since, levels.until)]
    across = alt.X("day:T", scale=alt.Scale(domain=ends), axis=alt.Axis(format="%-d %b", labelOverlap=True))
    top = min(STEP * math.ceil(max(*points["rate"], 100 * levels.before, 100 * levels.expected, 100 * levels.after, STEP) / STEP), 100)
    up = alt.Y("rate:Q", scale=alt.Scale(domain=[0, top]), axis=alt.Axis(labelExpr="datum.label + ' %'", tickCount=4))
    tooltip = [
        alt.Tooltip("week:N", title="Week from"),
        alt.Tooltip("said:N", title="Conversations"),
        alt.Tooltip("rate:Q", title="%", format=".0f"),
    ]
    mine, rest = (alt.Chart(points.loc[points["whose"] == whose]) for whose in ("mine", "others"))
    return layered(
        rest.mark_line(strokeWidth=1.6, color=colours.neutral, aria=False).encode(across, up),
        rest.mark_circle(size=14, color=colours.neutral, opacity=1).encode(across, up, tooltip=tooltip),
        *named_line(points, others, colours, across, up),
        *marked_day(levels, colours, across),
        *bars(levels, colours, tone, across, up),
        mine.mark_circle(opacity=0.85, color=tone, stroke=colours.paper, strokeWidth=1).encode(
            across, up, alt.Size("count:Q", scale=alt.Scale(range=[30, 150]), legend=None), tooltip=tooltip
        ),
        colours=colours,
        height=HEIGHT,
    )


def bars(levels: Levels, colours: Palette, tone: str, across: alt.X, up: alt.Y) -> list[alt.Chart]:
    """The level before, the one expected (dashed) and the one reached, each with its number where there is room."""
    rows = pd.DataFrame(
        [
            (levels.since, levels.done, levels.before, percent(levels.before), False),
            (levels.done, levels.until, levels.expected, f"expected {percent(levels.expected)}", True),
            (levels.done, levels.until, levels.after, percent(levels.after), False),
        ],
        columns=["day", "end", "share", "words", "expected"],
    )
    rows = rows.assign(rate=100 * rows["share"].clip(0, 1), **{name: pd.to_datetime(rows[name]) for name in ("day", "end")})
    # The expected level's words stand on the side of its line that is away from the level reached.
    above = levels.expected >= levels.after
    to = alt.X2("end:T")
    expected, reached = alt.Chart(rows.loc[rows["expected"]]), alt.Chart(rows.loc[~rows["expected"]])
    words = {"align": "left", "dx": 6, "fontSize": 12, "fontWeight": 600}
    return [
        expected.mark_rule(strokeWidth=2, strokeDash=[5, 4], color=colours.soft).encode(across, up, to),
        reached.mark_rule(strokeWidth=4, strokeCap="butt", opacity=0.45, color=tone).encode(across, up, to),
        expected.mark_text(**{**words, "fontWeight": 400, "dy": -9 if above else 11}, color=colours.soft).encode(across, up, alt.Text("words:N")),
        reached.mark_text(**words, dy=11 if above else -10, color=colours.ink).encode(across, up, alt.Text("words:N")),
    ]


def marked_day(levels: Levels, colours: Palette, across: alt.X) -> list[alt.Chart]:
    """The day on which it was done."""
    day = pd.DataFrame({"day": [pd.Timestamp(levels.done)], "words": [f"done {levels.done.day} {levels.done:%b}"]})
    base = alt.Chart(day)
    return [
        base.mark_rule(strokeWidth=1.5, color=colours.ink).encode(across),
        base.mark_text(align="right", dx=-5, fontSize=12, color=colours.ink).encode(across, alt.Text("words:N"), y=alt.value(8)),
    ]


def named_line(points: pd.DataFrame, name: str, colours: Palette, across: alt.X, up: alt.Y) -> list[alt.Chart]:
    """The name of the grey line, above its first weeks."""
    near = points.loc[points["whose"] == "others"].head(BESIDE_NAME)
    first = near.head(1).assign(words=name, rate=near["rate"].max())
    text = alt.Chart(first).transform_filter(f"!({NARROW})").mark_text(align="left", dy=-10, fontSize=11, color=colours.soft)
    return [text.encode(across, up, alt.Text("words:N"))]

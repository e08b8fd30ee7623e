"""Weeks against the band that chance alone explains: only what lies outside is drawn as news."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered

LABEL = "expected from chance alone"
FEW_WEEKS = 10


def weekly_count(weeks: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """Conversations a week, where more is worse. `weeks` has `week`, `value`, `low`, `high`; the band may be missing."""
    return _trend(
        weeks, colours, above=colours.bad, below=colours.good, axis=alt.Axis(tickCount=4, format=",d"), zero=alt.Scale(zero=True, nice=True)
    )


def weekly_score(weeks: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """A share a week, where more is better. `weeks` has `week`, `value`, `low`, `high` from 0 to 1; the band may be missing."""
    points = weeks.assign(**{name: weeks[name].astype(float) * 100 for name in ("value", "low", "high")})
    axis = alt.Axis(tickCount=4, labelExpr="datum.label + ' %'")
    return _trend(points, colours, above=colours.good, below=colours.bad, axis=axis, zero=alt.Scale(zero=False, nice=True))


def sparkline(values: pd.Series, *, points: int = 13) -> list[float]:
    """The last values of a weekly series for a line in a table cell; missing weeks count as none.

    >>> sparkline(pd.Series([1, None, 3]))
    [1.0, 0.0, 3.0]
    """
    return [0.0 if pd.isna(value) else float(value) for value in values.iloc[-points:]]


def _trend(weeks: pd.DataFrame, colours: Palette, *, above: str, below: str, axis: alt.Axis, zero: alt.Scale) -> alt.LayerChart:
    points = weeks.assign(colour=None)
    points.loc[points["value"] > points["high"], "colour"] = above
    points.loc[points["value"] < points["low"], "colour"] = below
    # Few weeks are named by their day; a year is named by its months.
    days = [alt.DateTime(year=week.year, month=week.month, date=week.day) for week in pd.to_datetime(points["week"])]
    named_by_day = alt.Axis(format="%-d %b", values=days, labelOverlap=True)
    named_by_month = alt.Axis(format="%b", tickCount=alt.TimeIntervalStep("month", 1), labelOverlap=True)
    across = alt.X("week:T", axis=named_by_day if len(points) <= FEW_WEEKS else named_by_month)
    up = alt.Y("value:Q", axis=axis, scale=zero)
    base = alt.Chart(points)
    banded = base.transform_filter("isValid(datum.low)")
    tooltip = [alt.Tooltip("week:T", title="Week of", format="%-d %B %Y"), alt.Tooltip("value:Q", title="Value", format=",.0f")]
    band = banded.mark_area(opacity=0.16, color=colours.neutral, interpolate="monotone").encode(
        across, alt.Y("low:Q", axis=axis, scale=zero), alt.Y2("high:Q")
    )
    side, place = _calm_end(points)
    words = alt.Chart(place).transform_filter("isValid(datum.high) && containerSize()[0] > 300")
    named = words.mark_text(align=side, dx=4 if side == "left" else -4, dy=-9, fontSize=11, color=colours.soft, text=LABEL)
    line = base.mark_line(strokeWidth=1.8, color=colours.soft).encode(across, up)
    dots = base.mark_circle(size=18, color=colours.soft, opacity=1).encode(across, up, tooltip=tooltip)
    # Screen readers have these weeks from the dots already; without news an empty group of symbols would have no name.
    news = base.transform_filter("isValid(datum.colour)").mark_point(
        aria=False, filled=True, size=80, opacity=1, stroke=colours.paper, strokeWidth=1.5
    )
    outside = news.encode(across, up, alt.Fill("colour:N", scale=None), tooltip=tooltip)
    return layered(band, named.encode(across, alt.Y("high:Q")), line, dots, outside, colours=colours, height=220)


def _calm_end(points: pd.DataFrame) -> tuple[Literal["left", "right"], pd.DataFrame]:
    """The end of the band where its label is less in the way of the line, and the week that it stands at."""
    part = max(len(points) // 3, 1)
    values = [float(value) for value in points["value"]]
    if sum(values[-part:]) < sum(values[:part]):
        return "right", points.tail(1)
    return "left", points.head(1)


def spark(values: list[float], colours: Palette, *, line: str) -> alt.LayerChart:
    """The course of a number without axes, for a card; the smallest value is drawn above the ground, so that a line is a line."""
    points = pd.DataFrame({"place": range(len(values)), "value": values})
    base = alt.Chart(points)
    low, high = min(values, default=0.0), max(values, default=1.0)
    across = alt.X("place:Q", axis=None, scale=alt.Scale(nice=False, padding=2))
    up = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[low - 0.35 * ((high - low) or 1.0), high], nice=False))
    area = base.mark_area(opacity=0.12, color=line, clip=True).encode(across, up)
    return layered(area, base.mark_line(strokeWidth=1.8, color=line).encode(across, up), colours=colours, height=56)

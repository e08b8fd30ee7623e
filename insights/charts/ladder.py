"""The ladder: from today's automation rate, rung by rung, to what is left to people."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from insights.charts.theme import Palette, layered, percent

NARROW = "containerSize()[0] < 430"
WIDEST_START = 0.66
"""Beyond this share the words stand left of the bar, because there is no room at its right."""
NARROWEST_START = 0.34
"""Before this share there is no room at its left either; then only the gain is said."""


def ladder(rungs: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """A waterfall with the interval drawn across the end of each bar.

    Args:
        rungs: One row a rung, top to bottom, today first and people last, with the columns `label`, `note`, `start`, `end`, `low`, `high`; the
            last four are shares from 0 to 1, and `low` and `high` may be missing.
        colours: The palette.
    """
    bars = _bars(rungs, colours)
    base = alt.Chart(bars)
    rows = alt.Y(
        "row:N",
        sort=None,
        axis=alt.Axis(labelExpr=f"{NARROW} ? split(datum.label, '|')[0] : split(datum.label, '|')", labelLineHeight=15, labelColor=colours.ink),
    )
    across = alt.X("start:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 25, 50, 75, 100], labelExpr="datum.label + ' %'"))
    tooltip = [alt.Tooltip("name:N", title="Rung"), alt.Tooltip("words:N", title="Share")]
    bar = base.mark_bar(height=24, cornerRadius=3).encode(across, alt.X2("end:Q"), rows, alt.Color("fill:N", scale=None), tooltip=tooltip)
    step = base.transform_filter("isValid(datum.next)").mark_rule(strokeDash=[2, 3], color=colours.neutral)
    interval = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.5, color=colours.ink)
    lead = base.transform_filter("datum.side === 'right'").mark_text(align="left", dx=8, fontWeight=600)
    tail = base.transform_filter(f"datum.side === 'right' && !({NARROW})").mark_text(align="left", dx=46, color=colours.soft)
    left = (
        base.transform_filter("datum.side === 'left'")
        .transform_calculate(before=f"{NARROW} ? datum.lead : datum.words")
        .mark_text(align="right", dx=-8, fontWeight=600)
    )
    return layered(
        bar,
        step.encode(alt.X("end:Q"), rows, alt.Y2("next:N")),
        interval.encode(alt.X("low:Q"), alt.X2("high:Q"), rows),
        lead.encode(alt.X("right:Q"), rows, alt.Text("lead:N")),
        tail.encode(alt.X("right:Q"), rows, alt.Text("tail:N")),
        left.encode(alt.X("left:Q"), rows, alt.Text("before:N")),
        colours=colours,
        height=318,
    )


def _bars(rungs: pd.DataFrame, colours: Palette) -> pd.DataFrame:
    bars = pd.DataFrame({"name": rungs["label"], "row": rungs["label"] + "|" + rungs["note"]}).reset_index(drop=True)
    for edge in ("start", "end", "low", "high"):
        bars[edge] = (rungs[edge].astype(float) * 100).to_numpy()
    last = len(bars) - 1
    places = range(len(bars))
    bars["next"] = bars["row"].shift(-1)
    bars["fill"] = [colours.automation if place == 0 else colours.people if place == last else colours.automation_later for place in places]
    bars["right"] = bars[["end", "high"]].max(axis=1)
    bars["left"] = bars[["start", "low"]].min(axis=1)
    full = bars["right"] > 100 * WIDEST_START
    bars["side"] = np.where(full & (bars["left"] >= 100 * NARROWEST_START) & (bars.index > 0), "left", "right")
    sizes = (bars["end"] - bars["start"]) / 100
    bars["lead"] = [percent(size) if place in (0, last) else f"+{size * 100:.0f}" for place, size in zip(places, sizes, strict=True)]
    bars["tail"] = [_reached(*ends) if 0 < place < last else "" for place, *ends in zip(places, bars["end"], bars["low"], bars["high"], strict=True)]
    bars["words"] = [f"{lead} {tail}".strip() for lead, tail in zip(bars["lead"], bars["tail"], strict=True)]
    bars["tail"] = bars["tail"].where(~full | (bars["side"] == "left"), "")
    return bars


def _reached(end: float, low: float, high: float) -> str:
    interval = "" if pd.isna(low) else f" ({low:.0f}–{high:.0f})"
    return f"→ {percent(end / 100)}{interval}"

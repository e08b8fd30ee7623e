"""What the actions add up to: one bar from today over the first actions to what stays with people."""

from __future__ import annotations

from itertools import accumulate

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered, mixed, percent, readable_on

LETTER = 6.4


def gains(actions: pd.DataFrame, colours: Palette, *, today: float, potential: float) -> alt.LayerChart:
    """One stacked bar of 100 %.

    Args:
        actions: `rank` and `gain_points` of the first actions, in order.
        colours: The palette.
        today: Automation rate today, 0 to 1.
        potential: Automation potential, 0 to 1.
    """
    parts = _parts(actions, colours, today=today * 100, potential=max(potential, today) * 100)
    base = alt.Chart(parts).transform_calculate(room="(datum.end - datum.start) / 100 * width")
    across = alt.X("start:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=None)
    middle = alt.X("middle:Q")
    tooltip = [alt.Tooltip("head:N", title="Step"), alt.Tooltip("words:N", title="Share")]
    bar = base.mark_bar(height=34, stroke=colours.paper, strokeWidth=2, cornerRadius=3)
    drawn = bar.encode(across, alt.X2("end:Q"), y=alt.value(46), color=alt.Color("fill:N", scale=None), tooltip=tooltip)
    words = base.transform_filter(f"datum.room > {LETTER} * length(datum.words) + 2").mark_text(fontWeight=500)
    head = base.transform_filter(f"datum.room > {LETTER} * length(datum.head)").mark_text(fontWeight=600)
    return layered(
        drawn,
        words.encode(middle, y=alt.value(46), text="words:N", color=alt.Color("tone:N", scale=None)),
        head.encode(middle, y=alt.value(16), text="head:N"),
        colours=colours,
        height=72,
    )


def _parts(actions: pd.DataFrame, colours: Palette, *, today: float, potential: float) -> pd.DataFrame:
    steps = [float(gain) for gain in actions["gain_points"]]
    heads = ["Today", *(str(rank) for rank in actions["rank"]), "", ""]
    rest = max(potential - today - sum(steps), 0.0)
    people = max(100 - today - sum(steps) - rest, 0.0)
    sizes = [today, *steps, rest, people]
    words = [
        percent(today / 100),
        *(f"+{step:.1f}" for step in steps),
        f"{rest:.0f} points in smaller steps",
        f"{percent(people / 100)} stays with people",
    ]
    fills = [colours.automation, *_fading(colours, len(steps)), colours.neutral_pale, colours.people_pale]
    ends = list(accumulate(sizes))
    parts = pd.DataFrame({"head": heads, "words": words, "fill": fills, "start": [0.0, *ends[:-1]], "end": ends})
    parts["middle"] = (parts["start"] + parts["end"]) / 2
    parts["tone"] = [*(readable_on(fill, colours) for fill in fills[:-2]), colours.soft, colours.people_text]
    return parts.loc[parts["end"] > parts["start"]].reset_index(drop=True)


def _fading(colours: Palette, count: int) -> list[str]:
    """From the automation colour two thirds of the way towards paper, so that neighbours differ."""
    return [mixed(colours.automation, colours.paper, (place + 0.5) / max(count, 1) * 0.66) for place in range(count)]

"""The small course of a number over time on its card."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered
from insights.metrics import Meaning

HEIGHT = 54


def spark(values: Sequence[float], colours: Palette, *, meaning: Meaning) -> alt.LayerChart:
    """A line over a pale ground, from the lowest to the highest value; no axes, because the card says what it is."""
    fills = {Meaning.AUTOMATION: colours.automation, Meaning.PEOPLE: colours.people, Meaning.GOOD: colours.good, Meaning.BAD: colours.bad}
    colour = fills.get(meaning, colours.neutral)
    points = pd.DataFrame({"place": range(len(values)), "value": list(values)})
    across = alt.X("place:Q", axis=None, scale=alt.Scale(nice=False, zero=False))
    lowest, highest = min(values), max(values)
    room = (highest - lowest) * 0.12 or 1.0
    up = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[lowest - room, highest + room], nice=False))
    base = alt.Chart(points)
    ground = base.mark_area(color=colour, opacity=0.1, clip=True, aria=False).encode(across, up)
    line = base.mark_line(color=colour, strokeWidth=1.8, aria=False).encode(across, up)
    return layered(ground, line, colours=colours, height=HEIGHT)

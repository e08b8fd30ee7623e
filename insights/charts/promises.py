"""Predicted against reached: an interval with its middle, and a dot where it came out."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered

NARROW = "containerSize()[0] < 480"
PITCH = 34
ABOVE = 34
WORDS = 1.45
"""How much longer than its longest interval the scale is, for the words at its right."""


def promises(found: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """One row a promise, top to bottom.

    Args:
        found: `id`, `label`, `predicted`, `low`, `high`, `reached` (0 to 1), `inside` (whether the interval held) and `words` for the right edge.
        colours: The palette. What came out inside is indigo and round, what came out beside it rose and a diamond.
    """
    rows = found.assign(**{name: found[name].astype(float) * 100 for name in ("predicted", "low", "high", "reached")})
    rows["colour"] = [colours.automation if inside else colours.bad for inside in rows["inside"]]
    rows["shape"] = ["circle" if inside else "diamond" for inside in rows["inside"]]
    rows["answer"] = ["inside" if inside else "outside" for inside in rows["inside"]]
    # Room for the words is made by a longer scale, and named only as far as it is needed.
    top = min(max(25 * math.ceil(max([*rows["high"], *rows["reached"]], default=100) / 25), 25), 100)
    scale = alt.Scale(domain=[0, WORDS * top], nice=False)
    axis = alt.Axis(orient="top", values=list(range(0, top + 1, 25 if top > 50 else 10 if top > 25 else 5)), labelExpr="datum.label + ' %'")
    down = alt.Y("label:N", sort=None, axis=alt.Axis(labelExpr=f"{NARROW} ? truncate(datum.label, 18) : datum.label"))
    base = alt.Chart(rows)
    tooltip = [
        alt.Tooltip("label:N", title="Of"),
        alt.Tooltip("words:N", title="Predicted → reached, %"),
        alt.Tooltip("answer:N", title="90 % interval"),
    ]
    line = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.55, color=colours.neutral)
    middle = base.mark_tick(thickness=2, size=16, color=colours.ink)
    dot = base.mark_point(size=110, filled=True, opacity=1, cursor="pointer")
    words = base.transform_calculate(said=f"{NARROW} ? replace(datum.words, regexp(' [(].*[)]'), '') : datum.words").mark_text(align="right")
    return layered(
        line.encode(alt.X("low:Q", scale=scale, axis=axis), alt.X2("high:Q"), down),
        middle.encode(alt.X("predicted:Q", scale=scale, axis=axis), down),
        dot.encode(
            alt.X("reached:Q", scale=scale, axis=axis), down, alt.Color("colour:N", scale=None), alt.Shape("shape:N", scale=None), tooltip=tooltip
        ).add_params(alt.selection_point(name="row", fields=["id"], on="click", toggle=False)),
        words.encode(down, alt.Text("said:N"), x=alt.value("width")),
        colours=colours,
        height=ABOVE + PITCH * max(len(rows), 1),
    )

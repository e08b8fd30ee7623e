"""Differences in points from nought: a dot with its interval, coloured only where the whole interval is on one side; a ring marks the raw number."""

from __future__ import annotations

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered

ABOVE = 34
PITCH = 34
LABELS = alt.ExprRef("containerSize()[0] < 480 ? 120 : 230")
ROOM = 0.8
"""Of the width of the numbers, kept free at the right for the words."""


def differences(found: pd.DataFrame, colours: Palette, *, raw: bool = False, worse_above: bool = False) -> alt.LayerChart:
    """Rows top to bottom with `key label value low high`, in points; with `raw` a number before adjustment too, missing where there is none.

    A row without a value shows its ring alone. `worse_above` says that more is worse.
    """
    rows = found.astype(dict.fromkeys(["value", "low", "high", *(["raw"] if raw else [])], float)).reset_index(drop=True)
    above, below = (colours.bad, colours.good) if worse_above else (colours.good, colours.bad)
    rows["colour"] = [above if low > 0 else below if high < 0 else colours.soft for low, high in zip(rows["low"], rows["high"], strict=True)]
    rows["words"] = [words(*each) for each in zip(rows["value"], rows["low"], rows["high"], strict=True)]
    ends = [0.0, *rows["low"].dropna(), *rows["high"].dropna(), *(rows["raw"].dropna() if raw else [])]
    width = max(max(ends) - min(ends), 4.0)
    scale = alt.Scale(domain=[min(ends) - 0.05 * width, max(ends) + (0.05 + ROOM) * width], nice=False)
    axis = alt.Axis(orient="top", labelExpr=f"datum.value > {max(ends) + 0.05 * width} ? '' : datum.label", tickCount=5, offset=2)
    down = alt.Y("label:N", sort=None, axis=alt.Axis(labelLimit=LABELS))
    base, there = alt.Chart(rows), alt.Chart(rows.loc[rows["value"].notna()])
    nought = (
        alt.Chart(pd.DataFrame({"value": [0.0]})).mark_rule(color=colours.soft, strokeDash=[3, 3]).encode(alt.X("value:Q", scale=scale, axis=axis))
    )
    line = there.mark_rule(strokeWidth=2, color=colours.neutral, aria=False).encode(alt.X("low:Q", scale=scale, axis=axis), alt.X2("high:Q"), down)
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("words:N", title="Points")]
    dot = there.mark_circle(size=110, opacity=1, cursor="pointer", aria=False).encode(
        alt.X("value:Q", scale=scale, axis=axis), down, alt.Color("colour:N", scale=None), tooltip=tooltip
    )
    text = base.mark_text(align="right").encode(down, alt.Text("words:N"), x=alt.value("width"))
    layers = [nought, line, dot, text]
    if raw:
        known = alt.Chart(rows.loc[rows["raw"].notna()]).mark_point(size=90, filled=False, color=colours.soft, strokeWidth=1.5, aria=False)
        layers.insert(2, known.encode(alt.X("raw:Q", scale=scale, axis=axis), down))
    picked = alt.selection_point(name="row", fields=["key"], on="click", toggle=False)
    layers[-1] = layers[-1].add_params(picked)
    return layered(*layers, colours=colours, height=ABOVE + PITCH * max(len(rows), 1))


def words(value: float, low: float, high: float) -> str:
    """A difference in words.

    >>> words(-2.94, -9.0, 3.2), words(float("nan"), 0, 0)
    ('−2.9 (−9.0 to +3.2)', 'not compared')
    """
    if pd.isna(value):
        return "not compared"
    return f"{signed(value)} ({signed(low)} to {signed(high)})"


def signed(points: float) -> str:
    """Points with their sign.

    >>> signed(2.6), signed(-0.3), signed(-0.04)
    ('+2.6', '−0.3', '0')
    """
    shown = f"{abs(points):.1f}"
    return "0" if shown == "0.0" else ("+" if points > 0 else "−") + shown

"""Topics against the CX score: ratings as stacked bars and the score as a dot with its interval, row beside row."""

from __future__ import annotations

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered, percent

LABELS = alt.ExprRef("containerSize()[0] < 480 ? 130 : 230")
PITCH = 34
ABOVE = 34
LEGEND_OFFSET = 10
"""Puts the first row of both charts at the same height: a legend is lower than an axis."""


def ratings(spread: pd.DataFrame, colours: Palette, *, order: list[str]) -> alt.LayerChart:
    """Share of each rating by topic. `spread` has `topic_id`, `topic`, `rating` and `conversations`; `order` lists the topics top to bottom."""
    totals: dict[str, int] = {}
    for topic, conversations in zip(spread["topic"], spread["conversations"], strict=True):
        totals[topic] = totals.get(topic, 0) + int(conversations)
    rows = spread.assign(
        place=spread["rating"], rating=[str(rating) for rating in spread["rating"]], label=[_label(topic, totals) for topic in spread["topic"]]
    )
    scale = alt.Scale(domain=["1", "2", "3", "4", "5"], range=list(colours.ratings))
    bar = alt.Chart(rows).mark_bar(height=20, cursor="pointer")
    tooltip = [
        alt.Tooltip("topic:N", title="Topic"),
        alt.Tooltip("rating:N", title="Rating"),
        alt.Tooltip("conversations:Q", title="Conversations", format=","),
    ]
    drawn = bar.encode(
        alt.X("conversations:Q", stack="normalize", axis=None),
        alt.Y("label:N", sort=[_label(topic, totals) for topic in order], axis=alt.Axis(labelLimit=LABELS)),
        alt.Color("rating:N", scale=scale, legend=alt.Legend(offset=LEGEND_OFFSET)),
        alt.Order("place:Q"),
        tooltip=tooltip,
    )
    picked = alt.selection_point(name="cell", fields=["topic_id", "rating"], on="click", toggle=False)
    return layered(drawn.add_params(picked), colours=colours, height=ABOVE + PITCH * max(len(order), 1))


def scores(found: pd.DataFrame, colours: Palette, *, average: float) -> alt.LayerChart:
    """The score of each topic, coloured only where its whole interval is off the average.

    `found` has `topic_id`, `topic`, `score`, `low` and `high` (0 to 1), top to bottom. The names show where the chart is narrow, because there it
    stands under the ratings and not beside them.
    """
    rows = found.assign(**{name: found[name].astype(float) * 100 for name in ("score", "low", "high")})
    level = average * 100
    rows["colour"] = [
        colours.bad if high < level else colours.good if low > level else colours.soft for low, high in zip(rows["low"], rows["high"], strict=True)
    ]
    rows["words"] = [
        f"{percent(score / 100)} ({low:.0f}–{high:.0f})" for score, low, high in zip(rows["score"], rows["low"], rows["high"], strict=True)
    ]
    down = alt.Y("topic:N", sort=None, axis=alt.Axis(labelExpr="containerSize()[0] < 400 ? datum.label : ''", labelLimit=110))
    axis = alt.Axis(orient="top", labelExpr="datum.value > 100 ? '' : datum.label + ' %'", tickCount=4, offset=2)
    scale = alt.Scale(domain=_domain(rows, level), nice=False)
    across = alt.X("score:Q", scale=scale, axis=axis)
    base = alt.Chart(rows)
    mean = alt.Chart(pd.DataFrame({"score": [level]})).mark_rule(strokeDash=[3, 3], color=colours.soft).encode(across)
    line = base.mark_rule(strokeWidth=2, color=colours.neutral).encode(alt.X("low:Q", scale=scale, axis=axis), alt.X2("high:Q"), down)
    tooltip = [alt.Tooltip("topic:N", title="Topic"), alt.Tooltip("words:N", title="CX score")]
    dot = base.mark_circle(size=110, opacity=1, cursor="pointer").encode(across, down, alt.Color("colour:N", scale=None), tooltip=tooltip)
    dot = dot.add_params(alt.selection_point(name="topic", fields=["topic_id"], on="click", toggle=False))
    words = base.mark_text(align="right").encode(down, alt.Text("words:N"), x=alt.value("width"))
    return layered(mean, line, dot, words, colours=colours, height=ABOVE + PITCH * max(len(rows), 1))


def _label(topic: str, totals: dict[str, int]) -> str:
    return f"{topic} ({totals.get(topic, 0):,})"


def _domain(rows: pd.DataFrame, level: float) -> list[float]:
    """From the lowest to the highest end, with room at the right for the words."""
    lowest = min([*rows["low"], level]) - 4
    highest = max([*rows["high"], level]) + 4
    return [max(lowest, 0.0), highest + 0.45 * (highest - lowest)]

"""The taxonomy as a treemap: area is conversations, colour is a share in five steps that can be read off a legend."""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import pandas as pd
import squarify

from insights.charts.theme import Palette, layered, percent, readable_on

WIDTH, HEIGHT = 100, 66
TOO_FEW = "too few"
POTENTIAL_STEPS = (20, 40, 60, 80)
EXPERIENCE_STEPS = (50, 60, 70, 80)


def potential(tiles: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """Topics coloured by automation potential. See `_treemap` for the columns."""
    return _treemap(tiles, colours, POTENTIAL_STEPS, colours.potential)


def experience(tiles: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """Topics coloured by CX score. See `_treemap` for the columns."""
    return _treemap(tiles, colours, EXPERIENCE_STEPS, colours.experience)


def _treemap(tiles: pd.DataFrame, colours: Palette, steps: tuple[int, int, int, int], fills: tuple[str, ...]) -> alt.LayerChart:
    """One tile a row of `tiles`: `topic_id`, `topic`, `conversations` and `share` (0 to 1, missing where there are too few to say)."""
    names = (f"under {steps[0]} %", *(f"{low} to {high}" for low, high in pairwise(steps)), f"over {steps[-1]} %")
    laid = _laid_out(tiles)
    laid["step"] = [_step(share, steps, names) for share in laid["share"]]
    fill_of = {**dict(zip(names, fills, strict=True)), TOO_FEW: colours.neutral_pale}
    laid["tone"] = [readable_on(fill_of[name], colours) for name in laid["step"]]
    laid["value"] = ["–" if pd.isna(share) else percent(share) for share in laid["share"]]
    shown = [*names, TOO_FEW] if TOO_FEW in set(laid["step"]) else list(names)
    columns = alt.ExprRef("containerSize()[0] < 480 ? 3 : 6")
    legend = alt.Legend(orient="bottom", columns=columns, offset=8)
    across = alt.X("x0:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False), axis=None)
    down = alt.Y("y0:Q", scale=alt.Scale(domain=[HEIGHT, 0], nice=False), axis=None)
    base = alt.Chart(laid).transform_calculate(
        room=f"(datum.x1 - datum.x0) / {WIDTH} * width - 18",
        tall=f"(datum.y1 - datum.y0) / {HEIGHT} * height",
    )
    tile = base.mark_rect(stroke=colours.paper, strokeWidth=4, cornerRadius=6, cursor="pointer").encode(
        across,
        down,
        alt.X2("x1:Q"),
        alt.Y2("y1:Q"),
        alt.Color("step:N", scale=alt.Scale(domain=shown, range=[fill_of[name] for name in shown]), legend=legend),
        tooltip=[
            alt.Tooltip("topic:N", title="Topic"),
            alt.Tooltip("conversations:Q", title="Conversations", format=","),
            alt.Tooltip("value:N", title="Share"),
        ],
    )
    picked = alt.selection_point(name="topic", fields=["topic_id"], on="click", toggle=False)
    name = _words(base, "datum.room > 34 && datum.tall > 26", "truncate(datum.topic, datum.room / 7)", down=18, weight=600)
    both = "datum.value + ' · ' + format(datum.conversations, ',')"
    second = _words(base, "datum.room > 26 && datum.tall > 44", f"datum.room > 7 * length({both}) ? {both} : datum.value", down=35, weight=400)
    return layered(tile.add_params(picked), name, second, colours=colours, height=480)


def _words(base: alt.Chart, fits: str, words: str, *, down: int, weight: int) -> alt.Chart:
    """A line of text in each tile that has room for it."""
    return (
        base.transform_filter(fits)
        .transform_calculate(words=words)
        .mark_text(align="left", baseline="middle", dx=11, dy=down, fontWeight=weight)  # type: ignore[arg-type]
        .encode(alt.X("x0:Q"), alt.Y("y0:Q"), alt.Text("words:N"), alt.Color("tone:N", scale=None))
    )


def _laid_out(tiles: pd.DataFrame) -> pd.DataFrame:
    """The tiles with their corners, largest first and "other" last, whatever its size."""
    ordered = tiles.assign(last=tiles["topic_id"] == "other")
    ordered = ordered.sort_values(["last", "conversations", "topic"], ascending=[True, False, True]).drop(columns="last").reset_index(drop=True)
    ordered = ordered.loc[ordered["conversations"] > 0].reset_index(drop=True)
    sizes = squarify.normalize_sizes(ordered["conversations"].astype(float).tolist(), WIDTH, HEIGHT) if len(ordered) else []
    corners = squarify.squarify(sizes, 0, 0, WIDTH, HEIGHT) if len(ordered) else []
    for name, values in (
        ("x0", [corner["x"] for corner in corners]),
        ("y0", [corner["y"] for corner in corners]),
        ("x1", [corner["x"] + corner["dx"] for corner in corners]),
        ("y1", [corner["y"] + corner["dy"] for corner in corners]),
    ):
        ordered[name] = pd.Series(values, dtype=float)
    return ordered


def _step(share: float, steps: tuple[int, ...], names: tuple[str, ...]) -> str:
    if pd.isna(share):
        return TOO_FEW
    return names[sum(share * 100 >= step for step in steps)]

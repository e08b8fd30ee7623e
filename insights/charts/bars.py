"""Bars: groups from largest to smallest, kinds of work in parts, ratings, reasons by who can change them."""

from __future__ import annotations

import altair as alt
import pandas as pd

from insights.charts.theme import Palette, layered, percent

LABELS = alt.ExprRef("containerSize()[0] < 480 ? 130 : 230")
PARTS = ("Today", "With enablers", "People")
RATINGS = {5: "5 · clearly pleased", 4: "4 · need met", 3: "3 · mixed", 2: "2 · not met", 1: "1 · angry or leaving"}
OWNERS = {"agent": "People", "bot": "Bot", "product": "Product", "policy": "Policy", "customer_situation": "Customer situation"}


def ranked(groups: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """One bar a row, in the order given, the value after it. `groups` has `key`, `label`, `share` (0 to 1), `conversations` and `fill`."""
    rows = groups.assign(value=groups["share"].astype(float) * 100, words=[percent(share) for share in groups["share"]])
    return _single(rows, colours, alt.Color("fill:N", scale=None), thickness=12, pitch=32)


def ratings(spread: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """How many conversations have each rating. `spread` has `rating` (1 to 5) and `conversations`; a rating without a row counts none."""
    found = dict(zip(spread["rating"], spread["conversations"], strict=True))
    counts = [int(found.get(rating, 0)) for rating in RATINGS]
    total = sum(counts)
    rows = pd.DataFrame({"key": [str(rating) for rating in RATINGS], "label": list(RATINGS.values()), "conversations": counts})
    shares = [count / total if total else 0.0 for count in counts]
    rows["value"] = [share * 100 for share in shares]
    rows["words"] = [f"{percent(share)} · {count:,}" for share, count in zip(shares, counts, strict=True)]
    fill = alt.Color("key:N", scale=alt.Scale(domain=["1", "2", "3", "4", "5"], range=list(colours.ratings)), legend=None)
    return _single(rows, colours, fill, thickness=22, pitch=36, room=1.45)


def reasons(found: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """Reasons in the order given, coloured by who can change them. `found` has `key`, `label`, `owner`, `share` and `conversations`."""
    owners = [OWNERS.get(str(owner), str(owner)) for owner in found["owner"]]
    rows = found.assign(value=found["share"].astype(float) * 100, words=[percent(share) for share in found["share"]], owner=owners)
    scale = alt.Scale(domain=list(OWNERS.values()), range=[colours.people, colours.automation, *colours.beyond])
    legend = alt.Legend(columns=alt.ExprRef("containerSize()[0] < 480 ? 2 : 5"))
    return _single(rows, colours, alt.Color("owner:N", scale=scale, legend=legend), thickness=20, pitch=33, above=46)


def kinds(shares: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """Kinds of work in parts: resolved today, possible with enablers, left to people.

    `shares` has `kind`, `label`, `today`, `later` and `people`, each a share of all conversations with a request; a kind's parts add up to it.
    """
    parts, totals = _parts(shares)
    rows = alt.Y("label:N", sort=list(shares["label"]))
    scale = alt.Scale(domain=list(PARTS), range=[colours.automation, colours.automation_later, colours.people])
    bar = alt.Chart(parts).mark_bar(height=22, stroke=colours.paper, strokeWidth=1, cursor="pointer")
    across = alt.X(
        "start:Q",
        scale=alt.Scale(domain=[0, max([*totals["end"], 1.0]) * 1.22], nice=False),
        axis=alt.Axis(labelExpr="datum.value > 100 ? '' : datum.label + ' %'", tickCount=4),
    )
    tooltip = [alt.Tooltip("label:N", title="Kind of work"), alt.Tooltip("part:N", title="Part"), alt.Tooltip("words:N", title="Share")]
    drawn = bar.encode(across, alt.X2("end:Q"), rows, alt.Color("part:N", scale=scale), tooltip=tooltip)
    drawn = drawn.add_params(alt.selection_point(name="kind", fields=["kind"], on="click", toggle=False))
    total = alt.Chart(totals).mark_text(align="left", dx=6, fontWeight=600).encode(alt.X("end:Q"), rows, alt.Text("words:N"))
    return layered(drawn, total, colours=colours, height=70 + 38 * max(len(shares), 1))


def _parts(shares: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The bars of each kind from left to right, and where each kind ends."""
    parts, totals = [], []
    for kind, label, *sizes in shares[["kind", "label", "today", "later", "people"]].itertuples(index=False):
        start = 0.0
        for part, size in zip(PARTS, sizes, strict=True):
            end = start + float(size) * 100
            parts.append((kind, label, part, start, end, percent(float(size))))
            start = end
        totals.append((label, start, percent(start / 100)))
    return pd.DataFrame(parts, columns=["kind", "label", "part", "start", "end", "words"]), pd.DataFrame(totals, columns=["label", "end", "words"])


def _single(rows: pd.DataFrame, colours: Palette, fill: object, *, thickness: int, pitch: int, above: int = 12, room: float = 1.28) -> alt.LayerChart:
    """One bar a row with its words after it; a click picks the row's key."""
    longest = max((float(value) for value in rows["value"]), default=0.0)
    base = alt.Chart(rows)
    down = alt.Y("label:N", sort=None, axis=alt.Axis(labelLimit=LABELS))
    # The room for the words is left by the scale, so that a label after the longest bar is not cut.
    across = alt.X("value:Q", scale=alt.Scale(domain=[0, max(longest, 1.0) * room]), axis=None)
    tooltip = [
        alt.Tooltip("label:N", title="Group"),
        alt.Tooltip("words:N", title="Share"),
        alt.Tooltip("conversations:Q", title="Conversations", format=","),
    ]
    bar = base.mark_bar(height=thickness, cornerRadiusEnd=4, cursor="pointer").encode(across, down, color=fill, tooltip=tooltip)  # type: ignore[arg-type]
    bar = bar.add_params(alt.selection_point(name="key", fields=["key"], on="click", toggle=False))
    words = base.mark_text(align="left", dx=6, color=colours.soft).encode(across, down, alt.Text("words:N"))
    return layered(bar, words, colours=colours, height=above + pitch * max(len(rows), 1))

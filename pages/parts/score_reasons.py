"""Why ratings are what they are: negative reasons by who can change them, positive ones, each opening its conversations."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts import bars
from insights.charts.theme import palette
from insights.metrics import Unit, number_text
from insights.metrics.experience_questions import ratings, reasons
from pages.parts import cards, data, frame, states
from pages.parts.scope import Scope

SMALLEST = 0.01
MADE = "A reason is named when words of the conversation show it; it is quoted from its turn in the conversation."


def negative(scope: Scope) -> None:
    """What pulls ratings down, and who can change it."""
    found, low = _found(scope, sign=-1, part="rated_low", ratings_of=(1, 2, 3))
    cards.section(
        "Why are ratings low, and who can change it?",
        f"Share of the {low:,} conversation{'' if low == 1 else 's'} rated 1 to 3 that name the reason. One may name several.",
        made=MADE + " People and bot are support; product, policy and the customer's situation are not in its hands.",
        metrics=("cx_without_beyond_support",),
    )
    if found.empty:
        cards.note("No low rating names a reason.")
        return
    if low < states.ENOUGH:
        states.thin(low, frame.link("conversations", scope, rating=(1, 2, 3)))
        return
    order = {owner: place for place, owner in enumerate(bars.OWNERS)}
    sorted_rows = found.assign(place=found["owner"].map(order)).sort_values(["place", "share"], ascending=[True, False])
    _chart(sorted_rows, scope, "negative_reasons")
    cards.csv(found, "reasons_of_low_ratings", "negative_reasons_csv")


def positive(scope: Scope) -> None:
    """What customers like."""
    found, high = _found(scope, sign=1, part="rated_high", ratings_of=(4, 5))
    cards.section("What do they like?", f"Share of the {high:,} conversation{'' if high == 1 else 's'} rated 4 or 5.", made=MADE)
    if found.empty:
        cards.note("No high rating names a reason.")
        return
    if high < states.ENOUGH:
        states.thin(high, frame.link("conversations", scope, rating=(4, 5)))
        return
    _chart(found, scope, "positive_reasons")
    cards.csv(found, "reasons_of_high_ratings", "positive_reasons_csv")


def _found(scope: Scope, *, sign: int, part: str, ratings_of: tuple[int, ...]) -> tuple[pd.DataFrame, int]:
    """The reasons of one sign with their share of the ratings concerned, and how many those are."""
    spread = data.ask(ratings(scope.filters), scope)
    total = int(spread.loc[spread["rating"].isin(ratings_of), "conversations"].sum())
    every = data.ask(reasons(scope.filters), scope)
    rows = every.loc[(every["sign"] == sign) & (every[part] > 0)].reset_index(drop=True)
    first = ~rows["reason"].duplicated()
    names = rows["reason"].str.replace("_", " ").str.capitalize()
    owners = rows["owner"].map(lambda owner: bars.OWNERS.get(str(owner), ""))
    labels = names.where(first, names + " · " + owners.str.lower())
    keys = rows["reason"] if sign > 0 else rows["reason"] + ":" + rows["owner"].fillna("")
    found = pd.DataFrame({"key": keys, "label": labels, "owner": rows["owner"], "conversations": rows[part]})
    found = found.assign(share=found["conversations"] / max(total, 1))
    return found.loc[found["share"] >= SMALLEST], total


def _chart(rows: pd.DataFrame, scope: Scope, key: str) -> None:
    colours = palette(scope.theme)
    drawn = bars.reasons(rows, colours) if key == "negative_reasons" else bars.ranked(rows.assign(fill=colours.good), colours)
    words = ", ".join(f"{label} {number_text(share, Unit.SHARE)}" for label, share in zip(rows["label"], rows["share"], strict=True))
    picked = st.altair_chart(drawn, theme=None, key=key, on_select="rerun", selection_mode="key", alt=f"Reasons by share: {words}")
    if chosen := picked["selection"].get("key"):
        asked = {"blame": chosen[0]["key"], "rating": (1, 2, 3)} if key == "negative_reasons" else {"reason": chosen[0]["key"], "rating": (4, 5)}
        page, query = frame.link("conversations", scope, **asked)
        st.switch_page(page, query_params=query)

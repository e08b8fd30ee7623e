"""Groups row beside row: the ratings of each as a bar, its CX score as a dot with its interval. A bar or a dot opens its conversations."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from insights.charts import topics as charts
from insights.charts.theme import palette
from insights.metrics import metric
from pages.parts import data, frame
from pages.parts.scope import Scope


def drawn(shown: pd.DataFrame, spread: pd.DataFrame, scope: Scope, *, word: str, asked: Mapping[str, str]) -> None:
    """`shown` has `key name` and the columns of the metric `cx_score`, top to bottom; `spread` has `key name rating conversations`.

    `word` is what a row is and what a link asks for; `asked` says by the key of a row which value it asks for.
    """
    score, colours = metric("cx_score"), palette(scope.theme)
    names = {"key": "topic_id", "name": "topic", "cx_score": "score", "cx_score_low": "low", "cx_score_high": "high"}
    dots = shown.rename(columns=names)[list(names.values())]
    parts = spread.loc[spread["rating"].notna() & spread["key"].isin(shown["key"])].rename(columns=names)
    parts = parts.assign(rating=parts["rating"].astype(int))[["topic_id", "topic", "rating", "conversations"]].reset_index(drop=True)
    average = float(data.numbers(("cx_score",), scope)["cx_score"].iloc[0])
    left, right = st.columns([12, 8], gap="small")
    with left:
        bars = st.altair_chart(
            charts.ratings(parts, colours, order=list(dots["topic"])),
            theme=None,
            key=f"{word}_ratings",
            on_select="rerun",
            selection_mode="cell",
            alt=f"Ratings 1 to 5 by {word}",
        )
    with right:
        points = st.altair_chart(
            charts.scores(dots, colours, average=average),
            theme=None,
            key=f"{word}_scores",
            on_select="rerun",
            selection_mode="topic",
            alt=f"CX score by {word} with its interval: "
            + ", ".join(f"{name} {score.text(value)}" for name, value in zip(dots["topic"], dots["score"], strict=True)),
        )
    if cell := bars["selection"].get("cell"):
        _open(scope, word, asked[cell[0]["topic_id"]], rating=cell[0]["rating"])
    if dot := points["selection"].get("topic"):
        _open(scope, word, asked[dot[0]["topic_id"]], rating=(1, 2, 3, 4, 5))


def _open(scope: Scope, word: str, value: str, *, rating: object) -> None:
    page, query = frame.link("conversations", scope, **{word: value}, rating=rating)
    st.switch_page(page, query_params=query)

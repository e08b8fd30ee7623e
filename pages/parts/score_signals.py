"""What ratings rest on: each signal on its own, its bands row beside row with the ratings of their conversations; and the signals of one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts import topics as charts
from insights.charts.theme import palette
from insights.metrics import metric
from insights.metrics.signals import WORDS
from pages.parts import cards, data, frame
from pages.parts.scope import Scope


def rows(scope: Scope) -> None:
    """The bands with enough ratings. A bar or a dot opens its conversations."""
    score = metric("cx_score")
    every = data.numbers(("cx_score",), scope, by=("signal",))
    every = every.loc[every["signal"].notna()]
    shown = every.loc[every["cx_score_count"] >= score.min_rows].reset_index(drop=True)
    cards.section(
        "What do the ratings rest on?",
        "Each signal on its own: the ratings of the conversations that it puts there, the CX score and its 95 % interval. Click to read.",
        metrics=("cx_score", "high_effort_share", "clear_service_share", "sentiment_better_share"),
        made="Signals are judged from what the customer said and what happened. The rating weighs them together with the words; no signal decides "
        f"alone. Bands with fewer than {score.min_rows} ratings are left out. The dotted line is the score of all conversations here.",
    )
    if shown.empty:
        cards.note("Too few ratings for every signal.")
        return
    spread = data.numbers(("conversations",), scope, by=("signal", "rating"))
    spread = spread.loc[spread["rating"].notna() & spread["signal"].isin(shown["signal"])]
    spread = _named(spread.assign(rating=spread["rating"].astype(int)))[["topic_id", "topic", "rating", "conversations"]].reset_index(drop=True)
    dots = _named(shown).rename(columns={"cx_score": "score", "cx_score_low": "low", "cx_score_high": "high"})
    colours, average = palette(scope.theme), float(data.numbers(("cx_score",), scope)["cx_score"].iloc[0])
    left, right = st.columns([12, 8], gap="small")
    with left:
        bars = st.altair_chart(
            charts.ratings(spread, colours, order=list(dots["topic"])),
            theme=None,
            key="signal_ratings",
            on_select="rerun",
            selection_mode="cell",
            alt="Ratings 1 to 5 by signal",
        )
    with right:
        points = st.altair_chart(
            charts.scores(dots[["topic_id", "topic", "score", "low", "high"]], colours, average=average),
            theme=None,
            key="signal_scores",
            on_select="rerun",
            selection_mode="topic",
            alt="CX score by signal with its interval: "
            + ", ".join(f"{topic} {score.text(value)}" for topic, value in zip(dots["topic"], dots["score"], strict=True)),
        )
    cards.csv(every, "cx_score_by_signal", "signal_scores_csv")
    if cell := bars["selection"].get("cell"):
        page, query = frame.link("conversations", scope, signal=cell[0]["topic_id"], rating=cell[0]["rating"])
        st.switch_page(page, query_params=query)
    if dot := points["selection"].get("topic"):
        page, query = frame.link("conversations", scope, signal=dot[0]["topic_id"], rating=(1, 2, 3, 4, 5))
        st.switch_page(page, query_params=query)


def _named(found: pd.DataFrame) -> pd.DataFrame:
    """With the names that the chart of rows asks for."""
    return found.assign(topic_id=found["signal"], topic=found["signal"].map(WORDS))


def of_one(labels: pd.Series) -> None:
    """The signals of one scored conversation in a line; its resolution has a badge of its own."""
    found = [WORDS[each].replace(":", "").lower() for each in labels["signals"] if isinstance(each, str) and not each.startswith("resolution:")]
    if pd.notna(labels["rating"]) and found:
        st.markdown(f":small[**Signals:** {' · '.join(found)}.]")

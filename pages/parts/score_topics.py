"""Which topics pull the score down: ratings and score by topic, row beside row, worst first."""

from __future__ import annotations

import streamlit as st

from insights.charts import topics as charts
from insights.charts.theme import palette
from insights.metrics import metric
from pages.parts import cards, data, frame
from pages.parts.scope import Scope

MOST = 10


def rows(scope: Scope) -> None:
    """The biggest topics with enough ratings. A bar or a dot opens its conversations."""
    score = metric("cx_score")
    every = data.numbers(("cx_score", "conversations"), scope, by=("topic_id", "topic"))
    enough = every.loc[every["cx_score_count"] >= score.min_rows]
    shown = enough.sort_values("conversations", ascending=False).head(MOST).sort_values(["cx_score", "topic"]).reset_index(drop=True)
    hidden = len(every) - len(enough)
    few = (
        f" {hidden} topic{'' if hidden == 1 else 's'} with fewer than {score.min_rows} ratings {'is' if hidden == 1 else 'are'} left out."
        if hidden
        else ""
    )
    cards.section(
        "Which topics pull the score down?",
        f"Ratings by topic, worst first. The dot is the CX score, the line its 95 % interval. Click to read.{few}",
        metrics=("cx_score",),
        made="The dotted line is the score of all conversations here. A dot is coloured where its whole interval is off that line.",
    )
    if shown.empty:
        cards.note("Too few ratings in every topic to compare them.")
        return
    spread = data.numbers(("conversations",), scope, by=("topic_id", "topic", "rating"))
    spread = spread.loc[spread["rating"].notna() & spread["topic_id"].isin(shown["topic_id"])]
    spread = spread.assign(rating=spread["rating"].astype(int))[["topic_id", "topic", "rating", "conversations"]].reset_index(drop=True)
    colours, names = palette(scope.theme), dict(zip(shown["topic_id"], shown["topic"], strict=True))
    average = float(data.numbers(("cx_score",), scope)["cx_score"].iloc[0])
    dots = shown.rename(columns={"cx_score": "score", "cx_score_low": "low", "cx_score_high": "high"})[["topic_id", "topic", "score", "low", "high"]]
    left, right = st.columns([12, 8], gap="small")
    with left:
        bars = st.altair_chart(
            charts.ratings(spread, colours, order=list(shown["topic"])),
            theme=None,
            key="topic_ratings",
            on_select="rerun",
            selection_mode="cell",
            alt="Ratings 1 to 5 by topic, worst topic first",
        )
    with right:
        points = st.altair_chart(
            charts.scores(dots, colours, average=average),
            theme=None,
            key="topic_scores",
            on_select="rerun",
            selection_mode="topic",
            alt="CX score by topic with its interval: "
            + ", ".join(f"{topic} {score.text(value)}" for topic, value in zip(dots["topic"], dots["score"], strict=True)),
        )
    cards.csv(every, "cx_score_by_topic", "topic_scores_csv")
    if cell := bars["selection"].get("cell"):
        page, query = frame.link("conversations", scope, topic=names[cell[0]["topic_id"]], rating=cell[0]["rating"])
        st.switch_page(page, query_params=query)
    if dot := points["selection"].get("topic"):
        page, query = frame.link("conversations", scope, topic=names[dot[0]["topic_id"]], rating=(1, 2, 3, 4, 5))
        st.switch_page(page, query_params=query)

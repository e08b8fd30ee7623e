"""The biggest topics on the Overview: one table in which every cell opens the conversations behind it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts.trends import sparkline
from insights.metrics import Unit, counted, metric
from pages.parts import cards, data, frame, topic_courses
from pages.parts.scope import BEHIND, Scope
from pages.parts.topic_words import OTHER, percents

SHOWN = 10
SHARES = ("automation_today", "automation_potential", "cx_score")


def biggest(scope: Scope) -> None:
    """The ten biggest topics; what does not fit a topic is said in the note."""
    table = data.topics(scope)
    named = table[table["topic_id"] != OTHER]
    shown = named.head(SHOWN).reset_index(drop=True)
    total = int(table["conversations"].sum())
    covered = metric("other_share").text(float(shown["share"].sum()))
    cards.section(
        f"The {counted(len(shown), 'biggest topic')}" if len(shown) > 1 else "Topics",
        f"{covered} of {total:,} conversation{'' if total == 1 else 's'}. Click a cell to read what is behind it.",
        metrics=("conversations", *SHARES),
    )
    topic_courses.topics(topic_courses.courses(scope), scope)
    picked = st.dataframe(
        _cells(shown),
        hide_index=True,
        row_height=40,
        height="content",
        column_config=_columns(int(shown["conversations"].max()) if len(shown) else 1),
        on_select="rerun",
        selection_mode="single-cell",
        key="biggest_topics",
        alt="The biggest topics with their conversations, automation today and possible, and CX score",
    )
    cards.csv(table.drop(columns=["trend"]), "topics", "topics_csv")
    if cells := picked["selection"]["cells"]:
        row, column = cells[0]
        page, query = frame.link("conversations", scope, topic=str(shown["topic"].iloc[row]), **BEHIND.get(column, {}))
        st.switch_page(page, query_params=query)


def _cells(shown: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "topic": shown["topic"],
            "conversations": shown["conversations"].astype(int),
            "trend": [sparkline(pd.Series(weeks)) for weeks in shown["trend"]],
            **{name: percents(shown, name) for name in SHARES},
        }
    )


def _columns(most: int) -> dict[str, object]:
    bars = st.column_config.ProgressColumn
    return {
        "topic": st.column_config.TextColumn("Topic", width=240),
        "conversations": bars("Conversations", min_value=0, max_value=most, format="localized", color="gray", width=190),
        "trend": st.column_config.LineChartColumn("By week", y_min=0, color="gray", width=150),
        "automation_today": bars("Today", min_value=0, max_value=100, format=Unit.SHARE.column, color="violet", width=190),
        "automation_potential": bars("Potential", min_value=0, max_value=100, format=Unit.SHARE.column, color="violet", width=190),
        "cx_score": bars("CX score", min_value=0, max_value=100, format=Unit.SHARE.column, color="auto", width=190),
    }

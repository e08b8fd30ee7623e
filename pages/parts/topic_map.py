"""The treemap of topics and the table beside it. Both open a topic; the numbers in the table open its conversations."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from insights.charts import treemap
from insights.charts.theme import palette
from insights.charts.trends import sparkline
from insights.metrics import Unit
from insights.planning.movement import Movement
from pages.parts import cards, frame, topic_courses
from pages.parts.scope import BEHIND, Scope
from pages.parts.topic_words import known, percents

COLOURS = {"Potential": (treemap.potential, "automation_potential"), "CX score": (treemap.experience, "cx_score")}
OPENED = "opened"
"""The word in the address that names the topic that is open below."""


def size(topics: pd.DataFrame, scope: Scope) -> None:
    """The treemap, coloured by what the reader chooses."""
    cards.section(
        "How big is each topic?",
        "Area is conversations. Click a topic to open it below.",
        metrics=("conversations", "automation_potential", "cx_score"),
    )
    asked = frame.asked("colour")
    start = asked if asked in COLOURS else "Potential"
    colour = st.segmented_control("Colour", list(COLOURS), default=start, required=True, key="colour", label_visibility="collapsed") or start
    frame.put(colour="" if colour == "Potential" else colour)
    draw, name = COLOURS[colour]
    tiles = topics[["topic_id", "topic", "conversations"]].assign(share=known(topics, name))
    # A new key after each choice, so that an old click is not taken for a new one.
    found = st.altair_chart(
        draw(tiles, palette(scope.theme)),
        theme=None,
        key=f"topic_map_{frame.asked(OPENED)}",
        on_select="rerun",
        selection_mode="topic",
        alt=f"Treemap of topics: area is conversations, colour is {colour}. The table of topics has the same numbers.",
    )
    if picked := found["selection"].get("topic"):
        opens(str(picked[0]["topic_id"]))


def table(topics: pd.DataFrame, moves: Mapping[str, Movement], scope: Scope) -> None:
    """Every topic with its numbers; a topic's name opens it below, a number opens the conversations behind it."""
    cards.section(
        "Every topic",
        "Click a name to open it, a number to read what is behind it.",
        metrics=("conversations", "automation_potential", "cx_score"),
        made=topic_courses.MADE,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        words = st.text_input("Find a topic", placeholder="Find a topic", key="find_topic", label_visibility="collapsed", width=220)
        st.space("stretch")
        cards.csv(topics.drop(columns=["trend"]), "topics", "topics_csv")
    shown = topics[topics["topic"].str.contains(words.strip(), case=False, regex=False)].reset_index(drop=True)
    if shown.empty:
        cards.note("No topic has these words in its name.")
        return
    moving = any(topic_courses.cell(moves.get(str(topic_id))) for topic_id in topics["topic_id"])
    picked = st.dataframe(
        cells(shown, moves) if moving else cells(shown, moves).drop(columns="course"),
        hide_index=True,
        row_height=36,
        height=min(36 * (len(shown) + 1) + 2, 470),
        placeholder="–",
        column_config=columns(moving=moving),
        on_select="rerun",
        selection_mode="single-cell",
        key=f"topic_table_{frame.asked(OPENED)}",
        alt="Topics with their conversations, weekly course, movement, automation potential and CX score",
    )
    if chosen := picked["selection"]["cells"]:
        row, column = chosen[0]
        topic_id = str(shown["topic_id"].iloc[row])
        if column == "topic":
            opens(topic_id)
        page, query = frame.link("conversations", scope, topic=str(shown["topic"].iloc[row]), **BEHIND.get(column, {}))
        st.switch_page(page, query_params=query)


def opens(topic_id: str) -> None:
    """Open a topic below and forget the click."""
    if topic_id != frame.asked(OPENED):
        frame.put(**{OPENED: topic_id})
        st.rerun()


def cells(shown: pd.DataFrame, moves: Mapping[str, Movement]) -> pd.DataFrame:
    """The table's cells; shares in percent."""
    return pd.DataFrame(
        {
            "topic": shown["topic"],
            "conversations": shown["conversations"].astype(int),
            "trend": [sparkline(pd.Series(list(weeks))) for weeks in shown["trend"]],
            "course": [topic_courses.cell(moves.get(str(topic_id))) for topic_id in shown["topic_id"]],
            "automation_potential": percents(shown, "automation_potential"),
            "cx_score": percents(shown, "cx_score"),
        }
    )


def columns(*, moving: bool) -> dict[str, object]:
    """Widths are in pixels, so that the last column is not lost; the number that matters stands second for a phone."""
    number = st.column_config.NumberColumn
    return {
        "topic": st.column_config.TextColumn("Topic", width=146 if moving else 220),
        "conversations": number("Count", format="localized", width=56),
        "trend": st.column_config.LineChartColumn("Trend", y_min=0, color="gray", width=66 if moving else 110),
        "course": st.column_config.TextColumn("Course", width=140, help="What became of its share of all conversations"),
        "automation_potential": number("Potential", format=Unit.SHARE.column, width=72),
        "cx_score": number("CX", format=Unit.SHARE.column, width=52),
    }

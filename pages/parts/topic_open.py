"""An open topic: what it is about, its course, what is in it, what kind of work it takes, and conversations from its middle and its edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from insights.charts import bars, trends
from insights.charts.theme import Palette, palette
from insights.metrics import Unit, number_text
from insights.metrics.automation_questions import kinds
from insights.metrics.questions import weekly
from insights.metrics.topic_questions import subtopic_table
from insights.model import Kind
from insights.planning.movement import Movement
from pages.parts import cards, data, frame, states, topic_courses, topic_edits, topic_history, topic_menu, topic_samples
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope
from pages.parts.topic_words import OTHER

FEWEST_WEEKS = 3
MOST_BARS = 6


def panel(topics: pd.DataFrame, moves: Mapping[str, Movement], scope: Scope) -> None:
    """The topic that the address names, or the biggest one."""
    wanted = topics.loc[topics["topic_id"] == frame.asked("opened")]
    chosen = (wanted if len(wanted) else topics).iloc[0]
    inside = replace(scope, filters=replace(scope.filters, topic=(str(chosen["topic_id"]),)))
    with st.container(border=True, key="open_topic"):
        _head(chosen, moves.get(str(chosen["topic_id"])), scope)
        topic_edits.panel(str(chosen["topic_id"]), scope)
        _about(chosen, scope)
        st.space("small")
        colours = palette(scope.theme)
        course, parts, work = st.columns([8, 6, 6], gap="medium")
        with course:
            _course(inside, colours)
        with parts:
            _subtopics(inside, scope, chosen, colours)
        with work:
            _kinds(inside, scope, chosen, colours)
        st.space("small")
        topic_samples.both(str(chosen["topic_id"]), scope)


def _head(chosen: pd.Series, move: Movement | None, scope: Scope) -> None:
    topic_id = str(chosen["topic_id"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(one_line(str(chosen["topic"])), anchor=False, width="content")
        badges = [topic_courses.BADGES[move.course]] if move and move.called_out else []
        badges += [":blue-badge[pinned]"] if topic_id in topic_history.pinned(scope) else []
        count = int(chosen["conversations"])
        st.markdown(" ".join([*badges, f":gray-badge[{count:,} conversation{'' if count == 1 else 's'}]"]), width="content")
        st.space("stretch")
        if topic_id != OTHER:
            topic_menu.of_topic(topic_id)
        cards.evidence(frame.link("conversations", scope, topic=str(chosen["topic"])))


def _about(chosen: pd.Series, scope: Scope) -> None:
    known = data.table("topics_now", scope)
    found = known.loc[known["topic_id"] == chosen["topic_id"]]
    if found.empty:
        return
    if isinstance(found["description"].iloc[0], str):
        st.text(found["description"].iloc[0])
    words = found["keywords"].iloc[0]
    if words is not None and len(words):
        st.markdown(" ".join(f":gray-badge[{one_line(str(word), 40)}]" for word in words))


def _course(inside: Scope, colours: Palette) -> None:
    weeks = data.ask(weekly("conversations", inside.filters), inside)
    whole = weeks.loc[weeks["whole"]] if len(weeks) else weeks
    cards.section(
        "Conversations a week",
        "Inside the grey band a week is only noise; coloured weeks are not.",
        metrics=("conversations",),
        made="The band is the mean of all whole weeks ± 1.96 times its square root.",
    )
    if len(whole) < FEWEST_WEEKS:
        cards.note(f"Too few whole weeks to draw a course: {len(whole)} of the {FEWEST_WEEKS} needed.")
        return
    st.altair_chart(
        trends.weekly_count(whole, colours), theme=None, key="topic_weeks", alt="Conversations a week with the range expected from chance"
    )
    cards.csv(weeks, "topic_by_week", "topic_weeks_csv")


def _subtopics(inside: Scope, scope: Scope, opened: pd.Series, colours: Palette) -> None:
    found = data.ask(subtopic_table(inside.filters), inside)
    named = found.loc[found["subtopic"].notna()].head(MOST_BARS)
    topic, count = str(opened["topic"]), int(opened["conversations"])
    cards.section("Subtopics", "Share of this topic. Click one to read it.", made="Found inside the topic from the words of its conversations.")
    if named.empty:
        cards.note("It has no subtopics: what is said in it is too even or too little.")
        return
    if count < states.ENOUGH:
        states.thin(count, frame.link("conversations", scope, topic=topic))
        return
    groups = pd.DataFrame(
        {"key": named["subtopic_id"], "label": named["subtopic"], "share": named["share"].astype(float), "conversations": named["conversations"]}
    )
    picked = st.altair_chart(
        bars.ranked(groups.assign(fill=colours.neutral), colours),
        theme=None,
        key="topic_subtopics",
        on_select="rerun",
        selection_mode="key",
        alt="Subtopics by share: "
        + ", ".join(f"{label} {number_text(share, Unit.SHARE)}" for label, share in zip(groups["label"], groups["share"], strict=True)),
    )
    cards.csv(groups.drop(columns="key"), "subtopics", "subtopics_csv")
    if chosen := picked["selection"].get("key"):
        page, query = frame.link("conversations", scope, topic=topic, subtopic=chosen[0]["key"])
        st.switch_page(page, query_params=query)


def _kinds(inside: Scope, scope: Scope, opened: pd.Series, colours: Palette) -> None:
    found = data.ask(kinds(inside.filters), inside)
    cards.section(
        "Kinds of work", "A conversation may need several. Click one to read it.", made="Share of this topic's conversations with a request."
    )
    if found.empty:
        cards.note("No conversation here holds a request.")
        return
    topic, count = str(opened["topic"]), int(opened["eligible"])
    if count < states.ENOUGH:
        states.thin(count, frame.link("conversations", scope, topic=topic))
        return
    groups = pd.DataFrame(
        {
            "key": found["kind"],
            "label": found["kind"].str.capitalize(),
            "share": found["share"].astype(float),
            "conversations": found["conversations"],
        }
    )
    picked = st.altair_chart(
        bars.ranked(groups.assign(fill=[colours.people if kind == Kind.HUMAN else colours.automation for kind in groups["key"]]), colours),
        theme=None,
        key="topic_kinds",
        on_select="rerun",
        selection_mode="key",
        alt="Kinds of work by share: "
        + ", ".join(f"{label} {number_text(share, Unit.SHARE)}" for label, share in zip(groups["label"], groups["share"], strict=True)),
    )
    cards.csv(groups.drop(columns="key"), "kinds_of_topic", "kinds_of_topic_csv")
    if chosen := picked["selection"].get("key"):
        page, query = frame.link("conversations", scope, topic=topic, kind=chosen[0]["key"])
        st.switch_page(page, query_params=query)

"""Putting one conversation where it belongs, from its transcript: any topic or subtopic, also one of the reader's own."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.pipeline import desk
from insights.store.home import home
from pages.parts import data
from pages.parts.scope import Scope
from pages.parts.topic_words import OTHER


def choices(scope: Scope) -> dict[str, str]:
    """Every topic with its subtopics below it, by name; Other comes last."""
    known = data.table("topics_now", scope).sort_values(["name", "topic_id"])
    above = known.loc[known["parent_id"].isna() & (known["topic_id"] != OTHER)]
    found: dict[str, str] = {}
    for topic_id, topic in zip(above["topic_id"], above["name"], strict=True):
        found[topic_id] = topic
        below = known.loc[known["parent_id"] == topic_id]
        found |= {part: f"{topic} › {name}" for part, name in zip(below["topic_id"], below["name"], strict=True)}
    return found | {OTHER: "Other"}


def form(labels: pd.Series, scope: Scope) -> None:
    """Where the conversation is, to be changed. What is moved is learnt from, and can be taken back."""
    conversation_id, names = str(labels["conversation_id"]), choices(scope)
    now = next((str(labels[level]) for level in ("subtopic_id", "topic_id") if isinstance(labels[level], str)), OTHER)
    options = list(names)
    with st.form(f"place_form_{conversation_id}", border=False):
        goal = st.selectbox(
            "Topic",
            options,
            index=options.index(now) if now in options else None,
            format_func=lambda each: names[each],
            key=f"place_{conversation_id}",
        )
        pressed = st.form_submit_button("Move")
    if pressed and goal and goal != now:
        desk.dispute(home(), scope.workspace, conversation_id, "topic", goal, was=now)
        st.rerun()

"""Curating the taxonomy: rename, merge, set aside, undo. Every edit shows at once and can be taken back."""

from __future__ import annotations

import streamlit as st

from insights.pipeline import desk
from insights.store.control import Event
from insights.store.home import home
from pages.parts import cards, data, frame
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope
from pages.parts.topic_words import OTHER

EDITS = ("topic_renamed", "topics_merged", "topic_set_aside")
LONGEST_NAME = 80
SHOWN = 10


def tools(topic_id: str, name: str, scope: Scope) -> None:
    """The edits of an open topic, as small menus in a row."""
    if topic_id != OTHER:
        _rename(topic_id, name, scope)
        _merge(topic_id, scope)
        _set_aside(topic_id, scope)
    _history(scope)


def _rename(topic_id: str, name: str, scope: Scope) -> None:
    with st.popover("Rename", type="tertiary", key=f"rename_{topic_id}"), st.form(f"rename_form_{topic_id}", border=False):
        new = st.text_input("New name", value=name, max_chars=LONGEST_NAME, key=f"rename_to_{topic_id}")
        if st.form_submit_button("Rename") and new.strip() and new.strip() != name:
            desk.rename_topic(home(), scope.workspace, topic_id, new)
            st.rerun()


def _merge(topic_id: str, scope: Scope) -> None:
    topics = data.topics(scope)
    others = topics.loc[~topics["topic_id"].isin((topic_id, OTHER))]
    names = dict(zip(others["topic_id"], others["topic"], strict=True))
    with st.popover("Merge", type="tertiary", key=f"merge_{topic_id}"), st.form(f"merge_form_{topic_id}", border=False):
        chosen = st.multiselect("Topics to put into this one", list(names), format_func=lambda each: names[each], key=f"merge_from_{topic_id}")
        if st.form_submit_button("Merge") and chosen:
            desk.merge_topics(home(), scope.workspace, chosen, topic_id)
            st.rerun()


def _set_aside(topic_id: str, scope: Scope) -> None:
    with st.popover("Set aside", type="tertiary", key=f"aside_{topic_id}"):
        st.markdown("Its conversations are counted under Other until you undo this.")
        if st.button("Set this topic aside", key=f"aside_now_{topic_id}"):
            desk.set_topic_aside(home(), scope.workspace, topic_id)
            frame.put(opened="")
            st.rerun()


def _history(scope: Scope) -> None:
    edits = [event for event in reversed(data.control().events(scope.workspace)) if event.what in EDITS][:SHOWN]
    if not edits:
        return
    names = data.topic_names(scope)
    with st.popover("History", type="tertiary", key="topic_history"):
        for event in edits:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"edit_{event.id}"):
                st.markdown(_sentence(event, names), width="stretch")
                if event.undone:
                    cards.note("undone")
                elif st.button("Undo", key=f"undo_{event.id}", type="tertiary"):
                    desk.undo(home(), scope.workspace, event.id)
                    st.rerun()


def _sentence(event: Event, names: dict[str, str]) -> str:
    said = event.payload
    if event.what == "topic_renamed":
        return f"Renamed to **{one_line(said['name'])}**"
    if event.what == "topics_merged":
        into = names.get(said["into"], "a topic that is gone")
        return f"Merged {len(said['from'])} topic{'' if len(said['from']) == 1 else 's'} into **{one_line(into)}**"
    return "Set a topic aside"

"""Every edit of the topics: what, by whom and when; each can be undone."""

from __future__ import annotations

import streamlit as st

from insights.pipeline import desk
from insights.store.control import Event
from insights.store.home import home
from pages.parts import cards, data, topic_menu
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

EDITS = (
    "topic_renamed",
    "topics_merged",
    "topic_set_aside",
    "topic_moved",
    "topic_pinned",
    "topic_unpinned",
    "topic_added",
    "topic_split",
    "taxonomy_replaced",
    "label_disputed",
)
ON_A_PAGE = 8
FRESH_SECONDS = 300
"""How long the last edit is shown with its way back."""
GONE = "a topic that is gone"


def edits(scope: Scope) -> list[Event]:
    """The edits of topics and moved conversations, newest first."""
    found = [event for event in data.control().events(scope.workspace) if event.what in EDITS]
    return [event for event in reversed(found) if event.what != "label_disputed" or event.payload["field"] == "topic"]


def pinned(scope: Scope) -> set[str]:
    """The topics that are kept when topics are found anew."""
    held: set[str] = set()
    for event in reversed(edits(scope)):
        if not event.undone and event.what in ("topic_pinned", "topic_unpinned"):
            (held.add if event.what == "topic_pinned" else held.discard)(event.payload["topic_id"])
    return held


def last(scope: Scope) -> None:
    """The edit that was made a moment ago, with its way back."""
    made = next((event for event in edits(scope) if not event.undone), None)
    if made and data.seconds_since(made.at) < FRESH_SECONDS and topic_menu.chosen() != "history":
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="last_edit"):
            st.markdown(f":gray[:small[{sentence(made, data.topic_names(scope))}]]", width="content")
            _undo(made, scope, key=f"undo_last_{made.id}")


def panel(scope: Scope) -> None:
    """All of them, a page at a time."""
    if topic_menu.chosen() != "history":
        return
    found = edits(scope)
    with st.container(border=True, key="topic_form"):
        topic_menu.head("History of edits", "")
        if not found:
            cards.note("Nothing was changed yet: the topics are as they were found.")
            return
        page = st.pagination(-(-len(found) // ON_A_PAGE), key="history_page") if len(found) > ON_A_PAGE else 1
        names = data.topic_names(scope)
        for event in found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"edit_{event.id}"):
                with st.container(gap=None, width="stretch"):
                    st.markdown(sentence(event, names))
                    cards.note(f"{one_line(event.who, 40).capitalize()} · {event.at.day} {event.at:%b %Y, %H:%M} UTC")
                if event.undone:
                    cards.note("undone")
                else:
                    _undo(event, scope, key=f"undo_{event.id}")


def _undo(event: Event, scope: Scope, *, key: str) -> None:
    if st.button("Undo", key=key, type="tertiary"):
        topic_menu.edit(lambda: desk.undo(home(), scope.workspace, event.id), **topic_menu.kept())


def sentence(event: Event, names: dict[str, str]) -> str:
    """An edit in Markdown, with the names that topics have now."""
    said = event.payload
    topic, parent = (f"**{one_line(names.get(str(said.get(name)), GONE), 60)}**" for name in ("topic_id", "parent_id"))
    name = f"**{one_line(str(said.get('name', '')), 60)}**"
    if event.what == "topics_merged":
        count = len(said["from"])
        return f"Merged {count} topic{'' if count == 1 else 's'} into **{one_line(names.get(said['into'], GONE), 60)}**"
    if event.what == "topic_split":
        parts = [one_line(part["name"], 40) for part in said["parts"]]
        return f"Split {topic} into {len(parts)} part{'' if len(parts) == 1 else 's'}: {', '.join(parts)}"
    if event.what == "label_disputed":
        return f"Moved a conversation to **{one_line(names.get(str(said['value']), GONE), 60)}**"
    if event.what == "topic_moved":
        return f"Moved {topic} under {parent}" if said["parent_id"] else f"Made {topic} a topic of its own"
    return {
        "topic_renamed": f"Renamed a topic to {name}",
        "topic_set_aside": f"Set {topic} aside" if said.get("topic_id") in names else "Set a topic aside",
        "topic_pinned": f"Pinned {topic}",
        "topic_unpinned": f"Unpinned {topic}",
        "topic_added": f"Added the topic {name}",
        "taxonomy_replaced": "Found the topics anew",
    }[event.what]

"""What was done here, with the way back; and how to take everything out, or delete it."""

from __future__ import annotations

import gzip
import json

import streamlit as st

from insights.pipeline import desk
from insights.store.control import Event
from insights.store.home import home
from pages.parts import cards, data, frame
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

SHOWN = 30
WORDS = {
    "import_accepted": "Imported",
    "import_undone": "Took an import back",
    "articles_set": "Brought help articles",
    "tools_set": "Brought tools",
    "topic_renamed": "Renamed a topic",
    "topics_merged": "Merged topics",
    "topic_set_aside": "Set a topic aside",
    "topic_moved": "Moved a topic",
    "topic_pinned": "Pinned a topic",
    "topic_unpinned": "Unpinned a topic",
    "topic_added": "Added a topic",
    "topic_split": "Divided a topic",
    "taxonomy_replaced": "Found the topics anew",
    "label_disputed": "Corrected a label",
    "rating_checked": "Rated a conversation blind",
    "labels_confirmed": "Confirmed labels",
    "action_changed": "Changed an action",
    "setting_changed": "Changed a setting",
    "potential_stated": "Stated the potential",
    "undone": "Undid an edit",
}
TOLD = ("file", "count", "name", "field", "value", "status", "owner", "title")
"""What an event says of itself, in this order."""


def switch(scope: Scope) -> None:
    """The workspaces there are, and a new one."""
    mine = data.workspaces()
    here = next(each for each in mine if each.id == scope.workspace)
    with st.container(horizontal=True, vertical_alignment="center"):
        for each in mine:
            if each.id != here.id and st.button(f"Open {one_line(each.name, 40)}", key=f"open_{each.id}"):
                frame.enter(each.id, "workspace")
        with st.popover("New workspace", type="tertiary"):
            name = st.text_input("Name of the company", key="new_workspace", max_chars=60)
            if st.button("Make it", disabled=not name.strip()):
                frame.enter(data.control().create_workspace(name).id, "start")


def judges(scope: Scope) -> None:
    """Who judged the result that is shown."""
    cards.section(
        "Judges", "Everything is judged on this machine; no text leaves it.", made="A label carries the name and version of the judge that gave it."
    )
    facts = data.table("meta", scope).set_index("key")["value"] if scope.snapshot_id else {}
    versions = json.loads(facts["versions"]) if "versions" in facts else {}
    said = " · ".join(f"**{one_line(name)}** {one_line(str(version))}" for name, version in versions.items())
    st.markdown(said or "Nothing is analysed yet.")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Analyse again", key="analyse_again"):
            desk.request_analysis(home(), scope.workspace)
            st.rerun()
        page, query = frame.link("taxonomy", scope, do="renewal")
        cards.evidence((page, query), "Find the topics anew")


def history(scope: Scope) -> None:
    """The last events, the newest first."""
    events = data.control().events(scope.workspace)
    cards.section(
        "History", f"The last {min(len(events), SHOWN)} of {len(events):,} events.", made="Edits are events. Undoing one brings back what was there."
    )
    for event in reversed(events[-SHOWN:]):
        with st.container(horizontal=True, vertical_alignment="center"):
            when = f"{event.at.day} {event.at:%b %Y, %H:%M} UTC"
            st.markdown(f"{WORDS[event.what]} {_told(event)} :gray[:small[{when}{' · undone' if event.undone else ''}]]", width="stretch")
            if event.what in desk.UNDOABLE and not event.undone and st.button("Undo", key=f"undo_event_{event.id}", type="tertiary"):
                desk.undo(home(), scope.workspace, event.id)
                st.rerun()


def _told(event: Event) -> str:
    said = [str(event.payload[name]) for name in TOLD if event.payload.get(name) not in (None, "")]
    return f"**{one_line(' · '.join(said), 80)}**" if said else ""


def exported(workspace: str) -> bytes:
    """Every conversation of a workspace, in the native format, compressed; the same bytes for the same conversations."""
    return gzip.compress(b"".join(desk.export_conversations(home(), workspace)), mtime=0)


def way_out(scope: Scope) -> None:
    """Take everything out; delete everything."""
    here = next(each for each in data.workspaces() if each.id == scope.workspace)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        st.subheader("Take everything out", anchor=False)
        cards.note("Every conversation as it is stored, one a line, in the native format. What goes out can come in again.")
        st.download_button(
            "Export conversations",
            lambda: exported(scope.workspace),
            "conversations.jsonl.gz",
            "application/gzip",
            key="export",
            icon=":material/download:",
            on_click="ignore",
        )
    with right.container(border=True, height="stretch"):
        st.subheader("Delete this workspace", anchor=False)
        cards.note("Conversations, results, edits and history are deleted for good. There is no way back.")
        typed = st.text_input(f"Type {one_line(here.name)} to confirm", key="delete_name")
        if st.button("Delete everything", key="delete", disabled=typed.strip() != here.name):
            desk.delete_workspace(home(), scope.workspace)
            data.shelf().drop(scope.workspace)
            frame.leave()

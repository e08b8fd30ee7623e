"""The three doors of Start: a demo company, a file, another system."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.pipeline import desk
from insights.pipeline.live import connections
from insights.store.home import home
from pages.parts import cards, data, demo_door, frame
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

EXAMPLE = pd.DataFrame(
    [
        ("1001", "2026-03-02 09:14", "customer", "Where is my parcel? It was due on Friday."),
        ("1001", "2026-03-02 09:21", "agent", "Sorry for the wait. It left our warehouse today and arrives tomorrow."),
        ("1001", "2026-03-02 09:25", "customer", "Great, thank you."),
        ("1002", "2026-03-03 17:40", "customer", "How do I send back a jacket that is too small?"),
        ("1002", "2026-03-03 17:41", "bot", "Print a label in your account and drop the parcel at any post office within 30 days."),
    ],
    columns=["conversation_id", "time", "author", "text"],
)
FIRST = "1 Load"
SYSTEMS = {
    "Zendesk": (
        "In Admin Center open **Account › Tools › Reports** and choose **Export › JSON**, with ticket comments. "
        "An account owner may have to ask Zendesk to switch exports on."
    ),
    "Intercom": (
        "Save what the **conversations** endpoint of the Intercom API answers, as pages of a list or as single conversations, in JSON. "
        "A workspace admin can make an access token for it in the developer hub."
    ),
    "Freshdesk": (
        "In **Admin › Account › Account exports** ask for the tickets with their conversations. Tables with one row per message can be "
        "uploaded as they are; you say which column is what."
    ),
    "Mail": (
        "Export the shared mailbox as **mbox** (Google Takeout, Thunderbird, Apple Mail), or zip a folder of **.eml** files. Replies become "
        "conversations; quotes and signatures are set aside."
    ),
    "Slack, WhatsApp": "Upload the zip of a Slack workspace export, or the text file that **Export chat** of WhatsApp makes.",
    "Other": (
        "Any table works that has a row per message, or one per conversation with the whole transcript in one column: CSV, TSV, XLSX or Parquet. "
        "You see what was understood before anything is stored."
    ),
}


def doors(scope: Scope) -> None:
    """Side by side on a wide screen, below each other on a narrow one."""
    cells = st.grid(3, min_column_width=320, border=True)
    with cells.container(gap="small"):
        _head("No data needed", ":material/play_circle:", "Try a demo company", "Results on screen in a moment.", "violet")
        demo_door.demos(scope)
    with cells.container(gap="small"):
        _file(scope)
    with cells.container(gap="small"):
        _systems(scope)


def go_on() -> None:
    """The way back to what is loaded already, the newest first."""
    mine = data.workspaces()
    if not mine:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        cards.note("Go on with")
        for each in reversed(mine[-6:]):
            page, query = "pages/overview.py", {"workspace": [each.id]}
            st.page_link(page, label=one_line(each.name, 40), icon=":material/arrow_forward:", icon_position="right", query_params=query)
    st.space("xsmall")


def _head(badge: str, icon: str, title: str, note: str, colour: str) -> None:
    with st.container(gap="xxsmall"):
        st.badge(badge, icon=icon, color="violet" if colour == "violet" else "gray")
        st.subheader(title, anchor=False)
        cards.note(note)


def _file(scope: Scope) -> None:
    _head("Your data", ":material/upload_file:", "Upload a file", "You see what was understood before anything is stored.", "gray")
    file = st.file_uploader("Conversations", label_visibility="collapsed", key="conversations_file")
    st.markdown(
        "Exports of help desks (JSON, XML), mailboxes, Slack and WhatsApp are recognised, as is any table: CSV, TSV, XLSX or Parquet, also zipped. "
        "Format and columns are found by content."
    )
    cards.csv(EXAMPLE, "example-conversations", "example", "Download an example file")
    if file is not None:
        workspace = own(scope)
        upload = desk.put_upload(home(), workspace, file.name, file)
        desk.request_stage(home(), workspace, upload)
        frame.enter(workspace, "start", upload=upload)


def own(scope: Scope) -> str:
    """Where a file goes: this workspace, unless it is a demo; then the newest of one's own, or a new one."""
    mine = {workspace.id: workspace for workspace in data.workspaces()}
    if scope.workspace in mine and mine[scope.workspace].demo is None:
        return scope.workspace
    own = [workspace.id for workspace in mine.values() if workspace.demo is None]
    return own[-1] if own else data.control().create_workspace("My company").id


def _systems(scope: Scope) -> None:
    _head("Your system", ":material/cable:", "Connect your help desk", "Live, or by an export that you upload here.", "gray")
    live = {each.label: each.name for each in connections.SYSTEMS}
    labels = list(dict.fromkeys([*live, *SYSTEMS]))
    system = st.pills(
        "System", sorted(labels, key="Other".__eq__), default="Zendesk", required=True, key="system", label_visibility="collapsed", wrap=True
    )
    if system in live:
        query = {"connect": live[system]} | ({"workspace": scope.workspace} if scope.workspace else {})
        st.page_link("pages/start.py", label=f"Connect {system}", icon=":material/cable:", query_params=query)
        cards.note("You see what would be asked, test it, and say since when. It only reads, and only your own account is asked.")
    if system in SYSTEMS:
        st.markdown(f"**By a file.** {SYSTEMS[system]}" if system in live else SYSTEMS[system])


def steps(scope: Scope) -> None:
    """What comes after the door."""
    cells = st.grid(3, min_column_width=320)
    for title, note in (
        (FIRST, "Conversations; then, if you like, help articles and tools: they show what is already there."),
        ("2 See", "Each number opens the conversations behind it."),
        ("3 Act", "Ranked actions, each with evidence and a draft."),
    ):
        with cells.container(gap="xxsmall"):
            st.subheader(title, anchor=False)
            cards.note(note)
            if title == FIRST and scope.workspace:
                cards.evidence(frame.link("workspace", scope), "Add articles and tools")

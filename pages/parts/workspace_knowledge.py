"""Help articles and tools: what the company has already. Both are optional; each shows what need not be built."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from insights.errors import InsightsError
from insights.pipeline import desk
from insights.store.home import home
from pages.parts import cards, data, states
from pages.parts.scope import Scope


def knowledge(scope: Scope) -> None:
    """Side by side: articles and tools."""
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        _one(
            scope,
            "Help articles",
            "articles",
            "They show which answers exist, and which are missing. JSON lines, JSON or CSV with id, title, body and url.",
            desk.set_articles,
        )
    with right.container(border=True, height="stretch"):
        _one(
            scope,
            "Tools",
            "tools",
            "They show what an AI agent can look up and do today. A list of name, description, type (read or write) and available, or OpenAPI.",
            desk.set_tools,
        )


def _one(scope: Scope, title: str, name: str, note: str, keep: Callable[..., int]) -> None:
    count = len(data.table(name, scope)) if scope.snapshot_id else 0
    with st.container(gap="xxsmall"):
        st.subheader(f"{title}: {count:,}" if count else title, anchor=False)
        cards.note(note)
    with st.form(f"{name}_form", clear_on_submit=True, border=False):
        file = st.file_uploader(title, label_visibility="collapsed", key=f"{name}_file", max_upload_size=50)
        sent = st.form_submit_button(f"Use these {name}")
    if sent and file is not None:
        _keep(scope, file.name, file.getvalue(), keep, name)
    elif sent:
        st.markdown("Choose a file first.")


def _keep(scope: Scope, file: str, content: bytes, keep: Callable[..., int], name: str) -> None:
    with tempfile.TemporaryDirectory(dir=home()) as folder:
        path = Path(folder) / "brought"
        path.write_bytes(content)
        try:
            count = keep(home(), scope.workspace, path, name=desk.shown_name(file))
        except InsightsError as problem:
            states.error(problem)
            return
    st.markdown(f"**{count:,} {name} are stored.** Everything is being analysed again with them.")

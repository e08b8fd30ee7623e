"""Which tools an AI agent can call today: a table with a mark for each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from insights.pipeline import desk
from insights.store.home import home
from pages.parts import cards
from pages.parts.scope import Scope

TALLEST = 420


def availability(scope: Scope, said: Mapping) -> None:
    """The tools that were brought, to be switched off and on one by one."""
    tools = desk.tools(home(), scope.workspace)
    if not tools:
        return
    with st.expander("Which can an AI agent call today?"):
        cards.note("A tool that exists but that no AI agent can call counts as still to be connected.")
        shown = pd.DataFrame(
            {
                "available": [tool.available for tool in tools],
                "name": [tool.name for tool in tools],
                "type": ["looks up" if tool.type == "read" else "does" for tool in tools],
                "about": [tool.description or ", ".join(tool.fields) for tool in tools],
            }
        )
        edited = st.data_editor(
            shown,
            hide_index=True,
            height=TALLEST if len(tools) > 10 else "content",
            row_height=38,
            disabled=["name", "type", "about"],
            # Another list is another table: marks of the old one must not fall on it.
            key=f"available_{said.get('version', '')}",
            alt="Tools, whether each looks something up or does something, and whether an AI agent can call it today",
            column_config={
                "available": st.column_config.CheckboxColumn("Can call", width=80),
                "name": st.column_config.TextColumn("Tool", width=190),
                "type": st.column_config.TextColumn("Kind", width=80),
                "about": st.column_config.TextColumn("What it is about", width=260),
            },
        )
        changed = {tool.name: bool(now) for tool, now in zip(tools, edited["available"], strict=True) if tool.available != bool(now)}
        label = f"Save {len(changed)} change{'' if len(changed) == 1 else 's'}" if changed else "Save"
        if st.button(label, key="save_available", disabled=not changed):
            desk.set_available(home(), scope.workspace, changed)
            st.rerun()

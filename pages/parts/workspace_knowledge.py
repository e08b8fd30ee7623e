"""Help articles and tools: what the company has already. Both are optional; each shows what need not be built."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import streamlit as st

from insights.errors import InsightsError
from insights.pipeline import desk
from insights.pipeline.knowledge.found import Brought
from insights.store.home import home
from pages.parts import cards, data, knowledge_pages, knowledge_told, knowledge_tools, states
from pages.parts.scope import Scope

MEGABYTES = 50
ARTICLE_FILES = MappingProxyType(
    {
        "Zendesk": "the answer of `/api/v2/help_center/articles.json`, every page of it.",
        "Intercom": "the answer of the `articles` endpoint, every page of it; translations are read too.",
        "Freshdesk": "the answer of `/api/v2/solutions/folders/…/articles`, for each folder.",
        "Help Scout, Front, Gorgias": "the answer of the articles endpoint of its API.",
        "HubSpot or a table": "CSV or XLSX with a column for the title and one for the text: title, question, body, answer or the like.",
        "Web pages or Markdown": "the files, or a ZIP of them. Menus and footers of pages are left out.",
        "Only addresses": "a text file or CSV with one address a line, or a site map. You see who would be asked before anybody is.",
    }
)
TOOL_FILES = MappingProxyType(
    {
        "OpenAPI or Swagger": "JSON or YAML. Every operation becomes a tool with its fields; deprecated ones are left out.",
        "A list": "CSV, XLSX or JSON with name, description, type (read or write) and available.",
        "An AI agent's tools": "the list in JSON, as the agent is given it.",
    }
)


def knowledge(scope: Scope) -> None:
    """Side by side: articles and tools."""
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        said = _head(scope, "Help articles", "articles", "They show which answers exist, and which are missing.")
        knowledge_told.articles(said)
        knowledge_pages.pages(scope)
        _form(scope, "articles", desk.bring_articles, ARTICLE_FILES)
    with right.container(border=True, height="stretch"):
        said = _head(scope, "Tools", "tools", "They show what an AI agent can look up and do today.")
        knowledge_told.tools(said)
        knowledge_tools.availability(scope, said)
        _form(scope, "tools", desk.bring_tools, TOOL_FILES)


def _head(scope: Scope, title: str, name: str, note: str) -> Mapping:
    """The head of a block; what the event that brought its content says."""
    said = desk.brought_last(home(), scope.workspace, name)
    count = said.get("count", len(data.table(name, scope)) if scope.snapshot_id else 0)
    with st.container(gap="xxsmall"):
        st.subheader(f"{title}: {count:,}" if count else title, anchor=False)
        cards.note(note if count else f"{note} Until they are here, every one counts as missing.")
    return said


def _form(scope: Scope, name: str, bring: Callable[..., object], kinds: Mapping[str, str]) -> None:
    with st.form(f"{name}_form", clear_on_submit=True, border=False):
        files = st.file_uploader(
            f"Files with {name}", label_visibility="collapsed", key=f"{name}_file", max_upload_size=MEGABYTES, accept_multiple_files=True
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            sent = st.form_submit_button(f"Use these {name}")
            with st.popover("What can I bring?", type="tertiary"):
                st.markdown("\n\n".join(f"**{kind}**: {how}" for kind, how in kinds.items()))
                cards.note(f"One file or several, up to {MEGABYTES} MB each. They take the place of the {name} that are here.")
    if sent and not files:
        st.markdown("Choose a file first.")
    elif sent and _brought(scope, name, files, bring):
        st.rerun()


def _brought(scope: Scope, name: str, files: Sequence[BinaryIO], bring: Callable[..., object]) -> bool:
    """Whether the files could be used; if not, the reason is shown and what was there stays."""
    with ExitStack() as stack, st.spinner(f"Reading {name}"):
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=home())))
        brought = []
        for place, file in enumerate(files):
            path = folder / f"brought-{place}"
            path.write_bytes(file.read())
            brought.append(Brought(path, desk.shown_name(file.name)))
        try:
            bring(home(), scope.workspace, brought)
        except InsightsError as problem:
            states.error(problem)
            return False
    return True

"""The door to the demo companies: one click each, and the way back to how they were."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from insights.errors import InsightsError
from insights.pipeline import desk
from insights.pipeline.demo.companies import Demo
from insights.store.control import Workspace
from insights.store.home import home
from pages.parts import cards, data, frame, states
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

INDUSTRIES = {
    "online fashion shop": ":material/checkroom:",
    "B2B software": ":material/timer:",
    "retail bank": ":material/account_balance:",
}
OTHER = ":material/storefront:"


def demos(scope: Scope) -> None:
    """Every company, one below the other; one that is damaged says so and the others open."""
    opened = {workspace.demo: workspace for workspace in data.workspaces()}
    found = desk.demos()
    first = next((demo.name for demo in found if not demo.problem), "")
    for demo in found:
        with st.container(horizontal=True, wrap=False, gap="small", key=f"door_{demo.name}"):
            st.markdown(f":violet[{INDUSTRIES.get(demo.industry, OTHER)}]", width="content")
            with st.container(gap="xxsmall", width="stretch"):
                _company(demo, opened.get(demo.name), theme=scope.theme, filled=demo.name == first)


def _company(demo: Demo, workspace: Workspace | None, *, theme: str, filled: bool) -> None:
    """What it is, the way in and the way back."""
    title = one_line(demo.title, 60)
    if demo.problem:
        st.markdown(f"**{title}**")
        states.closed(demo.problem, demo.hint)
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        with st.container(gap="xxsmall", width="stretch"):
            st.markdown(f"**{title}**")
            cards.note(f"{one_line(demo.line, 160)}. {demo.conversations:,}\N{NO-BREAK SPACE}conversations.")
        label = cards.filled("Open", theme) if filled else "Open"
        pressed = st.button(label, key=f"demo_{demo.name}", type="primary" if filled else "secondary", help=f"Open {title}")
    again = workspace is not None and _reset(demo.name, title)
    if pressed:
        _go(title, lambda: desk.open_demo(home(), demo.name))
    elif again:
        _go(title, lambda: desk.reset_demo(home(), demo.name))
    elif workspace is not None:
        _stopped(workspace)


def _reset(name: str, title: str) -> bool:
    """True when everything that was done in the demo is to be forgotten, and that was confirmed."""
    with st.popover("Reset to fresh", type="tertiary", icon=":material/restart_alt:", key=f"fresh_{name}"):
        st.markdown(f"**{title}** becomes as it was at first.")
        cards.note("Your edits in it are lost for good: renamed topics, corrected labels, actions, anything you brought.")
        return st.button(f"Reset {title}", key=f"reset_{name}")


def _stopped(workspace: Workspace) -> None:
    """Why a demo that was opened has nothing to show."""
    newest = next((job for job in data.jobs(workspace.id) if job.kind in states.MAKING), None)
    if newest is not None and newest.state == "failed" and newest.kind == "demo":
        states.closed(newest.error, newest.hint)


def _go(title: str, bring: Callable[[], Workspace]) -> None:
    """Go to the demo once it is there; stay, and say why, where it cannot be brought."""
    before = {workspace.id for workspace in data.workspaces()}
    try:
        with st.spinner(f"Opening {title}"):
            made = bring()
    except InsightsError as problem:
        states.closed(str(problem), problem.hint)
        return
    for gone in before - {workspace.id for workspace in data.workspaces()}:
        data.shelf().drop(gone)
    frame.enter(made.id)

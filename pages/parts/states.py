"""What a page shows when it has nothing, not yet, too little, or an error to show. Calm, plain, and nothing is ever lost."""

from __future__ import annotations

import streamlit as st

from insights.errors import InsightsError
from insights.store.queue import Job
from pages.parts import cards, data
from pages.parts.routes import Route
from pages.parts.safe_text import plain
from pages.parts.scope import Link

WAITING = ("queued", "running")
ENOUGH = 10
"""Conversations below which a share is not shown."""
MAKING = ("analyse", "demo")
"""Jobs that end in a new result."""


def nothing_loaded(page: Route, theme: str) -> bool:
    """What the page will show, and two ways to get there. True when a demo was asked for."""
    cards.question(page.question, plain(page.promise))
    st.space("small")
    with st.container(horizontal=True, vertical_alignment="center"):
        demo = st.button(cards.filled(":material/play_arrow: Try a demo company", theme), type="primary", key="try_demo")
        upload = st.button("Upload a file", key="go_upload")
    if upload:
        st.switch_page("pages/start.py")
    return demo


def first_result(page: Route, workspace: str) -> None:
    """There are conversations, and their first analysis has not ended: its progress, or why there is none."""
    newest = next((job for job in data.jobs(workspace) if job.kind in MAKING), None)
    if newest is not None and newest.state == "failed":
        unharmed = "The analysis stopped. Your conversations are stored and unharmed."
        cards.question(page.question, "This demo company could not be opened. Everything else works." if newest.kind == "demo" else unharmed)
        failed(newest)
        return
    if newest is None or newest.state not in WAITING:
        cards.question(page.question, "No conversation is stored in this workspace yet.")
        st.space("small")
        st.page_link("pages/start.py", label="Upload a file", icon=":material/upload:")
        return
    whose = "The demo's" if newest.kind == "demo" else "Your"
    cards.question(page.question, f"{whose} conversations are being read. This page fills in by itself; you may leave it and come back.")
    st.space("small")
    watch(workspace, newest.id)
    for cell in st.columns(4):
        cell.skeleton(height=110)
    st.skeleton(height=280)


def running(workspace: str) -> None:
    """A line of progress above a page whose numbers are about to be replaced."""
    for job in data.jobs(workspace):
        if job.kind in MAKING and job.state in WAITING:
            watch(workspace, job.id)
            return


@st.fragment(run_every="1s")
def watch(workspace: str, job_id: str) -> None:
    """The progress of a job, until it ends; then the page is drawn anew."""
    job = data.control().job(job_id)
    if job is None or job.state not in WAITING:
        st.rerun()
    assert job is not None
    text = plain(job.text or "Waiting for its turn") + (left(job) if job.state == "running" else "")
    st.progress(min(max(job.share, 0.0), 1.0), text=text)
    if not data.control().worker_alive():
        cards.note("Nobody is working on it: start the worker with the app (`make app`). The work is kept.")


def left(job: Job) -> str:
    """How long it will still take, once that can be told."""
    if job.started_at is None or job.share < 0.1:
        return ""
    gone = data.seconds_since(job.started_at)
    remaining = gone * (1 - job.share) / job.share
    return f" · about {remaining:.0f} seconds left" if remaining < 90 else f" · about {remaining / 60:.0f} minutes left"


def failed(job: Job) -> None:
    """A job that went wrong, in the user's words."""
    with st.container(border=True, gap="xxsmall"):
        st.subheader(plain(job.error), anchor=False)
        if job.hint:
            st.markdown(plain(job.hint))
        if job.reference:
            cards.note(f"Reference {plain(job.reference)}")


def closed(problem: str, hint: str) -> None:
    """Something that cannot be opened, in a few words at its own place."""
    st.markdown(f":orange[:small[:material/error: {plain(problem)}]]")
    if hint:
        cards.note(plain(hint))


def nothing_left() -> bool:
    """The filters leave no conversation. True when they should be cleared."""
    cards.question("No conversation fits these filters", "Nothing is lost: choose a longer period, or clear the filters.")
    st.space("small")
    return st.button("Clear the filters", key="clear_filters")


def thin(count: int, link: Link) -> None:
    """In place of a chart of shares that too few conversations stand behind: say so, and open them."""
    cards.note(f"Too few for shares: {count:,} of the {ENOUGH} needed.")
    cards.evidence(link)


def too_few(count: int, what: str, *, needed: int = ENOUGH) -> None:
    """A number cannot be given yet: say so, and what it would take. `what` follows "23 conversations "."""
    with st.container(border=True, gap="xxsmall"):
        st.subheader("Too few to say", anchor=False)
        st.markdown(f"**{count:,}** conversation{'' if count == 1 else 's'} {plain(what)}.")
        cards.note(f"About {max(needed - count, 1):,} more are needed before a number means something.")


def error(problem: InsightsError) -> None:
    """What happened in the user's words, and what to do about it."""
    with st.container(border=True, gap="xxsmall"):
        st.subheader(plain(str(problem)), anchor=False)
        if problem.hint:
            st.markdown(plain(problem.hint))
        cards.note("What was stored before is unchanged.")


def fault(reference: str) -> None:
    """Something of ours broke: say so and give a reference, without its inside."""
    with st.container(border=True, gap="xxsmall"):
        st.subheader("This part could not be shown", anchor=False)
        st.markdown("The fault is ours and your data are unchanged. Try again; if it comes back, name this reference:")
        st.code(reference, language=None)


def damaged() -> None:
    """The newest result failed its check and the one before is shown."""
    with st.container(border=True, gap="xxsmall"):
        st.markdown("**The newest result is damaged, so the one before it is shown.** Your conversations are unharmed.")
        cards.note("Analyse again on the Workspace page to replace it.")

"""Something that is computed before it is decided: asked for, watched, found again, out of date, or not possible."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from insights.pipeline import curating, desk
from insights.pipeline.curating import Proposal
from insights.store.home import home
from insights.store.queue import Job
from pages.parts import cards, data, states, topic_menu
from pages.parts.scope import Scope


def found(kind: str, scope: Scope, ask: Callable[[], object], label: str, *, topic_id: str | None = None) -> Proposal | None:
    """The proposal to show. Where there is none: the button that asks for it, its progress, or why it failed; and None."""
    job = newest(kind, scope, topic_id)
    if job and job.state in states.WAITING:
        cards.note("This goes on in the background: you may leave the page and find it here again.")
        states.watch(scope.workspace, job.id)
        if st.button("Stop", type="tertiary", key=f"stop_{kind}"):
            desk.cancel(home(), scope.workspace, job.id)
            st.rerun()
        return None
    proposal = curating.proposal(home(), scope.workspace, kind, topic_id)
    if job and job.state == "failed" and (proposal is None or (job.finished_at and job.finished_at > proposal.made_at)):
        states.failed(job)
    if proposal is None:
        if st.button(cards.filled(label, scope.theme), type="primary", key=f"ask_{kind}"):
            _asked(ask)
    elif proposal.stale:
        made = f"{proposal.made_at.day} {proposal.made_at:%b %Y, %H:%M} UTC"
        st.markdown(f":orange[Conversations or topics changed since this was proposed ({made}), so it cannot be applied any more.]")
        if st.button(cards.filled("Propose anew", scope.theme), type="primary", key=f"ask_{kind}"):
            _asked(ask)
    return proposal


def _asked(ask: Callable[[], object]) -> None:
    topic_menu.edit(ask, **topic_menu.kept())


def newest(kind: str, scope: Scope, topic_id: str | None = None) -> Job | None:
    """The last time that this was asked for."""
    wanted = {"kind": kind} | ({"topic_id": topic_id} if topic_id else {})
    return next((job for job in data.jobs(scope.workspace) if job.kind == "propose" and wanted.items() <= job.payload.items()), None)


def discard(kind: str, scope: Scope, topic_id: str | None = None) -> None:
    """The button that forgets a proposal."""
    if st.button("Discard", type="tertiary", key=f"discard_{kind}"):
        topic_menu.edit(lambda: curating.discard_proposal(home(), scope.workspace, kind, topic_id))

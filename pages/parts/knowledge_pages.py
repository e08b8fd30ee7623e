"""Pages of a help centre from a list of addresses: what would be asked, the user's yes or no, and the reading of them."""

from __future__ import annotations

import streamlit as st

from insights.pipeline import desk
from insights.store.home import home
from insights.store.queue import Job
from pages.parts import cards, data, states
from pages.parts.safe_text import one_line, plain
from pages.parts.scope import Scope

MOST_HOSTS = 8


def pages(scope: Scope) -> None:
    """The list that lies ready, or the reading that goes on, or why it went wrong."""
    newest = next((job for job in data.jobs(scope.workspace) if job.kind == "fetch"), None)
    if newest is not None and newest.state in states.WAITING:
        _reading(scope, newest)
    elif not _asked(scope) and newest is not None and newest.state == "failed" and _is_last(scope, newest):
        states.failed(newest)


def _reading(scope: Scope, job: Job) -> None:
    states.watch(scope.workspace, job.id)
    if st.button("Stop reading pages", type="tertiary", key="stop_pages"):
        desk.cancel(home(), scope.workspace, job.id)
        st.rerun()


def _asked(scope: Scope) -> bool:
    """Ask whether pages may be read; False when there is no list."""
    plan = desk.planned_pages(home(), scope.workspace)
    if plan is None:
        return False
    count = len(plan.addresses)
    with st.container(border=True, gap="small"):
        st.subheader(f"Read {count:,} page{'' if count == 1 else 's'} from the web?", anchor=False)
        hosts = [f"**{one_line(host, 80)}** for {pages_of:,}" for host, pages_of in plan.hosts[:MOST_HOSTS]]
        more = f" and {len(plan.hosts) - MOST_HOSTS:,} more hosts" if len(plan.hosts) > MOST_HOSTS else ""
        asked = f"This machine would ask {', '.join(hosts)}{more}, one page after the other. " if count else ""
        st.markdown(f"{one_line(plan.file, 60)} is a list of addresses. {asked}Nothing has been asked yet, and no conversation is sent.")
        left_out = [f"{number:,} whose address {plain(why)}" for why, number in plan.refused]
        left_out += [f"{plan.beyond:,} after the first {count:,}"] if plan.beyond else []
        if left_out:
            cards.note(f"Left out: {', '.join(left_out)}.")
        with st.container(horizontal=True):
            if st.button(cards.filled("Read these pages", scope.theme), type="primary", key="read_pages", disabled=not count):
                desk.request_pages(home(), scope.workspace)
                st.rerun()
            if st.button("Do not read them", key="forget_pages"):
                desk.forget_pages(home(), scope.workspace)
                st.rerun()
    return True


def _is_last(scope: Scope, job: Job) -> bool:
    """Whether no articles came in since the job."""
    brought = data.control().events(scope.workspace, what="articles_set")
    return not brought or brought[-1].at < job.created_at

"""Live systems that are connected: how far a pull is, when the last one was, every night or not, and the way to disconnect."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from insights.connectors import connector
from insights.connectors.words import secret_word
from insights.errors import InsightsError
from insights.pipeline import desk
from insights.pipeline.live import articles, connections, databases
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.nightly import WHO
from insights.pipeline.live.tokens import Keep, is_open
from insights.store.home import home
from insights.store.queue import Job
from insights.store.raw import Connection
from pages.parts import cards, connect_database, connect_secret, data, states
from pages.parts.connect_form import SPANS
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope


def arriving(scope: Scope, connection: str) -> None:
    """The pull of a connection that was just made: its progress, what stopped it, or what came."""
    found = next((each for each in connections.connections(home(), scope.workspace) if each.id == connection), None)
    job = _newest(scope, connection)
    if found is None or job is None:
        cards.question("This connection is not here any more", "What was imported is on the Workspace page.")
    elif job.state in states.WAITING:
        cards.question(
            f"Pulling from {connector(found.system).label}", "You may leave this page and come back. Nothing is shown before all of it is here."
        )
        st.space("small")
        _progress(scope, job)
    elif job.state == "done":
        _arrived(scope, found)
    else:
        cards.question(
            f"The pull from {connector(found.system).label} stopped", f"{found.pulled:,} {connector(found.system).things} came so far and wait here."
        )
        _stopped(scope, found, job)
    st.space("small")
    st.page_link("pages/workspace.py", label="All connections", icon=":material/arrow_forward:", query_params={"workspace": scope.workspace})


def _arrived(scope: Scope, found: Connection) -> None:
    label, things = connector(found.system).label, connector(found.system).things
    if not found.pulled:
        cards.question(f"{label} has no {things} in this time", f"Everything that changed in {SPANS.get(found.days, 'this time')} was asked for.")
        return
    cards.question(f"{label} is here", f":violet[**{found.pulled:,} {things}**] came. They are analysed now; the pages fill in by themselves.")
    states.running(scope.workspace)
    st.page_link("pages/overview.py", label="See the overview", icon=":material/arrow_forward:", query_params={"workspace": scope.workspace})


def live(scope: Scope) -> None:
    """One block per connection."""
    try:
        found = connections.connections(home(), scope.workspace)
    except InsightsError as problem:
        states.closed(str(problem), problem.hint)
        return
    cards.section(
        "Live systems",
        "Pulled by asking for what changed since the last time. What is here already is not asked for again.",
        made="Each page of an answer is stored with the place after it, so a pull that stops goes on from there. All of it is imported at once.",
    )
    if not found:
        st.markdown("No system is connected.")
        st.page_link("pages/start.py", label="Connect a live system", icon=":material/cable:", query_params={"workspace": scope.workspace})
    for each in found:
        with st.container(border=True):
            _connection(scope, each)


def _connection(scope: Scope, each: Connection) -> None:
    job = _newest(scope, each.id)
    st.markdown(f"**{connector(each.system).label}** · {one_line(each.account or each.given.get('subdomain', ''), 80)}")
    pulled = f"last pulled {_when(each.finished_at)}" if each.finished_at else "not pulled to the end yet"
    span = SPANS.get(each.days, f"the last {each.days} days")
    raw = " · what came is kept as it came, with its personal data" if each.keeps_raw else ""
    cards.note(f"{span} · {pulled} · {each.pulled:,} {connector(each.system).things} came so far · {connect_secret.kept(each)}{raw}")
    if job is not None and job.state in states.WAITING:
        _progress(scope, job)
    else:
        at_hand = connections.at_hand(home(), each)
        if not at_hand:
            connect_secret.missing(scope, each)
        if job is not None and job.state == "failed":
            _stopped(scope, each, job, again=at_hand)
        elif at_hand and st.button("Pull now", key=f"pull_{each.id}"):
            connections.request_pull(home(), scope.workspace, each.id)
            st.rerun()
    _articles(scope, each)
    _nightly(scope, each)
    with st.container(horizontal=True):
        _otherwise(scope, each)
        if databases.is_table(each.system):
            connect_database.look_again(scope, each)
        if not is_open(each):
            connect_secret.another(scope, each)
        _disconnect(scope, each)


def _articles(scope: Scope, each: Connection) -> None:
    """Its help centre, where the same token opens it."""
    if connector(each.system).articles is None:
        return
    job = next((job for job in data.jobs(scope.workspace) if job.kind == articles.KIND and job.payload["connection"] == each.id), None)
    if job is not None and job.state in states.WAITING:
        _progress(scope, job)
        return
    if job is not None and job.state == "failed":
        states.closed(job.error, job.hint)
    here = desk.brought_last(home(), scope.workspace, "articles").get("count", 0)
    if connections.at_hand(home(), each) and st.button("Bring its help articles", key=f"articles_{each.id}"):
        articles.request_articles(home(), scope.workspace, each.id)
        st.rerun()
    if here:
        cards.note(f"They take the place of the {here:,} articles that are here; the History can undo it.")


def _progress(scope: Scope, job: Job) -> None:
    states.watch(scope.workspace, job.id)
    if st.button("Stop", type="tertiary", key=f"stop_{job.id}"):
        data.control().cancel(job.id)
        st.rerun()


def _stopped(scope: Scope, each: Connection, job: Job, *, again: bool = True) -> None:
    if job.state == "failed":
        states.failed(job)
    if again and st.button("Go on", key=f"again_{each.id}"):
        connections.request_pull(home(), scope.workspace, each.id)
        st.rerun()


def _nightly(scope: Scope, each: Connection) -> None:
    session = each.kept == Keep.SESSION and not is_open(each)
    wanted = st.toggle("Every night while the app runs", each.nightly, disabled=session, key=f"nightly_{each.id}")
    nights = [
        job for job in data.jobs(scope.workspace) if job.kind == "pull" and job.payload.get("who") == WHO and job.payload["connection"] == each.id
    ]
    if session:
        cards.note("What is only in memory cannot wait for the night.")
    elif each.nightly:
        last = f"It last did {_when(nights[0].created_at)}: {nights[0].state}." if nights else "It did not do so yet."
        cards.note(f"Between 1 and 6 in the morning, or as soon as the app runs again. {last}")
    if wanted != each.nightly and not session:
        connections.change(home(), scope.workspace, each.id, Wishes(each.days, wanted, each.keeps_raw))
        st.rerun()


def _otherwise(scope: Scope, each: Connection) -> None:
    """What is wanted less often."""
    with st.popover("Change", type="tertiary"):
        if connector(each.system).download is None:
            _another_span(scope, each)
        st.markdown("Everything can be pulled once more, as if nothing had come. Conversations that are imported already are not doubled.")
        if st.button("Pull everything again", key=f"over_{each.id}"):
            connections.start_over(home(), scope.workspace, each.id)
            st.rerun()
        if each.keeps_raw:
            st.markdown("What came was kept as it came. It can be read anew, by the reader of today, without asking for it again.")
            if st.button("Read again what was kept", key=f"reread_{each.id}"):
                connections.read_again(home(), scope.workspace, each.id)
                st.rerun()
            if st.button("Keep it no more", key=f"wipe_{each.id}"):
                connections.change(home(), scope.workspace, each.id, Wishes(each.days, each.nightly))
                st.rerun()


def _another_span(scope: Scope, each: Connection) -> None:
    spans = list(SPANS)
    days = st.selectbox(
        "Which conversations", spans, spans.index(each.days) if each.days in spans else 0, format_func=SPANS.__getitem__, key=f"days_{each.id}"
    )
    if st.button("Pull these from now on", disabled=days == each.days, key=f"span_{each.id}"):
        connections.change(home(), scope.workspace, each.id, Wishes(days, each.nightly, each.keeps_raw))
        connections.request_pull(home(), scope.workspace, each.id)
        st.rerun()


def _disconnect(scope: Scope, each: Connection) -> None:
    with st.popover("Disconnect", type="tertiary"):
        word = secret_word(connector(each.system), each.given)
        st.markdown(f"The {word} is deleted, and what came and is not imported. Imports stay until you take them back.")
        if st.button("Disconnect", key=f"disconnect_{each.id}"):
            connections.disconnect(home(), scope.workspace, each.id, data.keeper())
            st.rerun()


def _newest(scope: Scope, connection: str) -> Job | None:
    return next((job for job in data.jobs(scope.workspace) if job.kind == "pull" and job.payload["connection"] == connection), None)


def _when(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y, %H:%M} UTC"

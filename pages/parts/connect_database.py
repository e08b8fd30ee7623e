"""Connect a table of a database: where it is, a test, what its columns mean, and the first pull."""

from __future__ import annotations

from io import BytesIO

import streamlit as st

from insights.connectors import connector
from insights.connectors.connector import Connector
from insights.connectors.postgres_line import AGREED, OwnNetwork
from insights.errors import InsightsError
from insights.pipeline import desk
from insights.pipeline.live import connections, databases
from insights.pipeline.live.connections import Safe, Wishes
from insights.pipeline.staging import Staged
from insights.sources import Mapping
from insights.store.home import home
from insights.store.raw import Connection
from pages.parts import cards, data, frame, states, upload_doors, upload_preview
from pages.parts.connect_form import back, field_of, how
from pages.parts.safe_text import one_line, plain
from pages.parts.scope import Scope

Given = dict[str, str]

QUESTION = "Did we understand your table?"
WHOLE = "Read the whole table each time"
OWN = "own_network"
PAIRS = (("host", "port"), ("database", "user"), ("password", "tls"), ("table",))
"""Fields that stand side by side."""


def is_table(system: str) -> bool:
    """Whether a system of the address is a table."""
    return any(each.name == system and databases.is_table(system) for each in connections.SYSTEMS)


def form(scope: Scope, system: str) -> None:
    """The form of a database."""
    one = connector(system)
    cards.question(f"Connect {one.label}", "One table or view of it is read, and stored on this machine. Nothing is ever written there.")
    st.space("small")
    left, right = st.columns([11, 9], gap="large")
    with left:
        given = _given(one)
        if given["tls"] == "disable":
            st.markdown(":orange[:material/lock_open:] Not encrypted: whoever is on the way to the database can read what is asked and answered.")
        cards.note(f"**Permission:** {one.scopes}")
        _buttons(scope, one, given, *how(one, given))
    with right:
        _what_goes(one, given)
    back(scope)


def _given(one: Connector) -> Given:
    given, fields = Given(), {each.name: each for each in one.fields}
    for pair in PAIRS:
        for name, cell in zip(pair, st.columns([3, 2] if len(pair) > 1 else 1), strict=True):
            with cell:
                given[name] = field_of(one, fields[name], given)
    return {**given, AGREED: _agreed(given)}


def _agreed(given: Given) -> str:
    """The addresses inside that somebody says yes to, once a test has found them."""
    found = frame.first_shown(OWN, {})
    if not given["host"] or found.get("host") != given["host"]:
        return ""
    addresses = str(found["addresses"])
    st.markdown(f":orange[:material/lan:] **{plain(given['host'])}** leads to **{plain(addresses)}**, which is no address of the internet.")
    own = st.checkbox(f"It is in our own network: ask {plain(addresses)}", key=f"connect_own_{addresses}")
    return addresses if own else ""


def _buttons(scope: Scope, one: Connector, given: Given, wishes: Wishes, safe: Safe) -> None:
    with st.container(horizontal=True):
        test = st.button("Test the connection", key="connect_test")
        go = st.button(cards.filled("Look at the table", scope.theme), type="primary", key="connect_go")
    if not test and not go:
        return
    try:
        with st.spinner(f"Asking {one.label}"):
            reach = connections.test(one.name, given)
        mark = ":orange[:material/error:]" if reach.missing else ":green[:material/check_circle:]"
        st.markdown(f"{mark} {plain(connections.told(reach))}")
        if not go or reach.missing:
            return
        workspace = upload_doors.own(scope)
        with st.spinner("Looking at the table"):
            upload, found = _laid_ready(workspace, one.name, given)
        connection = connections.connect(home(), workspace, one.name, given, data.keeper(), account=reach.account, wishes=wishes, safe=safe)
        databases.note(home(), workspace, connection, found)
    except OwnNetwork as problem:
        _ask_whether_inside(given, problem)
        return
    except InsightsError as problem:
        states.closed(str(problem), problem.hint)
        return
    frame.enter(workspace, "start", table=connection, upload=upload)


def _ask_whether_inside(given: Given, problem: OwnNetwork) -> None:
    if not databases.offered(str(st.get_option("server.address") or ""), st.context.url or ""):
        states.closed(str(problem), f"This app is used from elsewhere, so its own network is closed. Who runs it may say {databases.VARIABLE}=yes.")
        return
    frame.forget(OWN)
    frame.first_shown(OWN, {"host": given["host"], "addresses": problem.addresses})
    st.rerun()


def _laid_ready(workspace: str, system: str, given: Given) -> tuple[str, databases.Sample]:
    """Some rows of the table as an upload that is being read; its id."""
    found = databases.sample(home(), workspace, system, given, network=connections.TEST)
    upload = desk.put_upload(home(), workspace, found.name, BytesIO(found.content))
    desk.request_stage(home(), workspace, upload)
    return upload, found


def look_again(scope: Scope, each: Connection) -> None:
    """Say anew what the columns of a connected table mean."""
    if not st.button("Columns", type="tertiary", key=f"columns_{each.id}"):
        return
    try:
        given = databases.with_secret(home(), each)
        with st.spinner("Looking at the table"):
            upload, found = _laid_ready(scope.workspace, each.system, given)
        databases.note(home(), scope.workspace, each.id, found)
    except InsightsError as problem:
        states.closed(str(problem), problem.hint)
        return
    frame.enter(scope.workspace, "start", table=each.id, upload=upload)


def mapped(scope: Scope, connection: str) -> None:
    """What the columns mean, seen on whole conversations, before anything is pulled."""
    found = next((each for each in connections.connections(home(), scope.workspace) if each.id == connection), None)
    upload = frame.asked("upload")
    job, ready = data.staging(scope.workspace, upload), desk.staged(home(), scope.workspace, upload)
    if found is None or (ready is None and job is None):
        cards.question(QUESTION, "This connection or the look at it is not here any more. The Workspace page has all connections.")
        back(scope)
    elif job is not None and job.state in states.WAITING:
        cards.question("Reading some rows of your table", "You may leave this page and come back.")
        st.space("small")
        states.watch(scope.workspace, job.id)
    elif ready is None:
        cards.question(QUESTION, "No, its rows cannot be used. Nothing was stored.")
        if job is not None:
            states.failed(job)
        back(scope)
    else:
        _explained(scope, found, ready)


def _explained(scope: Scope, found: Connection, ready: Staged) -> None:
    if ready.problem:
        cards.question(QUESTION, f"Not yet. {plain(ready.problem)} {plain(ready.hint)}")
    else:
        unread = f" {ready.rejected_rows:,} of them cannot be read." if ready.rejected_rows else ""
        cards.question(
            QUESTION,
            f"Yes: {ready.rows:,} rows of **{one_line(ready.file, 80)}** that we looked at make :violet[**{ready.conversations:,} conversations**]."
            f"{unread} Nothing of the others is here yet.",
        )
    upload_preview.source(ready)
    if found.given.get(databases.HIDES):
        st.markdown(f":orange[:material/visibility_off:] Row security is on: what {plain(found.given['user'])} may not see is missing, silently.")
    left, right = st.columns([11, 9], gap="large")
    with left:
        mapping = upload_preview.meanings(scope, ready)
        changes = _changes(found)
        _connect(scope, found, ready, mapping, changes)
    with right:
        if not ready.problem:
            upload_preview.samples(ready)


def _changes(found: Connection) -> str | None:
    """The column that tells new rows."""
    times = databases.times_of(found)
    before = found.given.get(databases.CHANGES) or (times[0] if times else WHOLE)
    options = [*times, WHOLE]
    said = st.selectbox(
        "New and changed rows are told by",
        options,
        options.index(before) if before in options else 0,
        key=f"changes_{found.id}",
        help="The time at which a row came into the table or was changed there. A conversation with such a row is read again as a whole.",
    )
    if said == WHOLE:
        cards.note("Every pull reads all rows; only conversations that differ are imported. A column with a time would spare that.")
        return None
    cards.note("Rows that come with an older time than that of the last pull are not noticed, unless everything is pulled again.")
    return said


def _connect(scope: Scope, found: Connection, ready: Staged, mapping: Mapping, changes: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        go = not ready.problem and st.button(cards.filled(":material/check: Connect and pull", scope.theme), type="primary", key="connect_pull")
        if st.button("Give up", type="tertiary", key="connect_not"):
            desk.discard(home(), scope.workspace, ready.upload)
            if not found.given.get(databases.MAPPING):
                connections.disconnect(home(), scope.workspace, found.id, data.keeper())
            frame.enter(scope.workspace, "start")
    if not go:
        return
    try:
        databases.settle(home(), scope.workspace, found.id, mapping, changes)
    except InsightsError as problem:
        states.closed(str(problem), problem.hint)
        return
    desk.discard(home(), scope.workspace, ready.upload)
    connections.request_pull(home(), scope.workspace, found.id)
    frame.enter(scope.workspace, "start", pulled=found.id)


def _what_goes(one: Connector, given: Given) -> None:
    with st.container(border=True, gap="small"):
        st.subheader("What goes over the network", anchor=False)
        host = connections.host_of(one.name, given)
        how_safe = {"disable": "**without encryption**", "verify-full": "encrypted, once it has proved who it is"}.get(given["tls"], "encrypted")
        st.markdown(f"This machine asks **{plain(host)}**, and nobody else, {how_safe}, with this user and password.")
        st.markdown("The session is read only, and asks only for the columns that you give a meaning.")
        st.markdown(
            "What comes waits in a file that only you may open until all of it is there. Then it is imported like any export: personal data "
            "are replaced first, and the file is emptied."
        )
        st.markdown("The password is never written in plain text, not into a log, and not shown again.")

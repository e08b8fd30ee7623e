"""Connect a live system: what it needs, what would be asked, a test, and the first pull."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from insights.connectors.connector import KEPT, NOTHING, Connector
from insights.connectors.fields import Field, Kind
from insights.connectors.words import secret_label, secret_word
from insights.errors import InsightsError
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Safe, Wishes
from insights.pipeline.live.tokens import Keep, system_store
from insights.store.home import home
from pages.parts import cards, data, frame, states, upload_doors
from pages.parts.safe_text import plain
from pages.parts.scope import Scope

SPANS: dict[int | None, str] = {30: "the last 30 days", 90: "the last 90 days", 365: "the last year", None: "everything"}
KEEPS = {
    Keep.SESSION: "Only in memory, until the app stops",
    Keep.KEYRING: "In this computer's store of passwords",
    Keep.FILE: "In a file, encrypted with a passphrase",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody filled in."""

    given: dict[str, str] = field(repr=False)
    wishes: Wishes
    safe: Safe


def form(scope: Scope, system: str) -> None:
    """The form of one system."""
    one = next((each for each in connections.SYSTEMS if each.name == system), None)
    if one is None:
        cards.question("Connect a live system", "This system cannot be connected.")
        back(scope)
        return
    cards.question(
        f"Connect {one.label if one.source else one.label[0].lower() + one.label[1:]}",
        "Your conversations are read over the network and stored on this machine. Nothing is ever written there.",
    )
    st.space("small")
    left, right = st.columns([11, 9], gap="large")
    with left:
        filled = _fields(one)
        _buttons(scope, one, filled)
    with right:
        _what_goes(one, filled.given)
    back(scope)


def _fields(one: Connector) -> Filled:
    given: dict[str, str] = {}
    for each in one.fields:
        given[each.name] = field_of(one, each, given)
    cards.note(f"**Permission:** {one.scopes}")
    return Filled(given, *how(one, given))


def how(one: Connector, given: Mapping[str, str] = NOTHING) -> tuple[Wishes, Safe]:
    """Which conversations are wanted, where the secret is kept, and how often it is pulled."""
    days = None if one.download else st.selectbox("Which conversations", list(SPANS), index=1, format_func=SPANS.__getitem__, key="connect_days")
    ways = [way for way in Keep if way is not Keep.KEYRING or system_store() is not None]
    way = Keep(st.radio(f"Where the {secret_word(one, given)} is kept", ways, format_func=KEEPS.__getitem__, key="connect_keep"))
    passphrase = st.text_input("Passphrase", type="password", autocomplete="new-password", key="connect_passphrase") if way is Keep.FILE else ""
    with st.container(gap="xxsmall"):
        nightly = st.toggle("Pull every night while the app runs", disabled=way is Keep.SESSION, key="connect_nightly")
        if way is Keep.SESSION:
            cards.note("What is only in memory cannot wait for the night.")
    keeps_raw = False
    if one.download is None:
        with st.container(gap="xxsmall"):
            keeps_raw = st.toggle("Keep what came as it came, with its personal data", key="connect_raw")
            cards.note("Only needed to read it anew, by a later version, without asking again. Otherwise it is wiped once it is imported.")
    return Wishes(days, nightly and way is not Keep.SESSION, keeps_raw), Safe(way, passphrase)


def field_of(one: Connector, each: Field, given: Mapping[str, str] = NOTHING) -> str:
    """What somebody typed into a field, with a line below it that says where to find it."""
    key = f"connect_{one.name}_{each.name}"
    with st.container(gap="xxsmall"):
        if each.kind is Kind.CHOICE:
            said = st.selectbox(each.label, [value for value, _ in each.choices], format_func=dict(each.choices).__getitem__, key=key)
        else:
            secret = each.kind is Kind.SECRET
            said = st.text_input(
                secret_label(one, given) if each.name == one.secret else each.label,
                type="password" if secret else "default",
                autocomplete="new-password" if secret else "off",
                placeholder="Optional" if each.optional else None,
                key=key,
            )
        # Code would be smaller than a note, and no easier to read.
        cards.note(each.help.replace("`", "**"))
    return str(said)


def _buttons(scope: Scope, one: Connector, filled: Filled) -> None:
    with st.container(horizontal=True):
        test = st.button("Test the connection", key="connect_test")
        go = st.button(cards.filled("Connect and pull", scope.theme), type="primary", key="connect_go")
    if not test and not go:
        return
    try:
        with st.spinner(f"Asking {one.label}"):
            reach = connections.test(one.name, filled.given)
        mark = ":orange[:material/error:]" if reach.missing else ":green[:material/check_circle:]"
        st.markdown(f"{mark} {plain(connections.told(reach))}")
        if not go or reach.missing:
            return
        workspace = upload_doors.own(scope)
        connection = connections.connect(
            home(), workspace, one.name, filled.given, data.keeper(), account=reach.account, wishes=filled.wishes, safe=filled.safe
        )
    except InsightsError as problem:
        # Nothing came yet that could be kept.
        states.closed(str(problem), problem.hint.replace(KEPT, "").strip())
        return
    connections.request_pull(home(), workspace, connection)
    frame.enter(workspace, "start", pulled=connection)


def _what_goes(one: Connector, given: dict[str, str]) -> None:
    with st.container(border=True, gap="small"):
        st.subheader("What goes over the network", anchor=False)
        host = connections.host_of(one.name, given)
        word = secret_word(one, given)
        others = f"and where it sends us for the file (there without your {word})" if one.follows else "and nobody else"
        st.markdown(f"This machine asks **{plain(host)}**, {others}, for your conversations, over a secure connection and with your {word}.")
        st.markdown("It only reads. Of what is stored here, no conversation, label or number is sent.")
        st.markdown(
            "What comes waits in a file that only you may open until all of it is there. Then it is imported like any export: personal data "
            "are replaced first, and the file is emptied."
        )
        if library := connections.library_host(one.name, given):
            st.markdown(f"For its help articles, when you want them here, **{plain(library)}** is asked, with the key for them.")
        if one.deletions:
            st.markdown(one.deletions)
        st.markdown(f"The {word} is never written in plain text, not into a log, and not shown again.")


def back(scope: Scope) -> None:
    """The way out."""
    st.space("small")
    st.page_link("pages/start.py", label="Back", icon=":material/arrow_back:", query_params={"workspace": scope.workspace} if scope.workspace else {})

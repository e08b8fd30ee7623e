"""The secret of a connection on the screen: where it is kept, given again where it is missing, and changed for another one."""

from __future__ import annotations

import streamlit as st

from insights.connectors import connector
from insights.connectors.words import secret_label, secret_word
from insights.errors import InsightsError
from insights.pipeline.live import connections
from insights.pipeline.live.tokens import Keep, is_open
from insights.store.home import home
from insights.store.raw import Connection
from pages.parts import cards, data, states
from pages.parts.scope import Scope

KEPT = {
    Keep.SESSION: "in memory until the app stops",
    Keep.KEYRING: "in this computer's store of passwords",
    Keep.FILE: "encrypted with your passphrase",
}


def kept(each: Connection) -> str:
    """Where it is."""
    word = secret_word(connector(each.system), each.given)
    return f"no {word} is needed" if is_open(each) else f"{word} {KEPT[Keep(each.kept)]}"


def missing(scope: Scope, each: Connection) -> None:
    """Ask for what is missing to go on: the passphrase, or the token itself."""
    sealed, one = each.kept == Keep.FILE, connector(each.system)
    word = secret_word(one, each.given)
    cards.note(f"The {word} is locked since the app was started." if sealed else f"The {word} is not at hand any more.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = "Passphrase" if sealed else secret_label(one, each.given)
        given = st.text_input(label, type="password", autocomplete="new-password", key=f"token_{each.id}")
        if not st.button("Unlock" if sealed else f"Use this {word}", key=f"use_{each.id}"):
            return
    try:
        if sealed:
            connections.unlock(home(), scope.workspace, each.id, given, data.keeper())
        else:
            connections.give_again(home(), scope.workspace, each.id, given, data.keeper())
    except InsightsError as problem:
        states.closed(str(problem), problem.hint)
        return
    st.rerun()


def another(scope: Scope, each: Connection) -> None:
    """For a token that was revoked or has run out: the new one takes its place once it works, and the pull goes on where it stopped."""
    one = connector(each.system)
    with st.popover(f"New {secret_word(one, each.given)}", type="tertiary"):
        token = st.text_input(secret_label(one, each.given), type="password", autocomplete="new-password", key=f"new_{each.id}")
        passphrase = ""
        if each.kept == Keep.FILE:
            passphrase = st.text_input("Passphrase", type="password", autocomplete="new-password", key=f"new_passphrase_{each.id}")
        if not st.button("Test and use it", key=f"renew_{each.id}"):
            return
        try:
            connections.give_again(home(), scope.workspace, each.id, token, data.keeper(), passphrase=passphrase)
        except InsightsError as problem:
            states.closed(str(problem), problem.hint)
            return
        st.rerun()

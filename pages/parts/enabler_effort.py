"""How much work each thing on the bill is: stated defaults until somebody says otherwise, kept with the workspace."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.pipeline import desk
from insights.planning.weighing import EFFORT_WEIGHT
from insights.store.actions import EFFORT_SETTING
from insights.store.home import home
from pages.parts import cards
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope


def efforts(missing: pd.DataFrame, scope: Scope) -> dict[str, str]:
    """The effort of every missing thing, by its id."""
    said = desk.stated_efforts(home(), scope.workspace)
    return {enabler: said.get(enabler, default) for enabler, default in zip(missing["enabler_id"], missing["effort"], strict=True)}


def change(missing: pd.DataFrame, scope: Scope) -> None:
    """Say of one thing how much work it is; the order follows."""
    stated, now = dict(zip(missing["enabler_id"], missing["effort"], strict=True)), efforts(missing, scope)
    names = dict(zip(missing["enabler_id"], missing["name"], strict=True))
    with st.popover("Change an effort", type="tertiary", key="effort"):
        chosen = st.selectbox("Enabler", list(names), format_func=lambda each: one_line(str(names[each]), 70), key="effort_of")
        size = st.segmented_control("Effort", list(EFFORT_WEIGHT), default=now[chosen], required=True, key=f"effort_{chosen}")
        days = ", ".join(f"{size} {weight:g} days" for size, weight in EFFORT_WEIGHT.items())
        cards.note(f"{days}. Default: {stated[chosen]}.")
        if size and size != now[chosen]:
            desk.change_setting(home(), scope.workspace, f"{EFFORT_SETTING}{chosen}", size)
            st.rerun()

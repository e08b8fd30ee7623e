"""What the saving is reckoned with: the user's own inputs, kept with the workspace, with defaults until they are given."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from insights.pipeline import desk
from insights.planning.records import Money
from insights.store.home import home
from pages.parts import cards
from pages.parts.scope import Scope

LABELS = {
    "minutes": ("Minutes per conversation", 0.5, 240.0, 0.5),
    "cost_per_hour": ("Cost of an agent hour, €", 0.0, 1000.0, 1.0),
    "price": ("Price per automated resolution, €", 0.0, 100.0, 0.05),
}


def money(scope: Scope) -> Money:
    """The inputs as they were last given."""
    given = desk.settings(home(), scope.workspace)
    return Money(**{name: float(str(given.get(name, default))) for name, default in asdict(Money()).items()})


def inputs(scope: Scope) -> None:
    """Three fields; a change is kept at once."""
    now = asdict(money(scope))
    st.subheader("Your numbers", anchor=False)
    for name, (label, lowest, highest, step) in LABELS.items():
        given = st.number_input(label, min_value=lowest, max_value=highest, value=now[name], step=step, key=f"money_{name}")
        if abs(given - now[name]) > 1e-9:
            desk.change_setting(home(), scope.workspace, name, given)
            st.rerun()
    cards.note("Defaults until you change them. Saving = conversations × minutes ÷ 60 × cost per hour − conversations × price.")

"""What a person decides about an action: accept, start, finish, reject with a reason, owner, day, effort; each can be taken back."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from insights.pipeline import desk
from insights.store.home import home
from pages.parts import cards, data
from pages.parts.scope import Scope

NEXT = {
    "proposed": ("Accept", "accepted"),
    "accepted": ("Mark as doing", "doing"),
    "doing": ("Mark as done", "done"),
    "rejected": ("Propose again", "proposed"),
}
EFFORTS = ("S", "M", "L")
LONGEST = 300


def tools(action: pd.Series, scope: Scope) -> None:
    """Undo, reject, edit and the next status, in a row."""
    action_id, status = str(action["action_id"]), str(action["status"])
    _undo(action_id, scope)
    if status not in ("rejected", "done"):
        _reject(action_id, scope)
    _edit(action, scope)
    if status in NEXT:
        label, then = NEXT[status]
        if st.button(cards.filled(label, scope.theme), type="primary", key=f"status_{action_id}"):
            _change(action_id, scope, status=then)


def _reject(action_id: str, scope: Scope) -> None:
    with st.popover("Reject", type="tertiary", key=f"reject_{action_id}"), st.form(f"reject_form_{action_id}", border=False):
        reason = st.text_input("Why not?", max_chars=LONGEST, key=f"reject_why_{action_id}")
        if st.form_submit_button("Reject"):
            _change(action_id, scope, status="rejected", reason=reason.strip() or None)


def _edit(action: pd.Series, scope: Scope) -> None:
    action_id = str(action["action_id"])
    with st.popover("Edit", key=f"edit_{action_id}"), st.form(f"edit_form_{action_id}", border=False):
        title = st.text_input("Title", value=str(action["title"]), max_chars=LONGEST, key=f"title_{action_id}")
        owner = st.text_input("Owner", value=_word(action["owner"]), max_chars=80, key=f"owner_{action_id}")
        due = st.date_input("Due", value=day_of(action["due"]), key=f"due_{action_id}", format="YYYY-MM-DD")
        effort = st.segmented_control("Effort", EFFORTS, default=str(action["effort"]), required=True, key=f"effort_{action_id}")
        comment = st.text_area("Note", value=_word(action["comment"]), max_chars=2000, key=f"comment_{action_id}")
        if st.form_submit_button("Save"):
            given = {
                "title": title.strip() or str(action["title"]),
                "owner": owner.strip() or None,
                "due": due.isoformat() if isinstance(due, date) else None,
                "effort": effort,
                "comment": comment.strip() or None,
            }
            was = {
                "title": action["title"],
                "owner": _word(action["owner"]) or None,
                "effort": action["effort"],
                "comment": _word(action["comment"]) or None,
            }
            was["due"] = day.isoformat() if (day := day_of(action["due"])) else None
            changed = {name: value for name, value in given.items() if value != was[name]}
            if changed:
                _change(action_id, scope, **changed)


def _undo(action_id: str, scope: Scope) -> None:
    """Take back the last change of this action."""
    said = [
        event
        for event in data.control().events(scope.workspace, what="action_changed")
        if not event.undone and event.payload["action_id"] == action_id
    ]
    if said and st.button("Undo the last change", type="tertiary", key=f"undo_{action_id}"):
        desk.undo(home(), scope.workspace, said[-1].id)
        st.rerun()


def _change(action_id: str, scope: Scope, **changes: object) -> None:
    desk.change_action(home(), scope.workspace, action_id, changes)
    st.rerun()


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def day_of(value: object) -> date | None:
    """A day, or None where none is given."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type]

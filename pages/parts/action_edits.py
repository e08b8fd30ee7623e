"""What a person decides about an action: accept, start, finish, reject with a reason, owner, day, effort; each can be taken back.

Two people may look at the same action. What one of them saves goes through only if nobody changed it since they saw it; else they are told, and what
they typed stays where it is. Only fields that they touched are ever sent.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from insights.errors import InsightsError
from insights.pipeline import desk
from insights.store.actions import SIZES
from insights.store.control import Event
from insights.store.home import home
from insights.tables import ACTIONS
from pages.parts import cards, data, frame
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

NEXT = {"proposed": ("Accept", "accepted"), "accepted": ("Mark as doing", "doing"), "rejected": ("Propose again", "proposed")}
LONGEST = 300
EDITED = ("title", "owner", "due", "done_on", "effort", "comment")
SAID = {"status": "Status", "owner": "Owner", "due": "Due", "done_on": "Done on", "title": "Title", "reason": "Reason", "comment": "Note",
        "effort": "Effort", "draft": "Draft"}  # fmt: skip


def tools(action: pd.Series, scope: Scope) -> None:
    """Undo, reject, edit and the next status, in a row."""
    action_id, status = str(action["action_id"]), str(action["status"])
    if status == "done":
        cards.evidence(frame.link("impact", data.whole(scope), done=action_id), "See what it brought")
    _undo(action_id, scope)
    if status not in ("rejected", "done"):
        _reject(action, scope)
    _edit(action, scope)
    if status in ("accepted", "doing"):
        _done(action, scope)
    if status in NEXT:
        label, then = NEXT[status]
        if st.button(cards.filled(label, scope.theme), type="primary", key=f"status_{action_id}"):
            change(action, scope, status=then)


def meanwhile(action: pd.Series, scope: Scope) -> None:
    """Whether somebody else changed the action while this one looked at it."""
    seen = frame.first_shown(_name(action), _shown(action))
    if seen["changed"] != int(action["changed"]):
        newest = _changes(str(action["action_id"]), scope)[-1]
        cards.note(f"Changed meanwhile by {one_line(newest.who, 40)}: {_sentence(newest)}. Saving again keeps what you changed and leaves the rest.")


def change(action: pd.Series, scope: Scope, **changes: object) -> None:
    """Save, or say that somebody else was faster."""
    seen = frame.first_shown(_name(action), _shown(action))
    was = {name: _plain(action[name]) for name in ACTIONS.names if name in action.index}
    frame.forget(_name(action))
    try:
        desk.change_action(home(), scope.workspace, str(action["action_id"]), changes, seen=int(str(seen["changed"])), was=was)
    except InsightsError as problem:
        # What was seen stays what it was, so that a second try sends only what this person touched.
        frame.first_shown(_name(action), {**seen, "changed": int(action["changed"])})
        st.warning(f"{problem} {problem.hint}")
        return
    st.rerun()


def history(action: pd.Series, scope: Scope) -> None:
    """Who changed what, the newest first."""
    made = _changes(str(action["action_id"]), scope)
    if made:
        with st.expander(f"History, {len(made)} change{'' if len(made) == 1 else 's'}"):
            for event in reversed(made):
                cards.note(f"{event.at.day} {event.at:%b %Y, %H:%M} UTC · {one_line(event.who, 40)} · {_sentence(event)}")


def latest(day: date) -> date:
    """The last day on which something can have been done: today, in UTC, or the day that was given where somebody's clock is ahead."""
    return max(datetime.now(UTC).date(), day)


def day_of(value: object) -> date | None:
    """A day, or None where none is given."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type]


def _reject(action: pd.Series, scope: Scope) -> None:
    action_id = str(action["action_id"])
    with st.popover("Reject", type="tertiary", key=f"reject_{action_id}"), st.form(f"reject_form_{action_id}", border=False):
        reason = st.text_input("Why not?", max_chars=LONGEST, key=f"reject_why_{action_id}")
        cards.note("It is not proposed again unless twice as many conversations prove it. The next analysis plans the others without it.")
        if st.form_submit_button("Reject"):
            change(action, scope, status="rejected", reason=reason.strip() or None)


def _done(action: pd.Series, scope: Scope) -> None:
    action_id, today = str(action["action_id"]), datetime.now(UTC).date()
    with st.popover("Mark as done", key=f"done_{action_id}"), st.form(f"done_form_{action_id}", border=False):
        day = st.date_input("Done on", value=today, max_value=today, key=f"done_on_{action_id}", format="YYYY-MM-DD")
        cards.note("From this day on its topic is compared with the weeks before, on the page Impact.")
        if st.form_submit_button("Mark as done"):
            change(action, scope, status="done", done_on=(day if isinstance(day, date) else today).isoformat())


def _edit(action: pd.Series, scope: Scope) -> None:
    action_id, seen = str(action["action_id"]), frame.first_shown(_name(action), _shown(action))
    with st.popover("Edit", key=f"edit_{action_id}"), st.form(f"edit_form_{action_id}", border=False):
        title = st.text_input("Title", value=str(seen["title"]), max_chars=LONGEST, key=f"title_{action_id}")
        owner = st.text_input("Owner", value=str(seen["owner"] or ""), max_chars=80, key=f"owner_{action_id}")
        due = st.date_input("Due", value=day_of(seen["due"]), key=f"due_{action_id}", format="YYYY-MM-DD")
        done_on = day_of(seen["done_on"])
        if str(action["status"]) == "done" and done_on:
            done_on = st.date_input("Done on", value=done_on, max_value=latest(done_on), key=f"done_on_{action_id}", format="YYYY-MM-DD")
        effort = st.segmented_control("Effort", SIZES, default=str(seen["effort"]), required=True, key=f"effort_{action_id}")
        comment = st.text_area("Note", value=str(seen["comment"] or ""), max_chars=2000, key=f"comment_{action_id}")
        if st.form_submit_button("Save"):
            given = {
                "title": title.strip() or seen["title"],
                "owner": owner.strip() or None,
                "due": due.isoformat() if isinstance(due, date) else None,
                "done_on": done_on.isoformat() if isinstance(done_on, date) else seen["done_on"],
                "effort": effort,
                "comment": comment.strip() or None,
            }
            changed = {name: value for name, value in given.items() if value != seen[name]}
            if changed:
                change(action, scope, **changed)


def _undo(action_id: str, scope: Scope) -> None:
    """Take back the last change of this action."""
    said = _changes(action_id, scope)
    if said and st.button("Undo the last change", type="tertiary", key=f"undo_{action_id}"):
        desk.undo(home(), scope.workspace, said[-1].id)
        frame.forget(f"action_{action_id}")
        st.rerun()


def _changes(action_id: str, scope: Scope) -> list[Event]:
    found = data.control().events(scope.workspace, what="action_changed")
    return [event for event in found if not event.undone and event.payload["action_id"] == action_id]


def _sentence(event: Event) -> str:
    """What an edit said, in words."""
    parts = []
    for name, label in SAID.items():
        if name in event.payload and name != "draft":
            value = event.payload[name]
            parts.append(f"{label}: {one_line(str(value), 60) if value is not None else 'none'}")
        elif name in event.payload:
            parts.append("Draft edited" if event.payload[name] else "Draft as it was made")
    return "; ".join(parts)


def _shown(action: pd.Series) -> dict[str, object]:
    """The fields that can be edited, as they stand."""
    days = {name: day_of(action[name]) for name in ("due", "done_on")}
    found = {name: _plain(action[name]) for name in EDITED}
    return found | {name: day.isoformat() if day else None for name, day in days.items()} | {"changed": int(action["changed"])}


def _name(action: pd.Series) -> str:
    return f"action_{action['action_id']}"


def _plain(value: object) -> object:
    """A cell as an event can hold it."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[arg-type]
        return None
    return value.item() if hasattr(value, "item") else value  # type: ignore[attr-defined]

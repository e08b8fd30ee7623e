"""The labels of one conversation: in badges, in a sentence that says why, on the turns that decided them; and the way to dispute them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

import pandas as pd
import streamlit as st

from insights.charts.bars import OWNERS
from insights.model import Kind, Resolution
from insights.pipeline import desk
from insights.store.control import Event
from insights.store.home import home
from pages.parts import cards, data, topic_place
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope
from pages.parts.score_course import CAUSES

BY = {"bot": "Bot", "agent": "People", "both": "Bot, then people", "nobody": "Nobody answered"}
RESOLVED = {"confirmed": "green", "assumed": "green", "unresolved": "red", "pending": "gray"}
NEEDS = {"informational": "an answer", "personalised": "a look-up", "action": "something done", "human": "a person"}
RATINGS = ("1", "2", "3", "4", "5")


def head(labels: pd.Series, title: str, scope: Scope) -> None:
    """What it is called, what was judged, and a way to say that it is wrong."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.subheader(one_line(title, 70), anchor=False, width="stretch")
        _dispute(labels, scope)
    topic = " › ".join(one_line(str(labels[name]), 40) for name in ("topic", "subtopic") if isinstance(labels[name], str))
    badges = [_rated(labels), _resolved(labels)]
    badges += [f":violet-badge[{kind.capitalize()}]" if kind != "human" else ":orange-badge[Human]" for kind in _values(labels["kinds"])]
    badges += [
        f":gray-badge[{words}]" for words in (topic, one_line(str(labels["channel"]).capitalize()), BY.get(str(labels["handled_by"]), "")) if words
    ]
    badges += [":blue-badge[Corrected by you]"] if labels["disputed"] else []
    badges += [":blue-badge[Learnt from you]"] if labels["taught"] else []
    st.markdown(" ".join(badges))
    if isinstance(labels["url"], str) and labels["url"].strip():
        cards.note(f"In the source system: {one_line(labels['url'], 120)}")


def _rated(labels: pd.Series) -> str:
    if pd.isna(labels["rating"]):
        return f":gray-badge[Not scored: {CAUSES.get(str(labels['not_scored']), 'no cause')}]"
    rating = int(labels["rating"])
    return f":{'green' if rating >= 4 else 'gray' if rating == 3 else 'red'}-badge[Rated {rating} of 5]"


def _resolved(labels: pd.Series) -> str:
    found = labels["resolution"]
    return f":{RESOLVED[found]}-badge[Resolution: {found}]" if found in RESOLVED else ":gray-badge[No request]"


def why(labels: pd.Series, reasons: pd.DataFrame) -> None:
    """The reasons of the rating in a sentence, and which judge said so."""
    sure = "" if pd.isna(labels["rating_confidence"]) else f", {float(labels['rating_confidence']):.0%} sure".replace("%", "\u00a0%")
    judge = f"Judge: {one_line(str(labels['experience_judge']), 60)}{sure}." if isinstance(labels["experience_judge"], str) else ""
    named = list(dict.fromkeys(str(reason).replace("_", " ") for reason in reasons["reason"]))
    if pd.notna(labels["rating"]):
        said = ", ".join(named) if named else "no reason is named in the words"
        st.markdown(f":small[**Why {int(labels['rating'])}:** {one_line(said)}. {judge}]")
    elif judge:
        st.markdown(f":small[{judge}]")


def badges(turn: int, labels: pd.Series, reasons: pd.DataFrame, *, internal: bool) -> list[str]:
    """What this turn decided, in Markdown."""
    found = [":gray-badge[Internal note, not scored]"] if internal else []
    if turn in [int(each) for each in _values(labels["work_turns"])]:
        kinds = _values(labels["kinds"])
        needs = ", ".join(dict.fromkeys(NEEDS[str(kind)] for kind in kinds if str(kind) in NEEDS))
        found += [f":violet-badge[Kind: {', '.join(map(str, kinds))} · needs {needs}]"] if needs else []
    for reason, sign, owner in zip(reasons["reason"], reasons["sign"], reasons["owner"], strict=True):
        name = str(reason).replace("_", " ").capitalize()
        whose = f" · owner: {OWNERS.get(owner, owner).lower()}" if isinstance(owner, str) else ""
        found.append(f":{'green' if sign > 0 else 'red'}-badge[{one_line(name + whose)}]")
    if pd.notna(labels["resolution_turn"]) and int(labels["resolution_turn"]) == turn and labels["resolution"] in RESOLVED:
        found.append(f":{RESOLVED[labels['resolution']]}-badge[Resolution: {labels['resolution']}]")
    return found


def _dispute(labels: pd.Series, scope: Scope) -> None:
    """Correct the rating, the resolution, the kinds of work or the topic in place, or say that they are right; all of it can be taken back."""
    conversation_id = str(labels["conversation_id"])
    kinds = [str(kind) for kind in _values(labels["kinds"])]
    with st.popover("Dispute a label", type="tertiary", icon=":material/flag:", key=f"dispute_{conversation_id}"):
        now = {"rating": None if pd.isna(labels["rating"]) else str(int(labels["rating"])), "resolution": labels["resolution"], "kinds": kinds}
        with st.form(f"dispute_form_{conversation_id}", border=False):
            said = {
                "rating": st.segmented_control("Rating", RATINGS, default=now["rating"], key=f"rating_{conversation_id}"),
                "resolution": st.segmented_control(
                    "Resolution",
                    [str(each) for each in Resolution],
                    default=now["resolution"] if now["resolution"] in RESOLVED else None,
                    format_func=str.capitalize,
                    key=f"resolution_{conversation_id}",
                ),
                "kinds": st.pills(
                    "Kinds of work (none: no request)",
                    [str(each) for each in Kind],
                    selection_mode="multi",
                    default=kinds,
                    format_func=str.capitalize,
                    wrap=True,
                    key=f"kinds_{conversation_id}",
                ),
            }
            with st.container(horizontal=True, vertical_alignment="center"):
                if st.form_submit_button("Correct"):
                    _correct(conversation_id, now, said, scope)
                if st.form_submit_button("All of it is right", type="tertiary", key=f"right_{conversation_id}"):
                    ended = now["resolution"] if now["resolution"] in RESOLVED else None
                    desk.confirm_labels(home(), scope.workspace, conversation_id, resolution=ended, kinds=kinds)
                    st.rerun()
        topic_place.form(labels, scope)
        _corrections(conversation_id, scope)


def _correct(conversation_id: str, now: dict[str, Any], said: dict[str, Any], scope: Scope) -> None:
    """Record what differs; kinds may be none, the others not."""
    changed = {name: value for name, value in said.items() if value and value != now[name] and name != "kinds"}
    if set(said["kinds"]) != set(now["kinds"]):
        changed["kinds"] = said["kinds"]
    for name, value in changed.items():
        desk.dispute(home(), scope.workspace, conversation_id, name, int(value) if name == "rating" else value, was=now[name])
    if changed:
        st.rerun()


def _corrections(conversation_id: str, scope: Scope) -> None:
    names = data.topic_names(scope)
    made = [event for what in ("label_disputed", "labels_confirmed") for event in data.control().events(scope.workspace, what=what)]
    mine = sorted((event for event in made if event.payload["conversation_id"] == conversation_id and not event.undone), key=attrgetter("id"))
    for event in reversed(mine):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(_told(event, names), width="stretch")
            if st.button("Undo", type="tertiary", key=f"undo_dispute_{event.id}"):
                desk.undo(home(), scope.workspace, event.id)
                st.rerun()


def _told(event: Event, names: Mapping[str, str]) -> str:
    if event.what == "labels_confirmed":
        return "You confirmed resolution and kinds of work"
    value = event.payload["value"]
    words = (", ".join(map(str, value)) or "no request") if isinstance(value, list) else names.get(str(value), str(value))
    return f"{event.payload['field'].capitalize()} is now **{one_line(words)}**"


def _values(value: object) -> list:
    """The entries of a list column, which may be missing."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else []

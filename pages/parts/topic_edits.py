"""Editing an open topic or one of its subtopics: rename, merge, move, pin, set aside. Each shows at once and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from insights.pipeline import curating
from insights.store.home import home
from pages.parts import cards, data, frame, topic_history, topic_menu, topic_split
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope
from pages.parts.topic_words import OTHER

LONGEST_NAME = 80
WHOLE = "the whole topic"
ALONE = "a topic of its own"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is edited, a topic or subtopic, and what stands around it: names of all topics, and of the open topic's subtopics (`parts`)."""

    id: str
    name: str
    parent: str | None
    topics: Mapping[str, str]
    parts: Mapping[str, str]

    @property
    def title(self) -> str:
        """Its name as Markdown."""
        return one_line(self.name, 60)


def panel(topic_id: str, scope: Scope) -> None:
    """The form that was chosen from the menu of the open topic; nothing where none was."""
    forms: dict[str, Callable[[Subject, Scope], None]] = {
        "rename": _rename,
        "merge": _merge,
        "split": _split,
        "move": _move,
        "pin": _pin,
        "aside": _set_aside,
    }
    chosen = topic_menu.chosen()
    if chosen not in forms or topic_id == OTHER:
        return
    with st.container(border=True, key="topic_form"):
        topic_menu.head(topic_menu.OF_TOPIC[chosen], "")
        forms[chosen](_subject(topic_id, chosen, scope), scope)


def _subject(topic_id: str, chosen: str, scope: Scope) -> Subject:
    """The open topic or the subtopic of it that was picked."""
    known = data.table("topics_now", scope)
    topics = named(known.loc[known["parent_id"].isna() & (known["topic_id"] != OTHER)])
    parts = named(known.loc[known["parent_id"] == topic_id])
    picked = topic_id
    if parts:
        options = [topic_id, *parts]
        asked = frame.asked(topic_menu.PART)
        picked = st.selectbox(
            "What",
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=lambda each: f"{topics.get(each, '')} ({WHOLE})" if each == topic_id else f"› {parts[each]}",
            key=f"{chosen}_what_{topic_id}",
            width=420,
        )
        frame.put(**{topic_menu.PART: "" if picked == topic_id else str(picked)})
    return Subject(str(picked), topics.get(picked) or parts.get(picked, ""), None if picked == topic_id else topic_id, topics, parts)


def named(rows: pd.DataFrame) -> dict[str, str]:
    """Names by id, in their own order."""
    return dict(sorted(zip(rows["topic_id"], rows["name"], strict=True), key=lambda each: (each[1].lower(), each[0])))


def _rename(subject: Subject, scope: Scope) -> None:
    with st.form(f"rename_form_{subject.id}", border=False):
        new = st.text_input("New name", value=subject.name, max_chars=LONGEST_NAME, key=f"rename_to_{subject.id}", width=420)
        pressed = _submit("Rename", scope)
    if pressed and new.strip() and new.strip() != subject.name:
        topic_menu.edit(lambda: curating.rename_topic(home(), scope.workspace, subject.id, new))


def _merge(subject: Subject, scope: Scope) -> None:
    others = subject.parts if subject.parent else subject.topics
    options = {each: name for each, name in others.items() if each != subject.id}
    if not options:
        cards.note("There is nothing beside it to merge with.")
        return
    st.markdown(f"What you choose is counted as **{subject.title}** from now on.")
    with st.form(f"merge_form_{subject.id}", border=False):
        what = "Subtopics" if subject.parent else "Topics"
        chosen = st.multiselect(
            f"{what} to put into it", list(options), format_func=lambda each: options[each], key=f"merge_from_{subject.id}", width=640
        )
        pressed = _submit("Merge", scope)
    if pressed and chosen:
        topic_menu.edit(lambda: curating.merge_topics(home(), scope.workspace, chosen, subject.id))


def _split(subject: Subject, scope: Scope) -> None:
    topic_split.of_topic(subject.id, subject.name, scope, beside=subject.parent is not None)


def _move(subject: Subject, scope: Scope) -> None:
    if subject.parent is None and subject.parts:
        st.markdown(f"**{subject.title}** has subtopics of its own, so it cannot go under another topic. Pick a subtopic above, or merge it.")
        return
    goals = {each: name for each, name in subject.topics.items() if each not in (subject.id, subject.parent)}
    options = ([""] if subject.parent else []) + list(goals)
    if not options:
        cards.note("There is no other topic to put it under.")
        return
    with st.form(f"move_form_{subject.id}", border=False):
        goal = st.selectbox(
            "It becomes" if subject.parent else "It becomes a subtopic of",
            options,
            format_func=lambda each: f"a subtopic of {goals[each]}" if each and subject.parent else goals.get(each, ALONE),
            key=f"move_to_{subject.id}",
            width=420,
        )
        pressed = _submit("Move", scope)
    if pressed:
        topic_menu.edit(lambda: curating.move_topic(home(), scope.workspace, subject.id, goal or None), opened=str(goal or subject.id))


def _pin(subject: Subject, scope: Scope) -> None:
    held = subject.id in topic_history.pinned(scope)
    kept, free = "is pinned: when topics are found anew, it is kept.", "may change when topics are found anew. Pinned, it is kept."
    st.markdown(f"**{subject.title}** {kept if held else free}")
    change, label = (curating.unpin_topic, "Unpin") if held else (curating.pin_topic, "Pin")
    if st.button(cards.filled(label, scope.theme), type="primary", key=f"pin_now_{subject.id}"):
        topic_menu.edit(lambda: change(home(), scope.workspace, subject.id))


def _set_aside(subject: Subject, scope: Scope) -> None:
    st.markdown(f"The conversations of **{subject.title}** are counted under Other until you undo this.")
    if st.button(cards.filled("Set aside", scope.theme), type="primary", key=f"aside_now_{subject.id}"):
        topic_menu.edit(lambda: curating.set_topic_aside(home(), scope.workspace, subject.id), **({} if subject.parent else {"opened": ""}))


def _submit(label: str, scope: Scope) -> bool:
    return st.form_submit_button(cards.filled(label, scope.theme), type="primary")

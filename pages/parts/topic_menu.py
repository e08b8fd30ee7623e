"""What is being changed on the Taxonomy page: one menu for an open topic, one for all of them, and the word in the address that holds the choice.

The choice stands in the address (`do`), so that a proposal that is being computed can be left and found again, by a link or a reload.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from insights.errors import InsightsError
from insights.text.glossary import SUPPORT
from pages.parts import cards, frame, states
from pages.parts.scope import Scope
from pages.parts.topic_words import OTHER

DO, PART = "do", "part"
OF_TOPIC = {
    "rename": "Rename",
    "merge": "Merge with others",
    "split": "Split into parts",
    "move": "Move to another place",
    "pin": "Pin or unpin",
    "aside": "Set aside",
}
OF_ALL = {"own": "Add a topic of your own", "renewal": "See what new topics would be", "history": "History of edits"}
MADE = (
    "Greetings, signatures and quoted mail are set aside; requests that lie near each other in words and meaning are a topic. The judge that found "
    "them is the built-in one, or one that was taught by a larger model. New conversations are put into the topics that stand; these change only if "
    "you say so. Every edit is kept with who made it and when, holds when more conversations come, and can be undone."
)


def chosen() -> str:
    """What is being changed now; empty when nothing is."""
    asked = frame.asked(DO)
    return asked if asked in (*OF_TOPIC, *OF_ALL, OTHER) else ""


def of_topic(topic_id: str) -> None:
    """The menu of an open topic."""
    picked = st.menu_button("Edit topic", list(OF_TOPIC), format_func=lambda each: OF_TOPIC[each], key=f"edit_{topic_id}")
    if picked:
        turn_to(picked)


def kept() -> dict[str, str]:
    """The choice as it stands, for an edit after which the form stays open."""
    return {DO: frame.asked(DO), PART: frame.asked(PART)}


def row(topics: pd.DataFrame, judge: str, scope: Scope) -> None:
    """How big Other is, what can be made of it, and the menu for all topics."""
    st.space("small")
    cards.section("Do the topics fit?", judge, made=f"{MADE}\n\n{SUPPORT}")
    other = topics.loc[topics["topic_id"] == OTHER]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="topic_menu"):
        if len(other):
            count = int(other["conversations"].iloc[0])
            label = f"**Other:** {count:,} conversation{'' if count == 1 else 's'}"
            cards.evidence(frame.link("conversations", scope, topic=OTHER), label)
            if st.button("Propose topics from Other", key="propose_from_other"):
                turn_to(OTHER)
        else:
            cards.note("Every conversation is in a topic: **Other** is empty.")
        st.space("stretch")
        picked = st.menu_button("Change the topics", list(OF_ALL), format_func=lambda each: OF_ALL[each], key="change_topics")
    if picked:
        turn_to(picked)


def turn_to(word: str) -> None:
    """Open a form, or close the one that is open with an empty word."""
    if word != frame.asked(DO):
        frame.put(**{DO: word, PART: ""})
        st.rerun()


def head(title: str, text: str) -> None:
    """The head of a form: what it does, and the way out. The title is Markdown."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.subheader(title, anchor=False, width="stretch")
        if st.button("Close", icon=":material/close:", type="tertiary", key="close_form"):
            turn_to("")
    if text:
        st.markdown(text)


def edit(made: Callable[[], object], **then: str) -> None:
    """Make an edit, close the form and draw the page anew; where it cannot be made, say why and stay."""
    try:
        made()
    except InsightsError as problem:
        states.closed(str(problem), problem.hint)
        return
    frame.put(**{DO: "", PART: ""} | then)
    st.rerun()

"""A topic of one's own: a name, a sentence and a few conversations that belong to it; what it would hold is shown before it is added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import streamlit as st

from insights.metrics.conversation_questions import listed, some
from insights.model import Filters
from insights.pipeline import curating
from insights.pipeline.curating import Proposal
from insights.store.home import home
from pages.parts import cards, data, frame, topic_menu, topic_proposal, topic_split
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope
from pages.parts.topic_words import OTHER

EXAMPLE = "example"
"""The word in the address that holds the chosen conversations, so that a search or a reload loses none."""
FOUND, MOST_EXAMPLES = 6, 24
LONGEST_NAME, LONGEST_SENTENCE, LONGEST_QUOTE = 80, 300, 150


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants a topic to be."""

    name: str
    sentence: str
    conversations: tuple[str, ...]
    parent: str | None

    def same(self, found: Proposal) -> bool:
        """Whether a preview is of this; its name alone changes nothing in it."""
        was = found.asked
        return (was["sentence"], tuple(was["conversations"]), was["parent_id"]) == (self.sentence, self.conversations, self.parent)


def panel(topics: pd.DataFrame, scope: Scope) -> None:
    """The form, the preview and the button that adds the topic."""
    if topic_menu.chosen() != "own":
        return
    with st.container(border=True, key="topic_form"):
        topic_menu.head("A topic of your own", "Say what it is about and choose a few conversations that belong to it.")
        before = curating.proposal(home(), scope.workspace, "own")
        left, right = st.columns([9, 11], gap="medium")
        with left:
            name, sentence, parent = _words(before, scope)
        with right:
            chosen = _examples(topics, scope)
        if name and (sentence or chosen):
            _preview(Asked(name, sentence, tuple(chosen), parent), scope)
        else:
            cards.note("To see what it would hold, give it a name, and a sentence or an example.")


def _words(before: Proposal | None, scope: Scope) -> tuple[str, str, str | None]:
    """Name, sentence and place; as they were when a preview was asked for."""
    was = before.asked if before else {}
    name = st.text_input("Name", value=was.get("name", ""), max_chars=LONGEST_NAME, key="own_name", placeholder="Parcel left with a neighbour")
    sentence = st.text_area(
        "What is it about, in one sentence?",
        value=was.get("sentence", ""),
        max_chars=LONGEST_SENTENCE,
        height=84,
        key="own_sentence",
        placeholder="The courier gave the parcel to a neighbour and the customer cannot find it.",
    )
    known = data.table("topics_now", scope)
    above = known.loc[known["parent_id"].isna() & (known["topic_id"] != OTHER)].sort_values("name")
    names = {"": "A topic of its own"} | {each: f"Under {title}" for each, title in zip(above["topic_id"], above["name"], strict=True)}
    options, held = list(names), was.get("parent_id") or ""
    index = options.index(held) if held in options else 0
    parent = st.selectbox("Where", options, index=index, format_func=lambda each: names[each], key="own_parent")
    return " ".join((name or "").split()), " ".join((sentence or "").split()), parent or None


def _examples(topics: pd.DataFrame, scope: Scope) -> list[str]:
    """The conversations that belong to it: the chosen ones first, then what a search, or the open topic, offers."""
    chosen = st.query_params.get_all(EXAMPLE)[:MOST_EXAMPLES]
    words = st.text_input("Find conversations that belong to it", key="own_search", icon=":material/search:", placeholder="neighbour parcel")
    wanted = listed(Filters() if words else _open(topics, scope), {}, words or "", limit=FOUND + len(chosen))
    held = data.ask(some(chosen), scope) if chosen else pd.DataFrame()
    offered = data.ask(wanted, scope)
    offered = offered[~offered["conversation_id"].isin(chosen)].head(FOUND)
    ticked = [*_list(held, ticked=True), *_list(offered, ticked=False)]
    if offered.empty:
        cards.note("No other conversation has these words.")
    if set(ticked) != set(chosen):
        st.query_params[EXAMPLE] = ticked[:MOST_EXAMPLES]
        st.rerun()
    return chosen


def _open(topics: pd.DataFrame, scope: Scope) -> Filters:
    """Everything in the topic that is open below, or everything."""
    held = topics.loc[topics["topic_id"] == frame.asked("opened"), "topic_id"]
    return replace(scope.filters, topic=tuple(held)) if len(held) else scope.filters


def _list(rows: pd.DataFrame, *, ticked: bool) -> list[str]:
    """Conversations in the customers' words with a tick each; the ids of those that are ticked."""
    found = []
    for _, row in rows.iterrows():
        said, key = one_line(f"“{row['words']}”", LONGEST_QUOTE), str(row["conversation_id"])
        if st.checkbox(said, value=ticked, key=f"example_{ticked}_{key}"):
            found.append(key)
    return found


def _preview(asked: Asked, scope: Scope) -> None:
    """What it would hold, and the way to add it once that is of what is asked now."""
    ask = partial(curating.request_topic, home(), scope.workspace, asked.name, asked.sentence, asked.conversations, asked.parent)
    found = topic_proposal.found("own", scope, ask, "See what it would hold")
    if found is None or found.stale:
        return
    part = found.parts[0] if found.parts else None
    if part is None or not part.conversations:
        st.markdown("No conversation is near enough to what you said. Choose more examples, or say it in the customers' words.")
    else:
        st.markdown(f"**{one_line(part.name, 60)}** would hold")
        topic_split.behind(part, scope)
        topic_split.show(part, topic_split.samples([part], scope), scope)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not asked.same(found):
            if st.button(cards.filled("See what it would hold now", scope.theme), type="primary", key="ask_again"):
                topic_menu.edit(ask, **topic_menu.kept())
        elif st.button(cards.filled("Add this topic", scope.theme), type="primary", key="add_own"):
            add = partial(curating.add_topic, home(), scope.workspace, asked.name, asked.sentence, asked.conversations, asked.parent)
            topic_menu.edit(add, **{EXAMPLE: ""})
        topic_proposal.discard("own", scope)

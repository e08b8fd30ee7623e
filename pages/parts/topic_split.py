"""Parts that a topic falls into, and topics that hide in Other: proposed with counts and quotes, named and chosen by the reader, then applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from insights.analysers.topics.proposals import Proposed
from insights.metrics.conversation_questions import some
from insights.pipeline import curating
from insights.pipeline.curating import Proposal
from insights.store.home import home
from pages.parts import cards, data, frame, topic_menu, topic_proposal, topic_samples
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope
from pages.parts.topic_words import OTHER

QUOTES = 3
MOST_IN_A_LINK = 50
"""How many conversations a link may name."""
LONGEST_NAME = 80
Apply = Callable[[list[int], list[str]], object]


def of_topic(topic_id: str, name: str, scope: Scope, *, beside: bool) -> None:
    """Split a topic, or a subtopic, whose parts then stand beside the others."""
    title = one_line(name, 60)
    goal = "take its place" if beside else "become its subtopics"
    st.markdown(f"**{title}** is divided by what its conversations say; the parts {goal}. Nothing changes until you apply it.")
    found = topic_proposal.found(
        "split", scope, partial(curating.request_split, home(), scope.workspace, topic_id), "Propose the parts", topic_id=topic_id
    )
    if found is None:
        return
    if len(found.parts) < 2:
        st.markdown(f"**{title}** is too small or too even to be split: its conversations say much the same.")
        topic_proposal.discard("split", scope, topic_id)
        return
    cards.note("Rename the parts as you like. What you leave out stays where it is.")
    _form(found, scope, "Apply the split", partial(curating.apply_split, home(), scope.workspace, topic_id))


def from_other(scope: Scope) -> None:
    """Topics that hide in Other."""
    if topic_menu.chosen() != OTHER:
        return
    with st.container(border=True, key="topic_form"):
        topic_menu.head("Topics from Other", "What is in Other is looked through for conversations that have something in common.")
        found = topic_proposal.found("other", scope, partial(curating.request_from_other, home(), scope.workspace), "Look through Other")
        if found is None:
            return
        if not found.parts:
            st.markdown("**Other** holds no topic: what is in it is too little, or has too little in common.")
            topic_proposal.discard("other", scope)
            return
        cards.note("Rename them as you like. What you leave out stays in Other.")
        _form(found, scope, "Add these topics", partial(curating.apply_from_other, home(), scope.workspace))


def _form(found: Proposal, scope: Scope, label: str, apply: Apply) -> None:
    """The parts as cards, with a tick and a name to edit each."""
    quotes = samples(found.parts, scope)
    key = f"{found.kind}_{found.made_at:%H%M%S%f}"
    with st.form(f"parts_{key}", border=False):
        cells = st.grid(2 if len(found.parts) in (2, 4) else 3, min_column_width=300, border=True)
        given: dict[int, str] = {}
        for place, part in enumerate(found.parts):
            with cells.container(gap="small"):
                tick, name = _names(place, part, key, stale=found.stale)
                behind(part, scope)
                show(part, quotes, scope)
            if tick:
                given[place] = " ".join(name.split()) or part.name
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            pressed = not found.stale and st.form_submit_button(cards.filled(label, scope.theme), type="primary")
            forgotten = st.form_submit_button("Discard", type="tertiary")
    if forgotten:
        topic_menu.edit(partial(curating.discard_proposal, home(), scope.workspace, found.kind, found.topic_id))
    elif pressed and given:
        topic_menu.edit(lambda: apply(list(given), list(given.values())))
    elif pressed:
        cards.note("Choose at least one.")


def _names(place: int, part: Proposed, key: str, *, stale: bool) -> tuple[bool, str]:
    """Whether a part is wanted, and what it is to be called."""
    number = place + 1
    tick = st.checkbox(f"Use part {number}", value=True, key=f"use_{key}_{place}", disabled=stale)
    name = st.text_input(
        f"Name of part {number}",
        value=part.name,
        max_chars=LONGEST_NAME,
        key=f"name_{key}_{place}",
        disabled=stale,
        label_visibility="collapsed",
    )
    return tick, name or ""


def behind(part: Proposed, scope: Scope) -> None:
    """How many conversations a proposed topic would hold, as a link to them."""
    count = len(part.conversations)
    page, query = frame.link("conversations", scope, conversation=part.conversations[:MOST_IN_A_LINK])
    more = f": read {MOST_IN_A_LINK} of them" if count > MOST_IN_A_LINK else ""
    label = f"{count:,} conversation{'' if count == 1 else 's'}{more}"
    st.page_link(page, label=label, icon=":material/arrow_forward:", icon_position="right", query_params=query)


def samples(parts: Sequence[Proposed], scope: Scope) -> dict[str, pd.Series]:
    """The conversations that are quoted, by their id."""
    wanted = [each for part in parts for each in quoted(part)]
    rows = data.ask(some(wanted), scope) if wanted else pd.DataFrame()
    return {str(row["conversation_id"]): row for _, row in rows.iterrows()}


def quoted(part: Proposed) -> tuple[str, ...]:
    """Ids of the conversations that speak for a part."""
    return (part.typical or part.conversations)[:QUOTES]


def show(part: Proposed, rows: dict[str, pd.Series], scope: Scope) -> None:
    """Its quotes, the most typical first."""
    for each in quoted(part):
        if each in rows:
            topic_samples.quote(rows[each], scope)

"""Conversations from the middle of a topic and from its edge, in the customers' own words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from insights.metrics.conversation_questions import some
from insights.model import Filters
from pages.parts import cards, data, frame
from pages.parts.filters import day_text
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

LONGEST = 220
BY = {"bot": "answered by the bot", "agent": "answered by people", "both": "bot, then people", "nobody": "nobody answered"}


def both(topic_id: str, scope: Scope) -> None:
    """Typical ones left, odd ones right."""
    known = data.table("topics_now", scope)
    found = known.loc[known["topic_id"] == topic_id]
    if found.empty:
        return
    for column, name, text in zip(st.columns(2, gap="medium"), ("typical", "odd"), ("From the middle of the topic.", "From its edge."), strict=True):
        with column:
            _quotes(name.capitalize(), text, found[name].iloc[0], scope)


def _quotes(title: str, text: str, ids: object, scope: Scope) -> None:
    cards.section(title, text, made="Nearness is measured between the words and meaning of a conversation and the mean of its topic.")
    wanted = [] if ids is None else [str(each) for each in ids]  # type: ignore[attr-defined]
    shown = data.ask(some(wanted), scope) if wanted else pd.DataFrame()
    if shown.empty:
        cards.note("None was kept.")
    for _, row in shown.iterrows():
        quote(row, scope)


def quote(row: pd.Series, scope: Scope, words: str = "") -> None:
    """A customer's words in quotation marks, and under them when, how and how it went, as a link to the conversation."""
    with st.container(gap="xxsmall"):
        said = " ".join((words or str(row["words"])).split())
        st.text(f"“{said[:LONGEST].rstrip()}{'…' if len(said) > LONGEST else ''}”")
        page, query = frame.link("conversations", replace(scope, filters=Filters()), conversation=row["conversation_id"])
        st.page_link(page, label=f":gray[:small[{circumstances(row)}]]", query_params=query)


def circumstances(row: pd.Series) -> str:
    """Channel, day, rating and who answered, in Markdown."""
    day = day_text(row["started_at"].date()) if pd.notna(row["started_at"]) else "no date"
    rated = f"rated {int(row['rating'])}" if pd.notna(row["rating"]) else "not rated"
    return " · ".join([one_line(str(row["channel"]).capitalize()), day, rated, BY.get(str(row["handled_by"]), "")]).removesuffix(" · ")

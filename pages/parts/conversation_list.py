"""The list of conversations, a page at a time; the chosen row opens beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import pandas as pd
import streamlit as st

from insights.metrics.conversation_questions import listed, summed
from pages.parts import cards, chosen_row, data
from pages.parts.scope import Scope

ON_A_PAGE = 18
LONGEST = 90
BY = {"bot": "Bot", "agent": "People", "both": "Both", "nobody": "Nobody"}
RESOLUTIONS = ("Confirmed", "Assumed", "Unresolved", "Pending", "–")
COLOURS = ("green", "green", "red", "gray", "gray")


def table(scope: Scope, wanted: Mapping[str, Sequence[object]], words: str) -> str:
    """The list; the id of the conversation that is chosen, or an empty text."""
    count = int(data.ask(summed(scope.filters, wanted, words), scope)["conversations"].iloc[0])
    if not count:
        return ""
    # A list of its own for each question, so that page and row start anew when the question changes.
    question = crc32(repr((scope.filters, sorted(wanted.items()), words)).encode())
    above = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        note = st.container(width="content")
        st.space("stretch")
        page = st.pagination(-(-count // ON_A_PAGE), key=f"page_{question}") if count > ON_A_PAGE else 1
    first = (page - 1) * ON_A_PAGE
    rows = data.ask(listed(scope.filters, wanted, words, limit=ON_A_PAGE, offset=first), scope)
    with note:
        cards.note(f"{first + 1:,}–{first + len(rows):,} of {count:,}")
    with above:
        return _choose(rows, key=f"conversations_{question}_{page}")


def _choose(rows: pd.DataFrame, *, key: str) -> str:
    ids = [str(each) for each in rows["conversation_id"]]
    place = chosen_row.table(
        _cells(rows),
        ids,
        word="open",
        key=key,
        alt="Conversations: date, first words, rating, resolution, who answered, topic",
        columns={
            "day": st.column_config.DateColumn("Date", format="D MMM YY", width=82),
            "words": st.column_config.TextColumn("First words", width=246),
            "rating": st.column_config.NumberColumn("Rating", width=56),
            "resolution": st.column_config.MultiselectColumn("Resolution", options=list(RESOLUTIONS), color=list(COLOURS), width=100),
            "by": st.column_config.TextColumn("By", width=62),
            "topic": st.column_config.TextColumn("Topic", width=110),
        },
    )
    return ids[place]


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    topics = [subtopic if isinstance(subtopic, str) else topic for topic, subtopic in zip(rows["topic"], rows["subtopic"], strict=True)]
    return pd.DataFrame(
        {
            "day": pd.to_datetime(rows["started_at"]),
            "words": [" ".join(str(words).split())[:LONGEST] for words in rows["words"]],
            "rating": rows["rating"].astype("Int64"),
            "resolution": [[str(value).capitalize()] if isinstance(value, str) else ["–"] for value in rows["resolution"]],
            "by": [BY.get(str(value), "") for value in rows["handled_by"]],
            "topic": topics,
        }
    )

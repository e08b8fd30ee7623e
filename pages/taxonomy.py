"""What do customers write about?"""

import streamlit as st

from pages.parts import (
    cards,
    data,
    frame,
    topic_courses,
    topic_history,
    topic_map,
    topic_menu,
    topic_open,
    topic_own,
    topic_renewal,
    topic_split,
    topic_words,
)

scope = frame.open_page("taxonomy")
topics = data.topics(scope)
moves = topic_courses.courses(scope)

cards.question("What do customers write about?", topic_words.verdict(topics))
topic_courses.conversations(moves, scope)
topic_renewal.line(scope)
st.space("small")
left, right = st.columns([11, 9], gap="medium")
with left:
    topic_map.size(topics, scope)
with right:
    topic_map.table(topics, moves, scope)
topic_menu.row(topics, topic_renewal.judge(scope), scope)
topic_split.from_other(scope)
topic_own.panel(topics, scope)
topic_renewal.panel(scope)
topic_history.panel(scope)
topic_history.last(scope)
st.space("small")
topic_open.panel(topics, moves, scope)

"""What do customers write about?"""

import streamlit as st

from pages.parts import cards, data, frame, topic_courses, topic_map, topic_open, topic_words

scope = frame.open_page("taxonomy")
topics = data.topics(scope)
moves = topic_courses.courses(scope)

cards.question("What do customers write about?", topic_words.verdict(topics, topic_courses.told(data.topic_names(scope), moves)))
st.space("small")
left, right = st.columns([11, 9], gap="medium")
with left:
    topic_map.size(topics, scope)
with right:
    topic_map.table(topics, moves, scope)
st.space("small")
topic_open.panel(topics, moves, scope)

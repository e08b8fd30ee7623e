"""What do customers write about?"""

import streamlit as st

from pages.parts import cards, data, frame, topic_map, topic_open, topic_words

scope = frame.open_page("taxonomy")
topics = data.topics(scope)

cards.question("What do customers write about?", topic_words.verdict(topics))
st.space("small")
left, right = st.columns([11, 9], gap="medium")
with left:
    topic_map.size(topics, scope)
with right:
    topic_map.table(topics, scope)
st.space("small")
topic_open.panel(topics, scope)

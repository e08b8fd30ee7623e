"""How much could an AI agent resolve?"""

import streamlit as st

from pages.parts import frame, overview_blocks, overview_topics

scope = frame.open_page("overview")

overview_blocks.answer(scope)
st.space("small")
overview_blocks.headline(scope)
st.space("small")
left, right = st.columns([11, 9], gap="medium")
with left.container(border=True, height="stretch"):
    overview_blocks.ladder(scope)
with right.container(border=True, height="stretch"):
    overview_blocks.actions(scope)
st.space("small")
overview_topics.biggest(scope)

"""How much could an AI agent resolve?"""

import streamlit as st

from pages.parts import frame, overview_blocks, overview_topics

scope = frame.open_page("overview")

overview_blocks.answer(scope)
st.space("small")
overview_blocks.headline(scope)
st.space("small")
overview_blocks.plan(scope)
overview_topics.biggest(scope)

"""How much could an AI agent resolve?"""

import streamlit as st

from pages.parts import cards, data, frame, overview_topics

HEADLINE = ("conversations", "automation_today", "automation_potential", "cx_score")

scope = frame.open_page("overview")

cards.question("How much could an AI agent resolve?", "…")
st.space("small")
cards.headline(HEADLINE, data.numbers(HEADLINE, scope), data.before(HEADLINE, scope), trend=data.numbers(HEADLINE, scope, by=("week",)))
st.space("small")
overview_topics.biggest(scope)

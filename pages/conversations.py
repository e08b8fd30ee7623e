"""What is behind the numbers?"""

import streamlit as st

from pages.parts import cards, conversation_list, conversation_search, frame, transcript

scope = frame.open_page("conversations")

heading = st.container()
wanted, words = conversation_search.bar(scope)
with heading:
    cards.question("What did customers actually say?", conversation_search.verdict(scope, wanted, words))
left, right = st.columns([12, 10], gap="medium")
with left:
    chosen = conversation_list.table(scope, wanted, words)
with right:
    transcript.panel(chosen, scope)

"""What should we do next?"""

import streamlit as st

from pages.parts import action_open, action_table, action_words, cards, frame

scope = frame.open_page("actions")
actions = action_words.listed(scope)

cards.question("What should we do next?", action_words.verdict(actions, scope))
action_words.gain_bar(actions, scope)
st.space("small")
chosen = action_table.table(actions, scope)
action_open.panel(actions, chosen, scope)

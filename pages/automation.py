"""How much could an AI agent resolve, and what would it take?"""

import streamlit as st

from pages.parts import cards, enabler_bill, enabler_ladder, enabler_people, enabler_work, frame

scope = frame.open_page("automation")

cards.question("What would it take?", enabler_ladder.verdict(scope))
enabler_ladder.nothing_given(scope)
st.space("small")
left, right = st.columns([13, 7], gap="medium")
with left.container(border=True, height="stretch"):
    enabler_ladder.rungs(scope)
with right.container(border=True, height="stretch"):
    enabler_work.kinds(scope)
st.space("small")
enabler_bill.what_if(scope)
st.space("small")
enabler_work.by_topic(scope)
st.space("small")
enabler_people.causes(scope)

"""How is each number made?"""

import streamlit as st

from insights.metrics.automation import AUTOMATION
from insights.metrics.experience import EXPERIENCE
from insights.metrics.volume import VOLUME
from pages.parts import cards, frame, method_lists

scope = frame.open_page("method")

cards.question(
    "How is each number made?", "Every definition below is printed from the record that computes it, so the words and the number cannot differ."
)
st.space("small")
method_lists.definitions("How much there is", "Counted over all conversations that the filters leave.", VOLUME)
st.space("small")
method_lists.definitions("Automation", "Rates of eligible conversations: all, less those without a request.", AUTOMATION)
st.space("small")
method_lists.definitions("Experience", "From what the customer said and what happened, never from the agent's politeness alone.", EXPERIENCE)
st.space("small")
method_lists.dimensions()
st.space("small")
method_lists.assumptions()
st.space("small")
method_lists.comparisons()
st.space("small")
method_lists.validation()
st.space("small")
method_lists.judges(scope)
st.space("small")
method_lists.limits()

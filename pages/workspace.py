"""What is stored here?"""

import streamlit as st

from pages.parts import cards, connect_list, data, frame, states, workspace_events, workspace_imports, workspace_judge, workspace_knowledge

scope = frame.open_page("workspace")

cards.question("What is stored here?", data.holdings(scope))
workspace_events.switch(scope)
states.running(scope.workspace)
st.space("small")
workspace_imports.imports(scope)
st.space("small")
connect_list.live(scope)
st.space("small")
workspace_knowledge.knowledge(scope)
st.space("small")
workspace_imports.privacy(scope)
st.space("small")
workspace_judge.judge_of_topics(scope)
st.space("small")
workspace_events.judges(scope)
st.space("small")
workspace_events.history(scope)
st.space("small")
workspace_events.way_out(scope)

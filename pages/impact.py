"""Did it work?"""

import streamlit as st

from pages.parts import cards, data, frame, impact_backtest, impact_done, impact_record, impact_week, impact_words

scope = frame.open_page("impact")
if impact_week.chosen(scope):
    st.stop()
done = data.brought(scope)
record = impact_record.record(scope)
tested = data.tested(scope)

cards.question("Did it work?", impact_words.verdict(done, record, tested))
st.space("small")
impact_done.block(done, scope)
st.space("small")
impact_record.promises(record, scope)
st.space("small")
impact_backtest.block(tested, scope)

"""Did it come true?"""

import streamlit as st

from pages.parts import cards, data, frame, impact_backtest, impact_record, impact_words

scope = frame.open_page("impact")
record = impact_record.record(scope)
tested = data.tested(scope)

cards.question("Did it come true?", impact_words.verdict(record, tested))
st.space("small")
impact_record.promises(record, scope)
st.space("small")
impact_backtest.block(tested, scope)

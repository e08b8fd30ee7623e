"""How does it feel to the customer?"""

import streamlit as st

from pages.parts import (
    cards,
    data,
    frame,
    label_lessons,
    score_agreement,
    score_change,
    score_check,
    score_compare,
    score_course,
    score_fair,
    score_reasons,
    score_signals,
    score_standout,
    score_topics,
    score_words,
)

scope = frame.open_page("experience")
if score_check.chosen(scope):
    st.stop()
now = data.numbers(score_words.HEADLINE, scope)
earlier = data.before(score_words.HEADLINE, scope)

cards.question("How does it feel to the customer?", score_words.verdict(now, earlier, scope))
st.space("small")
score_words.headline(now, earlier, scope)
st.space("small")
left, right = st.columns([4, 3], gap="large")
with left:
    score_course.course(scope)
with right:
    score_course.spread(scope)
    score_course.not_scored(scope)
st.space("small")
left, right = st.columns([4, 3], gap="large")
with left:
    score_reasons.negative(scope)
with right:
    score_reasons.positive(scope)
    st.space("small")
    score_compare.bot_and_people(scope)
st.space("small")
left, right = st.columns(2, gap="large")
with left:
    score_change.split(scope)
with right:
    score_fair.sides(scope)
st.space("small")
score_topics.rows(scope)
st.space("small")
score_signals.rows(scope)
st.space("small")
score_standout.rows(scope)
st.space("small")
score_agreement.section(scope)
st.space("small")
label_lessons.section(scope)

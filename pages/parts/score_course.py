"""The course of the score, the spread of ratings, and what could not be rated."""

from __future__ import annotations

import streamlit as st

from insights.charts import bars, trends
from insights.charts.theme import palette
from insights.metrics.experience_questions import not_scored as not_scored_sql
from insights.metrics.experience_questions import ratings
from insights.metrics.questions import weekly
from pages.parts import cards, data, frame, states
from pages.parts.scope import Scope

FEWEST_WEEKS = 3
CAUSES = {"no_request": "no request", "no_reply": "nobody replied", "too_short": "too short", "language": "language"}


def course(scope: Scope) -> None:
    """The score by week against what chance alone explains."""
    cards.section(
        "Is it getting better?",
        "CX score per week. Inside the grey band a week is only noise; coloured weeks are not.",
        metrics=("cx_score",),
        made="The band is the score of all whole weeks ± 1.96 standard errors at the week's own count. Weeks cut off by the data are left out.",
    )
    weeks = data.ask(weekly("cx_score", scope.filters), scope)
    whole = weeks.loc[weeks["whole"] & (weeks["count"] > 0)] if len(weeks) else weeks
    if len(whole) < FEWEST_WEEKS:
        cards.note(f"Too few whole weeks with ratings to draw a course: {len(whole)} of the {FEWEST_WEEKS} needed.")
        return
    st.altair_chart(
        trends.weekly_score(whole, palette(scope.theme)), theme=None, key="score_weeks", alt="CX score by week with the range expected from chance"
    )
    cards.csv(weeks, "cx_score_by_week", "score_weeks_csv")


def spread(scope: Scope) -> None:
    """How many conversations got each rating; a bar opens them."""
    found = data.ask(ratings(scope.filters), scope)
    scored = int(found["conversations"].sum())
    click = " Click a bar to read them." if scored >= states.ENOUGH else ""
    cards.section(
        "How are ratings spread?",
        f"{scored:,} scored conversation{'' if scored == 1 else 's'}, 1 worst, 5 best.{click}",
        metrics=("cx_score", "coverage"),
    )
    if scored < states.ENOUGH:
        states.thin(scored, frame.link("conversations", scope, rating=(1, 2, 3, 4, 5)))
        return
    picked = st.altair_chart(
        bars.ratings(found, palette(scope.theme)),
        theme=None,
        key="rating_spread",
        on_select="rerun",
        selection_mode="key",
        alt="Conversations by rating: "
        + ", ".join(f"{rating}: {count}" for rating, count in zip(found["rating"], found["conversations"], strict=True)),
    )
    cards.csv(found, "ratings", "rating_spread_csv")
    if chosen := picked["selection"].get("key"):
        page, query = frame.link("conversations", scope, rating=chosen[0]["key"])
        st.switch_page(page, query_params=query)


def not_scored(scope: Scope) -> None:
    """How many conversations have no rating, and why; each cause opens them."""
    found = data.ask(not_scored_sql(scope.filters), scope)
    total = int(found["conversations"].sum())
    if not total:
        cards.note("Every conversation is scored.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[:small[Not scored, {total:,}:]]", width="content")
        for cause, count in zip(found["not_scored"], found["conversations"], strict=True):
            label = CAUSES.get(str(cause), "unknown")
            page, query = frame.link("conversations", scope, not_scored=str(cause))
            st.page_link(page, label=f"{label} {int(count):,}", query_params=query)

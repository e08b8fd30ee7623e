"""Bot, people and both on one scale; and our ratings beside surveyed ones."""

from __future__ import annotations

import streamlit as st

from insights.metrics import Unit, metric, number_text
from insights.metrics.experience_questions import bot_against_people, survey_agreement
from pages.parts import cards, data, frame
from pages.parts.scope import Scope

SIDES = {"bot": ":violet[Bot alone]", "agent": ":orange[People alone]", "both": "Handed over"}


def bot_and_people(scope: Scope) -> None:
    """Three scores made the same way, each opening its conversations."""
    every = data.ask(bot_against_people(scope.filters), scope)
    found = every.set_index("handled_by")
    score = metric("cx_score")
    cards.section("Bot and people, on the same scale", "Share rated 4 or 5 of the conversations that could be scored.", metrics=("cx_score",))
    for side, cell in zip(SIDES, st.columns(3), strict=True):
        with cell.container(gap="xxsmall"):
            if side not in found.index:
                st.metric(SIDES[side], "–", delta="none here", delta_color="off", delta_arrow="off")
                continue
            value, count, low, high = (found.loc[side, f"cx_score{part}"] for part in ("", "_count", "_low", "_high"))
            interval = score.mark_interval(low, high) if count >= score.min_rows else f"{score.min_rows} needed"
            st.metric(
                SIDES[side],
                score.text(value, count),
                delta=interval or "none scored",
                delta_color="off",
                delta_arrow="off",
                help="95 % interval below",
            )
            cards.evidence(frame.link("conversations", scope, handled_by=side, rating=(1, 2, 3, 4, 5)), f"{int(count):,} scored")
    cards.csv(every, "bot_and_people", "bot_and_people_csv")


def survey(scope: Scope) -> None:
    """How our ratings and the customers' own survey answers agree, where both are there."""
    found = data.ask(survey_agreement(scope.filters), scope).iloc[0]
    count = int(found["conversations"])
    if not count:
        return
    st.space("small")
    fewest = metric("csat_score").min_rows
    cards.section(
        "Do customers say the same in surveys?",
        f"{count:,} conversation{'' if count == 1 else 's'} with both a surveyed rating and ours.",
        metrics=("csat_score",),
        made="Those who answer a survey are not all customers, so the two scores may differ for good reasons.",
    )
    if count < fewest:
        cards.note(f"Too few to say: at least {fewest} are needed.")
        return
    words = {name: number_text(float(found[name]), Unit.SHARE) for name in ("exact", "within_one", "same_side", "surveyed", "rated")}
    st.markdown(
        f"**{words['within_one']}** agree within 1, **{words['exact']}** exactly; **{words['same_side']}** are on the same side of 4. "
        f"Surveyed **{words['surveyed']}**, rated **{words['rated']}**."
    )

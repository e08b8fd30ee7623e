"""Bot, people and both on one scale."""

from __future__ import annotations

import streamlit as st

from insights.metrics import metric
from insights.metrics.experience_questions import bot_against_people
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

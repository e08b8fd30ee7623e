"""What ratings rest on: each signal on its own, its bands row beside row with the ratings of their conversations; and the signals of one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics import metric
from insights.metrics.signals import WORDS
from pages.parts import cards, data, score_rows
from pages.parts.scope import Scope


def rows(scope: Scope) -> None:
    """The bands with enough ratings. A bar or a dot opens its conversations."""
    score = metric("cx_score")
    every = data.numbers(("cx_score",), scope, by=("signal",))
    every = every.loc[every["signal"].notna()]
    shown = every.loc[every["cx_score_count"] >= score.min_rows].reset_index(drop=True)
    cards.section(
        "What do the ratings rest on?",
        "Each signal on its own: the ratings of the conversations that it puts there, the CX score and its 95 % interval. Click to read.",
        metrics=("cx_score", "high_effort_share", "clear_service_share", "sentiment_better_share"),
        made="Signals are judged from what the customer said and what happened. The rating weighs them together with the words; no signal decides "
        f"alone. Bands with fewer than {score.min_rows} ratings are left out. The dotted line is the score of all conversations here.",
    )
    if shown.empty:
        cards.note("Too few ratings for every signal.")
        return
    spread = data.numbers(("conversations",), scope, by=("signal", "rating"))
    score_rows.drawn(_named(shown), _named(spread), scope, word="signal", asked={key: key for key in shown["signal"]})
    cards.csv(every, "cx_score_by_signal", "signal_scores_csv")


def _named(found: pd.DataFrame) -> pd.DataFrame:
    """With the names of the bands."""
    return found.assign(key=found["signal"], name=found["signal"].map(WORDS))


def of_one(labels: pd.Series) -> None:
    """The signals of one scored conversation in a line; its resolution has a badge of its own."""
    found = [WORDS[each].replace(":", "").lower() for each in labels["signals"] if isinstance(each, str) and not each.startswith("resolution:")]
    if pd.notna(labels["rating"]) and found:
        st.markdown(f":small[**Signals:** {' · '.join(found)}.]")

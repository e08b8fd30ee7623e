"""What stays with people, why, and how it goes there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics import Unit, number_text
from insights.metrics.automation_questions import human_causes
from insights.model import HumanCause
from pages.parts import cards, data, frame
from pages.parts.scope import Scope

CAUSES = {
    HumanCause.BUG: "Bug: the product must be fixed",
    HumanCause.EXCEPTION: "Exception from the policy",
    HumanCause.SENSITIVE: "Sensitive: safety, fraud, loss, complaint",
    HumanCause.NEGOTIATION: "Negotiation of price or contract",
    HumanCause.UNCLEAR: "Unclear what is needed",
}


def causes(scope: Scope) -> None:
    """Conversations that need a person, by cause; every cell opens them."""
    cards.section(
        "What stays with people, and why?",
        "Nothing can be built for these: what helps is to hand them over fast. Click a row to read it.",
        metrics=("people_share", "first_reply_median"),
    )
    found = data.ask(human_causes(scope.filters), scope)
    if found.empty:
        cards.note("No conversation here needs a person's judgement.")
        return
    shown = pd.DataFrame(
        {
            "cause": [CAUSES.get(cause, "No cause named") for cause in found["human_cause"]],
            "conversations": found["conversations"].astype(int),
            "share": [number_text(float(share), Unit.SHARE) for share in found["share"]],
            "wait": [number_text(seconds, Unit.DURATION) for seconds in found["first_reply_median"]],
            "transferred": found["transferred"].astype(int),
        }
    )
    text = st.column_config.TextColumn
    picked = st.dataframe(
        shown,
        hide_index=True,
        row_height=38,
        height="content",
        column_config={
            "cause": text("Cause", width=215),
            "conversations": st.column_config.NumberColumn("Count", format="localized", width=64),
            "share": text("Share", width=62, alignment="right"),
            "wait": text("First reply", width=88, alignment="right", help="Half of them waited less than this for a first reply"),
            "transferred": st.column_config.NumberColumn("Handed on", format="localized", width=88),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key="human_causes",
        alt="Conversations that need a person, by cause",
    )
    cards.csv(found, "left-to-people", "people_csv")
    if cells := picked["selection"]["cells"]:
        row, column = cells[0]
        more = {"reason": "transferred"} if column == "transferred" else {}
        cause = found["human_cause"].iloc[row]
        page, query = frame.link("conversations", scope, kind="human", human_cause=cause if isinstance(cause, str) else "none", **more)
        st.switch_page(page, query_params=query)

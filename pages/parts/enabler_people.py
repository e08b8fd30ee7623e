"""What stays with people, why, and how it goes there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics import Unit, interval_mark, number_text
from insights.metrics.automation_questions import cause_topics, human_causes
from insights.model import HumanCause
from insights.planning.routing import sentence
from insights.planning.uncertainty import interval
from pages.parts import cards, data, frame, states
from pages.parts.scope import Scope

MADE = (
    "Words, topics and subtopics whose requests need a person more often than not are looked for among every other conversation; what is said of "
    "them is counted on the rest, so that a rule that only fits by accident is not shown."
)
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
        made=MADE,
    )
    found = data.ask(human_causes(scope.filters), scope)
    if found.empty:
        cards.note("No conversation here needs a person's judgement.")
        return
    topics = data.ask(cause_topics(scope.filters), scope)
    rules = data.handover_rules(scope)
    shown = pd.DataFrame(
        {
            "cause": [CAUSES.get(cause, "No cause named") for cause in found["human_cause"]],
            "conversations": found["conversations"].astype(int),
            "share": [_share(int(count), float(share)) for count, share in zip(found["conversations"], found["share"], strict=True)],
            "topics": [_topics(topics, cause) for cause in found["human_cause"]],
            "rule": [sentence(rules, str(cause))[0] if isinstance(cause, str) else "–" for cause in found["human_cause"]],
            "wait": [number_text(seconds, Unit.DURATION) for seconds in found["first_reply_median"]],
            "transferred": found["transferred"].astype(int),
        }
    )
    text = st.column_config.TextColumn
    picked = st.dataframe(
        shown,
        hide_index=True,
        row_height=72,
        height="content",
        column_config={
            "cause": text("Cause", width=190),
            "conversations": st.column_config.NumberColumn("Count", format="localized", width=64),
            "share": text("Share", width=104, alignment="right", help="Of conversations with a request, with its 90 % interval"),
            "topics": text("Mostly in", width=200, help="The three topics with most of them"),
            "rule": text("How to tell them early", width=370),
            "wait": text("First reply", width=80, alignment="right", help="Half of them waited less than this for a first reply"),
            "transferred": st.column_config.NumberColumn("Handed on", format="localized", width=80),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key="human_causes",
        alt="Conversations that need a person, by cause",
    )
    cards.csv(found.assign(topics=shown["topics"], rule=shown["rule"]), "left-to-people", "people_csv")
    if cells := picked["selection"]["cells"]:
        row, column = cells[0]
        more = {"reason": "transferred"} if column == "transferred" else {}
        cause = found["human_cause"].iloc[row]
        page, query = frame.link("conversations", scope, kind="human", human_cause=cause if isinstance(cause, str) else "none", **more)
        st.switch_page(page, query_params=query)


def _share(count: int, share: float) -> str:
    """A share with its 90 % interval; nothing of the kind where too few conversations stand behind it."""
    if count < states.ENOUGH:
        return "too few"
    total = count / share
    error = (share * (1 - share) / total) ** 0.5
    return f"{number_text(share, Unit.SHARE)} ({interval_mark(*interval(share, error), Unit.SHARE)})"


def _topics(topics: pd.DataFrame, cause: object) -> str:
    """The topics that most conversations of a cause are about."""
    here = topics[topics["human_cause"] == cause] if isinstance(cause, str) else topics[topics["human_cause"].isna()]
    return ", ".join(f"{name} {count:,}" for name, count in zip(here["topic"], here["conversations"], strict=True))

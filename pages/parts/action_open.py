"""An open action: what it brings, why we believe it, and a draft to start from."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics import Unit, interval_mark, number_text
from insights.metrics.conversation_questions import evidence_of, some
from insights.model import ActionType
from pages.parts import action_draft, action_edits, cards, data, frame, topic_samples
from pages.parts.action_table import STATUSES
from pages.parts.filters import day_text
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

QUOTES = 3
LONGEST_DRAFT = 20_000
WHY_MADE = "The gain is what these conversations would add to the rate once everything above this action is done."
DRAFT_MADE = "Questions and answers are quoted from conversations, steps are counted in what agents did. No language model wrote any of it."
TYPES = {
    ActionType.WRITE_ARTICLE: "Write an article",
    ActionType.IMPROVE_ARTICLE: "Improve an article",
    ActionType.CONNECT_READ_API: "Read API",
    ActionType.BUILD_PROCEDURE: "Procedure + write API",
    ActionType.FIX_PRODUCT: "Fix the product",
    ActionType.ROUTE_FASTER: "Route faster",
    ActionType.IMPROVE_SERVICE: "Improve service",
    ActionType.EXTEND_COVERAGE: "Extend coverage",
}
COLOURS = {"proposed": "gray", "accepted": "violet", "doing": "orange", "done": "green", "rejected": "red"}


def panel(actions: pd.DataFrame, place: int, scope: Scope) -> None:
    """The action that the table has chosen."""
    if actions.empty:
        return
    action = actions.iloc[place]
    with st.container(border=True, key="open_action"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if pd.notna(action["rank"]):
                st.markdown(f":violet-badge[{int(action['rank'])}]", width="content")
            st.subheader(one_line(str(action["title"])), anchor=False, width="content")
            st.space("stretch")
            action_edits.tools(action, scope)
        action_edits.meanwhile(action, scope)
        _badges(action)
        _metrics(action)
        st.space("small")
        left, right = st.columns([1, 1], gap="large")
        with left:
            _why(action, scope)
        with right:
            _draft(action, scope)
        action_edits.history(action, scope)


def _badges(action: pd.Series) -> None:
    status = str(action["status"])
    badges = [f":gray-badge[{one_line(str(action['topic']), 60)}]", f":gray-badge[{TYPES.get(action['type'], 'Action')}]"]
    badges += [f":gray-badge[Effort {one_line(str(action['effort']))}]", f":{COLOURS.get(status, 'gray')}-badge[{STATUSES.get(status, status)}]"]
    if isinstance(action["owner"], str):
        badges.append(f":gray-badge[Owner {one_line(action['owner'], 40)}]")
    for name, label in (("due", "Due"), ("done_on", "Done on")):
        if day := action_edits.day_of(action[name]):
            badges.append(f":gray-badge[{label} {day_text(day)}]")
    st.markdown(" ".join(badges))
    if action["returned"]:
        cards.note("It was rejected and comes back: at least twice as many conversations prove it now.")
    if not action["standing"]:
        cards.note("The analysis does not propose this any more. It stays because somebody works on it, with its numbers as they were.")
    for name, label in (("reason", "Rejected because"), ("comment", "Note")):
        if isinstance(action[name], str):
            st.text(f"{label}: {action[name]}")


def _draft(action: pd.Series, scope: Scope) -> None:
    """The draft, as it was made or as somebody wrote it, to be edited in place."""
    edited, action_id = bool(action["draft_edited"]), str(action["action_id"])
    about = "As you wrote it." if edited else "Made from these conversations; what they do not say is left open."
    cards.section("A draft to start from", about, made=DRAFT_MADE)
    if not st.toggle("Edit the draft", key=f"write_{action_id}"):
        action_draft.show(str(action["draft"] or ""), scope)
        action_draft.download(action)
        return
    with st.form(f"draft_form_{action_id}", border=False):
        written = st.text_area("Draft, Markdown", value=str(action["draft"] or ""), height=480, max_chars=LONGEST_DRAFT, key=f"draft_{action_id}")
        if st.form_submit_button("Save the draft") and written.strip() != str(action["draft"] or "").strip():
            action_edits.change(action, scope, draft=written.strip() or None)
    if edited and st.button("Back to the draft as it was made", type="tertiary", key=f"draft_back_{action_id}"):
        action_edits.change(action, scope, draft=None)


def _metrics(action: pd.Series) -> None:
    points = interval_mark(action["gain_low"], action["gain_high"], Unit.POINTS)
    cx = interval_mark(action["cx_low"], action["cx_high"], Unit.POINTS)
    monthly = float(action["conversations_per_month"] or 0)
    cells = st.grid(4, min_column_width=180)
    with cells.container():
        _metric("Automation", _gain(action["gain_points"]), points, "90 % range")
    with cells.container():
        _metric("CX score", _gain(action["cx_points"]), cx, "90 % range")
    with cells.container():
        _metric("Time freed", number_text(float(action["hours_per_month"]), Unit.HOURS), f"{monthly:,.0f} conversations", "a month")
    with cells.container():
        _metric("Saved", number_text(float(action["saving_per_month"]), Unit.MONEY), "after the agent's price", "a month")


def _gain(points: float) -> str:
    return "–" if pd.isna(points) else f"+{number_text(float(points), Unit.POINTS)}"


def _metric(label: str, value: str, delta: str, beside: str) -> None:
    st.metric(label, value, delta=delta or "no interval", delta_color="off", delta_arrow="off", delta_description=beside)


def _why(action: pd.Series, scope: Scope) -> None:
    count = int(action["conversations"] or 0)
    link = frame.link("conversations", scope, action=str(action["action_id"]))
    cards.section(
        "Why we believe it", f"{count:,} conversation{'' if count == 1 else 's'} prove{'s' if count == 1 else ''} it.", behind=link, made=WHY_MADE
    )
    if isinstance(action["why"], str):
        st.text(action["why"])
    proof = data.ask(evidence_of(str(action["action_id"]), limit=QUOTES), scope)
    if proof.empty:
        return
    said = {row["conversation_id"]: row["quote"] for _, row in proof.iterrows() if isinstance(row["quote"], str)}
    for _, row in data.ask(some(list(proof["conversation_id"])), scope).iterrows():
        with st.container(border=True):
            topic_samples.quote(row, scope, said.get(row["conversation_id"], ""))

"""The Overview's answer: the sentence, the four cards, the ladder and the first five actions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts.ladder import ladder as ladder_chart
from insights.charts.theme import palette
from insights.metrics import Meaning, metric
from insights.planning.records import Ladder, Rung
from insights.planning.verdict import FEWEST, Part, verdict
from pages.parts import cards, data, frame, states
from pages.parts.cards import Change
from pages.parts.scope import Scope

HEADLINE = ("conversations", "automation_today", "automation_potential", "cx_score")
QUESTION = "How much could an AI agent resolve?"
FIRST = 5
ENOUGH = 10
TYPES = {
    "write_article": "Article",
    "improve_article": "Article",
    "connect_read_api": "Read API",
    "build_procedure": "Write API",
    "fix_product": "Product",
    "route_faster": "Routing",
    "improve_service": "Service",
    "extend_coverage": "Coverage",
}
TO_DO = {"article": "to write", "read": "to connect", "write": "with procedures"}
LABELS = {"write": "+ Write APIs", "people": "People"}
SPACE = "\N{NO-BREAK SPACE}"


def answer(scope: Scope) -> None:
    """The verdict sentence, or that there is too little for one."""
    climb = data.ladder(scope)
    now = data.numbers(("conversations", "cx_score", "involvement_rate"), scope).iloc[0]
    if climb.eligible < ENOUGH:
        cards.question(QUESTION, "There is too little to say yet; here is what there is.")
        states.too_few(climb.eligible, f"with a request, of {int(now['conversations']):,} in all", needed=FEWEST)
        return
    gains = [float(gain) for gain in _open(scope)["gain_points"]]
    said = verdict(climb, float(now["cx_score"]), int(now["cx_score_count"]), gains, bot_replied=bool(now["involvement_rate"]))
    cards.question(QUESTION, "".join(_part(part) for part in said))


def _part(part: Part) -> str:
    """A piece of the verdict: numbers bold, automation in its colour."""
    if part.meaning is None:
        return part.text
    return f":violet[**{part.text}**]" if part.meaning is Meaning.AUTOMATION else f"**{part.text}**"


def headline(scope: Scope) -> None:
    """Four cards with their course by week."""
    climb, coverage = data.ladder(scope), metric("coverage")
    now = data.numbers((*HEADLINE, "coverage"), scope)
    # The card, the sentence and the ladder state one potential: the ladder's.
    shown = now.assign(automation_potential=climb.potential, automation_potential_low=climb.low, automation_potential_high=climb.high)
    headroom = Change(
        f"{climb.headroom:.0f} points", "violet", "up", f"headroom, {metric('automation_potential').mark_interval(climb.low, climb.high)}{SPACE}%"
    )
    cards.headline(
        HEADLINE,
        shown,
        data.before(HEADLINE, scope),
        trend=data.numbers(HEADLINE, scope, by=("week",)),
        beside={"conversations": data.span(scope), "cx_score": f"{coverage.text(now['coverage'].iloc[0])} coverage"},
        changes={"automation_potential": headroom} if climb.eligible >= ENOUGH else {},
        links={
            "conversations": frame.link("conversations", scope),
            "automation_today": frame.link("conversations", scope, rung=0),
            "automation_potential": frame.link("conversations", scope, rung=(0, 1, 2, 3)),
            "cx_score": frame.link("conversations", scope, rating=(1, 2, 3, 4, 5)),
        },
    )


def plan(scope: Scope) -> None:
    """The ladder and the first actions, side by side, once there is enough to draw them from."""
    if data.ladder(scope).eligible < ENOUGH:
        return
    left, right = st.columns([11, 9], gap="medium")
    with left.container(border=True, height="stretch"):
        _ladder(scope)
    with right.container(border=True, height="stretch"):
        _actions(scope)
    st.space("small")


def _ladder(scope: Scope) -> None:
    """From today to the potential, rung by rung."""
    climb = data.ladder(scope)
    today, potential = metric("automation_today").text(climb.today), metric("automation_potential").text(climb.potential)
    cards.section(
        f"From {today} to {potential}",
        f"Share of {climb.eligible:,} conversations with a request. Lines are 90{SPACE}% intervals.",
        metrics=("automation_today", "automation_potential", "people_share"),
    )
    rungs = _rungs(climb)
    st.altair_chart(
        ladder_chart(rungs, palette(scope.theme)),
        theme=None,
        key="ladder",
        alt=f"Ladder from {today} automated today to {potential} with all enablers; the rest is left to people",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        cards.evidence(frame.link("automation", scope), "What it would take")
        cards.csv(rungs, "ladder", "ladder_csv")


def _actions(scope: Scope) -> None:
    """The first five actions, each row opening the action."""
    first = _open(scope).head(FIRST)
    headroom = data.ladder(scope).headroom
    together = f", {first['gain_points'].sum():.0f} of the {headroom:.0f} points" if len(first) and headroom > 0 else ""
    cards.section(
        f"{_count(len(first)).capitalize()}{together}" if len(first) else "Actions",
        "Best gain for the effort first; each counted after those above it.",
        made="An action's gain is what it adds to the automation rate once everything above it is done, so nothing is promised twice.",
    )
    if first.empty:
        st.markdown("No action stands out in this part of the conversations.")
        return
    types = [TYPES[str(kind)] for kind in first["type"]]
    shown = pd.DataFrame({"action": first["title"], "gain": first["gain_points"], "type": types, "effort": first["effort"]})
    picked = st.dataframe(
        shown,
        hide_index=True,
        row_height=40,
        height="content",
        column_config={
            "action": st.column_config.TextColumn("Action", width=250),
            "gain": st.column_config.ProgressColumn(
                "Gain, points", min_value=0, max_value=max(float(shown["gain"].max()), 1.0), format="+%.1f", color="violet", width=130
            ),
            "type": st.column_config.TextColumn("Type", width=85),
            "effort": st.column_config.TextColumn("Effort", width=60),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key="first_actions",
        alt="The first five actions with their gain in points, type and effort",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        cards.evidence(frame.link("actions", scope), "Open the plan")
        cards.csv(shown, "first-actions", "actions_csv")
    if cells := picked["selection"]["cells"]:
        page, query = frame.link("actions", scope, action=str(first["action_id"].iloc[cells[0][0]]))
        st.switch_page(page, query_params=query)


def _open(scope: Scope) -> pd.DataFrame:
    """The actions that are still to do, the best first."""
    found = data.table("actions_now", scope)
    return found[~found["status"].isin(("rejected", "done"))].sort_values("rank").reset_index(drop=True)


def _count(number: int) -> str:
    words = {1: "one action", 2: "two actions", 3: "three actions", 4: "four actions", 5: "five actions"}
    return words[number]


def _rungs(climb: Ladder) -> pd.DataFrame:
    """The ladder as its chart wants it."""
    rows, start = [], 0.0
    for rung in climb.rungs:
        people = rung.name == "people"
        end = 1.0 if people else rung.total
        rows.append(
            (
                LABELS.get(rung.name, rung.label),
                _note(rung),
                climb.potential if people else start,
                end,
                None if people else rung.low,
                None if people else rung.high,
            )
        )
        start = end
    return pd.DataFrame(rows, columns=["label", "note", "start", "end", "low", "high"])


def _note(rung: Rung) -> str:
    if rung.name == "today":
        return "resolved by the bot"
    if rung.name == "people":
        return "judgement, bugs, exceptions"
    return f"{rung.missing} {TO_DO[rung.name]}"

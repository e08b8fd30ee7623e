"""The Overview's answer: the sentence, the four cards, the ladder and the first five actions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics import Meaning, Unit, counted, metric
from insights.metrics.questions import period
from insights.metrics.units import SPACE
from insights.planning.verdict import Part, verdict
from pages.parts import action_words, cards, data, enabler_ladder, frame, states
from pages.parts.cards import Change
from pages.parts.scope import BEHIND, Scope
from pages.parts.states import ENOUGH

HEADLINE = ("conversations", "automation_today", "automation_potential", "cx_score")
ASKED = (*HEADLINE, "coverage", "involvement_rate")
"""All numbers of the part that is looked at, in one question."""
QUESTION = "How much could an AI agent resolve?"


def answer(scope: Scope) -> None:
    """The verdict sentence, or that there is too little for one."""
    climb = data.ladder(scope)
    now = data.numbers(ASKED, scope).iloc[0]
    if climb.eligible < ENOUGH:
        cards.question(QUESTION, "There is too little to say yet; here is what there is.")
        states.too_few(climb.eligible, f"with a request, of {int(now['conversations']):,} in all")
        return
    # Actions are ranked over all conversations: their gain says nothing of a part.
    gains = action_words.first(data.table("actions_now", scope))["gain_points"].tolist() if scope == action_words.whole(scope) else ()
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
    now = data.numbers(ASKED, scope)
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
        beside={"conversations": span(scope), "cx_score": f"{coverage.text(now['coverage'].iloc[0])} coverage"},
        changes={"automation_potential": headroom} if climb.eligible >= ENOUGH else {},
        links={name: frame.link("conversations", scope, **BEHIND.get(name, {})) for name in HEADLINE},
    )


def plan(scope: Scope) -> None:
    """The ladder and the first actions, side by side, once there is enough to draw them from."""
    if data.ladder(scope).eligible < ENOUGH:
        return
    left, right = st.columns(2, gap="medium")
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
    rungs = enabler_ladder.chart(climb, scope)
    with st.container(horizontal=True, vertical_alignment="center"):
        cards.evidence(frame.link("automation", scope), "What it would take")
        cards.csv(rungs, "ladder", "ladder_csv")


def _actions(scope: Scope) -> None:
    """The first five actions, each row opening the action."""
    first = action_words.first(data.table("actions_now", scope))
    everything = action_words.whole(scope)
    together = f"{counted(len(first), 'action').capitalize()}, {first['gain_points'].sum():.0f} of the {data.ladder(everything).headroom:.0f} points"
    cards.section(
        together if len(first) else "Actions",
        f"Best gain for the effort first; each counted after those above it{'' if scope == everything else ', over all conversations'}.",
        made="An action's gain is what it adds to the automation rate once everything above it is done, so nothing is promised twice.",
    )
    if first.empty:
        st.markdown("No action raises the automation rate.")
        return
    shown = first[["title", "gain_points", "effort"]].reset_index(drop=True)
    picked = st.dataframe(
        shown,
        hide_index=True,
        row_height=40,
        height="content",
        column_config={
            "title": st.column_config.TextColumn("Action", width=430),
            "gain_points": st.column_config.ProgressColumn(
                "Gain, points", min_value=0, max_value=float(shown["gain_points"].max()), format=Unit.POINTS.column, color="violet", width=120
            ),
            "effort": st.column_config.TextColumn("Effort", width=60),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key="first_actions",
        alt="The first five actions with their gain in points and effort",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        cards.evidence(frame.link("actions", scope), "Open the plan")
        cards.csv(shown, "first-actions", "actions_csv")
    if cells := picked["selection"]["cells"]:
        page, query = frame.link("actions", scope, action=str(first["action_id"].iloc[cells[0][0]]))
        st.switch_page(page, query_params=query)


def span(scope: Scope) -> str:
    """The first and the last day of the filtered conversations in words; nothing where no time is known."""
    first, last = data.ask(period(scope.filters), scope)[["first_day", "last_day"]].iloc[0]
    if pd.isna(first):
        return ""
    end = f"{last.day} {last:%b %Y}"
    if first == last:
        return end
    return f"{first.day} {first:%b} – {end}" if first.year == last.year else f"{first.day} {first:%b %Y} – {end}"

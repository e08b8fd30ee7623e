"""The weekly summary: what was written about, what moved, what was done and what comes next, on one sheet that can be printed or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from insights.metrics import FILTERED, Unit, number_text
from insights.metrics.experience_questions import reasons
from insights.metrics.week_questions import days_with_any, weekly_cells
from insights.model import ActionStatus, Filters
from insights.planning.weekly import numbers
from insights.planning.weeks import Week, whole_weeks
from insights.reports.weekly import Next, Summary, markdown, title
from pages.parts import action_words, cards, data, frame, impact_week_blocks
from pages.parts.filters import day_text
from pages.parts.scope import Scope

VIEWS = {"": "Done actions and promises", "week": "Weekly summary"}
QUESTION = "What happened this week?"
MOST_REASONS, MOST_NEXT = 4, 5
TO_DO = (ActionStatus.PROPOSED, ActionStatus.ACCEPTED, ActionStatus.DOING)


def chosen(scope: Scope) -> bool:
    """Whether the reader asks for the weekly summary; then this is all that the page shows."""
    asked_for = frame.asked("show") if frame.asked("show") in VIEWS else ""
    view = st.segmented_control(
        "Show", list(VIEWS), default=asked_for, format_func=VIEWS.__getitem__, required=True, key=f"view_{asked_for}", label_visibility="collapsed"
    )
    frame.put(show=view)
    if not view:
        return False
    weeks = whole_weeks([day.date() for day in data.ask(days_with_any(Filters()), scope)["day"]])
    if not weeks:
        too_short(scope)
        return True
    asked = Week.named(frame.asked("week"))
    opened = asked if asked in weeks else weeks[0]
    top = st.container(gap="xxsmall")
    with st.container(horizontal=True, vertical_alignment="bottom", key="week_tools"):
        # Another week in the address is another field: what stands there wins over what was chosen before.
        week = st.selectbox("Week", weeks, index=weeks.index(opened), format_func=capital, key=f"week_{opened.name}", width=300)
        frame.put(week=week.name)
        made = summary(week, weeks, scope)
        download(made)
        cards.note("It prints as it stands, with the print command of your browser.")
    with top:
        cards.question(f"What happened in {title(week)}?", impact_week_blocks.verdict(made.numbers))
    impact_week_blocks.sheet(made, during(week, scope))
    return True


def too_short(scope: Scope) -> None:
    """There is no week to sum up yet."""
    there = data.choices(scope)
    span = (
        "No conversation has a date" if there.first is None or there.last is None else f"{day_text(there.first)} to {day_text(there.last)} is stored"
    )
    cards.question(QUESTION, f"{span}: a summary takes a whole week, from Monday to Sunday.")


def summary(week: Week, weeks: Sequence[Week], scope: Scope) -> Summary:
    """What is known of a week: its numbers follow the filters but for the period, its actions are those of the whole workspace."""
    everyday = replace(scope, filters=replace(scope.filters, since=None, until=None))
    found = data.ask(reasons(during(week, scope).filters), scope)
    low = found[found["sign"] < 0].groupby("reason", sort=True)["conversations"].sum().sort_values(ascending=False, kind="stable")
    return Summary(
        data.control().workspace(scope.workspace).name,
        numbers(data.ask(weekly_cells(everyday.filters), scope), week, weeks),
        data.topic_names(scope),
        tuple((str(reason), int(count)) for reason, count in low.head(MOST_REASONS).items()),
        data.brought(scope, week.until),
        to_do(scope),
        "; ".join(f"{name.replace('_', ' ')} {', '.join(getattr(scope.filters, name))}" for name in FILTERED if getattr(scope.filters, name)),
    )


def during(week: Week, scope: Scope) -> Scope:
    """The same filters, in this week."""
    return replace(scope, filters=replace(scope.filters, since=week.monday, until=week.until))


def to_do(scope: Scope) -> tuple[Next, ...]:
    """The first actions of the whole workspace that are still to be done."""
    actions = action_words.listed(data.whole(scope))
    left = actions[actions["status"].isin(TO_DO) & actions["rank"].notna()].sort_values("rank", kind="stable").head(MOST_NEXT)
    return tuple(Next(str(row["action_id"]), str(row["title"]), str(row["topic"]), gain(row)) for _, row in left.iterrows())


def gain(action: pd.Series) -> str:
    """What an action brings, in words."""
    parts = ((action["gain_points"], "of automation"), (action["cx_points"], "of CX score"))
    said = [f"+{number_text(float(points), Unit.POINTS)} {of}" for points, of in parts if pd.notna(points) and float(points) >= 0.05]
    return ", ".join(said) or "no gain in points"


def capital(week: Week) -> str:
    """A week as a choice."""
    words = title(week)
    return words[0].upper() + words[1:]


def download(made: Summary) -> None:
    """The summary as a file."""
    name = f"{made.numbers.week.name}.md"
    st.download_button(
        "Markdown",
        partial(written, made),
        name,
        "text/markdown",
        key="week_markdown",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def written(made: Summary) -> bytes:
    """The file."""
    return markdown(made).encode()

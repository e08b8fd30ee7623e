"""The Actions page's answer: which actions there are, what the first of them add up to, in a sentence and in one bar."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from insights.charts import gains
from insights.charts.theme import palette
from insights.metrics import Unit, counted, interval_text, number_text
from insights.metrics.automation_questions import need_sets
from insights.metrics.questions import period
from insights.model import ActionStatus, ActionType, Filters
from insights.planning.records import WhatIf
from insights.planning.what_if import COVERAGE, what_if
from pages.parts import data, enabler_money
from pages.parts.scope import Scope
from pages.parts.states import ENOUGH

FIRST = 5


def listed(scope: Scope) -> pd.DataFrame:
    """The actions with their topic's name, hours and money a month, in order; those rejected last.

    The topic filter narrows the list. From too few conversations nothing follows.
    """
    actions = data.table("actions_now", scope)
    if data.ladder(whole(scope)).eligible < ENOUGH:
        actions = actions.head(0)
    money = enabler_money.money(scope)
    names = data.topic_names(scope)
    monthly = actions["conversations_per_month"].astype(float).fillna(0.0)
    found = actions.assign(
        topic=[names.get(str(topic), "All topics") for topic in actions["topic_id"]],
        hours_per_month=monthly * money.minutes / 60,
        saving_per_month=monthly * (money.minutes / 60 * money.cost_per_hour - money.price),
        rejected=actions["status"] == ActionStatus.REJECTED,
    )
    if scope.filters.topic:
        found = found.loc[found["topic"].isin(scope.filters.topic) | found["topic_id"].isin(scope.filters.topic)]
    return found.sort_values(["rejected", "rank"], kind="stable").drop(columns="rejected").reset_index(drop=True)


def first(actions: pd.DataFrame) -> pd.DataFrame:
    """The first actions that are still to do and that raise the automation rate."""
    to_do = ~actions["status"].isin((ActionStatus.REJECTED, ActionStatus.DONE))
    return actions.loc[to_do & (actions["gain_points"].astype(float) > 0)].sort_values("rank", kind="stable").head(FIRST)


def whole(scope: Scope) -> Scope:
    """The same workspace without filters: actions are ranked over all conversations."""
    return replace(scope, filters=Filters())


def reached(chosen: pd.DataFrame, scope: Scope) -> WhatIf:
    """The automation rate once these actions are done."""
    everything = whole(scope)
    built = {str(enabler) for enabler in chosen["enabler_id"].dropna()}
    if (chosen["type"] == ActionType.EXTEND_COVERAGE).any():
        built.add(COVERAGE)
    months = float(data.ask(period(everything.filters), everything)["months"].iloc[0])
    return what_if(data.ask(need_sets(everything.filters), everything), frozenset(built), months=months, money=enabler_money.money(scope))


def verdict(actions: pd.DataFrame, scope: Scope) -> str:
    """The page's answer in Markdown."""
    climb = data.ladder(whole(scope))
    if climb.eligible < ENOUGH:
        return f"**{climb.eligible}** conversation{'' if climb.eligible == 1 else 's'} with a request: too few to say what to do first."
    if actions.empty:
        return "No action stands out in these conversations."
    chosen = first(actions)
    if chosen.empty:
        cx = float(actions.loc[actions["status"] != ActionStatus.REJECTED].head(FIRST)["cx_points"].fillna(0).sum())
        return f"Nothing here raises the automation rate. The first actions lift the CX score by about **{number_text(cx, Unit.POINTS)}**."
    then = reached(chosen, scope)
    share = (then.rate - climb.today) / max(climb.potential - climb.today, 1e-9)
    most = "all of what is possible" if share > 0.97 else f"{number_text(share, Unit.SHARE)} of what is possible"
    rate = f":violet[**{number_text(then.rate, Unit.SHARE)}**] {interval_text(then.low, then.high, Unit.SHARE)}"
    few = counted(len(chosen), "action").capitalize()
    words = f"{few} take{'s' if len(chosen) == 1 else ''} automation from {number_text(climb.today, Unit.SHARE)} to {rate}: {most}."
    cx = float(chosen["cx_points"].fillna(0).sum())
    hours = number_text(float(chosen["hours_per_month"].sum()), Unit.HOURS)
    freed = f" {'It frees' if len(chosen) == 1 else 'They free'} **{hours}** a month"
    return f"{words}{freed} and lift{'s' if len(chosen) == 1 else ''} the CX score by about **{number_text(cx, Unit.POINTS)}**."


def gain_bar(actions: pd.DataFrame, scope: Scope) -> None:
    """Today, the first actions, the rest, people: one bar of 100 %."""
    chosen = first(actions)
    climb = data.ladder(whole(scope))
    if chosen.empty or climb.eligible < ENOUGH:
        return
    words = ", ".join(f"action {rank} adds {float(gain):.1f} points" for rank, gain in zip(chosen["rank"], chosen["gain_points"], strict=True))
    st.altair_chart(
        gains.gains(chosen[["rank", "gain_points"]], palette(scope.theme), today=climb.today, potential=climb.potential),
        theme=None,
        key="gain_bar",
        alt=f"From {number_text(climb.today, Unit.SHARE)} automated today: {words}",
    )

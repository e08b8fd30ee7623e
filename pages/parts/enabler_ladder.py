"""The Automation page's answer and its ladder."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts.ladder import ladder
from insights.charts.theme import palette
from insights.metrics import Unit, metric, number_text
from insights.metrics.automation_questions import enabler_bill, need_sets
from insights.planning.order import building_order
from insights.planning.records import Ladder, Rung
from insights.planning.verdict import FEWEST
from pages.parts import cards, data, enabler_effort, frame, states
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope
from pages.parts.states import ENOUGH

TO_DO = {"article": "to write", "read": "to connect", "write": "with procedures"}
LABELS = {"write": "+ Write APIs", "people": "People"}


def verdict(scope: Scope) -> str:
    """The page's answer in Markdown."""
    climb = data.ladder(scope)
    if not climb.eligible:
        return "No conversation here holds a request, so there is nothing to automate."
    if climb.eligible < ENOUGH:
        plural = "" if climb.eligible == 1 else "s"
        return f"**{climb.eligible}** conversation{plural} with a request: too few to say. About {ENOUGH - climb.eligible} more are needed."
    potential, today = metric("automation_potential"), metric("automation_today")
    missing = in_order(scope)
    things = "no new enabler" if missing.empty else "**1 enabler**" if len(missing) == 1 else f"**{len(missing)} enablers**"
    could = f":violet[**{potential.text(climb.potential)}**] {potential.text_interval(climb.low, climb.high)}"
    few = f"**{climb.eligible}** conversations with a request are too few to be sure. " if climb.eligible < FEWEST else ""
    sentences = [f"{few}With {things} an AI agent could resolve {could} of conversations instead of **{today.text(climb.today)}**."]
    if len(missing) and not few:
        biggest = missing.sort_values("gain_points", ascending=False, kind="stable").iloc[0]
        gain = number_text(float(biggest["gain_points"]), Unit.POINTS)
        sentences.append(f"The biggest single one is **{one_line(str(biggest['name']).removeprefix('Article: '))}**: **{gain}**.")
    return " ".join(sentences)


def missing_enablers(scope: Scope) -> pd.DataFrame:
    """The enablers that are not there and that the filtered conversations need."""
    bill = data.ask(enabler_bill(scope.filters), scope)
    return bill.loc[~bill["exists"].astype(bool) & (bill["needed"] > 0)].reset_index(drop=True)


def in_order(scope: Scope) -> pd.DataFrame:
    """The same in the order of building for the filtered conversations and the stated efforts, each gain counted after those above it."""
    missing = missing_enablers(scope)
    sizes = enabler_effort.efforts(missing, scope)
    order = building_order(data.ask(need_sets(scope.filters), scope), sizes).drop(columns=["order", "conversations"])
    things = order.merge(missing[["enabler_id", "name", "type", "needed"]], on="enabler_id")
    return things.assign(effort=things["enabler_id"].map(sizes))


def nothing_given(scope: Scope) -> None:
    """Say so when no articles or no tools were given: then everything counts as missing."""
    absent = [words for table, words in (("articles", "help articles"), ("tools", "tools")) if data.table(table, scope).empty]
    if not absent:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"No {' and no '.join(absent)} were given, so every enabler of that kind counts as missing.", width="content")
        page, query = frame.link("workspace", scope)
        st.page_link(page, label="Add them", icon=":material/arrow_forward:", icon_position="right", query_params=query)


def rungs(scope: Scope) -> None:
    """From today to the potential, rung by rung, each with the conversations behind it."""
    climb = data.ladder(scope)
    cards.section(
        "The ladder",
        f"Share of {climb.eligible:,} conversations with a request. Each rung assumes those above it. Lines are 90 % intervals.",
        metrics=("automation_today", "automation_potential", "headroom"),
        made="A conversation stands on the rung of the most that it needs, and is counted once everything it needs is there.",
    )
    if climb.eligible < ENOUGH:
        states.too_few(climb.eligible, "with a request")
        return
    rows = chart(climb, scope)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        cards.note("Read:")
        for rung in climb.rungs:
            page, query = frame.link("conversations", scope, step=rung.name)
            st.page_link(page, label=f"{rung.label.removeprefix('+ ').split(' and ')[0]} {rung.conversations:,}", query_params=query)
        st.space("stretch")
        cards.csv(rows, "ladder", "ladder_csv")


def chart(climb: Ladder, scope: Scope) -> pd.DataFrame:
    """Draw the ladder; its rows."""
    rows = steps(climb)
    words = ", ".join(f"{rung.label.removeprefix('+ ')} {number_text(rung.gain, Unit.SHARE)}" for rung in climb.rungs)
    st.altair_chart(ladder(rows, palette(scope.theme)), theme=None, key="ladder", alt=f"The ladder of automation: {words}")
    return rows


def steps(climb: Ladder) -> pd.DataFrame:
    """The ladder as its chart wants it."""
    rows, start = [], 0.0
    for rung in climb.rungs:
        if rung.name == "people":
            rows.append((LABELS["people"], "judgement, and what AI misses", climb.potential, 1.0, None, None))
            continue
        certain = rung.name == "today" or not rung.gain
        rows.append(
            (LABELS.get(rung.name, rung.label), _note(rung), start, rung.total, None if certain else rung.low, None if certain else rung.high)
        )
        start = rung.total
    return pd.DataFrame(rows, columns=["label", "note", "start", "end", "low", "high"])


def _note(rung: Rung) -> str:
    if rung.name == "today":
        return "resolved by the bot"
    return f"{rung.missing} {TO_DO[rung.name]}" if rung.missing else "all there"

"""One statement of the prediction record, opened: what it assumed, and by topic what was promised and what was reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from insights.charts.promises import promises as drawn
from insights.charts.theme import palette
from insights.metrics import Unit, interval_text
from insights.model import Filters
from insights.planning.reached import FEWEST, Compared, Held, coverage, widened
from pages.parts import cards, chosen_row, data, frame
from pages.parts.impact_row import Row
from pages.parts.impact_words import HELD, answer, between, held, moment, share
from pages.parts.scope import Link, Scope
from pages.parts.states import ENOUGH

TALLEST = chosen_row.ROW * 9 + 2


def opened(row: Row, scope: Scope) -> None:
    """One statement, by topic."""
    one = row.stated
    with st.container(border=True):
        whole = one.whole
        st.subheader(f"Stated on {moment(one.at)}", anchor=False)
        if whole.eligible < ENOUGH:
            cards.note(f"Too few to promise anything: {whole.eligible} of the {ENOUGH} conversations with a request that are needed.")
            return
        st.markdown(
            f"With everything built an AI agent could resolve :violet[**{share(whole.potential)}**] "
            f"{interval_text(whole.low, whole.high, Unit.SHARE)} of {whole.eligible:,} conversations, **{share(whole.available)}** with what "
            f"existed; **{share(whole.today)}** were automated."
        )
        if row.taken_back:
            st.markdown(":orange[:small[:material/error: From data that were taken back: nothing is compared with it in the answer above.]]")
        enablers(row)
        if not row.whole.reached.eligible:
            cards.note("No conversation came later yet. The next ones that you import are set beside this by themselves.")
        else:
            cards.evidence(since(row, scope), f"Read the {row.whole.reached.eligible:,} later conversations")
            chart(row, scope)
        topics(row, scope)


def enablers(row: Row) -> None:
    """What was assumed."""
    every = pd.DataFrame(
        {
            "name": [each.name for each in row.stated.enablers],
            "type": [each.type for each in row.stated.enablers],
            "was": ["was there" if each.exists else "to build" for each in row.stated.enablers],
        }
    ).sort_values(["was", "type", "name"], kind="stable", ignore_index=True)
    lacking = len(row.stated.lacking)
    with st.expander(f"{lacking} enablers assumed, {len(every) - lacking} there already"):
        st.dataframe(
            every,
            hide_index=True,
            row_height=chosen_row.ROW,
            height=min(chosen_row.ROW * (len(every) + 1) + 2, TALLEST),
            column_config={
                "name": st.column_config.TextColumn("Enabler", width=420),
                "type": st.column_config.TextColumn("Type", width=90),
                "was": st.column_config.TextColumn("At the time", width=110),
            },
            key=f"assumed_{row.stated.number}",
            alt="Enablers that this potential assumes, and whether each was there",
        )
        cards.csv(every, "assumed-enablers", "assumed_csv")


def chart(row: Row, scope: Scope) -> None:
    """Topics with an answer: the promise that can be checked, and what was reached."""
    settled = [one for one in row.topics if one.stood.compared]
    inside, of = coverage(one.stood for one in settled)
    built, of_built = coverage(one.built for one in row.topics)
    if not settled:
        cards.note(f"No topic has {FEWEST} later conversations yet.")
        return
    potential = f" The potential held in {built} of {of_built} that can be compared." if of_built else " No topic's potential can be compared yet."
    cards.note(f"As things stood, the later rate of {inside} of {of} topics lies in its interval.{potential} Click a dot to read.")
    picked = st.altair_chart(
        drawn(pd.DataFrame([dot(one) for one in settled]), palette(scope.theme)),
        theme=None,
        key=f"promises_{row.stated.number}",
        on_select="rerun",
        selection_mode="row",
        alt="Predicted against reached by topic: "
        + ", ".join(f"{one.name} {share(one.reached.rate)}, {HELD[one.built if one.built.compared else one.stood]}" for one in settled),
    )
    if found := picked["selection"].get("row"):
        page, query = since(row, scope, found[0]["id"])
        st.switch_page(page, query_params=query)


def dot(one: Compared) -> dict[str, object]:
    """A topic in the chart: its potential where that can be checked, else where it stood."""
    promise, later_ones = one.promise, one.reached.eligible
    predicted = promise.potential if one.built.compared else promise.today
    low, high = widened(promise.potential, promise.low, promise.high, later_ones) if one.built.compared else (one.low, one.high)
    became = one.built if one.built.compared else one.stood
    return {
        "id": one.topic_id,
        "label": one.name,
        "predicted": predicted,
        "low": low,
        "high": high,
        "reached": one.reached.rate,
        "inside": became is Held.INSIDE,
        "words": f"{predicted * 100:.0f} ({between(low, high)}) → {one.reached.rate * 100:.0f}",
    }


def topics(row: Row, scope: Scope) -> None:
    """Topics as rows: promised, reached, held? A cell opens the later conversations of its topic."""
    table = pd.DataFrame(
        {
            "topic": [one.name for one in row.topics],
            "potential": [share(one.promise.potential) for one in row.topics],
            "range": [between(one.promise.low, one.promise.high) for one in row.topics],
            "today": [share(one.promise.today) for one in row.topics],
            "later": [one.reached.eligible for one in row.topics],
            "reached": [share(one.reached.rate) if one.reached.eligible >= FEWEST else "–" for one in row.topics],
            "sure": [between(*one.reached.interval) if one.reached.eligible >= FEWEST else "–" for one in row.topics],
            "stood": [held(one) for one in row.topics],
            "answer": [answer(one) for one in row.topics],
        }
    )
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    picked = st.dataframe(
        table,
        hide_index=True,
        row_height=chosen_row.ROW,
        height=min(chosen_row.ROW * (len(table) + 1) + 2, TALLEST),
        column_config={
            "topic": text("Topic", width=176),
            "potential": text("Potential", width=74, alignment="right"),
            "range": text("90 % range", width=84, alignment="right"),
            "today": text("At the time", width=84, alignment="right"),
            "later": number("Later", format="localized", width=64),
            "reached": text("Reached", width=70, alignment="right"),
            "sure": text("90 % range", width=84, alignment="right"),
            "stood": text("As things stood", width=122),
            "answer": text("Potential held?", width=312),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key=f"record_topics_{row.stated.number}",
        alt="Topics of this statement: promised, reached, and whether the interval held",
    )
    cards.csv(table, "predicted-against-reached", "record_topics_csv")
    if picked["selection"]["cells"]:
        one = row.topics[picked["selection"]["cells"][0][0]]
        if one.stood is not Held.GONE:
            page, query = since(row, scope, one.topic_id)
            st.switch_page(page, query_params=query)


def since(row: Row, scope: Scope, topic: str = "") -> Link:
    """The conversations that came after a statement; without any, those that it was made from."""
    bare, last = replace(scope, filters=Filters()), data.choices(scope).last
    asked = {"topic": topic} if topic else {}
    until = row.stated.until
    if until is None or last is None or not row.whole.reached.eligible:
        return frame.link("conversations", bare, **asked)
    return frame.link("conversations", replace(scope, filters=Filters(since=until.date(), until=last + timedelta(days=1))), **asked)

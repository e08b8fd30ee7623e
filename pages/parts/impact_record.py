"""The prediction record: every stated potential beside what came after it; the chosen one opens by topic."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from insights.charts.promises import promises as drawn
from insights.charts.theme import palette
from insights.metrics import Unit, interval_text
from insights.metrics.record_questions import later
from insights.model import Filters
from insights.pipeline import predicting
from insights.planning.reached import FEWEST, Compared, Held, compare, coverage, widened
from pages.parts import cards, chosen_row, data, frame
from pages.parts.impact_row import Row
from pages.parts.impact_words import HELD, answer, between, held, moment, share
from pages.parts.safe_text import one_line
from pages.parts.scope import Link, Scope

MADE = (
    "Every analysis that promises something new is kept here. As things stood: with nothing built, the rate should stay where it was, but "
    "for chance; this is checked at once. Potential: what an AI agent would resolve with the assumed enablers in place; it is checked once "
    "they are there, later conversations miss nothing (9 of 10) and an AI agent answers them (8 of 10). A promise held when the later rate "
    f"lies in its 90 % interval, widened by the chance of the later conversations. At least {FEWEST} are needed."
)
MOST_SHOWN = 50
TALLEST = chosen_row.ROW * 9 + 2


def record(scope: Scope) -> tuple[Row, ...]:
    """The newest of what was stated, the last first, beside what came after."""
    events = data.control().events(scope.workspace)
    bill, topics, names = data.table("enablers", scope), data.table("topics_now", scope), data.topic_names(scope)
    missing = frozenset(bill.loc[~bill["exists"].astype(bool), "enabler_id"])
    rows = []
    for kept in predicting.record(events)[:MOST_SHOWN]:
        one = kept.stated
        came = data.ask(later(one.until), scope) if one.until else pd.DataFrame(columns=["topic_id", "eligible", "involved", "ready", "automated"])
        whole, parts = compare(one, came, missing, now=predicting.places_now(one, topics, events), names=names)
        rows.append(Row(one, whole, parts, len([each for each in one.lacking if each in missing]), kept.taken_back))
    return tuple(rows)


def promises(rows: tuple[Row, ...], scope: Scope) -> None:
    """The record as a table; the chosen statement opens below."""
    cards.section(
        "What was promised",
        f"Each stated potential of the whole workspace, whatever the filters say, beside the conversations that came later. Choose a row to open it."
        f"{f' The newest {MOST_SHOWN} are shown.' if len(rows) == MOST_SHOWN else ''}",
        metrics=("automation_today", "automation_potential"),
        made=MADE,
    )
    if not rows:
        cards.note("Nothing is kept yet.")
        return
    if not frame.asked("stated"):
        # The newest that something came after says more than the newest.
        frame.put(stated=str(next((row for row in rows if row.whole.reached.eligible), rows[0]).stated.number))
    chosen = chosen_row.table(
        cells(rows),
        [str(row.stated.number) for row in rows],
        word="stated",
        key="record",
        alt="Stated potentials with their date, interval, assumed enablers, and what was reached later",
        columns=columns(),
        height=min(chosen_row.ROW * (len(rows) + 1) + 2, TALLEST),
    )
    cards.csv(cells(rows), "predictions", "record_csv")
    opened(rows[chosen], scope)


def cells(rows: tuple[Row, ...]) -> pd.DataFrame:
    """The record's table."""
    return pd.DataFrame(
        {
            "stated": [moment(row.stated.at) for row in rows],
            "potential": [share(row.whole.promise.potential) for row in rows],
            "range": [between(row.whole.promise.low, row.whole.promise.high) for row in rows],
            "assumed": [assumed(row) for row in rows],
            "until": ["" if row.stated.until is None else moment(row.stated.until) for row in rows],
            "of": [row.whole.promise.eligible for row in rows],
            "later": [row.whole.reached.eligible for row in rows],
            "reached": [share(row.whole.reached.rate) if row.whole.reached.eligible >= FEWEST else "–" for row in rows],
            "stood": [held(row.whole) for row in rows],
            "answer": [f"from data that were taken back; {answer(row.whole)}" if row.taken_back else answer(row.whole) for row in rows],
        }
    )


def assumed(row: Row) -> str:
    """How many of the enablers that had to be built are there."""
    lacking = len(row.stated.lacking)
    return f"{lacking - row.missing} of {lacking} there" if lacking else "none to build"


def columns() -> dict[str, object]:
    """The widths and the words of the record's table."""
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "stated": text("Stated", width=96),
        "potential": text("Potential", width=74, alignment="right"),
        "range": text("90 % range", width=84, alignment="right"),
        "assumed": text("Enablers assumed", width=122),
        "until": text("Data until", width=96),
        "of": number("Of", format="localized", width=64),
        "later": number("Later", format="localized", width=64),
        "reached": text("Reached", width=70, alignment="right"),
        "stood": text("As things stood", width=122),
        "answer": text("Potential held?", width=312),
    }


def opened(row: Row, scope: Scope) -> None:
    """One statement, by topic."""
    one = row.stated
    with st.container(border=True):
        whole = one.whole
        st.subheader(f"Stated on {moment(one.at)}", anchor=False)
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
    lacking = [each for each in row.stated.enablers if not each.exists]
    with st.popover(f"{len(lacking)} enablers assumed, {len(row.stated.enablers) - len(lacking)} there already", type="tertiary"):
        for each in row.stated.enablers:
            st.markdown(f"{one_line(each.name)} :gray[:small[{each.type} · {'was there' if each.exists else 'to build'}]]")


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

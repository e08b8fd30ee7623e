"""The prediction record: every stated potential beside what came after it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics.record_questions import later
from insights.pipeline import predicting
from insights.planning.reached import FEWEST, compare
from pages.parts import cards, chosen_row, data, frame, impact_statement
from pages.parts.impact_row import Row
from pages.parts.impact_words import answer, between, held, moment, share
from pages.parts.scope import Scope
from pages.parts.states import ENOUGH

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
    impact_statement.opened(rows[chosen], scope)


def cells(rows: tuple[Row, ...]) -> pd.DataFrame:
    """The record's table."""
    return pd.DataFrame(
        {
            "stated": [moment(row.stated.at) for row in rows],
            "potential": [share(row.whole.promise.potential) if row.whole.promise.eligible >= ENOUGH else "too few" for row in rows],
            "range": [between(row.whole.promise.low, row.whole.promise.high) if row.whole.promise.eligible >= ENOUGH else "–" for row in rows],
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

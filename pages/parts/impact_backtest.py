"""The back-test: what the first part of the bot's history says of the later part, beside what the later part reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from insights.charts.promises import promises as drawn
from insights.charts.theme import palette
from insights.metrics import Unit, number_text
from insights.model import Filters
from insights.planning.backtest import FEWEST, BackTest, NotYet, Trial, mean_error
from pages.parts import cards, frame
from pages.parts.filters import day_text
from pages.parts.impact_words import between, of_topics, share, signed, waiting
from pages.parts.scope import Link, Scope

MADE = (
    "Only conversations that a bot answered while everything they needed was there. The first 60 % of the days teach the rates as the whole history "
    "teaches those of the plan; from them the share that the bot resolves in the later part is predicted, and set beside what it resolved. Topics "
    "in which the bot had resolved none before are left out: it is not set up there. The naive rule says that the later share is the earlier one. "
    "Topics and enablers were found in all conversations, the later ones too; the judge of work learnt from none of them."
)


def block(found: BackTest | NotYet, scope: Scope) -> None:
    """The test with its error; or what it still takes."""
    cards.section(
        "Tested on the past",
        "What would have been predicted from the earlier part of the bot's conversations, of the whole workspace, whatever the filters say.",
        metrics=("resolution_rate",),
        made=MADE,
    )
    if isinstance(found, NotYet):
        with st.container(border=True, gap="xxsmall"):
            st.subheader("Too few to say", anchor=False)
            st.markdown(waiting(found))
        return
    whole = found.whole
    st.markdown(
        f"From {whole.earlier:,} conversations until {day_text(found.later_from - timedelta(days=1))}, **{share(whole.predicted)}** "
        f"({between(whole.low, whole.high)}) of the {whole.later:,} after that; :violet[**{share(whole.reached)}**] reached. "
        f"Error {signed(whole.error)}; the naive rule's {signed(whole.naive_error)}. {of_topics(found.topics)}{by_topic(found.topics)}"
        f"{left_out(found.left_out)}"
    )
    cards.evidence(behind(found, scope), "Read the later conversations of the bot")
    chart(found, scope)
    table(found)


def by_topic(trials: tuple[Trial, ...]) -> str:
    """The mean distance over topics, and the naive rule's."""
    if not trials:
        return ""
    ours, naive = (number_text(mean_error(trials, naive=rule), Unit.POINTS) for rule in (False, True))
    return f" By topic the prediction is {ours} off on average, the naive rule {naive}."


def left_out(count: int) -> str:
    """The later conversations that were not predicted."""
    return f" {count:,} later ones, of topics in which the bot had resolved none before, are left out." if count else ""


def chart(found: BackTest, scope: Scope) -> None:
    """All, then topics: interval and what was reached."""
    shown = (found.whole, *found.topics)
    rows = [
        {
            "id": one.id,
            "label": f"{one.label} ({one.later:,})",
            **{name: getattr(one, name) for name in ("predicted", "low", "high", "reached", "inside")},
            "words": f"{one.predicted * 100:.0f} ({between(one.low, one.high)}) → {one.reached * 100:.0f}",
        }
        for one in shown
    ]
    cards.note(
        "Line: the predicted 90 % interval with its middle. Dot: what was reached; a red diamond where the interval did not hold. Click to read."
    )
    picked = st.altair_chart(
        drawn(pd.DataFrame(rows), palette(scope.theme)),
        theme=None,
        key="backtest",
        on_select="rerun",
        selection_mode="row",
        alt="Predicted against reached in the back-test: "
        + ", ".join(f"{one.label} {share(one.predicted)} to {share(one.reached)}" for one in shown),
    )
    if dots := picked["selection"].get("row"):
        page, query = behind(found, scope, dots[0]["id"])
        st.switch_page(page, query_params=query)


def table(found: BackTest) -> None:
    """Every group in figures."""
    groups = [("", found.whole), *(("topic", one) for one in found.topics), *(("kinds of work", one) for one in found.kinds)]
    rows = pd.DataFrame(
        {
            "group": [one.label.replace("+", " + ") if what == "kinds of work" else one.label for what, one in groups],
            "what": [what for what, _ in groups],
            "earlier": [one.earlier for _, one in groups],
            "later": [one.later for _, one in groups],
            "predicted": [share(one.predicted) for _, one in groups],
            "range": [between(one.low, one.high) for _, one in groups],
            "reached": [share(one.reached) for _, one in groups],
            "held": ["inside" if one.inside else "outside" for _, one in groups],
            "error": [round(one.error, 1) for _, one in groups],
            "naive": [round(one.naive_error, 1) for _, one in groups],
        }
    )
    with st.expander(f"All figures, also by kinds of work (groups of at least {FEWEST} later conversations)"):
        number, text = st.column_config.NumberColumn, st.column_config.TextColumn
        st.dataframe(
            rows,
            hide_index=True,
            row_height=38,
            height="content",
            column_config={
                "group": text("Of", width=210),
                "what": text("", width=100),
                "earlier": number("Earlier", format="localized", width=70),
                "later": number("Later", format="localized", width=64),
                "predicted": text("Predicted", width=80, alignment="right"),
                "range": text("90 % range", width=84, alignment="right"),
                "reached": text("Reached", width=74, alignment="right"),
                "held": text("Interval", width=76),
                "error": number("Error, points", format=Unit.POINTS.column, width=98),
                "naive": number("Naive rule's", format=Unit.POINTS.column, width=98),
            },
            key="backtest_table",
            alt="The back-test in figures: predicted, reached, error, and the naive rule's error",
        )
        cards.csv(rows, "back-test", "backtest_csv")


def behind(found: BackTest, scope: Scope, topic: str = "") -> Link:
    """The later conversations that a bot answered."""
    filters = Filters(since=found.later_from, until=found.last_day + timedelta(days=1), handled_by=("bot", "both"))
    return frame.link("conversations", replace(scope, filters=filters), **({"topic": topic} if topic else {}))

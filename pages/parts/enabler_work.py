"""Kinds of work: how much of each is automated, could be, or stays with people; and where each kind occurs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts import bars
from insights.charts.theme import palette
from insights.metrics import Unit, interval_mark, number_text
from insights.metrics.automation_questions import strata, topic_kinds
from insights.model import Kind
from insights.planning.topic_potential import topic_potentials
from pages.parts import cards, data, frame, states
from pages.parts.scope import Scope

COLOURS = {Kind.INFORMATIONAL: "violet", Kind.PERSONALISED: "violet", Kind.ACTION: "violet", Kind.HUMAN: "orange"}
MORE_THAN_ALL = "A conversation may need several kinds, so these add up to more than 100 %."
MOST = 12
KINDS = [str(kind) for kind in Kind]
REACHED = {"step": ["today", "article", "read", "write"]}
STEPS = {"now": {"step": "today"}, "could": REACHED, "between": REACHED}
"""Which conversations a cell is made of, in the words of the Conversations page."""
MADE = (
    "Informational: the same answer for everybody. Personalised: something is looked up about this customer. Action: something is done for this "
    "customer. Human: a person's judgement is needed."
)


def kinds(scope: Scope) -> None:
    """Each kind of work in parts; a bar opens its conversations."""
    cards.section("Kinds of work", f"Share of conversations with a request. {MORE_THAN_ALL}", metrics=("eligible",), made=MADE)
    layers = data.ask(strata(scope.filters), scope)
    if layers.empty:
        cards.note("No conversation here holds a request.")
        return
    if layers["conversations"].sum() < states.ENOUGH:
        states.thin(int(layers["conversations"].sum()), frame.link("conversations", scope))
        return
    shares = kind_parts(layers)
    words = ", ".join(f"{label} {total:.0%}" for label, total in zip(shares["label"], shares[["today", "later", "people"]].sum(axis=1), strict=True))
    picked = st.altair_chart(
        bars.kinds(shares, palette(scope.theme)),
        theme=None,
        key="kinds_of_work",
        on_select="rerun",
        selection_mode="kind",
        alt=f"Kinds of work by share: {words}",
    )
    cards.csv(shares, "kinds-of-work", "kinds_csv")
    if chosen := picked["selection"].get("kind"):
        page, query = frame.link("conversations", scope, kind=chosen[0]["kind"])
        st.switch_page(page, query_params=query)


def kind_parts(layers: pd.DataFrame) -> pd.DataFrame:
    """Each kind's conversations as shares of all: automated today, expected with all enablers, and the rest.

    >>> found = pd.DataFrame({"work_class": ["action", "action+human"], "automated": [True, False], "conversations": [3, 1]})
    >>> found = found.assign(p_potential=[2.0, 0.2])
    >>> kind_parts(found).round(2).to_dict("list")
    {'kind': ['action', 'human'], 'label': ['Action', 'Human'], 'today': [0.75, 0.0], 'later': [0.05, 0.05], 'people': [0.2, 0.2]}
    """
    eligible = float(layers["conversations"].sum())
    rows = []
    for kind in Kind:
        here = layers.loc[[str(kind) in str(work_class).split("+") for work_class in layers["work_class"]]]
        done = here["automated"].astype(bool)
        today = float(here.loc[done, "conversations"].sum())
        later = float(here.loc[~done, "p_potential"].sum())
        total = float(here["conversations"].sum())
        if total:
            rows.append((str(kind), str(kind).capitalize(), today / eligible, later / eligible, max(total - today - later, 0.0) / eligible))
    return pd.DataFrame(rows, columns=["kind", "label", "today", "later", "people"])


def by_topic(scope: Scope) -> None:
    """Topics against kinds of work, each topic with its own potential; every cell opens its conversations."""
    cards.section(
        "Which work in which topic?",
        f"Conversations with a request. {MORE_THAN_ALL} Click a cell to read it.",
        metrics=("eligible", "automation_today", "automation_potential"),
        made="A topic's potential is that of its kinds of work, moved by the conversations in it that a bot answered. Few conversations, no bot and "
        "kinds that are hard to tell make its 90 % interval wide.",
    )
    found = data.ask(topic_kinds(scope.filters), scope)
    if found.empty:
        cards.note("No conversation here holds a request.")
        return
    table = topic_rows(found, topic_potentials(data.ask(strata(scope.filters), scope)))
    shown = table.head(MOST)
    most = max(int(table[KINDS].to_numpy().max()), 1)
    columns: dict[str, object] = {"topic": st.column_config.TextColumn("Topic", width=170)}
    for kind in Kind:
        columns[str(kind)] = st.column_config.ProgressColumn(
            str(kind).capitalize(), min_value=0, max_value=most, format="localized", color=COLOURS[kind], width=112
        )
    for name, label, width in (("now", "Today", 62), ("could", "Potential", 76), ("between", "90 % interval", 96)):
        columns[name] = st.column_config.TextColumn(label, width=width, alignment="right")
    picked = st.dataframe(
        shown[["topic", *KINDS, "now", "could", "between"]],
        hide_index=True,
        row_height=38,
        height="content",
        column_config=columns,
        on_select="rerun",
        selection_mode="single-cell",
        key="topic_kinds_table",
        alt="Conversations by topic and kind of work, with the potential of each topic",
    )
    cards.csv(table[["topic", *KINDS, "eligible", "today", "potential", "low", "high"]], "topics-by-kind", "topic_kinds_csv")
    if cells := picked["selection"]["cells"]:
        row, column = cells[0]
        more = {"kind": column} if column in KINDS else STEPS.get(column, {})
        page, query = frame.link("conversations", scope, topic=str(shown["topic"].iloc[row]), **more)
        st.switch_page(page, query_params=query)


def topic_rows(found: pd.DataFrame, potentials: pd.DataFrame) -> pd.DataFrame:
    """A line per topic, the largest first: its conversations by kind, and its potential in words where there are enough of them."""
    counts = found.pivot_table(index=["topic_id", "topic"], columns="kind", values="conversations", aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=KINDS, fill_value=0).astype(int).reset_index()
    table = counts.merge(potentials, on="topic_id").sort_values(["eligible", "topic"], ascending=[False, True], ignore_index=True)
    enough = table["eligible"] >= states.ENOUGH
    words = {name: [number_text(float(value), Unit.SHARE) for value in table[name]] for name in ("today", "potential")}
    between = [interval_mark(low, high, Unit.SHARE) for low, high in zip(table["low"], table["high"], strict=True)]
    return table.assign(
        now=pd.Series(words["today"]).where(enough, "too few"),
        could=pd.Series(words["potential"]).where(enough, "too few"),
        between=pd.Series(between).where(enough, ""),
    )

"""The bill of enablers: what is missing, with ticks; the cards above it say what the ticked ones would bring."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics import Unit, interval_mark, number_text
from insights.metrics.automation_questions import ARTICLE_STATES, article_states, enabler_bill, need_sets
from insights.metrics.questions import period
from insights.planning.enablers import slug
from insights.planning.needs import IMPROVE
from insights.planning.records import WhatIf
from insights.planning.what_if import COVERAGE
from insights.planning.what_if import what_if as reckon
from pages.parts import cards, data, enabler_effort, enabler_money, frame, states
from pages.parts.enabler_ladder import in_order, missing_enablers
from pages.parts.scope import Scope
from pages.parts.states import ENOUGH

TYPES = {"article": "Article", "read": "Read API", "write": "Write API", COVERAGE: "Coverage"}
MOST_ARTICLES = 14
ROW, TALLEST = 38, 38 * 13 + 2
EVERYWHERE = "Let the AI agent answer what needs nothing new"
STATES = {"Complete": "partly there", "Update": "outdated", "Correct": "contradicted"}
COLUMNS = ["enabler_id", "name", "type", "state", "needed", "gain_points", "gain_low", "gain_high", "effort"]


def what_if(scope: Scope) -> None:
    """Tick what you would build; the cards follow."""
    cards.section(
        "What if?",
        "Tick what you would build; the numbers follow. In the order of building: most gain per effort first, each counted after those above it.",
        metrics=("automation_potential", "automation_today"),
        made="A conversation is unlocked when everything that it misses is ticked. Two things that only help together are weighed as a pair: "
        "the first of them then shows no gain by itself. Conversations, gains and order are those of the filtered part, and count automation "
        "only; the Actions page also counts ratings and may have another order. The monthly figures are those of the filtered period.",
    )
    things = _things(scope)
    if things.empty:
        cards.note("Nothing is missing for these conversations.")
        return
    needs = data.ask(need_sets(scope.filters), scope)
    eligible = int(needs["conversations"].sum())
    if eligible < ENOUGH:
        states.too_few(eligible, "with a request")
        return
    _ticking(scope, things)
    articles(scope)
    _there_already(scope)


@st.fragment
def _ticking(scope: Scope, things: pd.DataFrame) -> None:
    """The ticks and what they bring: a tick draws this part of the page anew, and nothing else."""
    needs = data.ask(need_sets(scope.filters), scope)
    above = st.container()
    left, right = st.columns([15, 5], gap="medium")
    with left:
        ticked = _table(things)
        with st.container(horizontal=True, vertical_alignment="center"):
            _evidence(things, ticked, scope)
            st.space("stretch")
            if (things["enabler_id"] != COVERAGE).any():
                enabler_effort.change(missing_enablers(scope), scope)
            cards.csv(things, "enablers", "enablers_csv")
    with right.container(border=True, height="stretch"):
        enabler_money.inputs(scope)
    months = float(data.ask(period(scope.filters), scope)["months"].iloc[0])
    built = frozenset(things["enabler_id"].iloc[row] for row in ticked)
    found = reckon(needs, built, months=months, money=enabler_money.money(scope))
    with above:
        _cards(found, scope, built, count=(len(built), len(things)), eligible=int(needs["conversations"].sum()) / months)


def _things(scope: Scope) -> pd.DataFrame:
    """What can be ticked, in the order of building: to use an AI agent where nothing is missing, then everything that is missing."""
    things, needs = in_order(scope), data.ask(need_sets(scope.filters), scope)
    things = things.assign(state=[_state(str(name)) for name in things["name"]])[COLUMNS]
    free = needs.loc[[len(lacking) == 0 and not done for lacking, done in zip(needs["missing"], needs["automated"], strict=True)]]
    count = int(free["conversations"].sum())
    if not count:
        return things
    gain = 100 * float(free["p_potential"].sum()) / max(float(needs["conversations"].sum()), 1.0)
    first = pd.DataFrame([(COVERAGE, EVERYWHERE, COVERAGE, "there", count, gain, None, None, "S")], columns=COLUMNS)
    return pd.concat([first.astype(things.dtypes.to_dict()), things], ignore_index=True) if len(things) else first


def _state(name: str) -> str:
    """What is wrong with a thing that is not there as it is needed.

    >>> _state("Update “Returns”: agents say 30 days, the article 14"), _state("get_order")
    ('outdated', 'missing')
    """
    return STATES.get(name.split(" “", maxsplit=1)[0], "missing")


def _table(things: pd.DataFrame) -> list[int]:
    shown = pd.DataFrame(
        {
            "name": things["name"].str.removeprefix("Article: "),
            "type": [TYPES[str(kind)] for kind in things["type"]],
            "state": things["state"],
            "conversations": things["needed"].astype(int),
            "gain": things["gain_points"].astype(float),
            "interval": [interval_mark(low, high, Unit.POINTS) or "–" for low, high in zip(things["gain_low"], things["gain_high"], strict=True)],
            "effort": things["effort"],
        }
    )
    text = st.column_config.TextColumn
    picked = st.dataframe(
        shown,
        hide_index=True,
        row_height=ROW,
        height=min(ROW * (len(shown) + 1) + 2, TALLEST),
        column_config={
            "name": text("Enabler", width=290),
            "type": text("Type", width=76),
            "state": text("State", width=84),
            "conversations": st.column_config.NumberColumn("Needed by", format="localized", width=82, help="Conversations that need it"),
            "gain": st.column_config.ProgressColumn(
                "Gain, points", min_value=0, max_value=max(float(shown["gain"].max()), 1.0), format=Unit.POINTS.column, color="violet", width=130
            ),
            "interval": text("90 % interval", width=96, alignment="right"),
            "effort": text("Effort", width=60),
        },
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": list(range(len(shown)))}},
        key=f"enablers_{''.join(things['effort'])}",
        alt="Missing enablers with type, conversations, gain in points and effort; ticked rows count",
    )
    return [row for row in picked["selection"]["rows"] if row < len(shown)]


def _cards(found: WhatIf, scope: Scope, built: frozenset[str], *, count: tuple[int, int], eligible: float) -> None:
    today = data.ladder(scope).today
    gain = number_text(100 * (found.rate - today), Unit.POINTS)
    built = f"({interval_mark(found.low, found.high, Unit.SHARE)})"
    minutes = enabler_money.money(scope).minutes
    cells = st.grid(4, min_column_width=210)
    with cells.container():
        st.metric("Automation rate", number_text(found.rate, Unit.SHARE), delta=gain, delta_color="violet", delta_description=built, border=True)
    with cells.container():
        _monthly("Conversations unlocked", number_text(round(found.unlocked_per_month), Unit.COUNT), f"of {eligible:,.0f} with a request")
    with cells.container():
        _monthly("Agent time freed", number_text(found.hours_per_month, Unit.HOURS), f"at {minutes:g} minutes each")
    with cells.container():
        _monthly("Saving", number_text(found.saving_per_month, Unit.MONEY), f"{number_text(12 * found.saving_per_month, Unit.MONEY)} a year")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        cards.note(f"{count[0]} of {count[1]} ticked.")
        if built:
            cards.evidence(frame.link("conversations", scope, unlocked=sorted(built)), "Read what they unlock")


def _monthly(label: str, value: str, beside: str) -> None:
    st.metric(label, value, delta="a month", delta_color="off", delta_arrow="off", delta_description=beside, border=True)


def _evidence(things: pd.DataFrame, ticked: list[int], scope: Scope) -> None:
    """The way to the conversations that need what is ticked."""
    ids = [things["enabler_id"].iloc[row] for row in ticked if things["enabler_id"].iloc[row] != COVERAGE]
    if ids:
        cards.evidence(frame.link("conversations", scope, enabler=ids), "Read what needs the ticked ones")


def articles(scope: Scope) -> None:
    """What the articles answer, and where they are not right any more; a cell opens those conversations."""
    found = data.ask(article_states(scope.filters), scope)
    if found.empty:
        return
    worse = int((found[list(ARTICLE_STATES[1:])].sum(axis=1) > 0).sum())
    with st.expander(f"Articles: {len(found)}, to improve: {worse}", key="enablers_articles"):
        labels = {"answered": "Answers", "partly": "In part", "outdated": "Outdated", "contradicted": "Contradicted"}
        picked = st.dataframe(
            found[["title", *ARTICLE_STATES]],
            hide_index=True,
            height="content" if len(found) < MOST_ARTICLES else ROW * MOST_ARTICLES,
            column_config={
                "title": st.column_config.TextColumn("Article", width=360),
                **{name: st.column_config.NumberColumn(label, format="localized", width=104) for name, label in labels.items()},
            },
            on_select="rerun",
            selection_mode="single-cell",
            key="enablers_articles_table",
            alt="Articles with the conversations that they answer, answer in part, as things were before, or against what support said",
        )
        cards.note("Conversations with a question that is the same for everybody, by what the nearest article says beside what support said.")
        if cells := picked["selection"]["cells"]:
            kept = "" if cells[0][1] in ("title", "answered") else f"{IMPROVE}-"
            page, query = frame.link("conversations", scope, enabler=f"article:{kept}{slug(str(found['article_id'].iloc[cells[0][0]]))}")
            st.switch_page(page, query_params=query)


def _there_already(scope: Scope) -> None:
    """What exists and is needed; a cell opens the conversations that need it."""
    bill = data.ask(enabler_bill(scope.filters), scope)
    there = bill.loc[bill["exists"].astype(bool) & (bill["needed"] > 0)]
    if there.empty:
        return
    with st.expander(f"There already: {len(there)}", key="enablers_there"):
        shown = pd.DataFrame({"name": there["name"], "type": [TYPES[str(kind)] for kind in there["type"]], "conversations": there["needed"]})
        picked = st.dataframe(
            shown,
            hide_index=True,
            height="content",
            column_config={
                "name": st.column_config.TextColumn("Enabler", width=300),
                "type": st.column_config.TextColumn("Type", width=90),
                "conversations": st.column_config.NumberColumn("Conversations", format="localized", width=110),
            },
            on_select="rerun",
            selection_mode="single-cell",
            key="enablers_there_table",
            alt="Enablers that exist already, with the conversations that need them",
        )
        if cells := picked["selection"]["cells"]:
            page, query = frame.link("conversations", scope, enabler=str(there["enabler_id"].iloc[cells[0][0]]))
            st.switch_page(page, query_params=query)

"""The parts of the weekly summary: its sentence, cards, moves, topics, done actions and next actions. Each number opens its conversations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from insights.metrics import Unit, counted, metric, percent
from insights.planning.answers import notes, sentence
from insights.planning.difference import Rate
from insights.planning.weekly import Measure, Moved, Numbers
from insights.planning.weeks import LENGTH
from insights.reports.weekly import EMPTY, MADE, Summary, in_words, move, rate, stood, together
from pages.parts import cards, data, frame
from pages.parts.filters import day_text
from pages.parts.impact_effect import COLOURS, COUNTED
from pages.parts.safe_text import one_line, plain
from pages.parts.scope import BEHIND, Link, Scope

HEADLINE = ("conversations", "automation_today", "cx_score")
ASKED = (*HEADLINE, "coverage")
MEASURES = {"conversations": Measure.VOLUME, "automation_today": Measure.AUTOMATION, "cx_score": Measure.EXPERIENCE}
COURSE_WEEKS = 13


def verdict(found: Numbers) -> str:
    """The week in a sentence or two."""
    now, before = found.total, found.earlier
    if not now.conversations:
        return EMPTY
    difference = now.conversations - (before.conversations if before else 0)
    more = f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than" if difference else "as many as"
    beside = "" if before is None else f", {more} the week before"
    parts = [f"**{now.conversations:,}** conversation{'' if now.conversations == 1 else 's'}{beside}."]
    if now.scored >= metric("cx_score").min_rows:
        parts.append(f"Customers rate **{rate(now, Measure.EXPERIENCE)}** of {now.scored:,} scored ones 4 or 5.")
    if now.automated and now.eligible >= metric("automation_today").min_rows:
        parts.append(f":violet[**{rate(now, Measure.AUTOMATION)}**] were automated.")
    moved = len(found.moved)
    if before is not None:
        parts.append(
            f"{counted(moved, 'change').capitalize()} {'is' if moved == 1 else 'are'} more than chance." if moved else "Nothing moved beyond chance."
        )
    return " ".join(parts)


def sheet(made: Summary, scope: Scope) -> None:
    """Everything under the sentence. `scope` is that of the week."""
    found = made.numbers
    if found.total.conversations:
        headline(found, scope)
        st.space("small")
        left, right = st.columns([3, 2], gap="large")
        with left:
            moves(found, made, scope)
        with right:
            unhappy(made, scope)
        st.space("small")
        topics(found, made, scope)
    st.space("small")
    deeds(made, scope)
    st.space("small")
    following(made, scope)


def headline(found: Numbers, scope: Scope) -> None:
    """Three cards; only what is more than chance is coloured."""
    week = found.week
    before = replace(scope, filters=replace(scope.filters, since=week.before.monday, until=week.monday))
    course = replace(scope, filters=replace(scope.filters, since=week.until - LENGTH * COURSE_WEEKS))
    now = data.numbers(ASKED, scope)
    earlier = None if found.earlier is None else data.numbers(HEADLINE, before)
    clear = {each.measure for each in found.moved if not each.topic_id}
    changes = {name: cards.change_of(metric(name), now, earlier) for name in HEADLINE}
    cards.headline(
        HEADLINE,
        now,
        earlier,
        trend=data.numbers(HEADLINE, course, by=("week",)),
        beside={"cx_score": f"{metric('coverage').text(now['coverage'].iloc[0])} coverage"},
        changes={name: change if MEASURES.get(name) in clear else replace(change, colour="off") for name, change in changes.items()},
        links={name: frame.link("conversations", scope, **BEHIND.get(name, {})) for name in HEADLINE},
    )


def moves(found: Numbers, made: Summary, scope: Scope) -> None:
    """What moved beyond chance, each with its conversations."""
    cards.section("What moved", "Against the week before. Changes that chance and the usual ups and downs of weeks explain are not told.", made=MADE)
    if not found.moved:
        st.markdown(stood(found))
    for place, each in enumerate(found.moved):
        line(plain(move(each, made.names)), of_move(each, scope), "Read them", f"moved_{place}")


def line(markdown: str, behind: Link, label: str, key: str) -> None:
    """A sentence with a link at its right end."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small", key=key):
        st.markdown(markdown, width="stretch")
        cards.evidence(behind, label)


def of_move(each: Moved, scope: Scope) -> Link:
    """The conversations of the week behind a change."""
    counted_ones: dict[str, object] = {}
    if each.measure is not Measure.VOLUME:
        counted_ones = COUNTED[Rate(each.measure.value)]
    return frame.link("conversations", scope, **({"topic": each.topic_id} if each.topic_id else {}), **counted_ones)


def unhappy(made: Summary, scope: Scope) -> None:
    """The negative reasons that came most."""
    cards.section("Why they were unhappy", f"Conversations of the week with a negative reason, of {made.numbers.total.scored:,} rated ones.")
    if not made.reasons:
        st.markdown("No negative reason was found.")
    for reason, count in made.reasons:
        cards.evidence(frame.link("conversations", scope, reason=reason), f"{in_words(reason)}: {count:,}")


def topics(found: Numbers, made: Summary, scope: Scope) -> None:
    """Topics of the week, the largest first; a cell opens its conversations."""
    fewest = {name: metric(name).min_rows for name in ("automation_today", "cx_score")}
    cards.section(
        "What customers wrote about",
        f"All {counted(len(found.topics), 'topic')} of the week. Click a cell to read its conversations. No share is shown of fewer than "
        f"{min(fewest.values())}.",
        metrics=("conversations", "automation_today", "cx_score"),
    )
    earlier = {each.topic_id: each.conversations for each in found.topics_earlier}
    rows = pd.DataFrame(
        {
            "topic": [made.names.get(each.topic_id, each.topic_id) for each in found.topics],
            "conversations": [each.conversations for each in found.topics],
            "before": [None if found.earlier is None else earlier.get(each.topic_id, 0) for each in found.topics],
            "automation_today": [percent(each.automation) if each.eligible >= fewest["automation_today"] else None for each in found.topics],
            "cx_score": [percent(each.experience) if each.scored >= fewest["cx_score"] else None for each in found.topics],
        }
    )
    bars, number = st.column_config.ProgressColumn, st.column_config.NumberColumn
    picked = st.dataframe(
        rows,
        hide_index=True,
        row_height=36,
        height="content",
        placeholder="too few",
        column_config={
            "topic": st.column_config.TextColumn("Topic", width=190),
            "conversations": bars(
                "Conversations", min_value=0, max_value=int(rows["conversations"].max()), format="localized", color="gray", width=130
            ),
            "before": number("Week before", format="localized", width=96),
            "automation_today": bars("Automated", min_value=0, max_value=100, format=Unit.SHARE.column, color="violet", width=120),
            "cx_score": bars("CX score", min_value=0, max_value=100, format=Unit.SHARE.column, color="auto", width=120),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key=f"week_topics_{found.week.name}",
        alt="Topics of the week with their conversations, those of the week before, automation rate and CX score",
    )
    cards.csv(rows, f"topics-{found.week.name}", "week_csv")
    if cells := picked["selection"]["cells"]:
        row, column = cells[0]
        page, query = frame.link("conversations", scope, topic=found.topics[row].topic_id, **BEHIND.get(column, {}))
        st.switch_page(page, query_params=query)


def deeds(made: Summary, scope: Scope) -> None:
    """Done actions with their answers, as the data stood at the end of the week."""
    until = made.numbers.week.until - timedelta(days=1)
    cards.section("What was done", f"Done actions of the whole workspace, measured on the data until {day_text(until)}.", made=MADE)
    if not made.done:
        st.markdown("No action was marked as done until the end of this week.")
    for each in made.done:
        colour = COLOURS.get(each.effect.answer)
        title = f":{colour}[**{one_line(each.title)}**]" if colour else f"**{one_line(each.title)}**"
        said = f"{title}, done on {day_text(each.done)}. {plain(' '.join([sentence(each), *notes(each)]))}"
        line(said, frame.link("impact", data.whole(scope), done=each.action_id), "Open", f"deed_{each.action_id}")
    if total := together(made.done):
        st.markdown(total)


def following(made: Summary, scope: Scope) -> None:
    """The first actions that are still to be done."""
    cards.section(
        "What to do next",
        "The first of the list as it stands now, by gain for effort, over all conversations.",
        made="Points are those of the automation rate and of the CX score over all conversations of the workspace.",
    )
    if not made.to_do:
        st.markdown("Nothing is left on the list.")
    for place, each in enumerate(made.to_do, 1):
        said = f"{place}\\. **{one_line(each.title)}** ({one_line(each.topic, 60)}): {each.gain}"
        line(said, frame.link("actions", data.whole(scope), action=each.action_id), "Open", f"next_{each.action_id}")

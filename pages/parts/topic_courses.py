"""How topics move: new, growing and shrinking ones, told from chance, from busy weeks and from a peak that passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from insights.metrics.topic_questions import subtopic_table, topic_table
from insights.planning.movement import Course, Movement, movements
from pages.parts import cards, data, frame
from pages.parts.safe_text import one_line
from pages.parts.scope import Link, Scope
from pages.parts.topic_words import OTHER

BADGES = {Course.NEW: ":red-badge[new]", Course.GROWING: ":red-badge[growing]", Course.SHRINKING: ":gray-badge[shrinking]"}
MOST_TOLD = 3
MADE = (
    "Course is a topic's share of all conversations week by week, so a busy week moves no topic. A step or a peak is called out when chance, and how "
    "much this topic's weeks scatter, would make one like it in fewer than 5 of 100 workspaces. It takes at least 30 conversations and 8 weeks. "
    "A rise that the same weeks of the year before had too is a season."
)


def courses(scope: Scope) -> dict[str, Movement]:
    """The movement of every topic and subtopic by its id. A topic is seen among all topics, whatever the filter says of topics."""
    everywhere = replace(scope, filters=replace(scope.filters, topic=()))
    found: dict[str, Movement] = {}
    for question, column in ((topic_table, "topic_id"), (subtopic_table, "subtopic_id")):
        rows = data.ask(question(everywhere.filters), everywhere)
        rows = rows[rows["trend"].notna()]
        if len(rows):
            moves = movements(rows["trend"].tolist(), pd.Timestamp(rows["first_week"].iloc[0]).date())
            found |= {str(key): move for key, move in zip(rows[column], moves, strict=True) if isinstance(key, str) and key != OTHER}
    return found


def day(moment: date) -> str:
    """A day without its year.

    >>> day(date(2026, 8, 31))
    '31 Aug'
    """
    return f"{moment.day} {moment:%b}"


def cell(move: Movement | None) -> str:
    """A movement in a table's cell.

    >>> cell(Movement(Course.GROWING, date(2026, 8, 31), None, 2.14, 1.7, 2.7))
    '▲ × 2.1 since 31 Aug'
    >>> cell(Movement(Course.PEAK, date(2026, 6, 29), date(2026, 7, 20), 2.9, 2.1, 4.0))
    'peak until 20 Jul'
    """
    if move is None or move.since is None or move.factor is None:
        return ""
    if move.course is Course.NEW:
        return f"new since {day(move.since)}"
    if move.course in (Course.PEAK, Course.SEASON):
        return f"{'peak' if move.factor > 1 else 'dip'} until {day(move.until)}" if move.until else "as every year"
    return f"{'▲' if move.factor > 1 else '▼'} × {move.factor:.1f} since {day(move.since)}"


def called(names: Mapping[str, str], moves: Mapping[str, Movement]) -> list[str]:
    """Ids of what moves, what needs eyes first; empty when nothing does."""
    return sorted((key for key, move in moves.items() if move.called_out and key in names), key=lambda key: (_order(moves[key]), key))[:MOST_TOLD]


def topics(moves: Mapping[str, Movement], scope: Scope) -> None:
    """A sentence about each topic that moves, which opens the topic."""
    for key, words, topic in _told(moves, scope):
        _line(words, frame.link("taxonomy", scope, opened=topic), "Open the topic", key)


def conversations(moves: Mapping[str, Movement], scope: Scope) -> None:
    """A sentence about each topic that moves, which opens its conversations since then."""
    last = data.choices(scope).last
    for key, words, topic in _told(moves, scope):
        since = moves[key].since
        until = scope.filters.until or (last + timedelta(days=1) if last else None)
        then = replace(scope, filters=replace(scope.filters, since=max(since, scope.filters.since or since) if since else None, until=until))
        _line(words, frame.link("conversations", then, topic=topic, subtopic=key if key != topic else ()), "Read them", key)


def _told(moves: Mapping[str, Movement], scope: Scope) -> list[tuple[str, str, str]]:
    """Of what moves: its id, its sentence in Markdown, and its topic."""
    known = data.table("topics_now", scope)
    parents = {key: parent for key, parent in zip(known["topic_id"], known["parent_id"], strict=True) if isinstance(parent, str)}
    names = data.topic_names(scope)
    full = {key: f"{names[parents[key]]} › {name}" if parents.get(key) in names else name for key, name in names.items()}
    return [(key, sentence(full[key], moves[key]), parents.get(key, key)) for key in called(names, moves)]


def _line(words: str, behind: Link, label: str, key: str) -> None:
    """The sentence, which may take several lines on a phone, and the link beside it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"moving_{key}"):
        st.markdown(words, width="content")
        cards.evidence(behind, label)


def _order(move: Movement) -> tuple[int, float]:
    """What needs eyes first: what is new, then what grows most, then what shrinks."""
    return (Course.NEW, Course.GROWING, Course.SHRINKING).index(move.course), -abs((move.factor or 1.0) - 1)


def sentence(name: str, move: Movement) -> str:
    """One movement in words, with the interval of its factor."""
    assert move.since is not None and move.factor is not None, "only what moves is told"
    strong = f":red[**{one_line(name)}**]" if move.course is not Course.SHRINKING else f"**{one_line(name)}**"
    if move.course is Course.NEW:
        return f"{strong} is new since {day(move.since)}."
    verb = "grew" if move.course is Course.GROWING else "shrank"
    return f"{strong} {verb} to {move.factor:.1f} times its share since {day(move.since)} ({move.low:.1f}–{move.high:.1f})."

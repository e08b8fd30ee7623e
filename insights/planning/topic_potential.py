"""The potential of every topic, with an interval of its own: the rates of its kinds as its own conversations moved them, and the judge's error."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from insights.planning.judging import judge_deviation
from insights.planning.potential import Rate, departed, known, rates
from insights.planning.uncertainty import deviation, interval


class Line(NamedTuple):
    """A row of the strata of one topic."""

    subtopic_id: str
    work_class: str
    automated: bool
    conversations: int
    p_potential: float
    tried_here: int
    reached_here: int


COLUMNS = ("topic_id", "eligible", "today", "potential", "low", "high")


def topic_potentials(strata: pd.DataFrame) -> pd.DataFrame:
    """One row per topic, the largest first: `topic_id eligible today potential low high`, shares of its eligible conversations.

    Args:
        strata: The answer to `insights.metrics.automation_questions.strata`; other columns than its own are left alone.
    """
    found = rates(strata)
    parts: dict[str, list[Line]] = {}
    named = strata.assign(subtopic_id=strata["subtopic_id"].astype("str").fillna(""))
    for topic_id, *values in zip(*(named[name].tolist() for name in ("topic_id", *Line._fields)), strict=True):
        parts.setdefault(topic_id, []).append(Line(*values))
    rows = [(topic_id, *potential_of(lines, found)) for topic_id, lines in parts.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(["eligible", "topic_id"], ascending=[False, True], ignore_index=True)


def potential_of(lines: list[Line], found: Mapping[str, Rate]) -> tuple[int, float, float, float, float]:
    """Eligible conversations, share automated today, potential and its 90 % interval, of one topic."""
    eligible = sum(line.conversations for line in lines)
    today = sum(line.conversations for line in lines if line.automated) / eligible
    shares, local, subtopics = {}, {}, {}
    for line in lines:
        subtopics[line.subtopic_id] = subtopics.get(line.subtopic_id, 0) + line.conversations
        local[line.work_class] = departed(known(line.work_class, found), line.tried_here, line.reached_here)
        if not line.automated:
            shares[line.work_class] = shares.get(line.work_class, 0.0) + line.p_potential / eligible
    alike = sum(count**2 for count in subtopics.values()) / eligible**2
    spread = deviation(shares, local, eligible, judged=judge_deviation(1.0, alike, eligible))
    potential = today + sum(shares.values())
    return eligible, today, potential, *interval(potential, math.sqrt(spread**2 + today * (1 - today) / eligible))

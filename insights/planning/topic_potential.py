"""The potential of every topic, with an interval of its own: the rates of its kinds as its own conversations moved them, and the judge's error."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import math

import pandas as pd

from insights.planning.judging import judge_deviation
from insights.planning.potential import Rate, departed, known, rates
from insights.planning.uncertainty import alike, deviation, interval

COLUMNS = ("topic_id", "eligible", "today", "potential", "low", "high")


def topic_potentials(strata: pd.DataFrame) -> pd.DataFrame:
    """One row per topic, the largest first: `topic_id eligible today potential low high`, shares of its eligible conversations.

    Args:
        strata: The answer to `insights.metrics.automation_questions.strata`; other columns than its own are left alone.
    """
    found = rates(strata)
    rows = [(topic_id, *potential_of(part, found)) for topic_id, part in strata.groupby("topic_id", sort=True)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(["eligible", "topic_id"], ascending=[False, True], ignore_index=True)


def potential_of(part: pd.DataFrame, found: dict[str, Rate]) -> tuple[int, float, float, float, float]:
    """Eligible conversations, share automated today, potential and its 90 % interval, of the strata of one topic."""
    eligible = int(part["conversations"].sum())
    done = part["automated"].astype(bool)
    today = float(part.loc[done, "conversations"].sum()) / eligible
    later = part[~done].groupby("work_class")["p_potential"].sum().to_dict()
    here = part.groupby("work_class")[["tried_here", "reached_here"]].max()
    local = {str(name): departed(known(str(name), found), *tried) for name, tried in zip(here.index, here.to_numpy(), strict=True)}
    judged = judge_deviation(1.0, alike(part)[1], eligible)
    shares = {str(name): float(expected) / eligible for name, expected in later.items()}
    spread = math.sqrt(deviation(shares, local, eligible, judged=judged) ** 2 + today * (1 - today) / eligible)
    potential = today + sum(shares.values())
    return eligible, today, potential, *interval(potential, spread)

"""What would it bring to build these? Computed from the need sets of `insights.metrics.automation_questions`, so that it follows the filters."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet

import pandas as pd

from insights.planning.judging import JUDGE
from insights.planning.potential import rates
from insights.planning.records import Money, WhatIf
from insights.planning.uncertainty import deviation, interval, spread_of

COVERAGE = "coverage"
"""Stands among the built things for "let the AI agent answer everything that needs nothing new"."""


def what_if(need_sets: pd.DataFrame, built: AbstractSet[str], *, months: float, money: Money | None = None) -> WhatIf:
    """The automation rate when the enablers `built` (ids, and COVERAGE) are there; with none of them it is today's.

    A conversation counts once everything that it misses is built.
    """
    found = rates(need_sets)
    eligible = int(need_sets["conversations"].sum())
    if not eligible:
        return WhatIf(0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    automated, unlocked, closed, shares = 0, 0.0, 0.0, {}
    columns = ("missing", "work_class", "automated", "conversations", "p_potential")
    for missing, work_class, done, conversations, expected in zip(*(need_sets[name].tolist() for name in columns), strict=True):
        if done:
            automated += conversations
        elif opens(missing, built):
            unlocked += expected
            shares[work_class] = shares.get(work_class, 0.0) + expected / eligible
        else:
            closed += expected
    today = automated / eligible
    rate, potential = today + unlocked / eligible, today + (unlocked + closed) / eligible
    alike = [float(need_sets[name].iloc[0]) if name in need_sets else 1.0 for name in ("topics_alike", "subtopics_alike")]
    common = spread_of(*alike, eligible, potential) * rate / max(potential, 1e-9)
    # What is needed may be told wrongly; that moves conversations between what is built and what is not, and nothing once all is built.
    needed = JUDGE.needs * min(unlocked, closed) / eligible
    chance = today * (1 - today) / eligible
    error = (deviation(shares, found, eligible, judged=math.hypot(common, needed)) ** 2 + chance) ** 0.5 if shares else chance**0.5
    low, high = interval(rate, error)
    return WhatIf(rate, low, high, *a_month(unlocked / months, money or Money()))


def opens(missing: list[str], built: AbstractSet[str]) -> bool:
    """Whether a conversation that misses these is unlocked."""
    return all(need in built for need in missing) if len(missing) else COVERAGE in built


def a_month(unlocked: float, money: Money) -> tuple[float, float, float]:
    """Conversations, hours and money saved a month.

    >>> a_month(1000, Money(minutes=6, cost_per_hour=30, price=0.9))
    (1000, 100.0, 2100.0)
    """
    hours = unlocked * money.minutes / 60
    return unlocked, hours, hours * money.cost_per_hour - unlocked * money.price

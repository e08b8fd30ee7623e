"""What would it bring to build these? Computed from the need sets of `insights.metrics.automation_questions`, so that it follows the filters."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Set as AbstractSet

import pandas as pd

from insights.planning.potential import rates
from insights.planning.records import Money, WhatIf
from insights.planning.uncertainty import deviation, interval

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
    automated, unlocked, shares = 0, 0.0, {}
    columns = ("missing", "work_class", "automated", "conversations", "p_potential")
    for missing, work_class, done, conversations, expected in zip(*(need_sets[name].tolist() for name in columns), strict=True):
        if done:
            automated += conversations
        elif opens(missing, built):
            unlocked += expected
            shares[work_class] = shares.get(work_class, 0.0) + expected / eligible
    today = automated / eligible
    rate = today + unlocked / eligible
    chance = today * (1 - today) / eligible
    low, high = interval(rate, (deviation(shares, found, eligible) ** 2 + chance) ** 0.5)
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

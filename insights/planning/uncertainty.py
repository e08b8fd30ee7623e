"""How far off a stated rate may be: the width of the priors, what the judge may get wrong, and chance.

Rates of different kinds of work err together (a good AI agent is good at all of them), so that half of their uncertainty does not average out.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from insights.planning.judging import judge_deviation
from insights.planning.potential import TOPIC_WORTH, Rate

Z90 = 1.6449
SHARED = 0.5
"""Correlation of the errors of two kinds' rates."""


def deviation(shares: Mapping[str, float], found: Mapping[str, Rate], eligible: int, *, judged: float | None = None) -> float:
    """Standard deviation of a sum of expected shares, given per `work_class` as parts of all eligible conversations.

    `judged` is what the judge may get wrong of it; unless said, as much as in a single topic.
    """
    if not eligible:
        return 0.0
    errors = [share * relative(found[name]) for name, share in shares.items() if name in found]
    rates = SHARED * sum(errors) ** 2 + (1 - SHARED) * sum(error**2 for error in errors)
    total = sum(shares.values())
    wrong = judge_deviation(1.0, 1.0, eligible) if judged is None else judged
    chance = max(total * (1 - total), 0.0) / eligible
    return math.sqrt(rates + wrong**2 + chance)


def alike(strata: pd.DataFrame) -> tuple[float, float]:
    """Sums of the squared shares of topics and of subtopics: how much the errors of a judge have in common. 1 where strata do not tell topics."""
    total = float(strata["conversations"].sum())
    if "topic_id" not in strata or not total:
        return 1.0, 1.0
    names = [name for name in ("topic_id", "subtopic_id") if name in strata]
    found = [strata.groupby(names[:depth], dropna=False)["conversations"].sum().to_numpy(dtype=float) for depth in range(1, len(names) + 1)]
    squared = [float(np.square(counts).sum()) / total**2 for counts in found]
    return squared[0], squared[-1]


def common_error(strata: pd.DataFrame, mean: float) -> float:
    """Standard deviation of what does not average out within topics: what the judge gets wrong, and how far topics of one kind differ."""
    topics_alike, subtopics_alike = alike(strata)
    return spread_of(topics_alike, subtopics_alike, int(strata["conversations"].sum()), mean)


def spread_of(topics_alike: float, subtopics_alike: float, conversations: int, mean: float) -> float:
    """The same from the sums of squared shares, for an average of `mean`."""
    apart = mean * (1 - mean) / (TOPIC_WORTH + 1) * topics_alike
    return math.sqrt(judge_deviation(topics_alike, subtopics_alike, conversations) ** 2 + max(apart, 0.0))


def relative(rate: Rate) -> float:
    """Standard deviation of a rate as a part of it."""
    return rate.deviation / rate.mean if rate.mean else 0.0


def interval(middle: float, spread: float, *, floor: float = 0.0) -> tuple[float, float]:
    """A 90 % interval of a share, made on the logit scale so that it stays between 0 and 1; `floor` is what is certain already.

    >>> [round(end, 2) for end in interval(0.6, 0.06)]
    [0.5, 0.69]
    """
    if not 0 < middle < 1 or not spread:
        return max(floor, middle - Z90 * spread), min(1.0, middle + Z90 * spread)
    half = Z90 * spread / (middle * (1 - middle))
    logit = math.log(middle / (1 - middle))
    low, high = (1 / (1 + math.exp(-(logit + sign * half))) for sign in (-1, 1))
    return max(floor, low), high

"""How far off a stated rate may be: the width of the priors, what the judge may get wrong, and chance.

Rates of different kinds of work err together (a good AI agent is good at all of them), so that half of their uncertainty does not average out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from insights.planning.potential import JUDGE, Rate

Z90 = 1.6449
SHARED = 0.5
"""Correlation of the errors of two kinds' rates."""


def deviation(shares: Mapping[str, float], found: Mapping[str, Rate], eligible: int) -> float:
    """Standard deviation of a sum of expected shares, given per `work_class` as parts of all eligible conversations."""
    if not eligible:
        return 0.0
    errors = [share * relative(found[name]) for name, share in shares.items() if name in found]
    rates = SHARED * sum(errors) ** 2 + (1 - SHARED) * sum(error**2 for error in errors)
    total = sum(shares.values())
    judged = (JUDGE.human_share * total) ** 2
    chance = max(total * (1 - total), 0.0) / eligible
    return math.sqrt(rates + judged + chance)


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

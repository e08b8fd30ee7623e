"""Ratings on the scale of this workspace's own customers: where one rating ends and the next begins, learnt from ratings that people gave.

The judge's expected rating (1 to 5) keeps its order; only the four cuts move. With 100 or more ratings each cut is put where as many conversations
lie above it as people rated so high (equipercentile linking, as test scores are put on one scale), so that the share of each rating is theirs. With
fewer, from 20 on, all four move together. What that brings is measured on ratings that the cuts were not learnt from (five folds), and it is the user
who switches it on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from insights.planning.agreement import Agreement, agreement

FEWEST, FEWEST_FOR_EACH = 20, 100
FOLDS = 5
SHIFTS = np.round(np.arange(-1.0, 1.0001, 0.05), 2)
HOLD = 20.0
"""As many ratings as this speak for leaving the cuts where they are."""
LOWEST, HIGHEST = 0.999, 5.001


@dataclass(frozen=True, slots=True)
class Recalibration:
    """Four `cuts` on the expected rating, how many ratings they were learnt from, and the agreement with people before and after (left-out folds)."""

    cuts: tuple[float, float, float, float]
    count: int
    each: bool
    before: Agreement
    after: Agreement

    @property
    def better(self) -> bool:
        """Whether it agrees better on ratings that it was not learnt from."""
        return self.after.kappa.value > self.before.kappa.value


def recalibrate(expected: np.ndarray, ours: np.ndarray, theirs: np.ndarray, usual: np.ndarray) -> Recalibration | None:
    """Learn from ratings that people gave, or None where there are fewer than 20.

    Args:
        expected: The judge's expected rating of each conversation, shape (ratings,).
        ours: The judge's rating, 1 to 5.
        theirs: What people said, 1 to 5.
        usual: The four cuts that the judge's own ratings amount to (`usual_cuts`).
    """
    count = len(theirs)
    if count < FEWEST:
        return None
    before = agreement(ours, theirs)
    fold = np.argsort(np.argsort(expected, kind="stable"), kind="stable") % FOLDS
    left_out = np.zeros(count, dtype=np.int64)
    for each in range(FOLDS):
        inside = fold != each
        left_out[~inside] = rated(expected[~inside], learnt(expected[inside], theirs[inside], usual))
    after = agreement(left_out, theirs)
    if before is None or after is None:
        return None
    cuts = learnt(expected, theirs, usual)
    return Recalibration((float(cuts[0]), float(cuts[1]), float(cuts[2]), float(cuts[3])), count, count >= FEWEST_FOR_EACH, before, after)


def learnt(expected: np.ndarray, theirs: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Four cuts, in order."""
    if len(theirs) >= FEWEST_FOR_EACH * (FOLDS - 1) / FOLDS:
        return np.round(np.maximum.accumulate([passing(expected, theirs >= rating) for rating in range(2, 6)]), 4)
    return np.round(np.clip(usual + shift(expected, theirs, usual), LOWEST, HIGHEST), 4)


def passing(expected: np.ndarray, reached: np.ndarray) -> float:
    """Above which as many lie as have reached a rating, midway between the two neighbours."""
    values, many = np.sort(expected), int(reached.sum())
    if not many:
        return HIGHEST
    if many == len(values):
        return LOWEST
    return float(values[-many - 1] + values[-many]) / 2


def shift(expected: np.ndarray, theirs: np.ndarray, usual: np.ndarray) -> float:
    """How far all cuts move together: the least squared error, held back by what speaks for staying."""
    errors = [float(((rated(expected, usual + each) - theirs) ** 2).sum()) + HOLD * float(each) ** 2 for each in SHIFTS]
    # Of equals the smallest move.
    best = min(range(len(SHIFTS)), key=lambda place: (round(errors[place], 9), abs(float(SHIFTS[place]))))
    return float(SHIFTS[best])


def rated(expected: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """The ratings that cuts give."""
    return 1 + np.searchsorted(cuts, expected, side="right")


def usual_cuts(expected: np.ndarray, ours: np.ndarray) -> np.ndarray:
    """The cuts on the expected rating that come nearest to the judge's own ratings, shape (4,)."""
    return np.maximum.accumulate([passing(expected, ours >= rating) for rating in range(2, 6)])

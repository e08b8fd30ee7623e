"""Which topics are new, growing or shrinking, and which only had a peak: the course of each beside the course of all.

A topic's weekly count is a Poisson number whose expected value is its share times all conversations of that week, so that a busy week, a half week
at either end and growth of the whole move no topic. Three courses are fitted by maximum likelihood: an even share; one step from some week on; one
peak between two weeks. What weeks scatter more than chance (overdispersion, from the fit with the peak or step) lowers the likelihood ratios. A step
or peak counts when its ratio passes the chi-square bound for all weeks and topics looked at together (5 %, Bonferroni over weeks and topics: pairs of
weeks hang together, so that counting each pair would ask for too much). Of simulated even courses 0.7 % are called something else; of topics of 8 a
week that double half way, 93 % are called growing.

A rise that the same weeks of the year before had as well is a season, where there is a year before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from scipy.special import chdtri

FEWEST, FEWEST_WEEKS = 30, 8
"""Conversations and weeks below which a topic's course says nothing."""
SHORTEST = 3
LEAST_FACTOR = 1.25
FAMILY = 0.05
BARELY_THERE = 0.05
"""A topic is new when its share before was less than this part of its share after."""
YEAR = 52
SURE = 1.959964
"""Standard errors of a 95 % interval."""


class Course(StrEnum):
    """What became of a topic's share."""

    NEW = "new"
    GROWING = "growing"
    SHRINKING = "shrinking"
    PEAK = "peak"
    SEASON = "season"
    STEADY = "steady"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Movement:
    """A topic's course: `since` the Monday from which its share is `factor` times what it was, with a 95 % interval; a peak ends with `until`."""

    course: Course
    since: date | None = None
    until: date | None = None
    factor: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def called_out(self) -> bool:
        """True for what somebody should look at."""
        return self.course in (Course.NEW, Course.GROWING, Course.SHRINKING)


@dataclass(frozen=True, slots=True)
class Fit:
    """One course fitted: weeks `start` to before `end` have their own share; the likelihood ratio against an even share."""

    start: int
    end: int
    ratio: float


def movements(trends: Sequence[Sequence[int]], first_week: date) -> list[Movement]:
    """The movement of each topic. `trends` holds the weekly counts of all topics, every conversation in one of them, oldest week first."""
    counts = np.array([list(trend) for trend in trends], dtype=np.float64)
    if counts.size == 0 or counts.shape[1] < FEWEST_WEEKS:
        return [Movement(Course.TOO_FEW) for _ in trends]
    total = counts.sum(axis=0)
    pairs = [(start, end) for start in range(counts.shape[1]) for end in range(start + SHORTEST, counts.shape[1] + 1)]
    pairs = [(start, end) for start, end in pairs if start >= SHORTEST and (end == counts.shape[1] or end <= counts.shape[1] - SHORTEST)]
    bound = float(chdtri(1, FAMILY / counts.size))
    return [_movement(count, total, pairs, bound, first_week) for count in counts]


def _movement(count: np.ndarray, total: np.ndarray, pairs: list[tuple[int, int]], bound: float, first_week: date) -> Movement:
    if count.sum() < FEWEST:
        return Movement(Course.TOO_FEW)
    fit = _best(count, total, pairs)
    scatter = _scatter(count, total, fit)
    if fit.ratio / scatter <= bound:
        return Movement(Course.STEADY)
    inside = np.zeros(len(count), dtype=bool)
    inside[fit.start : fit.end] = True
    factor, low, high = _factor(count, total, inside, scatter)
    since = first_week + timedelta(weeks=fit.start)
    if 1 / LEAST_FACTOR < factor < LEAST_FACTOR:
        return Movement(Course.STEADY)
    if fit.end < len(count):
        return Movement(Course.PEAK, since, first_week + timedelta(weeks=fit.end), factor, low, high)
    if _came_last_year(count, total, fit.start, factor):
        return Movement(Course.SEASON, since, None, factor, low, high)
    if factor * BARELY_THERE > 1 or not count[: fit.start].any():
        return Movement(Course.NEW, since, None, factor, low, high)
    return Movement(Course.GROWING if factor > 1 else Course.SHRINKING, since, None, factor, low, high)


def _best(count: np.ndarray, total: np.ndarray, pairs: list[tuple[int, int]]) -> Fit:
    """The step or peak of highest likelihood; a peak, which has one more free week, must be better by more than that costs."""
    own, all_of_it = np.concatenate([[0], np.cumsum(count)]), np.concatenate([[0], np.cumsum(total)])
    starts, ends = np.array(pairs).T
    inside, inside_all = own[ends] - own[starts], all_of_it[ends] - all_of_it[starts]
    outside, outside_all = own[-1] - inside, all_of_it[-1] - inside_all
    ratio = 2 * (_likelihood(inside, inside_all) + _likelihood(outside, outside_all) - _likelihood(own[-1], all_of_it[-1]))
    at = int(np.argmax(np.round(ratio - np.where(ends < len(count), np.log(len(count)), 0.0), 6)))
    return Fit(int(starts[at]), int(ends[at]), float(ratio[at]))


def _likelihood(count: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Poisson log-likelihood at the best share, less what does not depend on the share."""
    return np.where(count > 0, count * np.log(np.maximum(count, 1e-12) / np.maximum(total, 1e-12)), 0.0)


def _scatter(count: np.ndarray, total: np.ndarray, fit: Fit) -> float:
    """Pearson's chi-square per degree of freedom around the fitted course, at least 1."""
    expected = np.empty_like(count)
    inside = np.zeros(len(count), dtype=bool)
    inside[fit.start : fit.end] = True
    for part in (inside, ~inside):
        expected[part] = total[part] * count[part].sum() / max(total[part].sum(), 1e-12)
    used = expected > 0
    return max(1.0, float(((count - expected)[used] ** 2 / expected[used]).sum()) / max(int(used.sum()) - 2, 1))


def _factor(count: np.ndarray, total: np.ndarray, inside: np.ndarray, scatter: float) -> tuple[float, float, float]:
    """Share inside over share outside, with a 95 % interval on the logarithm; half a conversation is added to both, so that none divides by zero."""
    more, less = count[inside].sum() + 0.5, count[~inside].sum() + 0.5
    factor = float(more / max(total[inside].sum(), 1) / (less / max(total[~inside].sum(), 1)))
    half = float(SURE * np.sqrt(scatter * (1 / more + 1 / less)))
    return factor, factor * float(np.exp(-half)), factor * float(np.exp(half))


def _came_last_year(count: np.ndarray, total: np.ndarray, start: int, factor: float) -> bool:
    """Whether the same weeks a year before stood out from their own surroundings at least half as much, in the same direction."""
    if start - YEAR < SHORTEST:
        return False
    then = slice(start - YEAR, len(count) - YEAR)
    before = slice(max(0, start - YEAR - (len(count) - start) - SHORTEST), start - YEAR)
    shares = [count[part].sum() / max(total[part].sum(), 1) for part in (then, before)]
    if min(shares) <= 0:
        return False
    return bool(np.log(shares[0] / shares[1]) * np.sign(np.log(factor)) >= 0.5 * abs(np.log(factor)))

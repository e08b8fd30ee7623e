"""Difference in differences: how a topic's rate moved beside the topics that nobody touched, with the variance of that.

What happened to the untouched topics would have happened here too; how differently they moved among themselves (random effects by DerSimonian and
Laird, 1986) widens the interval, so that a topic that moves as topics do is not taken for an effect. Where that is known from few topics, Student's t
with Satterthwaite's degrees of freedom takes the place of the normal distribution.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from insights.planning.comparison import chance

WEEK = timedelta(days=7)
YEAR = 52 * WEEK
"""Whole weeks, so that weekdays fall together."""
MOST_WEEKS = 8
FEWEST_OF_OTHERS = 20
FEWEST_OTHERS = 3
MANY = 1e6
"""Degrees of freedom from which Student's t is the normal distribution."""
BUSY = 1.6
"""A topic whose volume grew or shrank by this factor against the others is in another season."""


class Rate(StrEnum):
    """What may have changed: the columns that it is made of are `denominator` and `numerator`."""

    AUTOMATION = "automation"
    EXPERIENCE = "experience"

    @property
    def denominator(self) -> str:
        """Conversations that count."""
        return "eligible" if self is Rate.AUTOMATION else "scored"

    @property
    def numerator(self) -> str:
        """Those that went well."""
        return "automated" if self is Rate.AUTOMATION else "high"


@dataclass(frozen=True, slots=True)
class Windows:
    """Whole weeks before and from the day on which an action was done: `[since, done)` and `[done, until)`."""

    since: date
    done: date
    until: date

    @classmethod
    def around(cls, done: date, first: date, last: date) -> Windows:
        """The windows that data from `first` to `last` (both included) leave."""
        before, after = ((end - start) // WEEK for start, end in ((first, done), (done, last + timedelta(days=1))))
        return cls(done - WEEK * min(max(before, 0), MOST_WEEKS), done, done + WEEK * min(max(after, 0), MOST_WEEKS))

    @property
    def weeks(self) -> tuple[int, int]:
        """Weeks before and after."""
        return (self.done - self.since) // WEEK, (self.until - self.done) // WEEK

    @property
    def year_before(self) -> Windows:
        """The same weeks of the year before."""
        return Windows(self.since - YEAR, self.done - YEAR, self.until - YEAR)


@dataclass(frozen=True, slots=True)
class Difference:
    """The change of a topic's rate less the usual one of the untouched (`others`), in shares, not points.

    `chance` is the variance by chance, `own_ways` that of how topics move by themselves, known from the `untouched` ones.
    """

    change: float
    others: float
    chance: float
    own_ways: float
    untouched: tuple[str, ...]

    @property
    def half(self) -> float:
        """Half the width of its 95 % interval."""
        variance = self.chance + self.own_ways
        freedom = (len(self.untouched) - 1) * (variance / self.own_ways) ** 2 if self.own_ways else float("inf")
        return float(stdtrit(min(freedom, MANY), 0.975)) * variance**0.5

    @property
    def clear(self) -> bool:
        """Whether chance and the topics' own ways do not explain it."""
        return abs(self.change) > self.half

    def less(self, season: Difference) -> Difference:
        """Without what happened in another year."""
        fewer = min(self.untouched, season.untouched, key=len)
        return Difference(self.change - season.change, self.others, self.chance + season.chance, self.own_ways + season.own_ways, fewer)


def inside(cells: pd.DataFrame, days: pd.Series, mine: np.ndarray, windows: Windows) -> pd.DataFrame:
    """The cells of both windows, with whose they are (`mine`) and which window (`after`)."""
    before, after = (((days >= start) & (days < end)).to_numpy() for start, end in ((windows.since, windows.done), (windows.done, windows.until)))
    return cells.assign(mine=mine, after=after)[before | after]


def counts(part: pd.DataFrame, rate: Rate) -> tuple[tuple[int, int], tuple[int, int]]:
    """Of the topic: those that went well and all of them, before and after."""
    sums = part[part["mine"]].groupby("after")[[rate.numerator, rate.denominator]].sum().reindex([False, True], fill_value=0)
    before, after = ((int(row.iloc[0]), int(row.iloc[1])) for _, row in sums.iterrows())
    return before, after


def difference(part: pd.DataFrame, rate: Rate, left_out: Collection[str]) -> Difference | None:
    """The topic beside all others but `left_out`; None where too few others have enough conversations."""
    others = changes(part[~part["topic_id"].isin(set(left_out) | {"other"})], rate)
    if len(others) < FEWEST_OTHERS:
        return None
    usual, error, own_ways = pooled(others)
    (hits, size), (hits_after, size_after) = counts(part, rate)
    own = chance(pd.Series([hits, hits_after]), pd.Series([size, size_after])).sum()
    return Difference(hits_after / size_after - hits / size - usual, usual, float(own) + error, own_ways, tuple(map(str, others.index)))


def changes(part: pd.DataFrame, rate: Rate) -> pd.DataFrame:
    """Change of the rate of each untouched topic with enough conversations in both windows, and its variance by chance: `change variance`."""
    sums = part.groupby(["topic_id", "after"], sort=True)[[rate.numerator, rate.denominator]].sum().unstack("after", fill_value=0)
    sums = sums.reindex(columns=[(name, after) for name in (rate.numerator, rate.denominator) for after in (False, True)], fill_value=0)
    kept = sums[(sums[rate.denominator] >= FEWEST_OF_OTHERS).all(axis=1)]
    shares = [kept[rate.numerator][after] / kept[rate.denominator][after] for after in (False, True)]
    variance = sum(chance(kept[rate.numerator][after], kept[rate.denominator][after]) for after in (False, True))
    return pd.DataFrame({"change": shares[1] - shares[0], "variance": variance})


def pooled(others: pd.DataFrame) -> tuple[float, float, float]:
    """The usual change, the variance of it, and that with which topics differ from it."""
    change, variance = others["change"].to_numpy(dtype=float), others["variance"].to_numpy(dtype=float)
    weight = 1 / variance
    mean = float(weight @ change / weight.sum())
    spread = float(weight @ (change - mean) ** 2) - (len(change) - 1)
    between = max(0.0, spread / float(weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (variance + between)
    return float(weight @ change / weight.sum()), 1 / float(weight.sum()), between


def volume_of(part: pd.DataFrame, rate: Rate, windows: Windows) -> float | None:
    """By which factor the topic's volume changed more than that of all others, None where that is nothing unusual or not known."""
    weeks = np.array(windows.weeks, dtype=float)
    sums = part.groupby(["mine", "after"])[rate.denominator].sum()
    sizes = [[float(sums.get((mine, after), 0)) for after in (False, True)] for mine in (True, False)]
    if min(*weeks, *sizes[0], *sizes[1]) <= 0:
        return None
    own, others = ((after / weeks[1]) / (before / weeks[0]) for before, after in sizes)
    factor = own / others
    return factor if factor >= BUSY or factor <= 1 / BUSY else None

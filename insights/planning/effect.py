"""Did it help? A done action's topic after against before, beside the topics that nobody touched (difference in differences).

Both windows are whole weeks, so that weekdays weigh the same, and eight at most. What happened to the untouched topics would have happened here too;
how differently they moved among themselves (random effects by DerSimonian and Laird, 1986) widens the interval, so that a topic that moves as topics
do is not taken for an effect.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd

from insights.planning.comparison import Z95, chance

WEEK = timedelta(days=7)
MOST_WEEKS, FEWEST_WEEKS = 8, 2
FEWEST = 30
"""Conversations of the action's topic that each window needs."""
FEWEST_OF_OTHERS = 20
FEWEST_OTHERS = 3
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


class Answer(StrEnum):
    """What can be said."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_ENOUGH = "not_enough"
    DATA_END_BEFORE = "data_end_before"
    NOTHING_UNTOUCHED = "nothing_untouched"


@dataclass(frozen=True, slots=True)
class Effect:
    """Points of the rate that the action brought, with their 95 % interval; None where nothing can be said, and `answer` says why.

    `before` and `after` are the rates of its topic, `others` the change in points of the untouched ones; `more_days` is about how long to wait for an
    answer; `volume` is by which factor the topic's volume changed more than that of the others, None where it did not much.
    """

    rate: Rate
    answer: Answer
    points: float | None
    low: float | None
    high: float | None
    before: float | None
    after: float | None
    others: float | None
    before_count: int
    after_count: int
    since: date
    until: date
    more_days: int | None
    volume: float | None


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


def effect(cells: pd.DataFrame, rate: Rate, topic: str, done: date, *, touched: Collection[str] = ()) -> Effect:
    """The effect of an action that was done on a day.

    Args:
        cells: `day topic_id subtopic_id` and the counts of `daily_cells`.
        rate: What may have changed.
        topic: The action's topic or subtopic.
        done: The day.
        touched: Topics of other actions that were done, which are no comparison.
    """
    days = pd.to_datetime(cells["day"]).dt.date
    windows = Windows.around(done, days.min(), days.max()) if len(cells) else Windows(done, done, done)
    mine = ((cells["topic_id"] == topic) | (cells["subtopic_id"] == topic)).to_numpy()
    before, after = (((days >= start) & (days < end)).to_numpy() for start, end in ((windows.since, done), (done, windows.until)))
    part = cells.assign(mine=mine, after=after)[before | after]
    counts = part[part["mine"]].groupby("after")[[rate.numerator, rate.denominator]].sum().reindex([False, True], fill_value=0)
    (hits, size), (hits_after, size_after) = ((int(row.iloc[0]), int(row.iloc[1])) for _, row in counts.iterrows())
    known = {
        "rate": rate,
        "before": hits / size if size else None,
        "after": hits_after / size_after if size_after else None,
        "before_count": size,
        "after_count": size_after,
        "since": windows.since,
        "until": windows.until,
        "volume": volume_of(part, rate, windows),
    }
    nothing = {"points": None, "low": None, "high": None, "others": None, "more_days": None}
    if not len(cells) or days.max() < done:
        return Effect(answer=Answer.DATA_END_BEFORE, **known, **nothing)
    if windows.weeks[1] < FEWEST_WEEKS or size_after < FEWEST or size < FEWEST:
        waited = (days.max() - done).days + 1
        return Effect(answer=Answer.NOT_ENOUGH, **known, **nothing | {"more_days": waiting(size, size_after, windows, waited)})
    homes = set(cells.loc[mine, "topic_id"])
    others = changes(part[~part["topic_id"].isin(homes | set(touched) | {"other"})], rate)
    if len(others) < FEWEST_OTHERS:
        return Effect(answer=Answer.NOTHING_UNTOUCHED, **known, **nothing)
    usual, variance = pooled(others)
    own = chance(pd.Series([hits, hits_after]), pd.Series([size, size_after])).sum()
    points, half = 100 * (hits_after / size_after - hits / size - usual), 100 * Z95 * float(own + variance) ** 0.5
    answer = Answer.BETTER if points > half else Answer.WORSE if points < -half else Answer.NO_CLEAR_CHANGE
    found = {"points": points, "low": points - half, "high": points + half, "others": 100 * usual, "more_days": None}
    return Effect(answer=answer, **known, **found)


def changes(part: pd.DataFrame, rate: Rate) -> pd.DataFrame:
    """Change of the rate of each untouched topic with enough conversations in both windows, and its variance by chance: `change variance`."""
    sums = part.groupby(["topic_id", "after"], sort=True)[[rate.numerator, rate.denominator]].sum().unstack("after", fill_value=0)
    sums = sums.reindex(columns=[(name, after) for name in (rate.numerator, rate.denominator) for after in (False, True)], fill_value=0)
    kept = sums[(sums[rate.denominator] >= FEWEST_OF_OTHERS).all(axis=1)]
    shares = [kept[rate.numerator][after] / kept[rate.denominator][after] for after in (False, True)]
    variance = sum(chance(kept[rate.numerator][after], kept[rate.denominator][after]) for after in (False, True))
    return pd.DataFrame({"change": shares[1] - shares[0], "variance": variance})


def pooled(others: pd.DataFrame) -> tuple[float, float]:
    """The usual change, and the variance with which another topic's change differs from it."""
    change, variance = others["change"].to_numpy(dtype=float), others["variance"].to_numpy(dtype=float)
    weight = 1 / variance
    mean = float(weight @ change / weight.sum())
    spread = float(weight @ (change - mean) ** 2) - (len(change) - 1)
    between = max(0.0, spread / float(weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (variance + between)
    return float(weight @ change / weight.sum()), between + 1 / float(weight.sum())


def waiting(size: int, size_after: int, windows: Windows, waited: int) -> int | None:
    """About how many more days it takes; None where waiting does not help, because there was too little before."""
    if size < FEWEST:
        return None
    per_day = size_after / waited or size / max((windows.done - windows.since).days, 1)
    return max(FEWEST_WEEKS * 7 - waited, math.ceil((FEWEST - size_after) / per_day), 1)


def volume_of(part: pd.DataFrame, rate: Rate, windows: Windows) -> float | None:
    """By which factor the topic's volume changed more than that of all others, None where that is nothing unusual or not known."""
    weeks = np.array(windows.weeks, dtype=float)
    sums = part.groupby(["mine", "after"])[rate.denominator].sum()
    counts = [[float(sums.get((mine, after), 0)) for after in (False, True)] for mine in (True, False)]
    if min(*weeks, *counts[0], *counts[1]) <= 0:
        return None
    own, others = ((after / weeks[1]) / (before / weeks[0]) for before, after in counts)
    factor = own / others
    return factor if factor >= BUSY or factor <= 1 / BUSY else None

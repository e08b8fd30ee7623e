"""Did it help? A done action's topic after against before, beside the topics that nobody touched (difference in differences).

Both windows are whole weeks, so that weekdays weigh the same, and eight at most. Where the data reach back a year, the same weeks of then are looked
at as well: a topic that moved beyond chance then too is in its season, and what it moved then is taken away. Where they do not, a volume that moved
more than that of other topics is told.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd

from insights.planning.difference import Difference, Rate, Windows, counts, difference, inside, volume_of

FEWEST = 20
"""Conversations of the action's topic that each window needs."""
FEWEST_WEEKS = 2
HOLE = 7
"""Days in a row without any conversation that are missing data, not a quiet weekend."""


class Answer(StrEnum):
    """What can be said."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_ENOUGH = "not_enough"
    DATA_END_BEFORE = "data_end_before"
    NOTHING_UNTOUCHED = "nothing_untouched"
    TOPIC_GONE = "topic_gone"


MEASURED = (Answer.BETTER, Answer.WORSE, Answer.NO_CLEAR_CHANGE)


@dataclass(frozen=True, slots=True)
class Effect:
    """Points of the rate that the action brought, with their 95 % interval; None where nothing can be said, and `answer` says why.

    `before` and `after` are the rates of its topic, `others` the change in points of the untouched ones; `more_days` is about how long to wait for an
    answer. `season` is what the topic moved beyond chance in the same weeks a year before, in points: it is taken away from `points`. `volume` is by
    which factor the topic's volume changed more than that of the others, where it did much and no year before can tell whether that is a season.
    `untouched` are the topics that it is set beside; `gap_days` of the weeks lie in holes of a week or more without any conversation; `last` is the
    last day of the data.
    """

    rate: Rate
    answer: Answer
    before: float | None
    after: float | None
    before_count: int
    after_count: int
    since: date
    until: date
    points: float | None = None
    low: float | None = None
    high: float | None = None
    others: float | None = None
    more_days: int | None = None
    season: float | None = None
    volume: float | None = None
    untouched: tuple[str, ...] = ()
    gap_days: tuple[int, int] = (0, 0)
    last: date | None = None

    @property
    def measured(self) -> bool:
        """Whether there is a number."""
        return self.answer in MEASURED


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
    part = inside(cells, days, mine, windows)
    (hits, size), (hits_after, size_after) = counts(part, rate)
    rates = (hits / size if size else None, hits_after / size_after if size_after else None)
    nothing = Effect(rate, Answer.DATA_END_BEFORE, *rates, size, size_after, windows.since, windows.until)
    if not len(cells):
        return nothing
    nothing = replace(nothing, last=days.max(), gap_days=gaps(days, windows))
    if days.max() < done:
        return nothing
    if windows.weeks[1] < FEWEST_WEEKS or min(size, size_after) < FEWEST:
        waited = (days.max() - done).days + 1
        return replace(nothing, answer=Answer.NOT_ENOUGH, more_days=waiting(size, size_after, windows, waited))
    left_out = set(cells.loc[mine, "topic_id"]) | set(touched)
    found = difference(part, rate, left_out)
    if found is None:
        return replace(nothing, answer=Answer.NOTHING_UNTOUCHED)
    reaches_back = days.min() <= windows.year_before.since
    known = replace(nothing, others=100 * found.others, untouched=found.untouched, volume=None if reaches_back else volume_of(part, rate, windows))
    return answered(known, found, last_year(cells, days, mine, windows, rate, left_out))


def answered(known: Effect, found: Difference, season: Difference | None) -> Effect:
    """The effect with its interval, less a season, and whether it is one."""
    if season is not None and season.clear:
        found, known = found.less(season), replace(known, season=100 * season.change)
    points, half = 100 * found.change, 100 * found.half
    answer = Answer.BETTER if points > half else Answer.WORSE if points < -half else Answer.NO_CLEAR_CHANGE
    return replace(known, answer=answer, points=points, low=points - half, high=points + half)


def last_year(cells: pd.DataFrame, days: pd.Series, mine: np.ndarray, windows: Windows, rate: Rate, left_out: Collection[str]) -> Difference | None:
    """How the topic moved beside the others in the same weeks a year before; None where the data do not tell."""
    then = windows.year_before
    if days.min() > then.since:
        return None
    part = inside(cells, days, mine, then)
    if min(size for _, size in counts(part, rate)) < FEWEST:
        return None
    return difference(part, rate, left_out)


def gaps(days: pd.Series, windows: Windows) -> tuple[int, int]:
    """Days of both windows that lie in holes of a week or more, in which nobody wrote about anything: data that were not imported."""
    there = set(days)
    return hole_days(there, windows.since, windows.done), hole_days(there, windows.done, windows.until)


def hole_days(there: Collection[date], start: date, end: date) -> int:
    """Days from `start` to before `end` in runs of a week or more that are not there."""
    total = run = 0
    for place in range((end - start).days + 1):
        day = start + timedelta(days=place)
        if day < end and day not in there:
            run += 1
            continue
        total, run = total + (run if run >= HOLE else 0), 0
    return total


def waiting(size: int, size_after: int, windows: Windows, waited: int) -> int | None:
    """About how many more days it takes; None where waiting does not help, because there was too little before."""
    if size < FEWEST:
        return None
    counted = (windows.until - windows.done).days
    per_day = size_after / max(counted, 1) or size / max((windows.done - windows.since).days, 1)
    # Days after the last whole week have been waited already.
    return max(FEWEST_WEEKS * 7 - waited, math.ceil((FEWEST - size_after) / per_day) - (waited - counted), 1)

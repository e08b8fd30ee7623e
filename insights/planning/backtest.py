"""Would the potential have come true? The first part of the bot's history predicts the later part, which nobody has to wait for.

1. Only conversations that a bot answered with everything it needed in place: of these the potential says how many it resolves.
2. The first 60 % of the days teach the rates, exactly as the whole history teaches those of the plan; the rest is what was reached.
3. Topics in which the bot had resolved none before are left out and counted: there it is not set up, and shows nothing of what it could.
4. Beside it a naive rule, so that a sceptic sees what the stated rates add: "later = what the bot reached before".

What the earlier part could not have known: topics and enablers were found in all conversations, the later ones included, and an article or API
counts as there if it is there today. The judges of work learnt from neither part.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from insights.planning.judging import judge_deviation
from insights.planning.potential import Rate, departed, known, rates, resolution_odds, topic_rates
from insights.planning.uncertainty import alike, common_error, deviation, interval

EARLIER_SHARE = 0.6
FEWEST_A_SIDE = 30
FEWEST = 10
"""Later conversations below which a topic or kind of work is not tested by itself."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A group of later conversations: what the earlier part predicted of it with its 90 % interval, what was reached, what the naive rule says."""

    id: str
    label: str
    earlier: int
    later: int
    predicted: float
    low: float
    high: float
    reached: float
    naive: float

    @property
    def error(self) -> float:
        """Predicted less reached, in points."""
        return 100 * (self.predicted - self.reached)

    @property
    def naive_error(self) -> float:
        """The naive rule less what was reached, in points."""
        return 100 * (self.naive - self.reached)

    @property
    def inside(self) -> bool:
        """Whether the interval held."""
        return self.low <= self.reached <= self.high


@dataclass(frozen=True, slots=True)
class BackTest:
    """The test over a whole history. `later_from` is the first day that had to be predicted; `left_out` later conversations were not predicted."""

    first_day: date
    later_from: date
    last_day: date
    whole: Trial
    topics: tuple[Trial, ...]
    kinds: tuple[Trial, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the earlier part taught: the rate of each combination of kinds, and of each within its topic."""

    kinds: Mapping[str, Rate]
    local: Mapping[tuple[str, str], Rate]


@dataclass(frozen=True, slots=True)
class NotYet:
    """Why there is no test: the conversations so far on both sides, and after how many more days there may be enough; None when none can be told."""

    earlier: int
    later: int
    days: int | None


def backtest(history: pd.DataFrame) -> BackTest | NotYet:
    """Tests the rates on a history: one row per conversation that a bot answered with everything in place.

    Its columns are `day topic_id subtopic_id topic work_class p_human automated`.
    """
    if history.empty:
        return NotYet(0, 0, None)
    days = pd.to_datetime(history["day"]).dt.date
    first, last = days.min(), days.max()
    length = (last - first).days + 1
    cut = first + timedelta(days=math.ceil(EARLIER_SHARE * length))
    earlier, later = history[(days < cut).to_numpy()], history[(days >= cut).to_numpy()]
    set_up = set(earlier.loc[earlier["automated"].astype(bool), "topic_id"])
    before, after = (part[part["topic_id"].isin(set_up)] for part in (earlier, later))
    if min(len(before), len(after)) < FEWEST_A_SIDE:
        return NotYet(len(before), len(after), days_missing(len(before), len(after), length))
    found, usual = learnt(before, after), float(before["automated"].mean())
    topics, kinds = (groups(before, after, found, *keys) for keys in (("topic_id", "topic"), ("work_class", "work_class")))
    return BackTest(first, cut, last, trial("", "All conversations", before, after, found, usual), topics, kinds, len(later) - len(after))


def learnt(before: pd.DataFrame, after: pd.DataFrame) -> Learnt:
    """The rates after the earlier part; also of kinds of work that only came later, which it moved without having seen them."""
    cells = before.groupby(["topic_id", "work_class"], as_index=False, sort=True).agg(tried=("automated", "size"), reached=("automated", "sum"))
    names = pd.Index(sorted({*before["work_class"], *after["work_class"]}), name="work_class")
    tried = cells.groupby("work_class")[["tried", "reached"]].sum().reindex(names, fill_value=0).astype(int)
    kinds = rates(tried.reset_index())
    return Learnt(kinds, topic_rates(cells.astype({"reached": int}), kinds))


def groups(before: pd.DataFrame, after: pd.DataFrame, found: Learnt, key: str, label: str) -> tuple[Trial, ...]:
    """A trial of every group with enough later conversations, the largest first."""
    usual = float(before["automated"].mean())
    made = [
        trial(str(name), str(part[label].iloc[0]), before[before[key] == name], part, found, usual)
        for name, part in after.groupby(key, sort=True)
        if len(part) >= FEWEST
    ]
    return tuple(sorted(made, key=lambda one: (-one.later, one.label)))


def trial(name: str, label: str, before: pd.DataFrame, after: pd.DataFrame, found: Learnt, usual: float) -> Trial:
    """One group: the mean of the odds of its later conversations beside what became of them. `usual` stands in where it has no past."""
    chance = after["p_human"].astype(float).fillna(0.0)
    odds = resolution_odds(after["work_class"], chance, found.kinds, topic_id=after["topic_id"], local=found.local)
    low, high = interval(float(np.mean(odds)), spread(after, odds, found))
    naive = float(before["automated"].mean()) if len(before) else usual
    return Trial(name, label, len(before), len(after), float(np.mean(odds)), low, high, float(after["automated"].mean()), naive)


def spread(after: pd.DataFrame, odds: np.ndarray, found: Learnt) -> float:
    """Standard deviation of a group's later rate, made as that of a potential is: of a topic from its own rates, of more from those of the kinds."""
    size, topics = len(after), after["topic_id"].unique()
    names = [str(name) for name in after["work_class"]]
    shares = {str(name): float(total) / size for name, total in pd.Series(odds).groupby(names).sum().items()}
    strata = after.assign(conversations=1)
    if len(topics) > 1:
        return deviation(shares, found.kinds, size, judged=common_error(strata, float(np.mean(odds))))
    own = {name: found.local.get((str(topics[0]), name)) or departed(known(name, found.kinds), 0, 0) for name in shares}
    return deviation(shares, own, size, judged=judge_deviation(1.0, alike(strata)[1], size))


def days_missing(earlier: int, later: int, length: int) -> int | None:
    """How many more days it takes until both sides hold enough, if conversations keep coming as they did; None where none came.

    >>> days_missing(24, 16, 40)
    35
    """
    if not earlier + later:
        return None
    a_day = (earlier + later) / length
    total = FEWEST_A_SIDE / min(EARLIER_SHARE, 1 - EARLIER_SHARE) / a_day
    short = FEWEST_A_SIDE - min(earlier, later)
    return max(math.ceil(round(total - length, 6)), math.ceil(short / a_day), 1)


def coverage(trials: tuple[Trial, ...]) -> float | None:
    """Share of the trials whose interval held."""
    return sum(one.inside for one in trials) / len(trials) if trials else None


def mean_error(trials: tuple[Trial, ...], *, naive: bool = False) -> float | None:
    """Mean distance in points between predicted and reached, every trial counted by its later conversations."""
    weight = sum(one.later for one in trials)
    return sum(one.later * abs(one.naive_error if naive else one.error) for one in trials) / weight if weight else None

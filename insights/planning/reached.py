"""Predicted against reached: a kept promise beside the conversations that came after it.

1. Two promises are checked. "As things stood": with nothing built, the automation rate stays where it was; this can be checked at once. "With
   everything built": the potential; this can be checked when what was assumed is there and an AI agent answers nearly everything.
2. A promise held when the later rate is inside its interval, widened by what chance does to the later conversations.
3. Topics that were merged since are compared together: the mean of their promises and of both ends, which is wider than need be.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from insights.planning.record import SHARES, Promise, Stated, TopicPromise
from insights.planning.uncertainty import Z90

FEWEST = 20
"""Later conversations below which nothing is compared."""
ANSWERED = 0.8
"""Share of the later conversations that a bot must have answered before the potential can be checked."""
READY = 0.9
"""Share of them that must miss nothing any more."""


class Held(StrEnum):
    """What became of a promise."""

    INSIDE = "inside"
    ABOVE = "above"
    BELOW = "below"
    NOT_YET = "not yet"
    FEW = "too few"
    GONE = "gone"

    @property
    def compared(self) -> bool:
        """Whether there is an answer."""
        return self in (Held.INSIDE, Held.ABOVE, Held.BELOW)


@dataclass(frozen=True, slots=True)
class Reached:
    """Later eligible conversations: all, those a bot replied in, those that miss nothing, those automated; the rate with its 90 % interval."""

    eligible: int = 0
    involved: int = 0
    ready: int = 0
    automated: int = 0

    @property
    def rate(self) -> float:
        """The automation rate."""
        return self.automated / self.eligible if self.eligible else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's."""
        return wilson(self.automated, self.eligible)


@dataclass(frozen=True, slots=True)
class Compared:
    """A promise, what was reached, and both answers. `why` says what the potential waits for; `low` and `high` are those of "as things stood"."""

    topic_id: str
    name: str
    promise: Promise
    reached: Reached
    low: float
    high: float
    stood: Held
    built: Held
    there: int
    assumed: int
    why: str = ""


def compare(
    stated: Stated, later: pd.DataFrame, missing: AbstractSet[str], *, now: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Compared, tuple[Compared, ...]]:
    """A statement beside what came after it: in all, and per topic.

    Args:
        stated: The statement.
        later: `topic_id eligible involved ready automated`, one row per topic as it is now.
        missing: Ids of the enablers that are not there now.
        now: Where each topic of the statement is counted now, by its id; a topic that is not in it is gone.
        names: What topics are called now.
    """
    columns = ("eligible", "involved", "ready", "automated")
    found = {str(row["topic_id"]): Reached(*(int(row[name]) for name in columns)) for row in later.to_dict("records")}
    total = Reached(*(sum(getattr(one, name) for one in found.values()) for name in columns))
    whole = compared("", "All conversations", stated.whole, total, stated.lacking, missing)
    together: dict[str, list[TopicPromise]] = {}
    for topic in stated.topics:
        together.setdefault(now.get(topic.topic_id, f"gone {topic.topic_id}"), []).append(topic)
    rows = []
    for key, topics in together.items():
        lacking = sorted({each for topic in topics for each in topic.lacking})
        promise, name = mean_of([topic.promise for topic in topics]), names.get(key, topics[0].name)
        if key not in now.values():
            rows.append(Compared(topics[0].topic_id, name, promise, Reached(), 0.0, 1.0, Held.GONE, Held.GONE, 0, len(lacking)))
        else:
            rows.append(compared(key, name, promise, found.get(key, Reached()), lacking, missing))
    return whole, tuple(rows)


def compared(key: str, name: str, promise: Promise, reached: Reached, lacking: Sequence[str], missing: AbstractSet[str]) -> Compared:
    """One promise beside what was reached."""
    low, high = as_things_stood(promise, reached.eligible)
    there = len([each for each in lacking if each not in missing])
    if reached.eligible < FEWEST:
        return Compared(key, name, promise, reached, low, high, Held.FEW, Held.FEW, there, len(lacking))
    stood = side(reached.rate, low, high)
    why = waits_for(reached, there, len(lacking))
    built = Held.NOT_YET if why else side(reached.rate, *widened(promise.potential, promise.low, promise.high, reached.eligible))
    return Compared(key, name, promise, reached, low, high, stood, built, there, len(lacking), why)


def waits_for(reached: Reached, there: int, assumed: int) -> str:
    """Why the potential cannot be checked yet; nothing when it can."""
    if there < assumed:
        return f"{assumed - there} of {assumed} assumed enablers {'is' if assumed - there == 1 else 'are'} not there"
    if reached.ready < READY * reached.eligible:
        return f"{reached.eligible - reached.ready:,} of {reached.eligible:,} later conversations still miss something"
    if reached.involved < ANSWERED * reached.eligible:
        return f"a bot answered {reached.involved:,} of {reached.eligible:,}"
    return ""


def as_things_stood(promise: Promise, later: int) -> tuple[float, float]:
    """Between which ends the rate stays by chance alone when nothing changes, given as many later conversations."""
    before = wilson(round(promise.today * promise.eligible), promise.eligible)
    return widened(promise.today, *before, later)


def widened(middle: float, low: float, high: float, later: int) -> tuple[float, float]:
    """An interval with the chance of so many later conversations added.

    >>> [round(end, 2) for end in widened(0.5, 0.4, 0.6, 100)]
    [0.37, 0.63]
    """
    # A rate of 0 or 1 is never certain: half a conversation more, on either side.
    level = (middle * later + 0.5) / (later + 1)
    chance = Z90 * math.sqrt(level * (1 - level) / max(later, 1))
    return max(0.0, middle - math.hypot(middle - low, chance)), min(1.0, middle + math.hypot(high - middle, chance))


def side(rate: float, low: float, high: float) -> Held:
    """Where a rate lies against an interval."""
    return Held.BELOW if rate < low else Held.ABOVE if rate > high else Held.INSIDE


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 90 % interval of a share; everything is possible where nothing was seen.

    >>> [round(end, 2) for end in wilson(5, 10)]
    [0.27, 0.73]
    """
    if not whole:
        return 0.0, 1.0
    rate, square = part / whole, Z90**2
    middle, half = rate + square / 2 / whole, Z90 * math.sqrt(rate * (1 - rate) / whole + square / 4 / whole**2)
    return max(0.0, (middle - half) / (1 + square / whole)), min(1.0, (middle + half) / (1 + square / whole))


def mean_of(promises: Sequence[Promise]) -> Promise:
    """Promises of several topics as one, each counted by its conversations."""
    total = sum(each.eligible for each in promises)
    weights = [each.eligible / total if total else 1 / len(promises) for each in promises]
    shares = (sum(weight * getattr(each, name) for weight, each in zip(weights, promises, strict=True)) for name in SHARES)
    return Promise(total, *shares)


def coverage(answers: Iterable[Held]) -> tuple[int, int]:
    """How many promises held, of how many that could be compared."""
    settled = [answer for answer in answers if answer.compared]
    return settled.count(Held.INSIDE), len(settled)

"""What the done actions brought: each one's effect on the part that it is about, and what they gained together.

An action is measured on one subtopic when at least 60 % of its evidence lies there, else on its topic. Together only those count whose interval lies
above nought, and of several on the same topic the one that gained most, so that nothing is counted twice.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from insights.metrics.units import is_missing
from insights.planning.difference import Rate, Windows
from insights.planning.effect import Answer, Effect, effect

CONCENTRATED = 0.6
"""From this share of its evidence in its topic on, an action is about one subtopic."""
FEWEST_PROOFS = 5
DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Promised:
    """Points that were promised over all conversations, with their 90 % interval where one was stated."""

    points: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A done action: the topic that it belongs to, the part that it is measured on, what was promised, and what came of it.

    `weight` is the part's share of all conversations after it was done, so that its points can be set beside the promised ones.
    """

    action_id: str
    title: str
    done: date
    topic_id: str
    part_id: str
    promised: dict[Rate, Promised]
    effects: dict[Rate, Effect]
    weight: dict[Rate, float]

    def overall(self, rate: Rate) -> Promised | None:
        """What was reached, in points over all conversations; None where nothing can be said."""
        found, weight = self.effects[rate], self.weight[rate]
        if found.points is None or found.low is None or found.high is None:
            return None
        return Promised(found.points * weight, found.low * weight, found.high * weight)

    @property
    def monthly(self) -> tuple[float, float, float]:
        """Conversations a month that it automated, at the volume since then: the estimate and both ends of its interval."""
        found = self.effects[Rate.AUTOMATION]
        volume = found.after_count / max((found.until - self.done).days, 1) * DAYS_A_MONTH / 100
        return (found.points or 0.0) * volume, (found.low or 0.0) * volume, (found.high or 0.0) * volume


@dataclass(frozen=True, slots=True)
class Gained:
    """Conversations a month that done actions automated, with the ends of their intervals added up, and the actions that count."""

    conversations: float
    low: float
    high: float
    actions: tuple[Outcome, ...]


def outcomes(done: pd.DataFrame, cells: pd.DataFrame, places: pd.DataFrame) -> tuple[Outcome, ...]:
    """Every done action, the newest first.

    Args:
        done: Rows of `actions_now` with a day on which they were done.
        cells: `daily_cells`.
        places: `proof_places` of them.
    """
    lines = done[done["done_on"].notna()].sort_values(["done_on", "action_id"], ascending=[False, True], kind="stable")
    days = {str(line.action_id): pd.Timestamp(line.done_on).date() for line in lines.itertuples()}
    homes = {str(line.action_id): str(line.topic_id) for line in lines.itertuples()}
    return tuple(outcome(line, cells, places, near(str(line.action_id), days, homes, cells)) for line in lines.itertuples())


def outcome(line: object, cells: pd.DataFrame, places: pd.DataFrame, touched: Collection[str]) -> Outcome:
    """One done action (a row of `actions_now`)."""
    action_id, topic, done = str(line.action_id), str(line.topic_id), pd.Timestamp(line.done_on).date()
    part = part_of(places[places["action_id"] == action_id], topic)
    effects = {rate: effect(cells, rate, part, done, touched=touched) for rate in Rate}
    promised = {
        Rate.AUTOMATION: Promised(*(number(getattr(line, name)) for name in ("gain_points", "gain_low", "gain_high"))),
        Rate.EXPERIENCE: Promised(*(number(getattr(line, name)) for name in ("cx_points", "cx_low", "cx_high"))),
    }
    promised = {rate: each for rate, each in promised.items() if each.points is not None}
    return Outcome(action_id, str(line.title), done, topic, part, promised, effects, {rate: weight(cells, effects[rate], done) for rate in Rate})


def part_of(places: pd.DataFrame, topic: str) -> str:
    """The subtopic that holds most of an action's evidence in its topic, else the topic."""
    here = places[places["topic_id"] == topic]
    total = int(here["conversations"].sum())
    inner = here.dropna(subset=["subtopic_id"]).sort_values(["conversations", "subtopic_id"], ascending=[False, True])
    if total < FEWEST_PROOFS or inner.empty or inner["conversations"].iloc[0] < CONCENTRATED * total:
        return topic
    return str(inner["subtopic_id"].iloc[0])


def near(action_id: str, days: dict[str, date], homes: dict[str, str], cells: pd.DataFrame) -> set[str]:
    """Topics of the other actions that were done within the weeks that this one is measured over: they are no comparison."""
    if cells.empty:
        return set()
    first, last = (pd.Timestamp(end).date() for end in (cells["day"].min(), cells["day"].max()))
    windows = Windows.around(days[action_id], first, last)
    return {homes[other] for other, day in days.items() if other != action_id and windows.since < day < windows.until}


def weight(cells: pd.DataFrame, found: Effect, done: date) -> float:
    """The part's share of all conversations of the weeks after."""
    days = pd.to_datetime(cells["day"]).dt.date
    total = int(cells.loc[(days >= done) & (days < found.until), found.rate.denominator].sum()) if len(cells) else 0
    return found.after_count / total if total else 0.0


def gained(found: Sequence[Outcome]) -> Gained | None:
    """What the done actions gained for certain, or None where no interval lies above nought.

    The ends of the intervals are added up as though all erred together, since they share the topics that they are compared with.
    """
    best: dict[str, Outcome] = {}
    for each in found:
        if each.effects[Rate.AUTOMATION].answer is Answer.BETTER and (each.topic_id not in best or each.monthly > best[each.topic_id].monthly):
            best[each.topic_id] = each
    if not best:
        return None
    sums = [sum(ends) for ends in zip(*(each.monthly for each in best.values()), strict=True)]
    return Gained(*sums, tuple(best.values()))


def number(value: object) -> float | None:
    """A cell as a number, or None where nothing stands."""
    return None if is_missing(value) else float(value)

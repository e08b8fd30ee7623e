"""What the done actions brought: each one's effect on the part that it is about, and what they gained together.

An action is measured on one subtopic when at least 60 % of its evidence lies there, else on its topic. Its topic is measured too where the subtopic
alone has too few conversations for an answer, and where customers hardly write about it any more: then it was about what was put right, and who is
left says nothing of the rest. Neither topics that hold a tenth of its evidence nor those of actions done within the same weeks are a comparison.
Together only those actions count whose interval lies above nought, and of several on the same topic the one that gained most, so that nothing is
counted twice.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from insights.metrics.units import is_missing
from insights.model import ActionType
from insights.planning.difference import Rate, Windows
from insights.planning.effect import Answer, Effect, effect

CONCENTRATED = 0.6
"""From this share of its evidence in its topic on, an action is about one subtopic."""
FADED = 0.5
"""A subtopic whose share of its topic falls below this part of what it was is not written about any more."""
TOUCHES = 0.1
"""A topic that holds this share of an action's evidence is touched by it."""
FEWEST_PROOFS = 5
DAYS_A_MONTH = 30.44
FOR_CUSTOMERS = (ActionType.FIX_PRODUCT, ActionType.ROUTE_FASTER, ActionType.IMPROVE_SERVICE)
"""Types of action that are to move the CX score; the others are to move the automation rate."""
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Promised:
    """Points over all conversations, with their interval where there is one."""

    points: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A done action: the topic that it belongs to, the part that it is measured on, what was promised, and what came of it.

    `rate` is the one that it was to move. `weight` is the part's share of all conversations after it was done, so that its points can be set beside
    the promised ones. `merged` is the name of its former topic, where that is counted in another one now; `narrower` that of the subtopic which
    holds its evidence, where too little is written about that after it. `along` are titles of actions done on its topic in the same weeks: what each
    of them brought cannot be told apart.
    """

    action_id: str
    title: str
    done: date
    topic_id: str
    part_id: str
    name: str
    rate: Rate
    promised: dict[Rate, Promised]
    effects: dict[Rate, Effect]
    weight: dict[Rate, float]
    merged: str = ""
    narrower: str = ""
    along: tuple[str, ...] = ()

    @property
    def effect(self) -> Effect:
        """What became of the rate that it was to move."""
        return self.effects[self.rate]

    def overall(self, rate: Rate) -> Promised | None:
        """What was reached, in points over all conversations; None where nothing can be said."""
        found, weight = self.effects[rate], self.weight[rate]
        if found.points is None or found.low is None or found.high is None:
            return None
        return Promised(found.points * weight, found.low * weight, found.high * weight)

    @property
    def monthly(self) -> tuple[float, float, float]:
        """Conversations a month that went well because of it, at the volume since then: the estimate and both ends of its interval."""
        found = self.effect
        days = (found.until - self.done).days - found.gap_days[1]
        volume = found.after_count / max(days, 1) * DAYS_A_MONTH / 100
        return (found.points or 0.0) * volume, (found.low or 0.0) * volume, (found.high or 0.0) * volume


@dataclass(frozen=True, slots=True)
class Gained:
    """Conversations a month that done actions won, with the ends of their intervals added up, and the actions that count."""

    conversations: float
    low: float
    high: float
    actions: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Topics as they stand: the name of each topic and subtopic, and the former topic of actions whose own was merged away."""

    names: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


def outcomes(done: pd.DataFrame, cells: pd.DataFrame, places: pd.DataFrame, taxonomy: Taxonomy) -> tuple[Outcome, ...]:
    """Every done action, the newest first.

    Args:
        done: Rows of `actions_now` with a day on which they were done.
        cells: `daily_cells`.
        places: `proof_places` of them.
        taxonomy: The topics that there are now.
    """
    lines = done.dropna(subset=["done_on"]).sort_values(["done_on", "action_id"], ascending=[False, True], kind="stable")
    days = {str(line.action_id): pd.Timestamp(line.done_on).date() for line in lines.itertuples()}
    homes = {str(line.action_id): touched_by(places[places["action_id"] == line.action_id], str(line.topic_id)) for line in lines.itertuples()}
    found = [outcome(line, cells, places, near(str(line.action_id), days, homes, cells), taxonomy) for line in lines.itertuples()]
    return tuple(replace(each, along=tuple(other.title for other in found if beside(each, other))) for each in found)


def beside(one: Outcome, other: Outcome) -> bool:
    """Whether another action was done on the same topic in the weeks that one is measured over."""
    return other.action_id != one.action_id and other.topic_id == one.topic_id and one.effect.since < other.done < one.effect.until


def outcome(line: object, cells: pd.DataFrame, places: pd.DataFrame, touched: Collection[str], taxonomy: Taxonomy) -> Outcome:
    """One done action (a row of `actions_now`)."""
    action_id, topic, done = str(line.action_id), str(line.topic_id), pd.Timestamp(line.done_on).date()
    promised = {
        Rate.AUTOMATION: Promised(*(number(getattr(line, name)) for name in ("gain_points", "gain_low", "gain_high"))),
        Rate.EXPERIENCE: Promised(*(number(getattr(line, name)) for name in ("cx_points", "cx_low", "cx_high"))),
    }
    promised = {rate: each for rate, each in promised.items() if each.points is not None}
    rate = meant(str(line.type), promised)
    narrow = part_of(places[places["action_id"] == action_id], topic)
    part, effects = narrow, effects_on(narrow, cells, done, touched)
    if narrow != topic and (effects[rate].answer is Answer.NOT_ENOUGH or faded(cells, narrow, topic, done)):
        wider = effects_on(topic, cells, done, touched)
        if wider[rate].answer is not Answer.NOT_ENOUGH:
            part, effects = topic, wider
    if topic == OTHER or topic not in taxonomy.names:
        effects = {name: replace(each, answer=Answer.TOPIC_GONE, points=None, low=None, high=None) for name, each in effects.items()}
    return Outcome(
        action_id,
        str(line.title),
        done,
        topic,
        part,
        " › ".join(taxonomy.names.get(each, each) for each in dict.fromkeys((topic, part))),
        rate,
        promised,
        effects,
        {name: weight(cells, each, done) for name, each in effects.items()},
        taxonomy.merged.get(action_id, ""),
        "" if part == narrow else taxonomy.names.get(narrow, narrow),
    )


def effects_on(part: str, cells: pd.DataFrame, done: date, touched: Collection[str]) -> dict[Rate, Effect]:
    """What became of both rates of a part."""
    return {rate: effect(cells, rate, part, done, touched=touched) for rate in Rate}


def meant(kind: str, promised: Mapping[Rate, Promised]) -> Rate:
    """The rate that an action was to move: that of its type, unless only the other one was promised anything."""
    own, other = (Rate.EXPERIENCE, Rate.AUTOMATION) if kind in FOR_CUSTOMERS else (Rate.AUTOMATION, Rate.EXPERIENCE)
    stated = {rate for rate, each in promised.items() if each.points > 0}
    return other if other in stated and own not in stated else own


def part_of(places: pd.DataFrame, topic: str) -> str:
    """The subtopic that holds most of an action's evidence in its topic, else the topic."""
    here = places[places["topic_id"] == topic]
    total = int(here["conversations"].sum())
    inner = here.dropna(subset=["subtopic_id"]).sort_values(["conversations", "subtopic_id"], ascending=[False, True])
    if total < FEWEST_PROOFS or inner.empty or inner["conversations"].iloc[0] < CONCENTRATED * total:
        return topic
    return str(inner["subtopic_id"].iloc[0])


def faded(cells: pd.DataFrame, part: str, topic: str, done: date) -> bool:
    """Whether a subtopic's share of its topic fell by half or more after an action was done."""
    if part == topic or cells.empty:
        return False
    days = pd.to_datetime(cells["day"]).dt.date
    windows = Windows.around(done, days.min(), days.max())
    sizes = []
    for start, end in ((windows.since, done), (done, windows.until)):
        here = cells[(days >= start) & (days < end) & (cells["topic_id"] == topic)]
        sizes.append((float(here.loc[here["subtopic_id"] == part, "eligible"].sum()), float(here["eligible"].sum())))
    (own, whole), (own_after, whole_after) = sizes
    return own > 0 and whole_after > 0 and own_after / whole_after < FADED * own / whole


def touched_by(places: pd.DataFrame, topic: str) -> set[str]:
    """The action's topic, and every other that holds a good part of its evidence."""
    held = {str(name): int(count) for name, count in places.groupby("topic_id")["conversations"].sum().items()}
    return {topic, *(name for name, count in held.items() if count >= TOUCHES * sum(held.values()))}


def near(action_id: str, days: Mapping[str, date], homes: Mapping[str, set[str]], cells: pd.DataFrame) -> set[str]:
    """What the action touches itself, and what others touch that were done within the weeks that it is measured over: they are no comparison."""
    if cells.empty:
        return set()
    first, last = (pd.Timestamp(end).date() for end in (cells["day"].min(), cells["day"].max()))
    windows = Windows.around(days[action_id], first, last)
    meanwhile = (homes[other] for other, day in days.items() if other == action_id or windows.since < day < windows.until)
    return set().union(*meanwhile)


def weight(cells: pd.DataFrame, found: Effect, done: date) -> float:
    """The part's share of all conversations of the weeks after."""
    days = pd.to_datetime(cells["day"]).dt.date
    total = int(cells.loc[(days >= done) & (days < found.until), found.rate.denominator].sum()) if len(cells) else 0
    return found.after_count / total if total else 0.0


def gained(found: Sequence[Outcome], rate: Rate) -> Gained | None:
    """What the done actions gained for certain of the rate that they were to move, or None where no interval lies above nought.

    The ends of the intervals are added up as though all erred together, since they share the topics that they are compared with.
    """
    best: dict[str, Outcome] = {}
    for each in found:
        better = each.rate is rate and each.effect.answer is Answer.BETTER
        if better and (each.topic_id not in best or each.monthly > best[each.topic_id].monthly):
            best[each.topic_id] = each
    if not best:
        return None
    sums = [sum(ends) for ends in zip(*(each.monthly for each in best.values()), strict=True)]
    return Gained(*sums, tuple(best.values()))


def number(value: object) -> float | None:
    """A cell as a number, or None where nothing stands."""
    return None if is_missing(value) else float(value)

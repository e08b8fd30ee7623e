"""The prediction record: what was promised, when, from which conversations, and with which enablers assumed.

A statement is kept as an event, which outlives every analysis. The same data with the same result state nothing new.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import pandas as pd

MOST_TOPICS = 60
MOST_ENABLERS = 60
DIGITS = 3
"""Shares are kept to a tenth of a point: what moves less is no news."""
WORTH_WAITING = 0.05
"""An enabler that fewer of a topic's conversations miss does not keep the topic from being compared."""
LONGEST = 120
SHARES = ("today", "available", "potential", "low", "high")


@dataclass(frozen=True, slots=True)
class Promise:
    """Shares of `eligible` conversations: automated at the time, within reach of what existed, and with every enabler (90 % interval)."""

    eligible: int
    today: float
    available: float
    potential: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Assumed:
    """An enabler that the potential takes as built; `exists` says whether it was there already."""

    id: str
    name: str
    type: str
    exists: bool


@dataclass(frozen=True, slots=True)
class TopicPromise:
    """The promise for one topic, and the enablers that enough of its conversations missed."""

    topic_id: str
    name: str
    promise: Promise
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement. `number` is its event, `until` the start of the last conversation that it knew."""

    number: int
    at: datetime
    until: datetime | None
    whole: Promise
    enablers: tuple[Assumed, ...]
    topics: tuple[TopicPromise, ...]
    judges: Mapping[str, str]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The enablers that were not there."""
        return tuple(each.id for each in self.enablers if not each.exists)


def statement(
    whole: Promise, topics: pd.DataFrame, bill: pd.DataFrame, lacking: pd.DataFrame, *, until: datetime | None, judges: Mapping[str, object]
) -> dict[str, object]:
    """A statement as an event keeps it, bounded and rounded.

    Args:
        whole: The promise for all eligible conversations.
        topics: `topic_id topic eligible today available potential low high`, one row per topic.
        bill: `enabler_id name type exists needed`, one row per enabler.
        lacking: `topic_id enabler_id conversations`: how many conversations of a topic miss an enabler.
        until: When the last conversation started.
        judges: The versions of the judges.
    """
    largest = bill.sort_values(["exists", "needed", "enabler_id"], ascending=[True, False, True], kind="stable").head(MOST_ENABLERS)
    enablers = [Assumed(str(line["enabler_id"]), str(line["name"])[:LONGEST], str(line["type"]), bool(line["exists"]))
                for line in largest.sort_values("enabler_id").to_dict("records")]  # fmt: skip
    places = {each.id: place for place, each in enumerate(enablers)}
    kept = topics.sort_values(["eligible", "topic_id"], ascending=[False, True], kind="stable").head(MOST_TOPICS)
    return {
        "until": until.isoformat() if until else None,
        **rounded(whole),
        "enablers": [asdict(each) for each in enablers],
        "topics": [
            {"topic_id": row["topic_id"], "name": str(row["topic"])[:LONGEST], **rounded(promise_of(row)), "lacking": missed(row, lacking, places)}
            for row in kept.to_dict("records")
        ],
        "judges": {str(name): str(version) for name, version in sorted(judges.items())},
    }


def promise_of(said: Mapping) -> Promise:
    """The promise in a row or a payload."""
    return Promise(int(said["eligible"]), *(float(said[name]) for name in SHARES))


def rounded(promise: Promise) -> dict[str, float]:
    """A promise as it is kept."""
    return {"eligible": promise.eligible} | {name: round(getattr(promise, name), DIGITS) for name in SHARES}


def missed(topic: Mapping, lacking: pd.DataFrame, places: Mapping[str, int]) -> list[int]:
    """Places, among the enablers, of those that keep this topic waiting."""
    here = lacking[(lacking["topic_id"] == topic["topic_id"]) & (lacking["conversations"] >= WORTH_WAITING * topic["eligible"])]
    return sorted(places[enabler_id] for enabler_id in here["enabler_id"] if enabler_id in places)


def says_the_same(one: Mapping, other: Mapping) -> bool:
    """Whether two statements promise the same of the same conversations; names and judges may differ."""
    return _promised(one) == _promised(other)


def _promised(said: Mapping) -> dict:
    topics = [{name: value for name, value in topic.items() if name != "name"} for topic in said["topics"]]
    enablers = [(each["id"], each["exists"]) for each in said["enablers"]]
    return {name: value for name, value in said.items() if name != "judges"} | {"topics": topics, "enablers": enablers}


def stated(number: int, at: datetime, said: Mapping) -> Stated:
    """A kept statement, read again."""
    enablers = tuple(Assumed(each["id"], each["name"], each["type"], each["exists"]) for each in said["enablers"])
    topics = tuple(
        TopicPromise(each["topic_id"], each["name"], promise_of(each), tuple(enablers[place].id for place in each["lacking"]))
        for each in said["topics"]
    )
    until = datetime.fromisoformat(said["until"]) if said["until"] else None
    return Stated(number, at, until, promise_of(said), enablers, topics, said["judges"])

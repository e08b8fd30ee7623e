"""The signals behind a rating, each in bands that people can read and that a link can ask for by `<signal>:<band>`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insights.model import Resolution

FELT = 0.1
"""Sentiment between minus and plus this is neutral."""
SOME_EFFORT = 0.25
MUCH_EFFORT = 0.5
CLEAR_SERVICE = 0.5


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal of `labels_experience`: the band of a conversation in SQL, and every band in words, the best first."""

    name: str
    label: str
    sql: str
    bands: Mapping[str, str]


def feeling(name: str, label: str) -> Signal:
    """A sentiment, in three bands."""
    sql = f"case when {name} > {FELT} then 'pleased' when {name} < -{FELT} then 'unhappy' when {name} is not null then 'neutral' end"
    return Signal(name, label, sql, {"pleased": "pleased", "neutral": "neutral", "unhappy": "unhappy"})


SIGNALS = (
    Signal("resolution", "Resolution", "resolution", {str(each): str(each) for each in Resolution}),
    feeling("sentiment_start", "Customer at the start"),
    feeling("sentiment_end", "Customer at the end"),
    Signal(
        "effort",
        "Effort",
        f"case when effort >= {MUCH_EFFORT} then 'much' when effort >= {SOME_EFFORT} then 'some' when effort is not null then 'little' end",
        {"little": "little", "some": "some", "much": "much"},
    ),
    Signal(
        "service_quality",
        "Replies",
        f"case when service_quality >= {CLEAR_SERVICE} then 'clear' when service_quality is not null then 'unclear' end",
        {"clear": "clear and to the point", "unclear": "not to the point"},
    ),
)

WORDS = {f"{each.name}:{band}": f"{each.label}: {words}" for each in SIGNALS for band, words in each.bands.items()}
"""Every band of every signal in words."""

OF_A_CONVERSATION = "[" + ", ".join(f"'{each.name}:' || {each.sql}" for each in SIGNALS) + "]"
"""The bands that a row of `analysed` is in; null for a signal that was not judged."""

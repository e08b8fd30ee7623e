"""A planted fix as the product measures it, beside the same difference in differences over the gold of the same conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from benchmarks.planted_seen import Seen, best_topic, day_of, name_of
from insights.metrics.effect_questions import daily_cells
from insights.model import Filters
from insights.planning.difference import Rate
from insights.planning.effect import Effect, effect
from sample_data.company import Truth


@dataclass(frozen=True, slots=True)
class Fixed:
    """A planted fix as the product measures it and as it truly was."""

    name: str
    likeness: float
    topic_id: str
    done: date
    found: Effect
    true: Effect

    @property
    def inside(self) -> bool:
        """Whether the true effect lies in the stated interval."""
        one = self.found
        return one.low is not None and one.high is not None and self.true.points is not None and one.low <= self.true.points <= one.high


def said_cells(data: Seen) -> pd.DataFrame:
    """What the product counts per day."""
    asked = daily_cells(Filters())
    return data.snapshot.frame(asked.sql, asked.params)


def gold_cells(data: Seen) -> pd.DataFrame:
    """The same counts of the truth: its topics, its ratings."""
    rows = data.rows[data.rows["kinds_gold"].map(len) > 0]
    return (
        rows.assign(
            day=rows["started_at"].dt.date,
            topic_id=rows["topic_gold"],
            subtopic_id=rows["topic_gold"] + " / " + rows["subtopic_gold"],
            scored=rows["rating_gold"].notna().astype(int),
            high=(rows["rating_gold"].fillna(0) >= 4).astype(int),
        )
        .groupby(["day", "topic_id", "subtopic_id"], as_index=False)[["scored", "high"]]
        .sum()
    )


def fixed(data: Seen, truth: Truth) -> Fixed:
    """The planted fix, measured on the topic or subtopic that holds its conversations best."""
    column, group, rows, score = best_topic(data, data.group(truth.topic))
    done = day_of(data.company, truth)
    topic_id = str(data.rows.loc[rows, "topic_id"].mode().iloc[0])
    found = effect(said_cells(data), Rate.EXPERIENCE, group, done)
    return Fixed(name_of(data, column, group), score, topic_id, done, found, effect(gold_cells(data), Rate.EXPERIENCE, truth.topic, done))

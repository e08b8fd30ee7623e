"""What the Taxonomy page says of topics: the answer on top, and which numbers stand for enough conversations to be shown."""

from __future__ import annotations

import pandas as pd

from insights.metrics import Unit, counted, metric, number_text, percent
from pages.parts.safe_text import one_line

OTHER = "other"
MOST = 10
ENOUGH = 30
"""Conversations from which on topics are found."""
BIG = 0.05
"""Share of all conversations from which on a topic counts as one of the big ones."""


def known(topics: pd.DataFrame, name: str) -> pd.Series:
    """A metric by topic, missing where it stands for too few conversations."""
    return topics[name].astype(float).where(topics[f"{name}_count"] >= metric(name).min_rows)


def percents(topics: pd.DataFrame, name: str) -> list[float | None]:
    """The same for the cells of a table."""
    return [percent(value) for value in known(topics, name)]


def verdict(topics: pd.DataFrame) -> str:
    """The page's answer in Markdown: how much the biggest topics cover, what is rated lowest, and how big Other is."""
    named = topics.loc[topics["topic_id"] != OTHER].head(MOST)
    total = int(topics["conversations"].sum())
    if named.empty:
        few = f" It takes about {ENOUGH} conversations to find topics." if total < ENOUGH else ""
        return f"No topic stands out: {'the one conversation is' if total == 1 else f'all **{total:,}** conversations are'} in **Other**.{few}"
    covered = number_text(float(named["share"].sum()), Unit.SHARE)
    start = f"**{counted(len(named), 'topic').capitalize()}** cover{'s' if len(named) == 1 else ''} **{covered}**"
    return " ".join([f"{start} of {total:,} conversation{'' if total == 1 else 's'}.", *_lowest(named), *_other(topics)])


def _lowest(named: pd.DataFrame) -> list[str]:
    scores = known(named, "cx_score")[named["share"].astype(float) >= BIG].dropna()
    if len(scores) < 2:
        return []
    place = scores.idxmin()
    return [
        f"**{one_line(str(named.loc[place, 'topic']))}** is rated lowest of the big ones: {number_text(float(scores.min()), Unit.SHARE)} give 4 or 5."
    ]


def _other(topics: pd.DataFrame) -> list[str]:
    other = topics.loc[topics["topic_id"] == OTHER, "share"]
    return [f"**Other** holds {number_text(float(other.iloc[0]), Unit.SHARE)}."] if len(other) else []

"""What the Taxonomy page says of topics: the answer on top, and which numbers stand for enough conversations to be shown."""

from __future__ import annotations

import pandas as pd

from insights.metrics import Unit, counted, metric, number_text, percent
from pages.parts.safe_text import one_line

OTHER = "other"
MOST = 10
BIG = 0.05
"""Share of all conversations from which on a topic counts as one of the big ones."""


def known(topics: pd.DataFrame, name: str) -> pd.Series:
    """A metric by topic, missing where it stands for too few conversations."""
    return topics[name].astype(float).where(topics[f"{name}_count"] >= metric(name).min_rows)


def percents(topics: pd.DataFrame, name: str) -> list[float | None]:
    """The same for the cells of a table."""
    return [percent(value) for value in known(topics, name)]


def growing(topics: pd.DataFrame) -> pd.Series:
    """True where the share of a topic grew by more than chance explains, or where it is new."""
    return ((topics["change_low"].astype(float) > 0) | topics["new"].astype(bool)) & (topics["topic_id"] != OTHER)


def verdict(topics: pd.DataFrame) -> str:
    """The page's answer in Markdown: how much the biggest topics cover, what grew, what is rated lowest, and how big Other is."""
    named = topics.loc[topics["topic_id"] != OTHER].head(MOST)
    total = int(topics["conversations"].sum())
    covered = number_text(float(named["share"].sum()), Unit.SHARE)
    start = f"**{counted(len(named), 'topic').capitalize()}** cover{'s' if len(named) == 1 else ''} **{covered}**"
    sentences = [f"{start} of {total:,} conversation{'' if total == 1 else 's'}."]
    grown = topics.loc[growing(topics)].sort_values("change", ascending=False)
    if len(grown):
        first = grown.iloc[0]
        name = f":red[**{one_line(str(first['topic']))}**]"
        new = bool(first["new"])
        sentences.append(f"{name} is new." if new else f"{name} grew by {number_text(float(first['change']), Unit.POINTS)} in the last four weeks.")
    sentences += [*_lowest(named), *_other(topics)]
    return " ".join(sentences)


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

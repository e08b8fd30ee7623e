"""What single conversations say of an article, put together: where the judge errs it errs alike, so what counts is what stands out.

1. An agent who says that an article is out of date says so for all who ask the same: nobody says it every time.
2. "Answered in part" is right about every other time (78 of 165 requests of our made-up companies leave a gap). So it counts as answered
   where the subtopic shows fewer gaps than others do and some of its questions are answered in full, and as a gap elsewhere.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from insights.model import Kind
from insights.planning.labelled import ArticleState, Labelled

STALE = (ArticleState.OUTDATED, ArticleState.CONTRADICTED)
LEAST_STALE = 1 / 6
"""Share of a subtopic's questions in which agents say that an article is out of date, from which it is so for all of them."""
FEWEST_STALE = 3


def settled(labels: Labelled) -> Labelled:
    """The states of articles as all conversations of a subtopic show them."""
    frame = out_of_date(labels.frame)
    asked, state = frame[Kind.INFORMATIONAL], frame["article_state"]
    gap, answered = state.isin([ArticleState.MISSING, *STALE])[asked], (state == ArticleState.ANSWERED)[asked]
    group = groups(frame)[asked]
    well = (gap.groupby(group).transform("mean") < gap.mean()) & answered.groupby(group).transform("any")
    fine = asked & (state == ArticleState.PARTLY) & well.reindex(frame.index, fill_value=False)
    return replace(labels, frame=frame.assign(article_state=state.mask(fine, str(ArticleState.ANSWERED))))


def groups(frame: pd.DataFrame) -> pd.Series:
    """The subtopic of each conversation, or its topic."""
    return frame["subtopic_id"].fillna(frame["topic_id"])


def out_of_date(frame: pd.DataFrame) -> pd.DataFrame:
    """With the article that most of a subtopic's questions are near to as outdated for all of them, where agents often say that one is."""
    group = groups(frame)
    part = frame[frame[Kind.INFORMATIONAL]].assign(group=group)
    told = part[part["article_state"].isin(STALE) & part["article_turn"].notna()]
    counts, sizes = told["group"].value_counts(), part["group"].value_counts()
    stale = [each for each, count in counts.sort_index().items() if count >= max(FEWEST_STALE, LEAST_STALE * sizes[each])]
    article = group.map({each: usual(part.loc[part["group"] == each, "article"]) for each in stale}).astype("str")
    state = group.map({each: usual(told.loc[told["group"] == each, "article_state"]) for each in stale}).astype("str")
    otherwise = (frame["article_state"] == ArticleState.ANSWERED) & (frame["article"] != article)
    old = frame[Kind.INFORMATIONAL] & article.notna() & ~otherwise
    return frame.assign(article=frame["article"].mask(old, article), article_state=frame["article_state"].mask(old, state))


def usual(found: pd.Series) -> str:
    """The most frequent entry; of equals the first in order."""
    return str(found.value_counts().sort_index().idxmax())

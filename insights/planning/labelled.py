"""All that the judges said of each conversation, in one order: the table that every step of planning reads."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from insights.model import HandledBy, Kind, Resolution
from insights.planning.records import PlanInput

KINDS = tuple(str(kind) for kind in Kind)
RESOLVED = (Resolution.CONFIRMED, Resolution.ASSUMED)


class ArticleState(StrEnum):
    """How well the best article answers a conversation, set beside what support said."""

    ANSWERED = "answered"
    PARTLY = "partly"
    OUTDATED = "outdated"
    CONTRADICTED = "contradicted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Labelled:
    """`frame` has one row per conversation, in the order of the conversations table; row numbers below are places in it.

    Its columns: conversation_id topic_id subtopic_id topic subtopic question rating handled_by human_cause team channel language url started_at
    article article_state article_turn article_gap p_human eligible automated resolved, and one boolean per kind of work. `article` is the nearest
    one, `article_turn` the turn of support that shows its state. `articles` and `tools` are long: row and name, best first. `titles` are those of
    the help articles, by id.
    """

    frame: pd.DataFrame
    articles: pd.DataFrame
    tools: pd.DataFrame
    reasons: pd.DataFrame
    titles: dict[str, str]


def labelled(given: PlanInput) -> Labelled:
    """Brings the labels of all judges together. A conversation that a judge left out counts as one without a request."""
    ids = given.conversations["conversation_id"].combine_chunks()
    work = aligned(given.labels_work, ids)
    frame = pd.concat(
        [
            given.conversations.select(["conversation_id", "handled_by", "team", "channel", "language", "url", "started_at"]).to_pandas(),
            aligned(given.labels_topic, ids).select(["topic_id", "subtopic_id"]).to_pandas(),
            work.select(["question", "human_cause", "article_gap", "p_human"]).to_pandas(),
            aligned(given.labels_experience, ids).select(["rating", "resolution"]).to_pandas(),
        ],
        axis=1,
    )
    kinds = exploded(work["kinds"], "kind")
    for kind in KINDS:
        frame[kind] = False
        frame.loc[kinds["row"][kinds["kind"] == kind], kind] = True
    names = pd.Series(given.topics["name"].to_pylist(), index=given.topics["topic_id"].to_pylist(), dtype="str")
    eligible = frame[list(KINDS)].to_numpy().any(axis=1)
    articles = exploded(work["articles"], "article")
    ids_known = given.articles["id"].to_pylist()
    known = articles[articles["article"].isin(ids_known)].drop_duplicates("row")
    nearest = said(work, "article_nearest")
    frame["article"] = nearest.where(nearest.isin(ids_known)).astype("str").fillna(known.set_index("row")["article"].reindex(frame.index))
    resolved = frame["resolution"].isin([str(each) for each in RESOLVED]).to_numpy()
    return Labelled(
        frame.assign(
            topic_id=frame["topic_id"].fillna("other"),
            topic=frame["topic_id"].map(names).fillna("Other"),
            subtopic=frame["subtopic_id"].map(names),
            article_gap=frame["article_gap"].fillna(False).astype(bool),
            article_state=states(work, frame),
            article_turn=said(work, "article_turn").astype(float),
            p_human=frame["p_human"].astype(float).fillna(0.0),
            rating=frame["rating"].astype(float),
            eligible=eligible,
            resolved=resolved,
            automated=eligible & resolved & (frame["handled_by"] == HandledBy.BOT).to_numpy(),
        ).drop(columns="resolution"),
        articles,
        exploded(work["tools"], "tool"),
        numbered(given.reasons, ids),
        dict(zip(given.articles["id"].to_pylist(), given.articles["title"].to_pylist(), strict=True)),
    )


def states(work: pa.Table, frame: pd.DataFrame) -> pd.Series:
    """The state of each conversation's article as the judge of knowledge tells it; by its gap alone where it tells none."""
    gap = frame["article_gap"].fillna(False).astype(bool)
    told = said(work, "article_state").astype("str").fillna(pd.Series(np.where(gap, ArticleState.MISSING, ArticleState.ANSWERED), index=frame.index))
    return told.where(frame["article"].notna(), str(ArticleState.MISSING))


def said(work: pa.Table, name: str) -> pd.Series:
    """A column of a judge; nothing where an older judge did not have it."""
    column = work[name].to_pandas() if name in work.column_names else pd.Series(np.nan, index=range(work.num_rows))
    return column.astype(object)


def aligned(table: pa.Table, ids: pa.Array) -> pa.Table:
    """The rows of `table` for `ids`, in their order; nulls where it has none."""
    return table.take(places(ids, table["conversation_id"].combine_chunks()))


def places(ids: pa.Array, among: pa.Array) -> pa.Array:
    """Where each id stands in `among`; null where it does not."""
    return pc.index_in(ids, value_set=among)


def numbered(table: pa.Table, ids: pa.Array) -> pd.DataFrame:
    """The rows of a table with several rows per conversation, with the conversation's `row` in place of its id."""
    row = places(table["conversation_id"].combine_chunks(), ids)
    known = row.is_valid()
    frame: pd.DataFrame = table.drop_columns(["conversation_id"]).filter(known).to_pandas()
    return frame.assign(row=row.filter(known).to_numpy().astype(np.int64))


def exploded(lists: pa.ChunkedArray, name: str) -> pd.DataFrame:
    """A column of lists as one line per entry: `row` and the entry."""
    whole = lists.combine_chunks()
    lengths = np.nan_to_num(whole.value_lengths().to_numpy(zero_copy_only=False)).astype(np.int64)
    return pd.DataFrame({"row": np.repeat(np.arange(len(whole)), lengths), name: whole.flatten().to_pandas()})


def work_class(frame: pd.DataFrame) -> pd.Series:
    """The kinds of a conversation joined by +, in the order of `Kind`."""
    code = sum((frame[kind].to_numpy().astype(np.int64) << place for place, kind in enumerate(KINDS)), np.zeros(len(frame), np.int64))
    names = np.array(["+".join(kind for place, kind in enumerate(KINDS) if code_ >> place & 1) for code_ in range(1 << len(KINDS))], dtype=object)
    return pd.Series(names[code], index=frame.index, dtype="str")

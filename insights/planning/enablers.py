"""Needs become things to build: one thing is one enabler, and a bill is short enough to be read.

A missing enabler stands alone when at least 3 conversations and 0.5 % of the eligible ones need it. Smaller ones are put together per topic, what is
still too small across topics; while more than 25 are missing, the bar rises by half.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

from insights.model import EnablerType

MOST_MISSING = 25
FEWEST = 3
SMALLEST_SHARE = 0.005
EFFORT = {EnablerType.ARTICLE: "S", EnablerType.READ: "M", EnablerType.WRITE: "L"}
SMALLER = {
    EnablerType.ARTICLE: "Answers to smaller questions",
    EnablerType.READ: "Smaller look-ups",
    EnablerType.WRITE: "Smaller requests",
}


@dataclass(frozen=True, slots=True)
class Enablers:
    """`bill` has one row per enabler (enabler_id name type exists topic_id conversations effort), in order of its id.

    `needed` has one line per conversation and enabler: `row` and `place` in the bill, in the order of rows.
    """

    bill: pd.DataFrame
    needed: pd.DataFrame


def enablers(needs: pd.DataFrame, frame: pd.DataFrame) -> Enablers:
    """Merges the needs of the conversations of `frame` into enablers."""
    marked = merged(
        needs.assign(
            topic_id=frame["topic_id"].to_numpy()[needs["row"].to_numpy()],
            topic=frame["topic"].to_numpy()[needs["row"].to_numpy()],
        ),
        int(frame["eligible"].sum()),
    )
    marked = marked.drop_duplicates(["row", "enabler_id"])
    ids, place = np.unique(marked["enabler_id"].to_numpy(dtype=object), return_inverse=True)
    first = marked.drop_duplicates("enabler_id").set_index("enabler_id").loc[ids]
    bill = pd.DataFrame(
        {
            "enabler_id": ids,
            "name": first["name"].to_numpy(),
            "type": first["type"].to_numpy(),
            "exists": first["exists"].to_numpy(dtype=bool),
            "topic_id": main_topics(marked["topic_id"], place, len(ids)),
            "conversations": np.bincount(place, minlength=len(ids)),
            "effort": [EFFORT[EnablerType(kind)] for kind in first["type"]],
        }
    )
    needed = pd.DataFrame({"row": marked["row"].to_numpy(), "place": place}).sort_values(["row", "place"], ignore_index=True)
    return Enablers(bill, needed)


def merged(needs: pd.DataFrame, eligible: int) -> pd.DataFrame:
    """The needs with an `enabler_id`, small missing ones put together until the bill is short enough."""
    least = max(FEWEST, SMALLEST_SHARE * eligible)
    found = identified(needs)
    for _ in range(20):
        found = put_together(identified(needs), least)
        if found.loc[~found["exists"], "enabler_id"].nunique() <= MOST_MISSING:
            break
        least *= 1.5
    return found


def identified(needs: pd.DataFrame) -> pd.DataFrame:
    """The needs with the id of the thing that each is for; an article that is missing is told from one that is there."""
    keys = needs["key"].unique()
    slugs = needs["key"].map(pd.Series([slug(key) for key in keys], index=keys))
    lacking = (needs["type"] == EnablerType.ARTICLE) & ~needs["exists"]
    name = ("Article: " + needs["name"]).where(lacking, needs["name"])
    return needs.assign(enabler_id=needs["type"] + ":" + slugs.where(~lacking, "new-" + slugs), name=name)


def put_together(needs: pd.DataFrame, least: float) -> pd.DataFrame:
    """Missing enablers that fewer than `least` conversations need become one of their topic, then one of all topics."""
    small = too_small(needs, least)
    one_of_topic = needs["type"] + ":smaller-" + needs["topic_id"].map(slug)
    kind = needs["type"].map(pd.Series({str(each): name for each, name in SMALLER.items()}))
    by_topic = needs.assign(
        enabler_id=needs["enabler_id"].where(~small, one_of_topic),
        name=needs["name"].where(~small, kind + " on " + needs["topic"]),
    )
    small &= too_small(by_topic, least)
    return by_topic.assign(
        enabler_id=by_topic["enabler_id"].where(~small, needs["type"] + ":smaller"),
        name=by_topic["name"].where(~small, kind + " on other topics"),
    )


def too_small(needs: pd.DataFrame, least: float) -> pd.Series:
    """Whether each need is for a missing enabler that fewer than `least` conversations need."""
    once = needs.drop_duplicates(["row", "enabler_id"])
    return (needs["enabler_id"].map(once["enabler_id"].value_counts()) < least) & ~needs["exists"]


def main_topics(topics: pd.Series, place: np.ndarray, count: int) -> np.ndarray:
    """The topic that needs each enabler most; of equals the first in order."""
    names, code = np.unique(topics.to_numpy(dtype=object), return_inverse=True)
    amounts = np.zeros((count, max(1, len(names))), dtype=np.int64)
    np.add.at(amounts, (place, code), 1)
    return names[amounts.argmax(axis=1)] if len(names) else np.array([], dtype=object)


def slug(text: str) -> str:
    """A short id that stays the same: letters, digits, underscores and hyphens.

    >>> slug("Change délivery address"), slug("get_order")
    ('change-delivery-address', 'get_order')
    """
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-") or f"x{text.encode().hex()[:16]}"

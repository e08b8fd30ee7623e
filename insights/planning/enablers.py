"""Needs become things to build: one thing is one enabler, and a bill is short enough to be read.

A missing enabler stands alone when at least 3 conversations and 0.5 % of the eligible ones need it, and it is one of the 24 largest. Smaller ones are
put together per topic, the 8 largest of these stand, and the rest is one line per type: at most 35 are missing. A tool that the company lists is
never too small, only not among the largest.
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

MOST_ALONE = 24
MOST_TOGETHER = 8
FEWEST = 3
SMALLEST_SHARE = 0.005
EFFORT = {EnablerType.ARTICLE: "S", EnablerType.READ: "M", EnablerType.WRITE: "L"}
SMALLER = {
    EnablerType.ARTICLE: "Smaller questions",
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
    wants, want = distinct(needs, frame)
    kept = merged(wants, int(frame["eligible"].sum()))
    ids, place_of = np.unique(kept["enabler_id"].to_numpy(dtype=object), return_inverse=True)
    lines = np.unique(needs["row"].to_numpy() * max(len(ids), 1) + place_of[want]) if len(ids) else np.array([], dtype=np.int64)
    row, place = np.divmod(lines, max(len(ids), 1))
    first = kept.drop_duplicates("enabler_id").set_index("enabler_id").loc[ids]
    bill = pd.DataFrame(
        {
            "enabler_id": ids,
            "name": first["name"].to_numpy(),
            "type": first["type"].to_numpy(),
            "exists": first["exists"].to_numpy(dtype=bool),
            "topic_id": main_topics(kept, place_of, len(ids)),
            "conversations": np.bincount(place, minlength=len(ids)),
            "effort": ["L" if ":smaller" in each else EFFORT[EnablerType(kind)] for each, kind in zip(ids, first["type"], strict=True)],
        }
    )
    return Enablers(bill, pd.DataFrame({"row": row, "place": place}))


def distinct(needs: pd.DataFrame, frame: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """The different needs per topic with how many conversations have each (`count`), and which of them every line of `needs` is.

    All merging happens on this small table, so that its time does not grow with the number of conversations.
    """
    topics, topic = np.unique(frame["topic_id"].to_numpy(dtype=object), return_inverse=True)
    codes = [pd.factorize(needs[name])[0] for name in ("type", "key", "exists")] + [topic[needs["row"].to_numpy()]]
    code = codes[0]
    for each in codes[1:]:
        code = code * (int(each.max(initial=0)) + 1) + each
    _, first, want, count = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    names = frame.drop_duplicates("topic_id").set_index("topic_id")["topic"]
    topic_ids = pd.Series(topics[codes[3][first]], dtype="str")
    small = needs.iloc[first].reset_index(drop=True)
    return small.assign(topic_id=topic_ids, topic=topic_ids.map(names), count=count), want


def merged(wants: pd.DataFrame, eligible: int) -> pd.DataFrame:
    """The needs with an `enabler_id`; what is too small, or not among the largest, is put together per topic, then over all topics."""
    least = max(FEWEST, SMALLEST_SHARE * eligible)
    kind = wants["type"].map(pd.Series({str(each): name for each, name in SMALLER.items()}))
    alone = identified(wants)
    small = ~largest(alone, ~alone["exists"], least, MOST_ALONE) & ~alone["exists"]
    by_topic = alone.assign(
        enabler_id=alone["enabler_id"].where(~small, alone["type"] + ":smaller-" + alone["topic_id"].map(slug)),
        name=alone["name"].where(~small, kind + " on " + alone["topic"]),
    )
    smaller = small & ~largest(by_topic, small, least, MOST_TOGETHER)
    return by_topic.assign(
        enabler_id=by_topic["enabler_id"].where(~smaller, by_topic["type"] + ":smaller"),
        name=by_topic["name"].where(~smaller, kind),
    )


def largest(wants: pd.DataFrame, among: pd.Series, least: float, most: int) -> pd.Series:
    """Whether each need is for one of the `most` largest enablers `among` which at least `least` conversations need."""
    counts = pd.Series(wants[among].groupby("enabler_id", sort=True)["count"].sum())
    named = wants.loc[wants["key"] == wants["name"], "enabler_id"]  # a tool that the company itself lists is a thing of its own, however rare
    kept = counts[(counts >= least) | counts.index.isin(named)].sort_values(ascending=False, kind="stable").index[:most]
    return wants["enabler_id"].isin(kept)


def identified(wants: pd.DataFrame) -> pd.DataFrame:
    """The needs with the id of the thing that each is for."""
    return wants.assign(enabler_id=wants["type"] + ":" + wants["key"].map(slug))


def main_topics(wants: pd.DataFrame, place: np.ndarray, count: int) -> np.ndarray:
    """The topic that needs each enabler most; of equals the first in order."""
    names, code = np.unique(wants["topic_id"].to_numpy(dtype=object), return_inverse=True)
    amounts = np.zeros((count, max(1, len(names))), dtype=np.int64)
    np.add.at(amounts, (place, code), wants["count"].to_numpy())
    return names[amounts.argmax(axis=1)] if len(names) else np.array([], dtype=object)


def slug(text: str) -> str:
    """A short id that stays the same: letters, digits, underscores and hyphens.

    >>> slug("Change délivery address"), slug("get_order")
    ('change-delivery-address', 'get_order')
    """
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-") or f"x{text.encode().hex()[:16]}"

"""What customers and support wrote in the conversations that prove an action, ready to be quoted in Markdown.

Words of users are data: everything that Markdown or the page could take for a command is escaped, so that a quote is only ever a quote.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from insights.model import Role
from insights.planning.labelled import Labelled, places

SPECIAL = re.compile(r"([\\`*_\[\]<>~$|]|:(?=[\w/]))")
LONGEST_QUOTE = 300
LONGEST_ANSWER = 900
READ = 200
"""Conversations per action that are read for its draft, spread evenly over the period."""
ENOUGH = 8
"""Conversations of one topic that may speak for an action."""
MOST_READ = 1_000
"""Requests per action that are searched for different wordings."""


class Voices:
    """The messages of a workspace, found by conversation."""

    def __init__(self, labels: Labelled, conversations: pa.Table, messages: pa.Table) -> None:
        """Order the messages by conversation and turn, without copying a text."""
        self.labels = labels
        self.frame = labels.frame
        row = places(messages["conversation_id"].combine_chunks(), conversations["conversation_id"].combine_chunks())
        owner = row.fill_null(-1).to_numpy(zero_copy_only=False)
        self.order = np.lexsort((messages["turn"].to_numpy(), owner))
        self.starts = np.searchsorted(owner[self.order], np.arange(conversations.num_rows + 1))
        self.quotable = labels.reasons[labels.reasons["quote"].notna()]
        self.messages = messages.select(["author_role", "text", "internal", "turn"])

    def said(self, rows: Sequence[int] | np.ndarray) -> pd.DataFrame:
        """What was said in these conversations: `row turn author_role text`, without internal notes."""
        spans = [self.order[self.starts[row] : self.starts[row + 1]] for row in rows]
        picked = np.concatenate(spans) if spans else np.array([], dtype=np.int64)
        said = self.messages.take(pa.array(picked)).to_pandas()
        said["row"] = np.repeat(np.asarray(rows, dtype=np.int64), [len(span) for span in spans])
        return said[~said["internal"].fillna(value=False).astype(bool) & said["text"].notna()]

    def questions(self, rows: np.ndarray, count: int) -> list[tuple[int, str]]:
        """Requests in the customers' words, different from each other, spread over the conversations."""
        found: dict[str, tuple[int, str]] = {}
        some = evenly(rows, MOST_READ)
        for row, text in zip(some.tolist(), self.frame["question"].iloc[some].tolist(), strict=True):
            if isinstance(text, str) and len(text.strip()) >= 12:
                found.setdefault(" ".join(text.lower().split())[:60], (row, text.strip()))
        return spread(list(found.values()), count)

    def answers(self, rows: np.ndarray, count: int) -> list[tuple[int, str]]:
        """The fullest reply of a person or a bot in the best rated conversations that were resolved."""
        part = self.frame.iloc[rows]
        good = part[(part["rating"] >= 4) & part["resolved"]].sort_values("rating", ascending=False, kind="stable").index[:READ]
        said = self.said(good.to_numpy())
        said = said[said["author_role"].isin([str(Role.AGENT), str(Role.BOT)])]
        if said.empty:
            return []
        said = said.assign(length=said["text"].str.len().clip(upper=LONGEST_ANSWER)).sort_values("length", ascending=False, kind="stable")
        return [(int(line.row), str(line.text)) for line in said.drop_duplicates("row").head(count).itertuples()]

    def reason_quotes(self, rows: np.ndarray, reasons: Sequence[str], count: int) -> list[tuple[int, str]]:
        """Verbatim quotes of these reasons."""
        proving = np.zeros(len(self.frame), dtype=bool)
        proving[rows] = True
        chosen = self.quotable[proving[self.quotable["row"].to_numpy()]]
        chosen = chosen[chosen["reason"].isin([str(each) for each in reasons])].drop_duplicates("row")
        some = chosen.iloc[evenly(np.arange(len(chosen)), count)]
        return list(zip(some["row"].tolist(), some["quote"].tolist(), strict=True))

    def typical(self, rows: np.ndarray, topic_id: str) -> np.ndarray:
        """The rows of the topic that an action is named after, if there are enough of them to speak for it; else all."""
        inside = rows[(self.frame["topic_id"].to_numpy(dtype=object) == topic_id)[rows]]
        return inside if len(inside) >= ENOUGH else rows

    def name(self, row: int) -> str:
        """The id of a conversation, as it is cited."""
        return str(self.frame["conversation_id"].iloc[row])


def spread(found: list[tuple[int, str]], count: int) -> list[tuple[int, str]]:
    """Up to `count` entries, evenly over the list."""
    return [found[place] for place in evenly(np.arange(len(found)), count)]


def evenly(rows: np.ndarray, count: int) -> np.ndarray:
    """Up to `count` rows, evenly over all."""
    return rows if len(rows) <= count else rows[np.linspace(0, len(rows) - 1, count).astype(int)]


def plain(text: str, longest: int = LONGEST_QUOTE) -> str:
    r"""A text on one line, cut at a word, with nothing in it that Markdown reads as a sign.

    >>> plain("see [this](http://x)")
    'see \\[this\\](http\\://x)'
    """
    line = " ".join(text.split())
    if len(line) > longest:
        line = line[:longest].rsplit(" ", 1)[0] + " …"
    return SPECIAL.sub(r"\\\1", line)


def cited(voices: Voices, quotes: Sequence[tuple[int, str]], longest: int = LONGEST_QUOTE) -> list[str]:
    """Quotes as list items, each with its conversation."""
    return [f"- “{plain(text, longest)}” ({plain(voices.name(row))})" for row, text in quotes]

"""What customers and support wrote in the conversations that prove an action, ready to be quoted in Markdown.

Words of users are data: everything that Markdown or the page could take for a command is escaped, so that a quote is only ever a quote.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from insights.model import Role
from insights.planning.labelled import Labelled, places
from insights.planning.speech import Rarity, said, sentences, stems

SPECIAL = re.compile(r"([\\`*_\[\]<>~$|]|:(?=[\w/]))")
LONGEST_QUOTE = 300
READ = 200
"""Conversations per action that are read for its draft, spread evenly over the period."""
SAMPLE = 60
"""Conversations per action whose requests and replies are taken apart, the same ones for both."""
ENOUGH = 8
"""Conversations of one topic that may speak for an action."""
MOST_READ = 1_000
"""Requests per action that are searched for different wordings."""
HEARD = 600
"""Messages of the whole workspace that tell which words are usual."""
READ_LENGTH = 4_000
OVER_AND_OVER = 0.004
FEWEST_ALIKE = 4
FORMULA_WORDS = 8


@dataclass(frozen=True)
class Line:
    """A turn."""

    row: int
    turn: int
    role: str
    text: str

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that the turn says itself; taken apart when a draft needs them, once."""
        return sentences(self.text)


@dataclass(frozen=True, slots=True)
class Library:
    """The texts of the help articles by id, and the listed tools by name: `description entity fields`."""

    bodies: Mapping[str, str] = field(default_factory=dict)
    tools: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


class Voices:
    """The messages of a workspace, found by conversation."""

    def __init__(self, labels: Labelled, conversations: pa.Table, messages: pa.Table, library: Library | None = None) -> None:
        """Order the messages by conversation and turn, without copying a text."""
        self.labels = labels
        self.library = library or Library()
        self._lines: dict[int, list[Line]] = {}
        self._asked: dict[int, tuple[str, ...]] = {}
        self._says: dict[str | Callable[[Sequence[str]], np.ndarray], dict[str, bool]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        self.frame = labels.frame
        row = places(messages["conversation_id"].combine_chunks(), conversations["conversation_id"].combine_chunks())
        self.owner = row.fill_null(-1).to_numpy(zero_copy_only=False)
        self.order = np.lexsort((messages["turn"].to_numpy(), self.owner))
        self.starts = np.searchsorted(self.owner[self.order], np.arange(conversations.num_rows + 1))
        self.quotable = labels.reasons[labels.reasons["quote"].notna()]
        self.messages = messages.select(["author_role", "text", "internal", "turn"])
        self.times = messages.select(["author_role", "internal", "sent_at"])

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

    def lines(self, rows: Sequence[int] | np.ndarray) -> list[Line]:
        """The turns of these conversations in their order, without internal notes; each conversation is read once for all drafts."""
        wanted = [int(row) for row in rows]
        new = [row for row in dict.fromkeys(wanted) if row not in self._lines]
        if new:
            self._lines |= {row: [] for row in new}
            spans = [self.order[self.starts[row] : self.starts[row + 1]] for row in new]
            owners = np.repeat(np.array(new), [len(span) for span in spans]).tolist()
            table = self.messages.take(pa.array(np.concatenate(spans)))
            columns = [table[name].to_pylist() for name in ("turn", "author_role", "text", "internal")]
            for row, turn, role, text, internal in zip(owners, *columns, strict=True):
                if text and not internal:
                    self._lines[row].append(Line(row, turn, role, text[:READ_LENGTH]))
        return [line for row in wanted for line in self._lines[row]]

    def says(self, test: str | Callable[[Sequence[str]], np.ndarray], texts: Sequence[str]) -> np.ndarray:
        """Which texts hold a pattern, or pass a test. Each is searched once for all drafts: a pattern takes longer to make than to search with."""
        known = self._says.setdefault(test, {})
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            found = said(test, new) if isinstance(test, str) else test(new)
            known |= dict(zip(new, found.tolist(), strict=True))
        return np.array([known[text] for text in texts], dtype=bool)

    def asked(self, row: int) -> tuple[str, ...]:
        """The sentences of a conversation's request."""
        if row not in self._asked:
            text = self.questions_asked[row]
            self._asked[row] = sentences(text) if isinstance(text, str) else ()
        return self._asked[row]

    @cached_property
    def language(self) -> str:
        """The language in which most customers write, without its region; empty where none is known."""
        found = Counter(code for code in self.languages if code)
        return min(found, key=lambda code: (-found[code], code), default="")

    @cached_property
    def formulas(self) -> frozenset[str]:
        """Short sentences that people of support write over and over, whatever it is about: signatures and courtesy."""
        some = evenly(np.flatnonzero(pc.equal(self.messages["author_role"], str(Role.AGENT)).to_numpy() & (self.owner >= 0)), HEARD)
        texts, topics = self.messages["text"].take(pa.array(some)).to_pylist(), self.topic_ids[self.owner[some]].tolist()
        written: dict[str, Counter[str]] = {}
        for text, topic in zip(texts, topics, strict=True):
            for sentence in set(sentences(text[:READ_LENGTH])) if text else ():
                if sentence.count(" ") < FORMULA_WORDS and not any(map(str.isdigit, sentence)):
                    written.setdefault(sentence, Counter())[topic] += 1
        least = max(FEWEST_ALIKE, OVER_AND_OVER * len(some))
        return frozenset(text for text, counts in written.items() if counts.total() >= least and 2 * max(counts.values()) <= counts.total())

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
        inside = rows[(self.topic_ids == topic_id)[rows]]
        return inside if len(inside) >= ENOUGH else rows

    def name(self, row: int) -> str:
        """The id of a conversation, as it is cited."""
        return str(self.names[row])

    @cached_property
    def names(self) -> list[str]:
        """The ids of all conversations."""
        return self.frame["conversation_id"].tolist()

    @cached_property
    def topic_ids(self) -> np.ndarray:
        """The topics of all conversations."""
        return self.frame["topic_id"].to_numpy(dtype=object)

    @cached_property
    def questions_asked(self) -> list[object]:
        """The requests of all conversations; no text where there is none."""
        return self.frame["question"].tolist()

    @cached_property
    def languages(self) -> list[str]:
        """The language of every conversation without its region, empty where unknown."""
        return [code.split("-")[0].lower() if isinstance(code, str) else "" for code in self.frame["language"].tolist()]

    def stems(self, text: str) -> tuple[str, ...]:
        """The stems of a text, which several drafts ask for."""
        if text not in self._stems:
            self._stems[text] = stems(text)
        return self._stems[text]

    @cached_property
    def rarity(self) -> Rarity:
        """How much each stem says: little where every other turn of the workspace holds it."""
        some = self.messages["text"].take(pa.array(evenly(np.arange(self.messages.num_rows), HEARD))).to_pylist()
        texts = [text[:READ_LENGTH] for text in some if text]
        return Rarity(Counter(stem for text in texts for stem in stems(text)), len(texts))

    def first_waits(self, rows: Sequence[int] | np.ndarray) -> np.ndarray:
        """Seconds from the first turn to the first of a person of support, where both times are known."""
        spans = [self.order[self.starts[row] : self.starts[row + 1]] for row in rows]
        picked = self.times.take(pa.array(np.concatenate([np.array([], dtype=np.int64), *spans])))
        sent = pc.cast(pc.cast(picked["sent_at"], pa.timestamp("ms")), pa.int64()).to_pandas().to_numpy(dtype=float, na_value=np.nan)
        person = pc.and_not(pc.equal(picked["author_role"], str(Role.AGENT)), pc.fill_null(picked["internal"], fill_value=False)).to_numpy()
        lengths = np.array([len(span) for span in spans], dtype=np.int64)
        ends = np.cumsum(lengths)
        found = [(start, start + int(person[start:end].argmax())) for start, end in zip(ends - lengths, ends, strict=True) if person[start:end].any()]
        waited = np.array([sent[reply] - sent[start] for start, reply in found]) / 1_000
        return waited[waited >= 0]


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

"""From turns to numbers: what every judge sees of a conversation.

Two views: `lexical`, the words of five fields, knows the trade of the training companies; `dense`, signals, sentiment, order and waits, means the
same everywhere. Nothing is counted over the batch, so that a conversation gets the same numbers in every slice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from insights.analysers.deeds import deeds
from insights.analysers.dense import describe
from insights.analysers.hearing import Heard, hear
from insights.analysers.turns import Turns, read_turns
from insights.text.batch import Batch
from insights.text.encoding import Words

FIELDS: dict[str, Callable[[Heard], np.ndarray]] = {
    "customer": lambda heard: heard.turns.customer,
    "first": lambda heard: heard.turns.from_start(heard.turns.customer) == 0,
    "support": lambda heard: heard.turns.support,
    "last_customer": lambda heard: heard.customer & (heard.turns.from_end(heard.customer) < 2),
    "last_support": lambda heard: heard.turns.from_end(heard.support) == 0,
}
BIGRAM_BASE = 1 << 20


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and the pairs of words that a judge knows, and how much each says. Pairs are sorted `first * BIGRAM_BASE + second`."""

    words: dict[str, int]
    pairs: np.ndarray
    weight: np.ndarray

    def __len__(self) -> int:
        """How many words and pairs."""
        return len(self.words) + len(self.pairs)


@dataclass(frozen=True)
class Reading:
    """A batch as read once for all judges.

    `turn_words` are the weighed words of each turn; `fields` has one matrix of weighed words per field; `numbers` holds the dense numbers by name.
    """

    heard: Heard
    turn_words: sparse.csr_matrix
    fields: tuple[sparse.csr_matrix, ...]
    numbers: dict[str, np.ndarray]

    @property
    def turns(self) -> Turns:
        """The turns that were read."""
        return self.heard.turns

    @cached_property
    def deeds(self) -> np.ndarray:
        """Which turn holds which deed, shape (turns, deeds)."""
        return self.turns.find([(deed.side, deed.pattern) for deed in deeds()])

    def columns(self, names: Iterable[str]) -> np.ndarray:
        """These dense numbers, shape (conversations, names)."""
        return np.column_stack([self.numbers[name] for name in names]).astype(np.float32)


def read_batch(batch: Batch, vocabulary: Vocabulary) -> Reading:
    """Read a batch once for all judges that share a vocabulary."""
    heard = hear(read_turns(batch))
    counts = count_words(heard.turns.words, vocabulary)
    return Reading(
        heard=heard,
        turn_words=weigh(counts, vocabulary.weight),
        fields=tuple(weigh(field_rows(heard.turns, choose(heard)) @ counts, vocabulary.weight) for choose in FIELDS.values()),
        numbers=describe(heard),
    )


def word_pairs(words: Words, known: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Known words by text and pairs of neighbours: (id or -1 per word, pair keys, rows of the pairs' texts)."""
    ids = np.array([known.get(word, -1) for word in words.vocabulary] or [-1])[words.ids]
    owner = words.owner
    joint = (owner[1:] == owner[:-1]) & (ids[1:] >= 0) & (ids[:-1] >= 0)
    return ids, ids[:-1][joint] * BIGRAM_BASE + ids[1:][joint], owner[1:][joint]


def count_words(words: Words, vocabulary: Vocabulary) -> sparse.csr_matrix:
    """Counts of known words and pairs, shape (texts, vocabulary)."""
    ids, pairs, pair_owner = word_pairs(words, vocabulary.words)
    place = np.searchsorted(vocabulary.pairs, pairs)
    hit = place < len(vocabulary.pairs)
    hit[hit] = vocabulary.pairs[place[hit]] == pairs[hit]
    columns = np.concatenate([ids[ids >= 0], len(vocabulary.words) + place[hit]])
    rows = np.concatenate([words.owner[ids >= 0], pair_owner[hit]])
    return sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(words.starts) - 1, len(vocabulary)))


def field_rows(turns: Turns, chosen: np.ndarray) -> sparse.csr_matrix:
    """Adds up the chosen turns of each conversation, shape (conversations, turns)."""
    rows = np.flatnonzero(chosen)
    return sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (turns.owner[rows], rows)), shape=(len(turns.batch), len(turns)))


def weigh(counts: sparse.csr_matrix, weight: np.ndarray) -> sparse.csr_matrix:
    """Sublinear counts times what a word says, rows of unit length."""
    weighed = counts.tocsr(copy=True)
    weighed.data = (1 + np.log(weighed.data)) * weight[weighed.indices]
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(norms > 0, norms, 1)) @ weighed

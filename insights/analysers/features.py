"""From turns to numbers: what every judge sees of a conversation.

Two views: `lexical`, the words of five fields, knows the trade of the training companies; `dense`, signals, sentiment, order and waits, means the
same everywhere. Nothing is counted over the batch, so that a conversation gets the same numbers in every slice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from insights.analysers.sentiment import measure_sentiment
from insights.analysers.signals import find_signals, signals
from insights.analysers.turns import Turns, read_turns
from insights.text.batch import Batch
from insights.text.encoding import Words

FIELDS: dict[str, Callable[[Turns], np.ndarray]] = {
    "customer": lambda turns: turns.customer,
    "first": lambda turns: turns.from_start(turns.customer) == 0,
    "support": lambda turns: turns.support,
    "last_customer": lambda turns: turns.customer & (turns.from_end(turns.customer) < 2),
    "last_support": lambda turns: turns.from_end(turns.support) == 0,
}
BIGRAM_BASE = 1 << 20
LONG_WAIT = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and the pairs of words that a judge knows, and how much each says. Pairs are sorted `first * BIGRAM_BASE + second`."""

    words: dict[str, int]
    pairs: np.ndarray
    weight: np.ndarray

    def __len__(self) -> int:
        """How many words and pairs."""
        return len(self.words) + len(self.pairs)


@dataclass(frozen=True, slots=True)
class Reading:
    """A batch as read once for all judges.

    `found` says which turn gives which signal; `sentiment` is per turn; `turn_words` are the weighed words of each turn; `fields` has one matrix
    of weighed words per field; `numbers` holds the dense numbers by name and `dense` the same as one matrix.
    """

    turns: Turns
    found: np.ndarray
    sentiment: np.ndarray
    turn_words: sparse.csr_matrix
    fields: tuple[sparse.csr_matrix, ...]
    numbers: dict[str, np.ndarray]

    @property
    def dense(self) -> np.ndarray:
        """The dense numbers, shape (conversations, numbers)."""
        return np.column_stack(list(self.numbers.values())).astype(np.float32)

    def signal(self, name: str) -> np.ndarray:
        """Turns that give this signal."""
        return self.found[:, [signal.name for signal in signals()].index(name)]


def read_batch(batch: Batch, vocabulary: Vocabulary) -> Reading:
    """Read a batch once for all judges that share a vocabulary."""
    turns = read_turns(batch)
    found, sentiment = find_signals(turns), measure_sentiment(turns.words)
    counts = count_words(turns.words, vocabulary)
    return Reading(
        turns=turns,
        found=found,
        sentiment=sentiment,
        turn_words=weigh(counts, vocabulary.weight),
        fields=tuple(weigh(field_rows(turns, choose(turns)) @ counts, vocabulary.weight) for choose in FIELDS.values()),
        numbers=describe(turns, found, sentiment),
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


def describe(turns: Turns, found: np.ndarray, sentiment: np.ndarray) -> dict[str, np.ndarray]:
    """The dense numbers by name."""
    return {**_signal_numbers(turns, found), **_sentiment_numbers(turns, sentiment), **_order_numbers(turns, found), **_size_numbers(turns)}


def _share(total: np.ndarray, of: np.ndarray) -> np.ndarray:
    """A ratio that is 0 where there is nothing."""
    return total / np.maximum(of, 1)


def _signal_numbers(turns: Turns, found: np.ndarray) -> dict[str, np.ndarray]:
    """Per signal: ever, how often, in the last turn of its side, in the first."""
    numbers: dict[str, np.ndarray] = {}
    sides = {"customer": turns.customer, "support": turns.support, "system": turns.system}
    for column, signal in enumerate(signals()):
        side = sides[signal.side]
        given = found[:, column]
        times = turns.count(given)
        numbers[f"{signal.name}_ever"] = np.minimum(times, 1)
        if signal.side == "system":
            continue
        numbers[f"{signal.name}_share"] = _share(times, turns.count(side))
        numbers[f"{signal.name}_last"] = turns.count(given & (turns.from_end(side) == 0))
        numbers[f"{signal.name}_first"] = turns.count(given & (turns.from_start(side) == 0))
    return numbers


def _sentiment_numbers(turns: Turns, sentiment: np.ndarray) -> dict[str, np.ndarray]:
    """How the customer sounds: on the whole, at the start, at the end, at the worst."""
    place, left = turns.from_start(turns.customer), turns.from_end(turns.customer)
    lowest = np.zeros(len(turns.batch))
    np.minimum.at(lowest, turns.owner[turns.customer], sentiment[turns.customer])

    def mean(chosen: np.ndarray) -> np.ndarray:
        return _share(np.bincount(turns.owner[chosen], weights=sentiment[chosen], minlength=len(turns.batch)), turns.count(chosen))

    start, end = mean(place == 0), mean(turns.customer & (left < 2))
    return {
        "sentiment_mean": mean(turns.customer),
        "sentiment_start": start,
        "sentiment_end": end,
        "sentiment_last": mean(left == 0),
        "sentiment_late": mean(turns.customer & (left < 3) & (place > 0)),
        "sentiment_lowest": lowest,
        "sentiment_change": end - start,
        "sentiment_support": mean(turns.support),
    }


def _order_numbers(turns: Turns, found: np.ndarray) -> dict[str, np.ndarray]:
    """Who had the last word, and what it was."""
    column = {signal.name: found[:, place] for place, signal in enumerate(signals())}
    spoken = turns.customer | turns.support
    last = turns.from_end(spoken) == 0
    answered = turns.from_start(turns.customer) > 0
    happy = (column["thanks"] | column["accept"] | column["agree"]) & ~column["not_solved"] & ~column["deny"] & ~column["repeat"]
    asks = _asks(turns)
    return {
        "customer_last": turns.count(last & turns.customer),
        "support_last": turns.count(last & turns.support),
        "happy_last": turns.count(last & turns.customer & happy & answered),
        "happy_end": turns.count((turns.from_end(turns.customer) == 0) & happy & answered),
        "unhappy_last": turns.count(last & turns.customer & ~happy & answered),
        "asks_last": turns.count(last & turns.customer & asks),
        "asks_end": turns.count((turns.from_end(turns.customer) == 0) & asks),
        "promise_last": turns.count(last & column["promise"]),
        "done_last": turns.count(last & column["done"]),
        "answer_last": turns.count(last & (column["explain"] | column["lookup"])),
        "refusal_last": turns.count(last & column["refusal"]),
        "support_asks_last": turns.count(last & column["ask_back"]),
        "unanswered": turns.count(last & turns.customer & ~happy),
    }


def _asks(turns: Turns) -> np.ndarray:
    """Turns with a question mark."""
    marks = np.array([word.startswith("?") for word in turns.words.vocabulary] or [False])[turns.words.ids]
    return np.bincount(turns.words.owner, weights=marks, minlength=len(turns)) > 0


def _size_numbers(turns: Turns) -> dict[str, np.ndarray]:
    """How long it was, who took part, how long people waited, who said the same again."""
    customer, support, agent, bot = (turns.count(side) for side in (turns.customer, turns.support, turns.agent, turns.bot))
    length = np.diff(turns.words.starts).astype(np.float64)
    spoken = np.bincount(turns.owner, weights=length * turns.customer, minlength=len(turns.batch))
    replied = np.bincount(turns.owner, weights=length * turns.support, minlength=len(turns.batch))
    longest, first = _waits(turns)
    return {
        "turns": np.log1p(customer + support),
        "customer_turns": np.log1p(customer),
        "one_exchange": ((customer == 1) & (support >= 1)).astype(np.float64),
        "no_support": (support == 0).astype(np.float64),
        "no_customer": (customer == 0).astype(np.float64),
        "agent": (agent > 0).astype(np.float64),
        "bot": (bot > 0).astype(np.float64),
        "handed_over": ((agent > 0) & (bot > 0)).astype(np.float64),
        "customer_words": np.log1p(_share(spoken, customer)),
        "support_words": np.log1p(_share(replied, support)),
        "last_words": np.log1p(np.bincount(turns.owner, weights=length * (turns.from_end(turns.customer) == 0), minlength=len(turns.batch))),
        "longest_wait": longest,
        "first_wait": first,
        **_echo_numbers(turns),
    }


def _waits(turns: Turns) -> tuple[np.ndarray, np.ndarray]:
    """Longest and first wait of the customer for a reply, 0 (none or unknown) to 1 (a week)."""
    spoken = np.flatnonzero(turns.customer | turns.support)
    longest, first = np.zeros(len(turns.batch)), np.zeros(len(turns.batch))
    if len(spoken) < 2:
        return longest, first
    before, after = spoken[:-1], spoken[1:]
    reply = turns.customer[before] & turns.support[after] & (turns.owner[before] == turns.owner[after])
    wait = np.nan_to_num(turns.seconds[after] - turns.seconds[before])[reply]
    wait = np.log1p(np.clip(wait, 0, LONG_WAIT)) / np.log1p(LONG_WAIT)
    owner = turns.owner[before][reply]
    np.maximum.at(longest, owner, wait)
    earliest = np.flatnonzero(np.diff(owner, prepend=-1))
    first[owner[earliest]] = wait[earliest]
    return longest, first


def _echo_numbers(turns: Turns) -> dict[str, np.ndarray]:
    """How much each side says again what it said in its turn before: a bot that loops, a customer who has to repeat."""
    words = turns.words
    presence = sparse.csr_matrix(
        (np.ones(len(words.ids), dtype=np.float32), words.ids, words.starts), shape=(len(turns), max(len(words.vocabulary), 1))
    )
    presence.sum_duplicates()
    presence.data[:] = 1
    numbers = {}
    for name, side in (("customer_echo", turns.customer), ("support_echo", turns.support)):
        rows = np.flatnonzero(side)
        same = turns.owner[rows[1:]] == turns.owner[rows[:-1]]
        before, after = rows[:-1][same], rows[1:][same]
        shared = np.asarray(presence[before].multiply(presence[after]).sum(axis=1)).ravel()
        sizes = np.diff(presence.indptr)
        echo = shared / np.maximum(sizes[before] + sizes[after] - shared, 1)
        most = np.zeros(len(turns.batch))
        np.maximum.at(most, turns.owner[after], echo)
        numbers[name] = most
    return numbers

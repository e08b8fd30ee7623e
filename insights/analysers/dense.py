"""A conversation as numbers with a meaning: signals, sentiment, order, size, waits and echoes."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from insights.analysers.course import course_numbers, late_numbers
from insights.analysers.hearing import Heard
from insights.analysers.rules import apply_rules
from insights.analysers.signals import signals
from insights.analysers.turns import Turns

LONG_WAIT = 7 * 86_400.0


def describe(heard: Heard) -> dict[str, np.ndarray]:
    """The dense numbers by name."""
    numbers = {**_signal_numbers(heard), **_sentiment_numbers(heard), **_order_numbers(heard), **_size_numbers(heard.turns), **course_numbers(heard)}
    return numbers | apply_rules(numbers)


def _share(total: np.ndarray, of: np.ndarray) -> np.ndarray:
    """A ratio that is 0 where there is nothing."""
    return total / np.maximum(of, 1)


def _signal_numbers(heard: Heard) -> dict[str, np.ndarray]:
    """Per signal: ever, how often, in the last turn of its side, in the first; of how an answer was taken, how often and in the end."""
    turns = heard.turns
    numbers: dict[str, np.ndarray] = {}
    sides = {"customer": heard.customer, "support": heard.support}
    for column, signal in enumerate(signals()):
        given = heard.found[:, column]
        if signal.late:
            numbers |= late_numbers(heard, signal.name, given)
            continue
        numbers[f"{signal.name}_ever"] = np.minimum(turns.count(given), 1)
        if signal.side == "system":
            continue
        side = sides[signal.side]
        numbers[f"{signal.name}_share"] = _share(turns.count(given & side), turns.count(side))
        numbers[f"{signal.name}_last"] = turns.count(given & (turns.from_end(side) == 0))
        numbers[f"{signal.name}_first"] = turns.count(given & (turns.from_start(side) == 0))
    return numbers


def _sentiment_numbers(heard: Heard) -> dict[str, np.ndarray]:
    """How the customer sounds: on the whole, at the start, at the end, at the worst; and support in the end."""
    turns, sentiment = heard.turns, heard.sentiment
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
        "sentiment_last": mean(turns.from_end(heard.customer) == 0),
        "sentiment_late": mean(turns.customer & (left < 3) & (place > 0)),
        "sentiment_lowest": lowest,
        "sentiment_change": end - start,
        "sentiment_support": mean(turns.support),
        "sentiment_outcome": mean(turns.from_end(heard.support) == 0),
    }


def _order_numbers(heard: Heard) -> dict[str, np.ndarray]:
    """Who had the last word, what it was, and what came after what."""
    turns = heard.turns
    spoken = heard.customer | heard.support
    last = turns.from_end(spoken) == 0
    customer_end, support_end = turns.from_end(heard.customer) == 0, turns.from_end(heard.support) == 0
    answered = turns.from_start(turns.customer) > 0
    bad = heard.signal("not_solved") | heard.signal("deny") | heard.signal("repeat")
    happy = (heard.signal("thanks") | heard.signal("accept") | heard.signal("agree")) & ~bad
    asks = _asks(turns)
    done, refused = _latest(turns, heard.signal("done")), _latest(turns, heard.signal("refusal"))
    failed = heard.signal("refusal") | heard.signal("not_understood")
    good, poor = _latest(turns, heard.signal("done") & ~failed), _latest(turns, failed & ~heard.signal("done"))
    return {
        "customer_last": turns.count(last & turns.customer),
        "support_last": turns.count(last & turns.support),
        "happy_last": turns.count(last & turns.customer & happy & answered),
        "happy_end": turns.count(customer_end & happy & answered),
        "unhappy_last": turns.count(last & turns.customer & ~happy & answered),
        "asks_last": turns.count(last & turns.customer & asks),
        "asks_end": turns.count(customer_end & asks),
        "promise_last": turns.count(last & heard.signal("promise")),
        "done_last_word": turns.count(last & heard.signal("done")),
        "answer_last": turns.count(last & (heard.signal("explain") | heard.signal("lookup"))),
        "refusal_last_word": turns.count(last & heard.signal("refusal")),
        "support_asks_last": turns.count(last & heard.signal("ask_back")),
        "support_asks_end": turns.count(support_end & asks & ~heard.signal("done")),
        "unanswered": turns.count(last & turns.customer & ~happy),
        "done_after_refusal": (done > np.maximum(refused, 0)).astype(np.float64),
        "refusal_after_done": (refused > np.maximum(done, 0)).astype(np.float64),
        "outcome": np.sign(good - poor),
        "lost": ((poor > good) & (turns.count(heard.signal("give_up") | heard.signal("not_solved")) > 0)).astype(np.float64),
        "ceremony": _share(turns.count(~heard.core), turns.count(turns.customer | turns.support)),
    }


def _latest(turns: Turns, given: np.ndarray) -> np.ndarray:
    """Where the last turn with a signal stands in its conversation, from 1; 0 where there is none."""
    latest = np.zeros(len(turns.batch))
    rows = np.flatnonzero(given)
    np.maximum.at(latest, turns.owner[rows], rows - turns.starts[turns.owner[rows]] + 1.0)
    return latest


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

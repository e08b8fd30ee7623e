"""Is there a request at all, and can the conversation be scored? Shared by the judges of work and experience."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from insights.analysers.deeds import deeds_among, with_deeds
from insights.analysers.features import Reading
from insights.analysers.weights import DATA, Linear, read_linear, vocabulary
from insights.model import NotScored
from insights.text.encoding import NUMBER

TRAINED_LANGUAGES = frozenset({"en", "de", "es", "fr", "it", "nl", "pt"})
SHORT = 3
"""A conversation in which the customer wrote no more words than this, and no kind of work speaks from them, is too short."""
UNREADABLE = 0.25
FOREIGN = 0.5


@lru_cache(maxsize=1)
def request_weights() -> Linear:
    """The committed judge of whether there is a request."""
    return read_linear(DATA / "request.npz")


def judge_requests(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Probability that the customer wants something, and whether it is taken as so: where nobody replied, from what the customer wrote alone."""
    weights, turns = request_weights(), reading.turns
    replied = turns.count(turns.support) > 0
    probabilities = weights.probabilities(with_deeds(reading, deeds_among(reading, ~replied[turns.owner])))
    together, alone = weights.column("request"), weights.column("request_alone")
    asked = np.where(replied, probabilities[:, together], probabilities[:, alone])
    threshold = np.where(replied, weights.threshold[together], weights.threshold[alone])
    asked = np.where(_customer_words(reading) > 0, asked, 0.0)
    return asked, asked >= threshold


def _customer_words(reading: Reading) -> np.ndarray:
    """How many words with a letter or a digit the customer of each conversation wrote."""
    turns = reading.turns
    spoken = np.array([word[0].isalnum() or word[0] == NUMBER for word in turns.words.vocabulary] or [False])[turns.words.ids]
    by_turn = np.bincount(turns.words.owner, weights=spoken, minlength=len(turns))
    return np.bincount(turns.owner, weights=by_turn * turns.customer, minlength=len(turns.batch))


def unreadable(reading: Reading) -> np.ndarray:
    """Conversations whose customer writes in a language on which no judge was trained."""
    turns = reading.turns
    known_words = vocabulary().words
    known = np.array([word in known_words for word in turns.words.vocabulary] or [False])[turns.words.ids]
    known_by_turn = np.bincount(turns.words.owner, weights=known, minlength=len(turns))
    length = np.diff(turns.words.starts)
    total = np.bincount(turns.owner, weights=length * turns.customer, minlength=len(turns.batch))
    share = np.bincount(turns.owner, weights=known_by_turn * turns.customer, minlength=len(turns.batch)) / np.maximum(total, 1)
    languages = turns.batch.conversations.column("language").to_pylist()
    foreign = np.array([bool(tag) and tag.split("-")[0].lower() not in TRAINED_LANGUAGES for tag in languages], dtype=bool)
    return (total > 0) & ((share < UNREADABLE) | (foreign & (share < FOREIGN)))


def not_scored(reading: Reading) -> np.ndarray:
    """The cause why a conversation gets no rating, None where it gets one; shape (conversations,), objects."""
    turns = reading.turns
    length = np.bincount(turns.owner, weights=np.diff(turns.words.starts) * turns.customer, minlength=len(turns.batch))
    asked, short = judge_requests(reading)[1], length <= SHORT
    causes = np.full(len(turns.batch), None, dtype=object)
    causes[turns.count(turns.support) == 0] = NotScored.NO_REPLY.value
    causes[~asked] = NotScored.NO_REQUEST.value
    causes[(~asked & short) | (length == 0)] = NotScored.TOO_SHORT.value
    causes[unreadable(reading)] = NotScored.LANGUAGE.value
    return causes

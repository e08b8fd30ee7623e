"""Is there a request at all, and can the conversation be scored? Shared by the judges of work and experience."""

from __future__ import annotations

import numpy as np

from insights.analysers.features import Reading
from insights.analysers.weights import vocabulary, work_weights
from insights.model import NotScored

TRAINED_LANGUAGES = frozenset({"en", "de", "es", "fr", "it", "nl", "pt"})
SHORT = 3
"""A conversation in which the customer wrote no more words than this, and no kind of work speaks from them, is too short."""
UNREADABLE = 0.25
FOREIGN = 0.5


def _asked(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Probability of a request and the threshold that goes with it: where nobody replied, from what the customer wrote alone."""
    weights = work_weights()
    probabilities = weights.probabilities(reading)
    together, alone = weights.column("request"), weights.column("request_alone")
    replied = reading.turns.count(reading.turns.support) > 0
    asked = np.where(replied, probabilities[:, together], probabilities[:, alone])
    threshold = np.where(replied, weights.threshold[together], weights.threshold[alone])
    return np.where(reading.turns.count(reading.turns.customer) > 0, asked, 0.0), threshold


def request_probability(reading: Reading) -> np.ndarray:
    """Probability that the customer wants something."""
    return _asked(reading)[0]


def has_request(reading: Reading) -> np.ndarray:
    """Conversations with a request."""
    asked, threshold = _asked(reading)
    return asked >= threshold


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
    asked, short = has_request(reading), length <= SHORT
    causes = np.full(len(turns.batch), None, dtype=object)
    causes[turns.count(turns.support) == 0] = NotScored.NO_REPLY.value
    causes[~asked] = NotScored.NO_REQUEST.value
    causes[(~asked & short) | (length == 0)] = NotScored.TOO_SHORT.value
    causes[unreadable(reading)] = NotScored.LANGUAGE.value
    return causes

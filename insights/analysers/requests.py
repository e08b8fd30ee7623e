"""Is there a request at all, and can the conversation be scored? Shared by the judges of work and experience."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from insights.analysers.deeds import deeds as all_deeds
from insights.analysers.deeds import deeds_among, with_deeds
from insights.analysers.features import Reading
from insights.analysers.weights import DATA, Linear, read_linear, vocabulary
from insights.model import NotScored
from insights.text.encoding import NUMBER

TRAINED_LANGUAGES = frozenset({"en", "de", "es", "fr", "it", "nl", "pt"})
SHORT = 3
"""A conversation in which the customer wrote no more words than this, and no kind of work speaks from them, is too short."""
FEW = 15
"""What nobody answered and is no longer than this is no request if it only says thanks or goodbye."""
ASKING_SIGNALS = ("ask_act", "ask_mine", "ask_get", "ask_bug", "ask_person", "not_solved", "fault")
PARTING_SIGNALS = ("thanks", "accept", "closing")
AWAY = (
    r"out of (?:the )?office|auto(?:matic)?[- ]?(?:reply|response)|abwesenheit|nicht im büro|respuesta automática|"
    r"fuera de la oficina|réponse automatique|absent[e]? d|risposta automatica|fuori ufficio|afwezig|resposta automática"
)
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
    written = _customer_words(reading)
    asking, parting = _asking(reading), _parting(reading)
    asked = np.where((written <= SHORT) & asking, np.maximum(asked, threshold), asked)
    asked = np.where((written == 0) | (~replied & parting & ~asking & (written <= FEW)), 0.0, asked)
    return asked, asked >= threshold


def _asking(reading: Reading) -> np.ndarray:
    """Conversations in which the customer names something to be done, to be told or to be mended: a single word can."""
    turns = reading.turns
    said = [reading.heard.signal(name) for name in ASKING_SIGNALS]
    deeds = reading.deeds[:, [place for place, deed in enumerate(all_deeds()) if deed.side == "customer" and not deed.trait]]
    return turns.count(turns.customer & (np.any(said, axis=0) | deeds.any(axis=1))) > 0


def _parting(reading: Reading) -> np.ndarray:
    """Conversations in which the customer says thanks, that all is well, or that nobody is there to read."""
    turns = reading.turns
    said = [reading.heard.signal(name) for name in PARTING_SIGNALS]
    return turns.count(turns.customer & (np.any(said, axis=0) | turns.find([("customer", AWAY)])[:, 0])) > 0


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
    told = (total <= SHORT) & _asking(reading)
    return (total > 0) & ~told & ((share < UNREADABLE) | (foreign & (share < FOREIGN)))


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

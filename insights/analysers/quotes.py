"""Which turn decided, and which of its sentences says so best, word for word."""

from __future__ import annotations

import re

import numpy as np

from insights.analysers.features import Reading, count_words, weigh
from insights.analysers.weights import vocabulary
from insights.text.encoding import read_words

SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…](?=\w)[^.!?…\n]+)*[.!?…]*")
LONGEST_QUOTE = 200
LONGEST_QUESTION = 300
SUBJECT = r"^\W*(?:subject|betreff|asunto|objet|oggetto|onderwerp|assunto)\W"
HELLO = r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten tag|hola|bonjour|salut|ciao|buongiorno|olá)\W*(?:\w+\W*){0,3}$"
GREETING = re.compile(f"(?i){SUBJECT}|{HELLO}")


def best_turn(reading: Reading, scores: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """For each conversation the allowed turn with the highest score, as an index into the turns; -1 where none is allowed. The first wins."""
    turns = reading.turns
    best = np.full(len(turns.batch), -1)
    rows = np.flatnonzero(allowed)
    order = rows[np.lexsort((rows, -scores[rows], turns.owner[rows]))]
    owner = turns.owner[order]
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    best[owner[first]] = order[first]
    return best


def sentences(text: str) -> list[str]:
    """The sentences of a text, each of them verbatim.

    >>> sentences("Hi! It costs 3.50 euros. Thanks")
    ['Hi!', 'It costs 3.50 euros.', 'Thanks']
    """
    found = (sentence.strip() for sentence in SENTENCE.findall(text))
    return [sentence for sentence in found if any(letter.isalnum() for letter in sentence)]


def cut(text: str, longest: int) -> str:
    """The beginning of a text, ending with a whole word where it can.

    >>> cut("one two three", 9)
    'one two'
    """
    if len(text) <= longest:
        return text
    whole, space, _ = text[: longest + 1].rpartition(" ")
    return whole.rstrip() if space and whole.strip() else text[:longest]


def choose_quotes(reading: Reading, turn: np.ndarray, weight: np.ndarray, column: np.ndarray) -> list[str]:
    """For each chosen turn its sentence with the highest score by the weights of its output; `weight` has the shape (vocabulary, outputs)."""
    texts = reading.turns.text.take(turn).to_pylist()
    parts = [sentences(text) or [text.strip()] for text in texts]
    flat = [sentence for part in parts for sentence in part]
    if not flat:
        return []
    words = weigh(count_words(read_words(flat), vocabulary()), vocabulary().weight)
    scores = words @ weight
    quotes, place = [], 0
    for part, output in zip(parts, column, strict=True):
        mine = scores[place : place + len(part), output]
        place += len(part)
        quotes.append(cut(part[int(np.argmax(np.round(mine, 6)))], LONGEST_QUOTE))
    return quotes


def request_text(text: str) -> str:
    """The sentences of a first message that ask for something: all of a short one, else from the first sentence after the greeting."""
    stripped = text.strip()
    if len(stripped) <= LONGEST_QUESTION:
        return stripped
    parts = sentences(stripped)
    asking = next((place for place, part in enumerate(parts) if part.endswith("?")), None)
    plain = next((place for place, part in enumerate(parts) if not GREETING.search(part)), 0)
    start = stripped.find(parts[asking if asking is not None else plain]) if parts else 0
    return cut(stripped[start:], LONGEST_QUESTION).strip()

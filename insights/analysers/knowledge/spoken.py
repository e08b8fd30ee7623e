"""What was said in a conversation, in stretches of a few words: what a candidate has to fit is one request or one deed, not a whole mail."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from insights.analysers.features import Reading
from insights.analysers.knowledge.meanings import find_meanings
from insights.analysers.knowledge.stems import product, stem, stem_weight, unit_vectors
from insights.text.encoding import Encoder
from insights.text.glossary import GLOSSED, language_of, words_in_english

STRETCH, STEP = 24, 12


@dataclass(frozen=True)
class Spoken:
    """Stretches of turns, in order: `counts` are of the words of `vocabulary` (English where the glossary knows it), `vectors` are unit rows.

    `meant` are the meanings of each stretch, `word_vectors` unit rows for the vocabulary; `owner` is the conversation.
    """

    vocabulary: tuple[str, ...]
    counts: sparse.csr_matrix
    meant: sparse.csr_matrix
    owner: np.ndarray
    turn: np.ndarray
    vectors: np.ndarray
    word_vectors: np.ndarray


def listen(reading: Reading, encoder: Encoder) -> Spoken:
    """The stretches of every conversation of a reading."""
    turns = reading.turns
    lengths = np.diff(turns.words.starts)
    pieces = np.where(lengths > STRETCH, -(-(lengths - STRETCH) // STEP) + 1, 1) * (lengths > 0)
    turn = np.repeat(np.arange(len(turns)), pieces)
    place = np.arange(len(turn)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    first = turns.words.starts[:-1][turn] + place * STEP
    size = np.minimum(STRETCH, turns.words.starts[1:][turn] - first)
    column = np.repeat(first - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    counts, vocabulary = _in_english(reading, turn, np.repeat(np.arange(len(turn)), size), turns.words.ids[column])
    vectors = encoder.vectors(vocabulary)
    weighed = vectors * stem_weight(map(stem, vocabulary))[:, None].astype(np.float32)
    return Spoken(
        vocabulary=vocabulary,
        counts=counts,
        meant=find_meanings(counts, vocabulary),
        owner=turns.owner[turn],
        turn=turn,
        vectors=unit_vectors(np.asarray(counts @ weighed)),
        word_vectors=vectors,
    )


def _in_english(reading: Reading, turn: np.ndarray, row: np.ndarray, word: np.ndarray) -> tuple[sparse.csr_matrix, tuple[str, ...]]:
    """Counts of English words per stretch."""
    known = reading.turns.words.vocabulary
    language = _languages(reading)[reading.turns.owner[turn]][row]
    keys, inverse = np.unique(language * len(known) + word, return_inverse=True)
    english: dict[str, int] = {}
    parts: list[list[int]] = []
    bounds = np.searchsorted(keys, np.arange(len(GLOSSED) + 2) * len(known))
    for number, (start, stop) in enumerate(pairwise(bounds)):
        words = [known[key] for key in keys[start:stop] % max(len(known), 1)]
        said = words if not number else words_in_english(GLOSSED[number - 1], words)
        parts += [[english.setdefault(part, len(english)) for part in text.split()] for text in said]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    ids = np.array([place for part in parts for place in part], dtype=np.int64)
    lookup = sparse.csr_matrix((np.ones(len(ids), dtype=np.float32), ids, starts), shape=(len(keys), len(english)))
    spoken = sparse.csr_matrix((np.ones(len(row), dtype=np.float32), (row, inverse)), shape=(len(turn), len(keys)))
    return product(spoken, lookup), tuple(english)


def _languages(reading: Reading) -> np.ndarray:
    """The place of each conversation's language in GLOSSED, from 1; 0 for English and all others."""
    turns = reading.turns
    opening = turns.starts[:-1]
    given = turns.batch.conversations.column("language").to_pylist()
    unknown = [place for place, tag in enumerate(given) if not tag and turns.starts[place + 1] > opening[place]]
    for place in unknown:
        given[place] = language_of(turns.text[int(opening[place])].as_py())
    places = {language: place for place, language in enumerate(GLOSSED, start=1)}
    return np.array([places.get((tag or "").split("-")[0].lower(), 0) for tag in given], dtype=np.int64)

"""Words compared by stem, weighed by how rare they are in conversations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from scipy import sparse

from insights.analysers.weights import vocabulary
from insights.text.encoding import Encoder, Words

ENDINGS = re.compile(r"(?:'s|ings?|ed|es|s|ly|ment|ments)$")
STEM = 6
LEAST_WEIGHT = 0.02


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """What a word has in common with its forms, roughly.

    >>> {stem(word) for word in ("refund", "refunds", "refunded", "refunding")}
    {'refund'}
    """
    short = ENDINGS.sub("", word)
    return (short if len(short) >= 3 else word)[:STEM]


def stem_weight(stems: Iterable[str]) -> np.ndarray:
    """How rare stems are in the conversations that the judges were trained on, 0 to 1; rarest where none has it."""
    known = _weights()
    return np.array([known.get(short, 1.0) for short in stems], dtype=np.float64)


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    known = vocabulary()
    rarest = float(known.weight.max()) if len(known) else 1.0
    weights: dict[str, float] = {}
    for word, place in known.words.items():
        weight = float(np.clip((known.weight[place] - 1) / (rarest - 1), LEAST_WEIGHT, 1))
        weights[stem(word)] = min(weights.get(stem(word), 1.0), weight)
    return weights


def word_counts(words: Words) -> sparse.csr_matrix:
    """Counts of words, shape (texts, vocabulary)."""
    shape = (len(words.starts) - 1, len(words.vocabulary))
    counts = sparse.csr_matrix((np.ones(len(words.ids), dtype=np.float32), words.ids, words.starts), shape=shape)
    counts.sum_duplicates()
    return counts


def stem_lookup(words: Iterable[str], stems: dict[str, int]) -> sparse.csr_matrix:
    """From words to the stems that are known, shape (words, stems)."""
    places = np.array([stems.get(stem(word), -1) for word in words], dtype=np.int64)
    rows = np.flatnonzero(places >= 0)
    return sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, places[rows])), shape=(len(places), len(stems)))


def product(left: sparse.csr_matrix, right: sparse.csr_matrix) -> sparse.csr_matrix:
    """A sparse product; it goes row by row, so that a row's result does not depend on its neighbours."""
    return sparse.csr_matrix(left @ right)


def width(matrix: sparse.csr_matrix) -> int:
    """How many columns."""
    return int(matrix.shape[1])  # pyright: ignore[reportOptionalSubscript]


def unit_rows(counts: sparse.csr_matrix, weight: np.ndarray) -> sparse.csr_matrix:
    """Sublinear counts times weight, rows of unit length."""
    rows = counts.tocsr()
    weighed = sparse.csr_matrix(((1 + np.log(rows.data)) * weight[rows.indices], rows.indices, rows.indptr), shape=rows.shape)
    norms = np.sqrt(weighed.multiply(weighed) @ np.ones(width(rows)))
    weighed.data /= np.repeat(np.where(norms > 0, norms, 1), np.diff(rows.indptr))
    return sparse.csr_matrix(weighed, dtype=np.float32)


def word_vectors(words: Iterable[str], encoder: Encoder) -> np.ndarray:
    """The vector of each word, as long as it says much."""
    listed = list(words)
    return encoder.vectors(listed) * stem_weight(map(stem, listed))[:, None].astype(np.float32)


def unit_vectors(vectors: np.ndarray) -> np.ndarray:
    """Rows of unit length; rows of zeros stay."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(norms > 0, norms, 1)

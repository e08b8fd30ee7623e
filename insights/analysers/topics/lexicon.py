"""The lexical side of a topic: words and pairs of neighbours, weighted by rarity, folded into a few dimensions.

What was learnt is plain arrays, so that it can be stored without pickle and used on slices in other processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg, sparse

from insights.text.encoding import Words, read_words

DIMENSIONS = 80
MOST_TERMS = 20_000
MOST_FREQUENT = 0.3
ITERATIONS, SPARE = 3, 10


@dataclass(frozen=True)
class Lexicon:
    """Known words, known pairs of them (`left * words + right`), and the direction of every term, pairs after words."""

    words: tuple[str, ...]
    pairs: np.ndarray
    directions: np.ndarray

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors, shape (texts, dimensions); zeros for a text without a known term."""
        return unit(np.asarray(self.counts(read_words(texts)) @ self.directions))

    def counts(self, read: Words) -> sparse.csr_matrix:
        """How often each text holds each term, damped, shape (texts, terms)."""
        place = {word: i for i, word in enumerate(self.words)}
        known = np.array([place.get(word, -1) for word in read.vocabulary], dtype=np.int64)
        word = known[read.ids] if len(read.ids) else np.zeros(0, dtype=np.int64)
        owner = read.owner
        code, pair_owner = _pairs(word, owner, len(self.words))
        at = np.minimum(np.searchsorted(self.pairs, code), max(len(self.pairs) - 1, 0))
        hit = self.pairs[at] == code if len(self.pairs) else np.zeros(len(code), dtype=bool)
        rows = np.concatenate([owner[word >= 0], pair_owner[hit]])
        columns = np.concatenate([word[word >= 0], len(self.words) + at[hit]])
        return _damped(rows, columns, (len(read.starts) - 1, len(self.words) + len(self.pairs)))


def learn(texts: Sequence[str], seed: int) -> tuple[Lexicon, np.ndarray]:
    """Terms in at least two texts, the most frequent first up to a limit, and the texts' vectors. Very frequent words count only in pairs."""
    read = read_words(texts)
    owner, size = read.owner, len(texts)
    frequency = _texts_with(owner, read.ids, len(read.vocabulary))
    kept = _most_frequent(frequency, MOST_TERMS)
    place = np.full(len(read.vocabulary), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    word = place[read.ids] if len(read.ids) else np.zeros(0, dtype=np.int64)
    code, pair_owner = _pairs(word, owner, len(kept))
    codes, which = np.unique(code, return_inverse=True)
    pair_frequency = _texts_with(pair_owner, which, len(codes))
    kept_pairs = _most_frequent(pair_frequency, MOST_TERMS)
    empty = Lexicon(tuple(read.vocabulary[i] for i in kept), codes[kept_pairs], np.zeros((0, 0)))
    counts = empty.counts(read)
    spread = np.concatenate([frequency[kept], pair_frequency[kept_pairs]])
    rarity = np.where(spread > max(MOST_FREQUENT * size, 2), 0.0, np.log((1 + size) / (1 + spread)) + 1)
    directions = _directions(counts, rarity, seed)
    return replace(empty, directions=directions), unit(np.asarray(counts @ directions))


def _directions(counts: sparse.csr_matrix, rarity: np.ndarray, seed: int) -> np.ndarray:
    """Right singular vectors of the weighted, normalised counts, with the weights folded in."""
    weighted = sparse.csr_matrix(counts.multiply(rarity))
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = sparse.csr_matrix(sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ weighted)
    rows, terms = len(counts.indptr) - 1, len(rarity)
    dimensions = min(DIMENSIONS, rows - 1, terms - 1)
    if dimensions < 1 or weighted.nnz == 0:
        return np.zeros((terms, 1))
    return _leading(weighted, terms, dimensions, seed) * rarity[:, None]


def _leading(matrix: sparse.csr_matrix, columns: int, dimensions: int, seed: int) -> np.ndarray:
    """The right singular vectors of the largest singular values, as columns, by random projection and a few power iterations."""
    rows = len(matrix.indptr) - 1
    tall = matrix if rows >= columns else matrix.T
    basis = np.random.RandomState(seed).normal(size=(min(rows, columns), dimensions + SPARE))
    for _ in range(ITERATIONS):
        for side in (tall, tall.T):
            basis = np.asarray(linalg.lu(side @ basis, permute_l=True, check_finite=False)[0])
    basis = np.asarray(linalg.qr(tall @ basis, mode="economic", check_finite=False)[0])
    left, _, right = linalg.svd(basis.T @ tall, full_matrices=False)
    return np.asarray(right[:dimensions].T if rows >= columns else (basis @ left)[:, :dimensions])


def _pairs(word: np.ndarray, owner: np.ndarray, words: int) -> tuple[np.ndarray, np.ndarray]:
    """Codes of neighbouring known words of one text, and the text of each."""
    together = (owner[1:] == owner[:-1]) & (word[1:] >= 0) & (word[:-1] >= 0)
    return (word[:-1] * words + word[1:])[together], owner[1:][together]


def _texts_with(owner: np.ndarray, term: np.ndarray, terms: int) -> np.ndarray:
    """In how many texts each term occurs."""
    distinct = np.unique(owner * max(terms, 1) + term)
    return np.bincount(distinct % max(terms, 1), minlength=terms)


def _most_frequent(frequency: np.ndarray, most: int) -> np.ndarray:
    """Places of the terms in two texts or more, at most `most` of them, in rising order."""
    order = np.argsort(-frequency, kind="stable")[:most]
    return np.sort(order[frequency[order] >= 2])


def _damped(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> sparse.csr_matrix:
    """Counts as 1 + log(count): the tenth mention says little more than the first."""
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    return counts


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 1e-12, lengths, 1)

"""How alike conversations and candidates are: in the best stretch of each side, and as a whole.

Of a large library only the candidates that share most with a conversation are compared; a small one is compared whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from insights.analysers.features import Reading
from insights.analysers.knowledge.library import Library
from insights.analysers.knowledge.spoken import Spoken
from insights.analysers.knowledge.stems import product, stem_lookup, unit_rows, width
from insights.text.encoding import NUMBER

MOST_COMPARED = 40
ALIKE, LEAST_NEAR = 0.5, 0.2
"""From which likeness of their vectors on two words are near, and how much the least near ones count."""
DIGITS = 6
BLOCK = 1_024
DENSE = 500_000
OPENING, LATER, SUPPORT = range(3)
"""Who said a stretch: the customer in the first turn, or later, or support."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Some conversations of a reading: their rows, the chances of their kinds, and their stretches, in order of who said them to whom.

    `place` is three times the place of a stretch's conversation among the rows, plus who said it; `stretch` is its place in `spoken`.
    """

    reading: Reading
    rows: np.ndarray
    kinds: np.ndarray
    spoken: Spoken
    stretch: np.ndarray
    place: np.ndarray

    def adder(self, *speakers: int) -> sparse.csr_matrix:
        """Adds up the stretches of these speakers, shape (conversations, stretches)."""
        rows = np.flatnonzero(np.isin(self.place % 3, speakers))
        return sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (self.place[rows] // 3, rows)), shape=(len(self.rows), len(self.stretch)))


def ask(reading: Reading, rows: np.ndarray, kinds: np.ndarray, spoken: Spoken) -> Asked:
    """Make some conversations ready to be compared; `kinds` is for all of the reading."""
    turns = reading.turns
    row = np.full(len(turns.batch), -1)
    row[rows] = np.arange(len(rows))
    speaker = np.where(turns.support, SUPPORT, np.where(turns.from_start(turns.customer) == 0, OPENING, LATER))
    stretch = np.flatnonzero((row[spoken.owner] >= 0) & ~turns.system[spoken.turn])
    place = 3 * row[spoken.owner[stretch]] + speaker[spoken.turn[stretch]]
    order = np.argsort(place, kind="stable")
    return Asked(reading, rows, kinds[rows], spoken, stretch[order], place[order])


@dataclass(frozen=True)
class Lookup:
    """From the words that were said to the stems of a library: the same ones, and near ones of titles."""

    same: sparse.csr_matrix
    near: sparse.csr_matrix

    @classmethod
    def of(cls, library: Library, spoken: Spoken) -> Lookup:
        """Compare every word once."""
        same = stem_lookup(spoken.vocabulary, library.stems)
        vectors, used = library.stem_vectors[library.named_stems].T, library.named_stems
        blocks = [_near(spoken.word_vectors[start : start + BLOCK] @ vectors) for start in range(0, len(spoken.vocabulary), BLOCK)]
        near = sparse.csr_matrix(sparse.vstack(blocks)) if blocks else sparse.csr_matrix((0, len(used)), dtype=np.float32)
        near = sparse.csr_matrix((near.data, used[near.indices], near.indptr), shape=same.shape)
        spelled = sparse.diags(np.array([word != NUMBER for word in spoken.vocabulary], dtype=np.float32))
        return cls(same, sparse.csr_matrix(sparse.csr_matrix(spelled @ near).maximum(same)))


def _near(alike: np.ndarray) -> sparse.csr_matrix:
    """Likenesses of words on a scale from LEAST_NEAR to 1, nothing below ALIKE."""
    scaled = np.round((alike - ALIKE) / (1 - ALIKE) * (1 - LEAST_NEAR) + LEAST_NEAR, 3)
    return sparse.csr_matrix(np.where(alike >= ALIKE, scaled, 0).astype(np.float32))


def compared(library: Library, lookup: Lookup, asked: Asked) -> np.ndarray:
    """Places of the candidates that each conversation is compared with, in order, shape (conversations, candidates)."""
    if len(library) <= MOST_COMPARED:
        return np.broadcast_to(np.arange(len(library)), (len(asked.rows), len(library)))
    said = unit_rows(product(asked.adder(OPENING, LATER, SUPPORT), _stems(asked, lookup.same)), library.weight)
    shared = product(said, library.columns).toarray()
    return np.sort(np.argpartition(-np.round(shared, DIGITS), MOST_COMPARED, axis=1)[:, :MOST_COMPARED], axis=1)


def _stems(asked: Asked, lookup: sparse.csr_matrix) -> sparse.csr_matrix:
    return product(asked.spoken.counts[asked.stretch], lookup)


def likenesses(library: Library, lookup: Lookup, asked: Asked, places: np.ndarray) -> tuple[list[np.ndarray], list[sparse.csr_matrix]]:
    """Every likeness to the candidates at `places`, shape (conversations, candidates) each; with the stems that the customer and support use."""
    some = len(library) > MOST_COMPARED
    union = np.unique(places) if some else np.arange(len(library))
    part = library.take(union) if some else library
    stems = _stems(asked, lookup.same)
    opening, customer, support = (product(asked.adder(*speakers), stems) for speakers in ((OPENING,), (OPENING, LATER), (SUPPORT,)))
    columns = [
        *_best(part, lookup, asked, stems),
        *_whole(part, customer),
        *_whole(part, support),
        _product(unit_rows(opening, part.weight), part.body),
    ]
    if some:
        there = np.searchsorted(union, places)
        columns = [np.take_along_axis(column, there, axis=1) for column in columns]
    return [np.round(column, DIGITS) for column in columns], [customer, support]


def _product(left: sparse.csr_matrix, right: sparse.csr_matrix) -> np.ndarray:
    """All products of rows; a small right side is quicker as a plain array."""
    if len(right.indptr) * width(right) <= DENSE:
        return np.asarray(left @ right.toarray().T)
    return product(left, sparse.csr_matrix(right.T)).toarray()


def _best(library: Library, lookup: Lookup, asked: Asked, stems: sparse.csr_matrix) -> list[np.ndarray]:
    """The best stretch of each side."""
    near = _stems(asked, lookup.near)
    near.data = np.minimum(near.data, 1)
    unit, meant = unit_rows(stems, library.weight), asked.spoken.meant[asked.stretch]
    each = (
        _product(unit, library.title),
        _product(unit, library.body),
        _product(near, library.needed),
        _product(meant, library.meant),
        _product(meant, library.described),
        asked.spoken.vectors[asked.stretch] @ library.vectors.T,
    )
    return [side for likeness in each for side in _most(likeness, asked)]


def _most(likeness: np.ndarray, asked: Asked) -> tuple[np.ndarray, np.ndarray]:
    """The likeness of the most similar stretch of the customer and of support."""
    best = np.zeros((3 * len(asked.rows), likeness.shape[1]), dtype=np.float32)
    first = np.flatnonzero(np.diff(asked.place, prepend=-1))
    if likeness.size:
        # Five times faster than maximum.reduceat, which goes column by column.
        for place, rows in zip(asked.place[first], np.split(likeness, first[1:]), strict=True):
            rows.max(axis=0, out=best[place])
    return np.maximum(best[OPENING::3], best[LATER::3]), best[SUPPORT::3]


def _whole(library: Library, side: sparse.csr_matrix) -> list[np.ndarray]:
    """All that a side says, at once."""
    unit, said = unit_rows(side, library.weight), side.copy()
    said.data = np.ones_like(said.data)
    return [_product(unit, library.title), _product(unit, library.body), _product(said, library.needed)]

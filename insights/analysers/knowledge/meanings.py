"""What is meant, whatever the words: "we booked the money back" means a refund. The words stand in `data/meanings.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy import sparse

from insights.analysers.knowledge.stems import product, stem, width

WORDS = Path(__file__).parents[1] / "data" / "meanings.toml"


@dataclass(frozen=True, slots=True)
class Meanings:
    """Stems by which a meaning is told, and pairs of stems that tell one together."""

    names: tuple[str, ...]
    single: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[str, str, int], ...]


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """All meanings, in the order of their file."""
    read = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    forms = [(tuple(stem(part) for part in form.split("+")), place) for place, text in enumerate(read.values()) for form in text.split()]
    single = dict.fromkeys((parts[0], place) for parts, place in forms if len(parts) == 1)
    return Meanings(tuple(read), tuple(single), tuple((parts[0], parts[1], place) for parts, place in forms if len(parts) == 2))


def find_meanings(counts: sparse.csr_matrix, vocabulary: Sequence[str]) -> sparse.csr_matrix:
    """Which meanings each text has, as ones, shape (texts, meanings); `counts` are of the words of the vocabulary."""
    known = meanings()
    shown: dict[str, list[int]] = {}
    for place, word in enumerate(vocabulary):
        shown.setdefault(stem(word), []).append(place)
    single = _told(counts, ((row, place) for short, place in known.single for row in shown.get(short, ())), len(known.names))
    told = (
        ((row, place) for place, (one, _, _) in enumerate(known.pairs) for row in shown.get(one, ())),
        ((row, place) for place, (_, other, _) in enumerate(known.pairs) for row in shown.get(other, ())),
    )
    one, other = (_told(counts, at, len(known.pairs)) for at in told)
    meant = sparse.csr_matrix(
        (np.ones(len(known.pairs), dtype=np.float32), ([*range(len(known.pairs))], [pair[2] for pair in known.pairs])),
        shape=(len(known.pairs), len(known.names)),
    )
    return _ones(single + product(one.multiply(other), meant))


def _told(counts: sparse.csr_matrix, at: Iterable[tuple[int, int]], size: int) -> sparse.csr_matrix:
    """Texts by what their words stand for, as ones; `at` holds words and what they stand for."""
    rows, columns = np.array(list(at), dtype=np.int64).reshape(-1, 2).T
    return _ones(product(counts, sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(width(counts), size))))


def _ones(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """A one wherever there is something."""
    held = matrix.tocsr()
    held.data = np.ones_like(held.data)
    return held

"""Articles that say the same count once, because a list of one answer three times hides the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from insights.analysers.knowledge.stems import unit_rows, word_counts
from insights.model import Article
from insights.text.encoding import read_words

SAME = 0.95
"""Likeness of two texts from which on one is a copy of the other, if all their numbers are the same as well."""
BLOCK = 500
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def without_copies(articles: Sequence[Article]) -> list[Article]:
    """The articles in their order; of near copies with the same numbers only the first by its id."""
    texts = [f"{article.title}\n{article.body}" for article in articles]
    words = read_words(texts)
    alike = unit_rows(word_counts(words), np.ones(len(words.vocabulary)))
    numbers = [tuple(sorted(Counter(NUMBERS.findall(text)).items())) for text in texts]
    sets: dict[tuple, list[int]] = {}
    for place, found in enumerate(numbers):
        sets.setdefault(found, []).append(place)
    dropped: set[int] = set()
    for places in sets.values():
        if len(places) > 1:
            dropped |= _later_copies(alike[places], places, articles)
    return [article for place, article in enumerate(articles) if place not in dropped]


def _later_copies(alike: sparse.csr_matrix, places: list[int], articles: Sequence[Article]) -> set[int]:
    """Of articles with the same numbers those that repeat one with a smaller id."""
    links = [_links(alike, start) for start in range(0, len(places), BLOCK)]
    rows, columns = np.concatenate(links, axis=1)
    graph = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(places), len(places)))
    groups: dict[int, list[int]] = {}
    for place, group in zip(places, connected_components(graph, directed=False)[1], strict=True):
        groups.setdefault(int(group), []).append(place)
    return {place for group in groups.values() for place in sorted(group, key=lambda one: (articles[one].id, one))[1:]}


def _links(alike: sparse.csr_matrix, start: int) -> np.ndarray:
    """Pairs of copies, the first of each from one block, as two rows."""
    near = (alike[start : start + BLOCK] @ alike.T).tocoo()
    same = near.data >= SAME
    return np.stack([near.row[same] + start, near.col[same]])

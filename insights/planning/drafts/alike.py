"""Which of some texts say the same, and which stand for all of them: by the stems that they share, the rare ones weighing more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from insights.planning.voices import Voices

ALIKE = 0.42
"""Cosine from which two texts say the same."""
MOST_COMPARED = 140


def space(texts: Sequence[str], voices: Voices) -> np.ndarray:
    """A row of unit length per text, all zeros where it says nothing."""
    found = [voices.stems(text) for text in texts]
    places = {stem: place for place, stem in enumerate(sorted(set().union(*found)))} if found else {}
    weights = [voices.rarity[stem] for stem in places]
    vectors = np.zeros((len(texts), max(len(places), 1)), dtype=np.float32)
    for row, mine in enumerate(found):
        for stem in mine:
            vectors[row, places[stem]] = weights[places[stem]]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def worth(texts: Sequence[str], subject: str, voices: Voices) -> np.ndarray:
    """How well each text stands for all of them: it holds the stems that many share and few elsewhere use; those of the subject count double."""
    found = [voices.stems(text) for text in texts]
    counts = Counter(stem for mine in found for stem in mine)
    named = voices.stems(subject)
    shared = {
        stem: (count / len(texts)) ** 0.5 * voices.rarity[stem] * (2 if stem in named else 1)
        for stem, count in counts.items()
        if count > 1 or stem in named
    }
    return np.array([sum(shared.get(stem, 0.0) for stem in mine) / (len(mine) + 3) ** 0.5 for mine in found])


def chosen(texts: Sequence[str], worths: np.ndarray, count: int, voices: Voices, alike: float = ALIKE) -> list[int]:
    """The places of the texts of most worth that do not say the same as one before them."""
    order = [int(place) for place in np.argsort(-worths, kind="stable")[:MOST_COMPARED]]
    vectors = space([texts[place] for place in order], voices)
    kept: list[int] = []
    for place in range(len(order)):
        if len(kept) == count:
            break
        if not kept or float((vectors[kept] @ vectors[place]).max()) < alike:
            kept.append(place)
    return [order[place] for place in kept]


def grouped(texts: Sequence[str], voices: Voices, alike: float = ALIKE) -> list[list[int]]:
    """Groups of texts that say the same, the largest first, each led by the one that is like most of the others."""
    if not texts:
        return []
    vectors = space(texts[:MOST_COMPARED], voices)
    near = (vectors @ vectors.T) >= alike
    np.fill_diagonal(near, val=True)
    left, groups = np.ones(len(vectors), dtype=bool), []
    for leader in np.argsort(-near.sum(axis=1), kind="stable").tolist():
        if left[leader]:
            members = np.flatnonzero(near[leader] & left)
            left[members] = False
            groups.append([leader, *(place for place in members.tolist() if place != leader)])
    return sorted(groups, key=lambda group: (-len(group), group[0]))

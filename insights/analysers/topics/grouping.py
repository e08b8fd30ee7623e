"""From vectors to groups: a graph of neighbours who share neighbours, its communities, and groups of groups. No knob for the user."""

from __future__ import annotations

import math

import numpy as np
from scipy import sparse

from insights.analysers.topics.lexicon import unit

NEIGHBOURS = 15
RESOLUTION = 1.5
ALIKE = 0.85
FEW = 100
TOO_FEW_FOR_TWO_LEVELS = 60
MOST_TOPICS = 14
ORDERS, MANY = 6, 5_000
PULL, LEAST_LIKE = 0.5, 0.05
FEWER, MORE = 0.45, 1.3
BLOCK = 1_024
SMALLEST_SHARE = 0.003
MOST_PARTS, SMALLEST_PART, SMALLEST_PART_SHARE = 6, 8, 0.06


def leaves(vectors: np.ndarray, seed: int) -> np.ndarray:
    """The finest group of each row, 0 to k-1; groups too small to be a subject of their own join their nearest."""
    # Among few texts the 15th neighbour is no longer about the same thing.
    neighbours = min(NEIGHBOURS, max(3, round(0.6 * len(vectors) ** 0.5)), len(vectors) - 1)
    found = _communities(_shared(_nearest(vectors, neighbours)), seed)
    smallest = max(2 if len(vectors) < FEW else 4, round(SMALLEST_SHARE * len(vectors)))
    return _join_small(vectors, np.unique(found, return_inverse=True)[1], smallest)


def _communities(graph: sparse.csr_matrix, seed: int) -> np.ndarray:
    """The division of highest modularity among some orders of the nodes; one order where there are many, for they differ less.

    Not the Leiden of the same library: it draws from C's rand(), which no seed reaches, so that it answers differently the second time.
    """
    from sknetwork.clustering import Louvain, get_modularity  # processes that only judge need not wait for it

    count = len(graph.indptr) - 1
    draw = np.random.default_rng(seed)
    best, highest = np.zeros(count, dtype=np.int64), -np.inf
    for _ in range(ORDERS if count < MANY else 1):
        order = draw.permutation(count)
        found = np.empty(count, dtype=np.int64)
        found[order] = Louvain(resolution=RESOLUTION, random_state=seed).fit_predict(graph[order][:, order])
        reached = float(np.round(np.asarray(get_modularity(graph, found, resolution=RESOLUTION)), 9))
        if reached > highest:
            best, highest = found, reached
    return best


def groups_of(centres: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Leaves that belong together: group of each leaf, 0 to k-1; among few rows every leaf stands for itself.

    `centres` are the plain means of the leaves, not their directions: a leaf whose rows have little in common is then near to none.
    """
    count = len(centres)
    if count < 4 or sizes.sum() < TOO_FEW_FOR_TWO_LEVELS:
        return np.arange(count)
    steps, likeness = _joined(centres, sizes)
    usual = topics_usual(count)
    fewest, most = max(3, math.ceil(usual * FEWER)), max(3, min(count - 1, math.ceil(usual * MORE), MOST_TOPICS))
    # The cut before the merge of the least like, seen against the merge before it: that is where unlike groups would be forced together.
    gaps = {k: max(likeness[k + 1], LEAST_LIKE) / max(likeness[k], LEAST_LIKE) for k in range(fewest, most + 1)}
    return steps[max(gaps, key=lambda k: gaps[k] * math.exp(-PULL * abs(math.log(k / usual))))]


def _joined(centres: np.ndarray, sizes: np.ndarray) -> tuple[dict[int, np.ndarray], dict[int, float]]:
    """The groups at every number of groups, the two whose rows are most alike (mean over all pairs) joined again and again.

    Beside them, by the number of groups that there are before, how alike the two are that are joined next.
    """
    means, weight = centres.copy(), sizes.astype(np.float64)
    group = np.arange(len(centres))
    steps, likeness = {len(centres): group}, {}
    for count in range(len(centres), 1, -1):
        alike = np.round(means @ means.T, 9)
        np.fill_diagonal(alike, -np.inf)
        one, other = sorted(divmod(int(alike.argmax()), count))
        likeness[count] = float(alike[one, other])
        means[one] = (means[one] * weight[one] + means[other] * weight[other]) / (weight[one] + weight[other])
        weight[one] += weight[other]
        means, weight = np.delete(means, other, axis=0), np.delete(weight, other)
        group = np.where(group == other, one, group - (group > other))
        steps[count - 1] = group
    return steps, likeness


def parts(vectors: np.ndarray, label: np.ndarray) -> np.ndarray:
    """The groups inside a topic, few and none of them tiny: part of each row, 0 to k-1."""
    label = _join_small(vectors, label, max(SMALLEST_PART, round(SMALLEST_PART_SHARE * len(vectors))))
    label = np.unique(label, return_inverse=True)[1]
    if label.max() < MOST_PARTS:
        return label
    from scipy.cluster.hierarchy import fcluster, linkage  # as above

    tree = linkage(unit(centres_of(vectors, label)), method="ward")
    return np.unique(fcluster(tree, MOST_PARTS, criterion="maxclust")[label], return_inverse=True)[1]


def topics_usual(leaf_count: int) -> int:
    """How many topics those who lead a support team have for so many subtopics: eight to fourteen in all but the smallest companies.

    >>> [topics_usual(n) for n in (4, 9, 20, 40, 100)]
    [4, 7, 9, 11, 14]
    """
    return min(leaf_count, round(3.8 * leaf_count**0.3), MOST_TOPICS)


def centres_of(vectors: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Mean of the rows of every group."""
    count = int(label.max()) + 1
    member = sparse.csr_matrix((np.ones(len(label)), (label, np.arange(len(label)))), shape=(count, len(label)))
    return np.asarray(member @ vectors) / np.bincount(label, minlength=count)[:, None]


def copies(vectors: np.ndarray) -> np.ndarray:
    """Number of the kind of every row, 0 to k-1, where a kind is all rows that say nearly the same as its first."""
    rows = vectors.astype(np.float32)
    first = np.zeros(0, dtype=np.int64)
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        known = (block @ rows[first].T).max(axis=1, initial=-1.0) >= ALIKE
        first = np.concatenate([first, _unlike(rows, start + np.flatnonzero(~known))])
    kind = np.empty(len(rows), dtype=np.int64)
    for start in range(0, len(rows), BLOCK):
        kind[start : start + BLOCK] = np.argmax(np.round(rows[start : start + BLOCK] @ rows[first].T, 5), axis=1)
    return np.unique(kind, return_inverse=True)[1]


def _unlike(rows: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """Those of the candidates that are not like one before them that was kept."""
    alike = rows[candidates] @ rows[candidates].T >= ALIKE
    covered = np.zeros(len(candidates), dtype=bool)
    kept = []
    for place, candidate in enumerate(candidates.tolist()):
        if not covered[place]:
            kept.append(candidate)
            covered |= alike[place]
    return np.array(kept, dtype=np.int64)


def _nearest(vectors: np.ndarray, count: int) -> np.ndarray:
    """Rows of the `count` nearest others by cosine, exact, in blocks so that memory stays small."""
    rows = vectors.astype(np.float32)
    nearest = np.empty((len(rows), count), dtype=np.int64)
    for start in range(0, len(rows), BLOCK):
        likeness = rows[start : start + BLOCK] @ rows.T
        own = np.arange(len(likeness))
        likeness[own, start + own] = -np.inf
        nearest[start : start + BLOCK] = np.argpartition(likeness, -count, axis=1)[:, -count:]
    return nearest


def _shared(nearest: np.ndarray) -> sparse.csr_matrix:
    """Neighbours, tied as strongly as they share neighbours: hubs and chance neighbours lose their weight."""
    size, count = nearest.shape
    edges = sparse.csr_matrix((np.ones(size * count), nearest.ravel(), np.arange(0, size * count + 1, count)), shape=(size, size))
    either = ((edges + edges.T) > 0).astype(np.float64)
    around = edges + sparse.identity(size, format="csr")
    shared = sparse.csr_matrix(either.multiply(around @ around.T))
    shared.data = np.sqrt(shared.data)
    return shared


def _join_small(vectors: np.ndarray, label: np.ndarray, smallest: int) -> np.ndarray:
    """Give the members of groups below `smallest` to the nearest group that stands."""
    sizes = np.bincount(label)
    standing = np.flatnonzero(sizes >= smallest)
    if len(standing) == 0:
        return np.zeros_like(label)
    centres = unit(centres_of(vectors, label))[standing]
    place = np.full(len(sizes), -1)
    place[standing] = np.arange(len(standing))
    joined = place[label]
    lost = joined < 0
    joined[lost] = np.argmax(vectors[lost] @ centres.T, axis=1)
    return joined

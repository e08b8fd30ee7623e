"""Finding the topics: sample, place, group, refine, group again, name."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from insights.analysers.topics import grouping
from insights.analysers.topics.lexicon import unit
from insights.analysers.topics.records import Encode, Found, digest, other, records_of, table_of, varied
from insights.analysers.topics.space import Space
from insights.analysers.topics.taxonomy import Rule, Taxonomy, has_words, shares_of

__all__ = ["digest", "discover", "grouped", "varied"]

FEWEST_TO_GROUP = 12
ROUNDS = 2
LARGE, LARGE_SHARE = 60, 0.08
"""A topic of so many distinct requests, and of that share of all, is worth a second level."""
SHRINKAGE = 0.6
SHARE_LEFT_OUT = 0.003
MOST_TO_TEMPER = 4_000
HEATS = tuple(1.5**step for step in range(20))


def discover(
    conversation_ids: Sequence[str], texts: Sequence[str], vectors: np.ndarray, *, encode: Encode, seed: int = 0, sample: int = 20_000
) -> Taxonomy:
    """Topics and subtopics of these requests; the same answer for the same input, whatever its order of magnitude.

    `vectors` is where the requests lie, one row each; `encode` gives the vectors of any texts, for the names.
    """
    rows = _distinct_sample(conversation_ids, texts, seed, sample)
    if not rows:
        return Taxonomy(table_of([other()]), (), ())
    ids, kept = [conversation_ids[i] for i in rows], [texts[i] for i in rows]
    space = Space.of(kept, vectors[rows], seed)
    placed = space.place(kept, vectors[rows])
    leaf, rule = _refined(placed, grouped(placed, seed))
    topic_of = grouping.groups_of(grouping.centres_of(placed, leaf), np.bincount(leaf))
    leaf, rule, topic_of = _split(placed, leaf, rule, topic_of, seed)
    found = Found(ids, kept, placed, leaf, rule)
    records, leaf_topic, leaf_subtopic = records_of(found, topic_of, encode)
    return Taxonomy(table_of([*records, other()]), tuple(leaf_topic), tuple(leaf_subtopic), space, rule)


def _distinct_sample(ids: Sequence[str], texts: Sequence[str], seed: int, sample: int) -> list[int]:
    """Rows of distinct requests with words, ordered by what they say, so that the order of the conversations cannot matter.

    Past `sample`, those with the lowest hash of their id, so that growth keeps most of the sample.
    """
    rows = [i for i, text in enumerate(texts) if has_words(text)]
    if len(rows) > sample:
        rows = sorted(sorted(rows, key=lambda i: (zlib.crc32(ids[i].encode(errors="replace"), seed), i))[:sample])
    first: dict[str, int] = {}
    for i in rows:
        first.setdefault(" ".join(texts[i].lower().split()), i)
    return [first[text] for text in sorted(first, key=digest)]


def grouped(placed: np.ndarray, seed: int) -> np.ndarray:
    """Leaf of every text. Copies of a form, a macro or a phrase count once: else every text's neighbours are its own copies."""
    kind = grouping.copies(placed)
    kinds = unit(grouping.centres_of(placed, kind))
    if len(kinds) < FEWEST_TO_GROUP:
        return np.zeros(len(placed), dtype=np.int64)
    return grouping.leaves(kinds, seed)[kind]


def _refined(placed: np.ndarray, leaf: np.ndarray) -> tuple[np.ndarray, Rule]:
    """Fit the linear rule to the leaves and move every text to the leaf that the rule says, a few times: the rule labels what comes later."""
    for _ in range(ROUNDS):
        rule = _fitted(placed, leaf)
        moved = rule.scores(placed).argmax(axis=1)
        leaf = np.unique(moved, return_inverse=True)[1]
    rule = _tempered(_fitted(placed, leaf), placed, leaf)
    return rule.scores(placed).argmax(axis=1), rule


def _split(placed: np.ndarray, leaf: np.ndarray, rule: Rule, topic_of: np.ndarray, seed: int) -> tuple[np.ndarray, Rule, np.ndarray]:
    """Leaves, rule and topics once every large topic of a single leaf is divided into subtopics. The topics stay what they are."""
    alone = np.bincount(topic_of)[topic_of] == 1
    large = np.bincount(leaf, minlength=len(topic_of)) >= max(LARGE, LARGE_SHARE * len(leaf))
    divided, above = leaf.copy(), topic_of.tolist()
    for place in np.flatnonzero(alone & large).tolist():
        members = np.flatnonzero(leaf == place)
        centred = unit(placed[members] - placed[members].mean(axis=0))
        part = grouping.parts(centred, grouped(centred, seed))
        divided[members[part > 0]] = len(above) - 1 + part[part > 0]
        above += [topic_of[place]] * int(part.max())
    if len(above) == len(topic_of):
        return leaf, rule, topic_of
    fitted = _tempered(_fitted(placed, divided), placed, divided)
    moved = fitted.scores(placed).argmax(axis=1)
    # A part that the rule cannot tell from its neighbours is none: then the topics stay whole.
    return (moved, fitted, np.array(above)) if len(np.unique(moved)) == len(above) else (leaf, rule, topic_of)


def _tempered(rule: Rule, placed: np.ndarray, leaf: np.ndarray) -> Rule:
    """Scores scaled so that the mean probability is how often rules fitted on one half agree on the other."""
    if len(rule.bias) == 1:
        return rule
    rows = np.linspace(0, len(leaf) - 1, min(len(leaf), MOST_TO_TEMPER)).astype(np.int64)
    placed, leaf = placed[rows], leaf[rows]
    halves = np.arange(len(leaf)) % 2 == 0
    agreed = sum(_agreed(placed, leaf, half) for half in (halves, ~halves))
    target, scores = max(agreed / len(leaf), 1 / len(rule.bias)), rule.scores(placed)
    heat = min(HEATS, key=lambda heat: abs(float(shares_of(scores / heat).max(axis=1).mean()) - target))
    return replace(rule, weights=rule.weights / heat, bias=rule.bias / heat)


def _agreed(placed: np.ndarray, leaf: np.ndarray, half: np.ndarray) -> int:
    """How many of the other half a rule fitted on this half puts where they are."""
    known = np.unique(leaf[half])
    if len(known) < 2:
        return 0
    scores = _fitted(placed[half], np.searchsorted(known, leaf[half])).scores(placed[~half])
    return int((known[scores.argmax(axis=1)] == leaf[~half]).sum())


def _fitted(placed: np.ndarray, leaf: np.ndarray) -> Rule:
    """Linear discriminants with a shrunk covariance, all leaves equally likely."""
    means = grouping.centres_of(placed, leaf)
    within = placed - means[leaf]
    covariance = within.T @ within / len(placed)
    spread = max(float(np.trace(covariance)) / len(covariance), 1e-6)
    covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * spread * np.eye(len(covariance))
    weights = np.linalg.solve(covariance, means.T)
    centres = unit(means)
    nearest = float(np.quantile((placed @ centres.T).max(axis=1), SHARE_LEFT_OUT, method="lower"))
    return Rule(weights, -0.5 * np.sum(means.T * weights, axis=0), centres, round(min(nearest, 0.2), 6))

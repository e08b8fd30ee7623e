"""Finding the topics: sample, place, group, refine, group again, name."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa

from insights.analysers.topics import grouping
from insights.analysers.topics.lexicon import unit
from insights.analysers.topics.names import Label, description, label_groups, meanings
from insights.analysers.topics.phrases import read_phrases
from insights.analysers.topics.space import Space
from insights.analysers.topics.taxonomy import OTHER, TOPICS_SCHEMA, Rule, Taxonomy, has_words, shares_of
from insights.text.glossary import in_english

FEWEST_TO_GROUP = 12
ROUNDS = 2
LARGE, LARGE_SHARE = 60, 0.08
"""A topic of so many distinct requests, and of that share of all, is worth a second level."""
SHRINKAGE = 0.6
SHARE_LEFT_OUT = 0.003
NAMED_PER_LEAF = 150
FEW_TO_NAME = 100
MOST_COMPARED = 30
WORD = re.compile(r"\w+")
MOST_TO_TEMPER = 4_000
Encode = Callable[[Sequence[str]], np.ndarray]
HEATS = tuple(1.5**step for step in range(20))


@dataclass(frozen=True)
class Found:
    """Distinct requests (rows), where they lie, and the leaf of each; ids are those of the first conversation with that request."""

    ids: list[str]
    texts: list[str]
    placed: np.ndarray
    leaf: np.ndarray
    rule: Rule


def discover(
    conversation_ids: Sequence[str], texts: Sequence[str], vectors: np.ndarray, *, encode: Encode, seed: int = 0, sample: int = 20_000
) -> Taxonomy:
    """Topics and subtopics of these requests; the same answer for the same input, whatever its order of magnitude.

    `vectors` is where the requests lie, one row each; `encode` gives the vectors of any texts, for the names.
    """
    rows = _distinct_sample(conversation_ids, texts, seed, sample)
    if not rows:
        return Taxonomy(_table([_other()]), (), ())
    ids, kept = [conversation_ids[i] for i in rows], [texts[i] for i in rows]
    space = Space.of(kept, vectors[rows], seed)
    placed = space.place(kept, vectors[rows])
    leaf, rule = _refined(placed, grouped(placed, seed))
    topic_of = grouping.groups_of(grouping.centres_of(placed, leaf), np.bincount(leaf))
    leaf, rule, topic_of = _split(placed, leaf, rule, topic_of, seed)
    found = Found(ids, kept, placed, leaf, rule)
    records, leaf_topic, leaf_subtopic = _records(found, topic_of, encode)
    return Taxonomy(_table([*records, _other()]), tuple(leaf_topic), tuple(leaf_subtopic), space, rule)


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


def digest(text: str) -> str:
    """Eight letters that hang on the text alone."""
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=4).hexdigest()


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
    nearest = float(np.quantile((placed @ centres.T).max(axis=1), SHARE_LEFT_OUT))
    return Rule(weights, -0.5 * np.sum(means.T * weights, axis=0), centres, round(min(nearest, 0.2), 6))


def _records(found: Found, topic_of: np.ndarray, encode: Encode) -> tuple[list[dict[str, object]], list[str], list[str | None]]:
    """Rows of the table of topics, topics by size with their subtopics after them, and the ids of every leaf."""
    likeness = np.einsum("ij,ij->i", found.placed, found.rule.centres[found.leaf])
    topic = topic_of[found.leaf]
    named = _most_typical(found.leaf, likeness)
    phrases = read_phrases([found.texts[i] for i in named], at_least=1 if len(named) < FEW_TO_NAME else 2)
    near = partial(meanings, encode(in_english(phrases.texts)), encode(in_english([found.texts[i] for i in named])))
    taken: set[str] = set()
    topic_centres = unit(grouping.centres_of(found.placed, topic))
    topic_likeness = np.einsum("ij,ij->i", found.placed, topic_centres[topic])
    topic_medoids = _medoids(topic, topic_likeness)
    examples = [found.texts[i] for i in topic_medoids]
    topic_labels = label_groups(phrases, topic[named], examples, taken, meaning=near(topic[named]), breadth=0.7)
    leaf_medoids = _medoids(found.leaf, likeness)
    leaf_labels = label_groups(
        phrases, found.leaf[named], [found.texts[i] for i in leaf_medoids], taken, meaning=near(found.leaf[named]), breadth=0.4
    )
    topic_ids = _ids("t", [found.texts[i] for i in topic_medoids])
    if len(topic_labels) == 1:
        topic_labels = [replace(topic_labels[0], name="All conversations")]
    leaf_ids = _ids("s", [found.texts[i] for i in leaf_medoids])
    records: list[dict[str, object]] = []
    alone = np.bincount(topic_of)[topic_of] == 1
    sizes, leaf_sizes = np.bincount(topic), np.bincount(found.leaf)
    for number in np.argsort(-sizes, kind="stable"):
        inside = [i for i in np.argsort(-leaf_sizes, kind="stable") if topic_of[i] == number and not alone[i]]
        parts = [leaf_labels[i].name for i in inside[:2]]
        records.append(_record(found, topic_ids[number], None, topic_labels[number], parts, topic == number, topic_likeness))
        records += [_record(found, leaf_ids[i], topic_ids[number], leaf_labels[i], [], found.leaf == i, likeness) for i in inside]
    return records, [topic_ids[i] for i in topic_of], [None if alone[i] else leaf_ids[i] for i in range(len(topic_of))]


def _most_typical(leaf: np.ndarray, likeness: np.ndarray) -> np.ndarray:
    """Rows that names are made from: of every leaf those nearest to its centre, so that large leaves do not drown small ones."""
    order = np.lexsort((-likeness, leaf))
    starts = np.searchsorted(leaf[order], np.arange(leaf.max() + 1))
    rank = np.arange(len(leaf)) - starts[leaf[order]]
    return np.sort(order[rank < NAMED_PER_LEAF])


def _medoids(group: np.ndarray, likeness: np.ndarray) -> list[int]:
    """Row of the most typical member of every group."""
    order = np.lexsort((np.arange(len(group)), -np.round(likeness, 6), group))
    return [int(order[i]) for i in np.searchsorted(group[order], np.arange(group.max() + 1))]


def _ids(kind: str, medoids: Sequence[str]) -> list[str]:
    """Ids that hang on the most typical request, not on a rank: small changes elsewhere leave them alone."""
    ids: list[str] = []
    for text in medoids:
        base = digest(" ".join(text.lower().split()))
        ids.append(f"{kind}-{base}" if f"{kind}-{base}" not in ids else f"{kind}-{base}-{len(ids)}")
    return ids


def _record(
    found: Found, topic_id: str, parent: str | None, label: Label, parts: Sequence[str], inside: np.ndarray, likeness: np.ndarray
) -> dict[str, object]:
    members = np.flatnonzero(inside)
    order = members[np.argsort(-np.round(likeness[members], 6), kind="stable")]
    typical = varied(found.texts, order[:MOST_COMPARED])
    odd = [i for i in order[::-1].tolist() if i not in typical][:2]
    return {
        "topic_id": topic_id,
        "parent_id": parent,
        "name": label.name,
        "description": description(parts, [found.texts[i] for i in typical[:2]]),
        "keywords": list(label.keywords),
        "typical": [found.ids[i] for i in typical],
        "odd": [found.ids[i] for i in odd],
    }


def varied(texts: list[str], rows: np.ndarray) -> list[int]:
    """Three of these rows, first come first, that do not say the same in nearly the same words; more of the same where there is nothing else."""
    chosen: list[int] = []
    words = {i: set(WORD.findall(texts[i].lower())) for i in rows.tolist()}
    for i, own in words.items():
        if all(len(own & words[j]) <= 0.5 * len(own | words[j]) for j in chosen):
            chosen.append(i)
    return [*chosen, *(i for i in words if i not in chosen)][:3]


def _other() -> dict[str, object]:
    return {
        "topic_id": OTHER,
        "parent_id": None,
        "name": "Other",
        "description": "Conversations without a request in words, and requests that are like no topic.",
        "keywords": [],
        "typical": [],
        "odd": [],
    }


def _table(records: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(records, schema=TOPICS_SCHEMA)

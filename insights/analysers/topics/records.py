"""The rows of the table of topics: names, descriptions, keywords and examples of what was found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa

from insights.analysers.topics import grouping
from insights.analysers.topics.lexicon import unit
from insights.analysers.topics.names import Label, description, label_groups, meanings
from insights.analysers.topics.phrases import read_phrases
from insights.analysers.topics.taxonomy import OTHER, TOPICS_SCHEMA, Rule
from insights.text.glossary import in_english, language_of

NAMED_PER_LEAF = 150
FEW_TO_NAME = 100
MOST_COMPARED = 30
WORD = re.compile(r"\w+")
Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Found:
    """Distinct requests (rows), where they lie, and the leaf of each; ids are those of the first conversation with that request."""

    ids: list[str]
    texts: list[str]
    placed: np.ndarray
    leaf: np.ndarray
    rule: Rule


def digest(text: str) -> str:
    """Eight letters that hang on the text alone."""
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=4).hexdigest()


def records_of(found: Found, topic_of: np.ndarray, encode: Encode) -> tuple[list[dict[str, object]], list[str], list[str | None]]:
    """Rows of the table of topics, topics by size with their subtopics after them, and the ids of every leaf."""
    likeness = np.einsum("ij,ij->i", found.placed, found.rule.centres[found.leaf])
    topic = topic_of[found.leaf]
    named = _most_typical(found.leaf, likeness)
    named = named[_in_main_language(found.texts, found.leaf)[named]]
    phrases = read_phrases([found.texts[i] for i in named], at_least=1 if len(named) < FEW_TO_NAME else 2)
    near = partial(meanings, encode(in_english(phrases.texts)), encode(in_english([found.texts[i] for i in named])))
    taken: set[str] = set()
    topic_centres = unit(grouping.centres_of(found.placed, topic))
    topic_likeness = np.einsum("ij,ij->i", found.placed, topic_centres[topic])
    topic_medoids = _medoids(topic, topic_likeness)
    examples = [found.texts[i] for i in topic_medoids]
    own = _in_main_language([found.texts[i] for i in named], topic[named])
    said = replace(phrases, used=phrases.used[own])
    topic_labels = label_groups(said, topic[named][own], examples, taken, meaning=near(topic[named]), breadth=0.7)
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


def _in_main_language(texts: Sequence[str], leaf: np.ndarray) -> np.ndarray:
    """Whether a text is in the language that most of its leaf is in: names are made of one language's words."""
    languages, which = np.unique([language_of(text) for text in texts], return_inverse=True)
    counts = np.zeros((int(leaf.max()) + 1, len(languages)))
    np.add.at(counts, (leaf, which), 1)
    return counts.argmax(axis=1)[leaf] == which


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


def other() -> dict[str, object]:
    """The row of what is in no topic."""
    return {
        "topic_id": OTHER,
        "parent_id": None,
        "name": "Other",
        "description": "Conversations without a request in words, and requests that are like no topic.",
        "keywords": [],
        "typical": [],
        "odd": [],
    }


def table_of(records: list[dict[str, object]]) -> pa.Table:
    """The table of topics."""
    return pa.Table.from_pylist(records, schema=TOPICS_SCHEMA)

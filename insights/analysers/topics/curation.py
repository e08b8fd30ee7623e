"""What people made of the taxonomy: topics of their own, topics divided, conversations moved. All of it is examples.

A topic of one's own, a part of a divided topic and a corrected conversation are kept as texts, so that they hold in whatever space the topics were
found in. In a space, each becomes a prototype: the mean of its examples, and how near a text must be to belong to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from insights.analysers.topics.lexicon import unit
from insights.analysers.topics.taxonomy import OTHER, TOPICS_SCHEMA, Prototype, Taxonomy

NEAR_COPY = 0.75
"""A single corrected conversation speaks for texts that say nearly the same."""
FEWEST_TO_LEARN = 3
"""From so many corrections to the same topic on, their middle speaks for what lies around it."""
INSIDE = 0.1
"""The share of its own examples that a topic may leave out: the least likeness of the rest is how near a text must be."""
LEAST, LOOSEST = 0.25, 0.05
HELD_BACK = 0.93

Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True, slots=True)
class Own:
    """A topic that somebody added, or (with `parent_id`) a subtopic: its name, and requests that belong to it."""

    topic_id: str
    parent_id: str | None
    name: str
    examples: tuple[str, ...]
    description: str = ""
    keywords: tuple[str, ...] = ()
    typical: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A topic or subtopic that was divided, and its parts: a part has the divided topic above it, or beside it where that is a subtopic.

    What is nearest to the examples of `rest`, one tuple per part that was not wanted, stays where it was. `also` was counted as the same topic.
    """

    topic_id: str
    parts: tuple[Own, ...]
    rest: tuple[tuple[str, ...], ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A request that somebody put into the topic or subtopic where it belongs."""

    text: str
    topic_id: str


Curation = Own | Split | Correction


def curated(taxonomy: Taxonomy, curations: Sequence[Curation], encode: Encode) -> Taxonomy:
    """The taxonomy with these edits in it, in their order; `assign` then follows them. One without a space stays as it is."""
    if taxonomy.space is None or not curations:
        return taxonomy
    rows = {row["topic_id"]: row for row in taxonomy.topics.to_pylist()}
    prototypes = list(taxonomy.prototypes)
    for curation in curations:
        if isinstance(curation, Own):
            above = _above(curation.parent_id, rows)
            prototypes += _own(taxonomy, curation, above, encode)
            rows[curation.topic_id] = _row(curation, above)
        elif isinstance(curation, Split) and curation.topic_id in rows:
            prototypes += _divided(taxonomy, curation, rows, encode)
            above = rows[curation.topic_id]["parent_id"] or curation.topic_id
            rows |= {part.topic_id: _row(part, above) for part in curation.parts}
    prototypes += _learnt(taxonomy, [one for one in curations if isinstance(one, Correction) and one.topic_id in rows], rows, encode)
    return replace(taxonomy, topics=pa.Table.from_pylist(list(rows.values()), schema=TOPICS_SCHEMA), prototypes=tuple(prototypes))


def _above(parent_id: str | None, rows: Mapping[str, dict]) -> str | None:
    """The topic that a subtopic of one's own lies in; none where that is gone."""
    if parent_id is None or parent_id not in rows or parent_id == OTHER:
        return None
    return rows[parent_id]["parent_id"] or parent_id


def _row(own: Own, parent_id: str | None) -> dict[str, object]:
    return {
        "topic_id": own.topic_id,
        "parent_id": parent_id,
        "name": own.name,
        "description": own.description,
        "keywords": list(own.keywords),
        "typical": list(own.typical),
        "odd": list(own.odd),
    }


def _own(taxonomy: Taxonomy, own: Own, parent_id: str | None, encode: Encode) -> list[Prototype]:
    placed = places(taxonomy, own.examples, encode)
    if not len(placed):
        return []
    topic_id, subtopic_id = (parent_id, own.topic_id) if parent_id else (own.topic_id, None)
    return [Prototype(topic_id, subtopic_id, *reach_of(placed))]


def _divided(taxonomy: Taxonomy, split: Split, rows: Mapping[str, dict], encode: Encode) -> list[Prototype]:
    """A prototype for every part, within what is divided and within all that was counted as it."""
    above = rows[split.topic_id]["parent_id"] or split.topic_id
    made = []
    for within in (split.topic_id, *(other for other in split.also if other in rows)):
        stays = (rows[within]["parent_id"], within) if rows[within]["parent_id"] else (within, None)
        wanted = [((above, part.topic_id), part.examples) for part in split.parts]
        for (topic_id, subtopic_id), examples in [*wanted, *((stays, examples) for examples in split.rest)]:
            placed = places(taxonomy, examples, encode)
            if len(placed):
                made.append(Prototype(topic_id, subtopic_id, centre_of(placed), -1.0, within=within))
    return made


def _learnt(taxonomy: Taxonomy, corrections: Sequence[Correction], rows: Mapping[str, dict], encode: Encode) -> list[Prototype]:
    """Every correction by itself, and the middle of those that agree."""
    made: list[Prototype] = []
    together: dict[str, list[np.ndarray]] = {}
    texts = [one.text for one in corrections]
    placed = taxonomy.space.place(texts, encode(texts)) if taxonomy.space and texts else []
    for one, place in zip(corrections, placed, strict=True):
        if place.any():
            made.append(Prototype(*_pair(one.topic_id, rows), place, NEAR_COPY))
            together.setdefault(one.topic_id, []).append(place)
    for topic_id, members in together.items():
        if len(members) >= FEWEST_TO_LEARN:
            made.append(Prototype(*_pair(topic_id, rows), *reach_of(np.array(members))))
    return made


def _pair(topic_id: str, rows: Mapping[str, dict]) -> tuple[str, str | None]:
    parent = rows[topic_id]["parent_id"]
    return (parent, topic_id) if parent else (topic_id, None)


def places(taxonomy: Taxonomy, texts: Sequence[str], encode: Encode) -> np.ndarray:
    """Where these texts lie in the taxonomy's space; those without a word that it knows are left out."""
    assert taxonomy.space is not None, "a taxonomy that is curated was found somewhere"
    placed = taxonomy.space.place(texts, encode(texts)) if texts else np.zeros((0, 1))
    return placed[placed.any(axis=1)]


def centre_of(placed: np.ndarray) -> np.ndarray:
    """The direction of the mean."""
    return unit(placed.mean(axis=0)[None, :])[0]


def reach_of(placed: np.ndarray) -> tuple[np.ndarray, float]:
    """What the members of a topic are measured by, and how near they must be: as near as nine of ten examples are to the others.

    The middle of a few examples is noise for the most part, so that members lie further from it than from the centre of a topic that many
    conversations made. The middle is drawn out by as much, which the likeness among the examples tells, and then held back a little: in doubt a
    conversation stays where it is.
    """
    count = len(placed)
    if count < FEWEST_TO_LEARN:
        return centre_of(placed), 2 * LEAST
    inside = placed @ placed.T
    alike = max(float((inside.sum() - np.trace(inside)) / (count * (count - 1))), LOOSEST)
    others = unit((placed.sum(axis=0) - placed) / (count - 1))
    near = np.einsum("ij,ij->i", placed, others) * _drawn_out(count - 1, alike)
    return centre_of(placed) * _drawn_out(count, alike), max(LEAST, round(float(np.quantile(near, INSIDE)), 6))


def _drawn_out(count: int, alike: float) -> float:
    """By how much members of a topic are nearer to its centre than to the middle of so many of them, held back."""
    return HELD_BACK * ((1 + (count - 1) * alike) / (count * alike)) ** 0.5

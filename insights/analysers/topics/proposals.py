"""What could be made of the taxonomy: parts of a topic, topics hidden in Other, a topic from a sentence. Nothing is changed here.

What is proposed is what would be: its conversations are those that `assign` gives to it once it is accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from insights.analysers.topics import grouping
from insights.analysers.topics.curation import Encode, Own, centre_of, curated, places
from insights.analysers.topics.discovery import grouped, varied
from insights.analysers.topics.lexicon import unit
from insights.analysers.topics.names import description, label_groups, meanings
from insights.analysers.topics.phrases import read_phrases
from insights.analysers.topics.taxonomy import OTHER, Taxonomy, assign

MOST_EXAMPLES, MOST_NAMED = 24, 400
FEWEST_TO_DIVIDE, FEWEST_OF_OTHER, FEWEST_IN_PART = 24, 20, 5
LOOSEST = 0.35
"""How alike the members of a group in Other must be (mean cosine to their middle): what is left over has no subject in common."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A topic that could be: what it would be called, the ids of its conversations, and the requests that it would be known by."""

    name: str
    description: str
    keywords: tuple[str, ...]
    conversations: tuple[str, ...]
    examples: tuple[str, ...]
    typical: tuple[str, ...]
    odd: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requests:
    """Conversations that were placed in a taxonomy: their ids, their requests, the vectors of these, and topic and subtopic of each."""

    ids: Sequence[str]
    texts: Sequence[str]
    vectors: np.ndarray
    topics: Sequence[str]
    subtopics: Sequence[str | None]

    def part(self, rows: np.ndarray) -> Requests:
        """Some of them."""
        chosen: list[int] = rows.tolist()
        return Requests(
            [self.ids[i] for i in chosen],
            [self.texts[i] for i in chosen],
            self.vectors[rows],
            [self.topics[i] for i in chosen],
            [self.subtopics[i] for i in chosen],
        )


def split(taxonomy: Taxonomy, topic_id: str, requests: Requests, encode: Encode, *, seed: int = 0) -> tuple[Proposed, ...]:
    """The parts that a topic or subtopic falls into, the largest first; empty when it is too small or too even to be divided."""
    rows = np.array([i for i, pair in enumerate(zip(requests.topics, requests.subtopics, strict=True)) if topic_id in pair], dtype=np.int64)
    placed, rows = _placed(taxonomy, requests, rows)
    if len(rows) < FEWEST_TO_DIVIDE:
        return ()
    centred = unit(placed - placed.mean(axis=0))
    label = grouping.parts(centred, grouped(centred, seed))
    if label.max() == 0:
        return ()
    made = _named(requests.part(rows), placed, label, encode)
    parts = tuple(_own(f"part-{place}", one) for place, one in enumerate(made))
    trial = replace(taxonomy, topics=taxonomy.topics, prototypes=())
    inside = requests.part(rows)
    # Every one of them is in the topic, whatever the rule alone would say: so only the parts are asked.
    return _counted(made, _nearest_part(trial, parts, inside, encode), inside)


def from_other(taxonomy: Taxonomy, requests: Requests, encode: Encode, *, seed: int = 0) -> tuple[Proposed, ...]:
    """Topics that hide in Other, the largest first; empty when what is there has nothing in common."""
    rows = np.flatnonzero(np.array([topic == OTHER for topic in requests.topics], dtype=bool))
    placed, rows = _placed(taxonomy, requests, rows)
    if len(rows) < FEWEST_OF_OTHER:
        return ()
    label = grouped(placed, seed)
    centres = unit(grouping.centres_of(placed, label))
    alike = np.bincount(label, np.einsum("ij,ij->i", placed, centres[label])) / np.bincount(label)
    kept = np.flatnonzero((alike >= LOOSEST) & (np.bincount(label) >= FEWEST_IN_PART))
    member = np.isin(label, kept)
    if not member.any():
        return ()
    inside = requests.part(rows[member])
    made = _named(inside, placed[member], np.searchsorted(kept, label[member]), encode)
    return _reached(taxonomy, made, requests, encode)


def own(taxonomy: Taxonomy, name: str, sentence: str, examples: Sequence[str], requests: Requests, encode: Encode) -> Proposed:
    """The topic that a sentence and some requests describe."""
    known_by = tuple(dict.fromkeys(text for text in (sentence, *examples) if text.strip()))[:MOST_EXAMPLES]
    found = Proposed(name, sentence, (), (), known_by, (), ())
    return _reached(taxonomy, [found], requests, encode)[0] if len(places(taxonomy, known_by, encode)) else found


def _placed(taxonomy: Taxonomy, requests: Requests, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where these rows lie, and which rows they are; those without a known word are left out."""
    if taxonomy.space is None or not len(rows):
        return np.zeros((0, 1)), rows[:0]
    chosen: list[int] = rows.tolist()
    placed = taxonomy.space.place([requests.texts[i] for i in chosen], requests.vectors[rows])
    known = placed.any(axis=1)
    return placed[known], rows[known]


def _named(inside: Requests, placed: np.ndarray, label: np.ndarray, encode: Encode) -> list[Proposed]:
    """A proposal for every group, the largest first."""
    centres = unit(grouping.centres_of(placed, label))
    likeness = np.round(np.einsum("ij,ij->i", placed, centres[label]), 6)
    order: list[np.ndarray] = [np.flatnonzero(label == group)[np.argsort(-likeness[label == group], kind="stable")] for group in range(len(centres))]
    used: list[int] = np.sort(np.concatenate([members[:MOST_NAMED] for members in order])).tolist()
    texts = [inside.texts[i] for i in used]
    phrases = read_phrases(texts)
    near = meanings(encode(phrases.texts), inside.vectors[used], label[used])
    labels = label_groups(phrases, label[used], [inside.texts[int(members[0])] for members in order], set(), meaning=near, breadth=0.4)
    made = []
    for group in np.argsort(-np.bincount(label), kind="stable").tolist():
        members: list[int] = order[group].tolist()
        typical = varied(list(inside.texts), np.array(members[:30]))
        examples = tuple(dict.fromkeys(inside.texts[members[i]] for i in spread(len(members))))
        told = description([], [inside.texts[i] for i in typical[:2]])
        made.append(Proposed(labels[group].name, told, labels[group].keywords, tuple(inside.ids[i] for i in members), examples, (), ()))
    return made


def spread(count: int) -> list[int]:
    """Places of the examples among so many members, the most typical first: evenly over the nearest four fifths.

    >>> spread(3), len(spread(1_000))
    ([0, 1, 2], 24)
    """
    return sorted({place * count * 4 // 5 // MOST_EXAMPLES for place in range(MOST_EXAMPLES)}) if count > MOST_EXAMPLES else list(range(count))


def typical_texts(taxonomy: Taxonomy, requests: Requests, rows: np.ndarray) -> tuple[str, ...]:
    """What these requests are known by: examples from the middle of them outwards."""
    placed, rows = _placed(taxonomy, requests, rows)
    if not len(rows):
        return ()
    order = rows[np.argsort(-np.round(placed @ centre_of(placed), 6), kind="stable")]
    return tuple(dict.fromkeys(requests.texts[int(order[place])] for place in spread(len(order))))


def _own(topic_id: str, one: Proposed) -> Own:
    return Own(topic_id, None, one.name, one.examples)


def _nearest_part(taxonomy: Taxonomy, parts: Sequence[Own], inside: Requests, encode: Encode) -> list[int]:
    """Which part each request goes to."""
    centres = np.stack([centre_of(places(taxonomy, part.examples, encode)) for part in parts])
    assert taxonomy.space is not None, "a topic that is divided was found somewhere"
    return np.round(taxonomy.space.place(inside.texts, inside.vectors) @ centres.T, 6).argmax(axis=1).tolist()


def _reached(taxonomy: Taxonomy, made: Sequence[Proposed], requests: Requests, encode: Encode) -> tuple[Proposed, ...]:
    """The proposals with the conversations that they would take from wherever these are now."""
    ids = [f"own-{place}" for place in range(len(made))]
    trial = curated(taxonomy, [_own(topic_id, one) for topic_id, one in zip(ids, made, strict=True)], encode)
    now = assign(trial, requests.texts, requests.vectors)["topic_id"].to_pylist()
    place = {topic_id: number for number, topic_id in enumerate(ids)}
    return _counted(made, [place.get(topic, -1) for topic in now], requests)


def _counted(made: Sequence[Proposed], part: Sequence[int], inside: Requests) -> tuple[Proposed, ...]:
    """The proposals with the conversations that each gets, the largest first; those that get none or hardly any are left out."""
    found = []
    for place, one in enumerate(made):
        rows = [i for i, number in enumerate(part) if number == place]
        examples = set(one.examples)
        typical = [inside.ids[i] for i in rows if inside.texts[i] in examples][:3]
        odd = [inside.ids[i] for i in rows[::-1] if inside.ids[i] not in typical][:2]
        found.append(replace(one, conversations=tuple(inside.ids[i] for i in rows), typical=tuple(typical), odd=tuple(odd)))
    if len(found) > 1:
        found = [one for one in found if len(one.conversations) >= FEWEST_IN_PART]
    return tuple(sorted(found, key=lambda one: -len(one.conversations)))

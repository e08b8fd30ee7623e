"""What was discovered, and all that is needed to place any other text in it: plain arrays and JSON, never pickle."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from insights.analysers.topics.lexicon import Lexicon
from insights.analysers.topics.space import Space
from insights.analysers.topics.taught import Map, TaughtSpace
from insights.errors import UnusableSetting

OTHER = "other"
JUDGE = "topics 2 built-in"
TAUGHT = "topics 2 taught by {}"
CHUNK = 5_000
SLOPE = 0.1
"""Cosine by which a text must be nearer to one prototype than to what stands beside it, for odds of e to 1."""

TOPICS_SCHEMA = pa.schema(
    [
        ("topic_id", pa.string()),
        ("parent_id", pa.string()),
        ("name", pa.string()),
        ("description", pa.string()),
        ("keywords", pa.list_(pa.string())),
        ("typical", pa.list_(pa.string())),
        ("odd", pa.list_(pa.string())),
    ]
)
LABELS_SCHEMA = pa.schema(
    [
        ("topic_id", pa.string()),
        ("subtopic_id", pa.string()),
        ("topic_confidence", pa.float64()),
        ("topic_judge", pa.string()),
    ]
)


@dataclass(frozen=True)
class Rule:
    """Linear scores of the leaves (the finest groups), and how near a text must be to one of them."""

    weights: np.ndarray
    bias: np.ndarray
    centres: np.ndarray
    nearest: float

    def scores(self, placed: np.ndarray) -> np.ndarray:
        """Score of every leaf, rounded, so that the size of a slice cannot matter."""
        return np.round(placed @ self.weights + self.bias, 6)

    def near(self, placed: np.ndarray) -> np.ndarray:
        """Whether any leaf is near at all."""
        return np.round((placed @ self.centres.T).max(axis=1), 6) >= self.nearest


@dataclass(frozen=True)
class Prototype:
    """Where texts of a topic that people made lie: the unit vector of their middle, and how near (cosine) a text must be.

    One `within` a topic or subtopic divides it: its texts go to the nearest of the prototypes that are within the same. One without takes a text
    from wherever it was placed, if the text is nearer to it than to the centre of its leaf.
    """

    topic_id: str
    subtopic_id: str | None
    centre: np.ndarray
    least: float
    within: str | None = None


def shares_of(scores: np.ndarray) -> np.ndarray:
    """Scores as probabilities."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Taxonomy:
    """Topics and subtopics as `tables.TOPICS`; leaf `i` belongs to `leaf_topic[i]` and, where there is one, to `leaf_subtopic[i]`.

    `prototypes` are what people made of it; they are not part of the file, for they are made anew from their examples.
    """

    topics: pa.Table
    leaf_topic: tuple[str, ...]
    leaf_subtopic: tuple[str | None, ...]
    space: Space | None = None
    rule: Rule | None = None
    prototypes: tuple[Prototype, ...] = ()

    def to_npz(self, path: Path) -> None:
        """Write one file of arrays, as they are: packing them takes long and saves a tenth. Texts are kept in it as JSON."""
        words = {"topics": self.topics.to_pylist(), "leaf_topic": self.leaf_topic, "leaf_subtopic": self.leaf_subtopic}
        arrays: dict[str, np.ndarray] = {}
        if self.space and self.rule:
            words["lexicon"] = self.space.lexicon.words
            arrays |= {"mean": self.space.mean, "shift": self.space.shift}
            arrays |= {"pairs": self.space.lexicon.pairs, "directions": self.space.lexicon.directions}
            if isinstance(self.space, TaughtSpace):
                words |= {"teacher": self.space.teacher, "given_back": self.space.map.given_back}
                arrays |= {"map_weights": self.space.map.weights, "map_bias": self.space.map.bias}
            arrays |= {"weights": self.rule.weights, "bias": self.rule.bias, "centres": self.rule.centres, "nearest": np.array(self.rule.nearest)}
        text = np.frombuffer(json.dumps(words, ensure_ascii=False).encode(errors="replace"), dtype=np.uint8)
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, words=text, **arrays)

    @classmethod
    def from_npz(cls, path: Path) -> Taxonomy:
        """Read what `to_npz` wrote."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            words = json.loads(arrays["words"].tobytes().decode())
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
            raise UnusableSetting(
                f"The topics in {path.name} cannot be read.", hint="Analyse the conversations again to find new topics."
            ) from problem
        topics = pa.Table.from_pylist(words["topics"], schema=TOPICS_SCHEMA)
        leaves = tuple(words["leaf_topic"]), tuple(words["leaf_subtopic"])
        if "weights" not in arrays:
            return cls(topics, *leaves)
        lexicon = Lexicon(tuple(words["lexicon"]), arrays["pairs"], arrays["directions"])
        rule = Rule(arrays["weights"], arrays["bias"], arrays["centres"], float(arrays["nearest"]))
        # A file of an earlier version knows one mean for all languages.
        mean = np.broadcast_to(np.atleast_2d(arrays["mean"]), (2, arrays["mean"].shape[-1]))
        shift = arrays.get("shift", np.zeros(lexicon.directions.shape[1]))
        space = Space(mean, lexicon, shift)
        if "teacher" in words:
            space = TaughtSpace.around(space, Map(arrays["map_weights"], arrays["map_bias"], words["given_back"]), words["teacher"])
        return cls(topics, *leaves, space, rule)

    @property
    def judge(self) -> str:
        """Which judge found the topics."""
        return TAUGHT.format(self.space.teacher) if isinstance(self.space, TaughtSpace) else JUDGE


def has_words(text: str) -> bool:
    """Letters of any script, a digit alone says nothing about what is wanted."""
    return any(letter.isalpha() for letter in text)


def assign(taxonomy: Taxonomy, texts: Sequence[str], vectors: np.ndarray) -> pa.Table:
    """Topic and subtopic of every text, one row each, in order. A row depends on its own text only."""
    parts = [_assign_chunk(taxonomy, texts[start : start + CHUNK], vectors[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
    return pa.concat_tables(parts) if parts else LABELS_SCHEMA.empty_table()


def _assign_chunk(taxonomy: Taxonomy, texts: Sequence[str], vectors: np.ndarray) -> pa.Table:
    request = np.array([has_words(text) for text in texts])
    if not taxonomy.leaf_topic or taxonomy.space is None or taxonomy.rule is None:
        return _labels(np.array([OTHER] * len(texts), dtype=object), np.array([None] * len(texts), dtype=object), np.ones(len(texts)), taxonomy.judge)
    positions = taxonomy.space.place(texts, vectors)
    scores = taxonomy.rule.scores(positions)
    best, shares = scores.argmax(axis=1), shares_of(scores)
    topic, subtopic = np.array(taxonomy.leaf_topic, dtype=object), np.array(taxonomy.leaf_subtopic, dtype=object)
    same_topic = (topic[:, None] == topic[None, :]).astype(np.float64)
    confidence = (shares @ same_topic)[np.arange(len(best)), best]
    placed = request & taxonomy.rule.near(positions)
    # Without words it surely is no topic; with words that are like no topic there is no scale, so half.
    confidence = np.where(placed, confidence, np.where(request, 0.5, 1.0))
    topic, subtopic = topic[best], subtopic[best]
    topic[~placed], subtopic[~placed] = OTHER, None
    if taxonomy.prototypes:
        likeness = np.where(placed, np.einsum("ij,ij->i", positions, taxonomy.rule.centres[best]), -1.0)
        topic, subtopic, confidence = _drawn(taxonomy.prototypes, positions, likeness, topic, subtopic, confidence)
        topic, subtopic, confidence = _divided(taxonomy.prototypes, positions, topic, subtopic, confidence)
    return _labels(topic, subtopic, confidence, taxonomy.judge)


Placed = tuple[np.ndarray, np.ndarray, np.ndarray]


def _drawn(
    prototypes: Sequence[Prototype], positions: np.ndarray, likeness: np.ndarray, topic: np.ndarray, subtopic: np.ndarray, confidence: np.ndarray
) -> Placed:
    """Texts that are nearer to a prototype than to the leaf that they were in go there."""
    free = [one for one in prototypes if one.within is None]
    if not free:
        return topic, subtopic, confidence
    near = np.round(positions @ np.stack([one.centre for one in free]).T, 6)
    beside = np.where(near >= np.array([one.least for one in free]), near, -1.0)
    nearest = beside.argmax(axis=1)
    reached = beside[np.arange(len(nearest)), nearest]
    won = (reached > np.round(likeness, 6)) & (reached > 0)
    topic[won] = [free[i].topic_id for i in nearest[won]]
    subtopic[won] = [free[i].subtopic_id for i in nearest[won]]
    sure = 1 / (1 + np.exp(-(reached - np.maximum(likeness, 0.0)) / SLOPE))
    return topic, subtopic, np.where(won, sure, confidence)


def _divided(prototypes: Sequence[Prototype], positions: np.ndarray, topic: np.ndarray, subtopic: np.ndarray, confidence: np.ndarray) -> Placed:
    """The texts of every divided topic or subtopic go to its nearest part, the first divided first."""
    for divided in dict.fromkeys(one.within for one in prototypes if one.within is not None):
        parts = [one for one in prototypes if one.within == divided]
        inside = np.flatnonzero((subtopic == divided) | ((topic == divided) & np.array([one is None for one in subtopic], dtype=bool)))
        near = np.round(positions[inside] @ np.stack([one.centre for one in parts]).T, 6)
        nearest = near.argmax(axis=1)
        topic[inside] = [parts[i].topic_id for i in nearest]
        subtopic[inside] = [parts[i].subtopic_id for i in nearest]
        confidence[inside] *= shares_of(near / SLOPE).max(axis=1)
    return topic, subtopic, confidence


def _labels(topic: np.ndarray, subtopic: np.ndarray, confidence: np.ndarray, judge: str) -> pa.Table:
    columns = [topic.tolist(), subtopic.tolist(), np.round(np.minimum(confidence, 1.0), 3).tolist(), [judge] * len(topic)]
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(columns, LABELS_SCHEMA, strict=True)], schema=LABELS_SCHEMA)

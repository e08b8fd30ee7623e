"""Do the standing topics still fit what comes in? Measured on what came after they were found, beside what they were found on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa

from insights.analysers.topics.taxonomy import OTHER, Taxonomy, has_words
from insights.text.encoding import read_words

FEWEST = 50
"""Conversations since then below which nothing is said."""
MOST = 5_000
"""Conversations of each side that are looked at: more would not change the answer."""
FAR = 0.05
"""The share of what the topics were found on that counts as far from its topic: the same distance is asked of what came later."""
SOME, MUCH = 0.05, 0.15
"""Points of share by which more conversations must lie far or in Other, surely, for some drift and for much."""
OUTGROWN = 4
"""Topics found on a quarter of what came since are coarser than those that would be found now."""
WORDS, OFTEN, SHORTEST = 5, 3, 4
SURE = 1.959964
"""Standard errors of a 95 % interval."""


class Verdict(StrEnum):
    """How much of what comes in the standing topics miss."""

    NONE = "none"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Drift:
    """Shares (0 to 1) of conversations in Other and far from every topic, before and since these were found; words that these do not know."""

    verdict: Verdict
    sentence: str
    found_on: int
    since: int
    other_before: float
    other_share: float
    far_before: float
    far_share: float
    unknown_words: tuple[str, ...]


def drift(taxonomy: Taxonomy, texts: Sequence[str], vectors: np.ndarray, labels: pa.Table, later: np.ndarray) -> Drift:
    """How what came later (`later`, one truth value per row) lies in the topics that `assign` gave (`labels`), beside the others."""
    asked = np.array([has_words(text) for text in texts], dtype=bool)
    before, since = np.flatnonzero(asked & ~later), np.flatnonzero(asked & later)
    if taxonomy.space is None or taxonomy.rule is None or len(since) < FEWEST:
        said = f"{_many(len(since), 'conversation')} came since the topics were found: too few to say whether these still fit."
        return Drift(Verdict.NONE, said, len(before), len(since), 0.0, 0.0, 0.0, 0.0, ())
    other = np.array([topic == OTHER for topic in labels["topic_id"].to_pylist()], dtype=bool)
    seen = [_some(rows) for rows in (before, since)]
    likeness = [_likeness(taxonomy, texts, vectors, labels, rows) for rows in seen]
    border = max(float(np.quantile(likeness[0], FAR)) if len(before) else -1.0, taxonomy.rule.nearest)
    far = [near < border for near in likeness]
    lost = [(_share(other[rows]), _share(away)) for rows, away in zip((before, since), far, strict=True)]
    verdict = max((_verdict(*pair, *map(len, seen)) for pair in zip(*lost, strict=True)), key=list(Verdict).index)
    if len(since) >= OUTGROWN * max(len(before), 1):
        verdict = max(verdict, Verdict.SOME if len(before) >= FEWEST else Verdict.MUCH, key=list(Verdict).index)
    words = _unknown(taxonomy, [texts[int(row)] for row in seen[1][far[1]]])
    return Drift(verdict, _sentence(verdict, before, since, lost), len(before), len(since), *_flat(lost), words)


def _some(rows: np.ndarray) -> np.ndarray:
    """At most so many of them, evenly over all."""
    return rows if len(rows) <= MOST else rows[np.linspace(0, len(rows) - 1, MOST).astype(np.int64)]


def _likeness(taxonomy: Taxonomy, texts: Sequence[str], vectors: np.ndarray, labels: pa.Table, rows: np.ndarray) -> np.ndarray:
    """Cosine to the nearest topic; what is in a topic that people made is near by their word."""
    assert taxonomy.space is not None and taxonomy.rule is not None, "asked of a taxonomy that was found somewhere"
    if not len(rows):
        return np.zeros(0)
    placed = taxonomy.space.place([texts[int(row)] for row in rows], vectors[rows])
    near = np.round((placed @ taxonomy.rule.centres.T).max(axis=1), 6)
    made = {(one.topic_id, one.subtopic_id) for one in taxonomy.prototypes if one.topic_id != OTHER}
    chosen = labels.take(rows)
    pairs = zip(chosen["topic_id"].to_pylist(), chosen["subtopic_id"].to_pylist(), strict=True)
    return np.where(np.array([pair in made for pair in pairs], dtype=bool), 1.0, near)


def _share(truth: np.ndarray) -> float:
    return float(truth.mean()) if len(truth) else 0.0


def _flat(lost: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    (other_before, far_before), (other_since, far_since) = lost
    return round(other_before, 4), round(other_since, 4), round(far_before, 4), round(far_since, 4)


def _verdict(before: float, since: float, count_before: int, count_since: int) -> Verdict:
    """What the lower end of the 95 % interval of the difference says."""
    if not count_before:
        return Verdict.NONE
    error = SURE * (before * (1 - before) / count_before + since * (1 - since) / count_since) ** 0.5
    low = since - before - error
    return Verdict.MUCH if low > MUCH else Verdict.SOME if low > SOME else Verdict.NONE


def _unknown(taxonomy: Taxonomy, texts: Sequence[str]) -> tuple[str, ...]:
    """Words that several of these requests have and that no request had when the topics were found, the most frequent first."""
    assert taxonomy.space is not None, "asked of a taxonomy that was found somewhere"
    read, known = read_words(texts), set(taxonomy.space.lexicon.words)
    owners = {(int(owner), int(word)) for owner, word in zip(read.owner, read.ids, strict=True)}
    counts = Counter(read.vocabulary[word] for _, word in owners)
    new = [(word, count) for word, count in counts.items() if count >= OFTEN and len(word) >= SHORTEST and word not in known and word.isalpha()]
    return tuple(word for word, _ in sorted(new, key=lambda pair: (-pair[1], pair[0]))[:WORDS])


def _sentence(verdict: Verdict, before: np.ndarray, since: np.ndarray, lost: Sequence[tuple[float, float]]) -> str:
    (_, far_before), (_, far_since) = lost
    grown = f"The topics were found on {_many(len(before), 'conversation')}; {len(since):,} came since."
    if verdict == Verdict.NONE:
        return f"{grown} They fit as well as before."
    if not len(before):
        return f"{grown} Finding them anew would tell apart more."
    said = f"{grown} Of the new ones {far_since:.0%} are far from every topic, of the others {far_before:.0%}."
    return said if far_since > far_before else f"{grown} There are enough now to tell apart more topics."


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

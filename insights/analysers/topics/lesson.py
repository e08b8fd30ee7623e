"""Finding topics with a teacher: it reads a sample of the requests, and what it knows of them is carried over to all."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from insights.analysers.topics.discovery import discover
from insights.analysers.topics.taught import LONGEST, TaughtSpace, Teacher, taught_vectors, widened
from insights.analysers.topics.taxonomy import Taxonomy, has_words
from insights.text.glossary import in_english

FEWEST, MOST, MOST_LETTERS = 60, 2_000, 90_000
"""Distinct requests that a teacher needs and gets, and the letters of them: it reads about 20,000 letters a second on two cores."""
MOST_WIDENED = 40_000
"""Conversations that topics are found on, twice the sample of a discovery: the others need no teacher's side."""


def discover_taught(
    conversation_ids: Sequence[str],
    texts: Sequence[str],
    vectors: np.ndarray,
    *,
    encode: Callable[[Sequence[str]], np.ndarray],
    teacher: Teacher,
    seed: int = 0,
) -> Taxonomy:
    """Topics and subtopics as a teacher tells them apart. Among too few requests to learn from, those of the built-in judge."""
    order = sorted(range(len(texts)), key=lambda i: (zlib.crc32(conversation_ids[i].encode(errors="replace"), seed), conversation_ids[i]))
    kept = order[:MOST_WIDENED]
    read = sampled([texts[i] for i in kept])
    if len(read) < FEWEST:
        return discover(conversation_ids, texts, vectors, encode=encode, seed=seed)
    rows = [kept[i] for i in read]
    words = [texts[i] for i in rows]
    taught, mapping = taught_vectors(words, vectors[rows], encode(in_english(words)), teacher.encode, seed)
    # Those that were read come first: of copies, a discovery takes the first.
    rest = sorted(set(kept) - set(rows))
    wide = np.concatenate([taught, widened(vectors[rest], mapping)])
    found = discover([conversation_ids[i] for i in rows + rest], words + [texts[i] for i in rest], wide, encode=encode, seed=seed)
    return found if found.space is None else replace(found, space=TaughtSpace.around(found.space, mapping, teacher.name))


def sampled(texts: Sequence[str]) -> list[int]:
    """Rows that a teacher reads: distinct requests, the first ones, as many as it can read in a few seconds."""
    seen: dict[str, int] = {}
    letters = 0
    for row, text in enumerate(texts):
        said = " ".join(text.lower().split())
        if said in seen or not has_words(said):
            continue
        seen[said] = row
        letters += min(len(said), LONGEST)
        if len(seen) >= MOST or (letters >= MOST_LETTERS and len(seen) >= FEWEST):
            break
    return list(seen.values())

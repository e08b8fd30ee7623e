"""Articles and tools made ready to be compared with conversations, in English words where the glossary has them.

Words are compared by stem, weighed by how rare they are in conversations and in the library itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from insights.analysers.knowledge.copies import without_copies
from insights.analysers.knowledge.meanings import find_meanings
from insights.analysers.knowledge.stems import product, stem, stem_lookup, stem_weight, unit_rows, unit_vectors, word_counts, word_vectors
from insights.model import Article, EnablerType, Tool
from insights.text.encoding import Encoder, Words, read_words
from insights.text.glossary import in_english

JOINTS = re.compile(r"[_\-./{}]+|(?<=[a-z])(?=[A-Z])")
OUTDATED = re.compile(r"(?i)years? ago|out ?dated|no longer|last (?:reviewed|updated)|archived|old version|deprecated")
COMMONEST = 0.05
"""A meaning that every candidate has still counts this much."""


@dataclass(frozen=True)
class Library:
    """Candidates by name, a row each: the stems of title (or name) and of all the text, and centred vectors.

    `needed` is the share of each stem in the weight of a title; `meant` and `described` are those of each meaning in the title and in all the text.
    `stem_vectors` has one word for each stem.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    stems: dict[str, int]
    weight: np.ndarray
    title: sparse.csr_matrix
    body: sparse.csr_matrix
    needed: sparse.csr_matrix
    meant: sparse.csr_matrix
    described: sparse.csr_matrix
    verb: np.ndarray
    write: np.ndarray
    outdated: np.ndarray
    vectors: np.ndarray
    stem_vectors: np.ndarray

    def __len__(self) -> int:
        """How many candidates."""
        return len(self.names)

    def take(self, places: np.ndarray) -> Library:
        """Some of the candidates, as they were beside all others."""
        return replace(
            self,
            names=tuple(self.names[place] for place in places),
            texts=tuple(self.texts[place] for place in places),
            **{
                name: getattr(self, name)[places]
                for name in ("title", "body", "needed", "meant", "described", "verb", "write", "outdated", "vectors")
            },
        )

    @cached_property
    def columns(self) -> sparse.csr_matrix:
        """All stems of a candidate, those of its title twice, shape (stems, candidates)."""
        return sparse.csr_matrix((self.body + self.title).T)

    @cached_property
    def named_stems(self) -> np.ndarray:
        """The stems that stand in a title."""
        return np.unique(self.needed.indices)


def article_library(articles: Sequence[Article], encoder: Encoder) -> Library:
    """Articles as candidates: none that is empty, and of copies the first by its id."""
    kept = without_copies([article for article in articles if article.body.strip()])
    texts = [f"{article.title}\n{article.body}" for article in kept]
    outdated = np.array([bool(OUTDATED.search(text)) for text in texts], dtype=np.float64)
    return _library([article.id for article in kept], [article.title for article in kept], texts, np.zeros(len(texts)), outdated, encoder)


def tool_library(tools: Sequence[Tool], encoder: Encoder) -> Library:
    """Tools as candidates; the first word of a name is taken for its verb."""
    names = [JOINTS.sub(" ", tool.name) for tool in tools]
    texts = [f"{name}. {tool.description}" for name, tool in zip(names, tools, strict=True)]
    write = np.array([tool.type == EnablerType.WRITE for tool in tools], dtype=np.float64)
    return _library([tool.name for tool in tools], names, texts, write, np.zeros(len(texts)), encoder)


def _library(ids: list[str], titles: list[str], texts: list[str], write: np.ndarray, outdated: np.ndarray, encoder: Encoder) -> Library:
    """Candidates of either sort."""
    words, named = read_words(in_english(texts)), read_words(in_english(titles))
    stems: dict[str, int] = {}
    shown: list[str] = []
    for word in (*words.vocabulary, *named.vocabulary):
        if stems.setdefault(stem(word), len(stems)) == len(shown):
            shown.append(word)
    all_counts, named_counts = word_counts(words), word_counts(named)
    counts, title_counts = product(all_counts, stem_lookup(words.vocabulary, stems)), product(named_counts, stem_lookup(named.vocabulary, stems))
    seen = np.bincount(counts.indices, minlength=len(stems))
    rare = np.log((len(ids) + 1) / (seen + 0.5)) / np.log(len(ids) + 1.5)
    weight = stem_weight(stems) * (0.2 + np.maximum(rare, 0))
    first = [
        stem(named.vocabulary[named.ids[start]]) if stop > start else "" for start, stop in zip(named.starts[:-1], named.starts[1:], strict=True)
    ]
    return Library(
        names=tuple(ids),
        texts=tuple(texts),
        stems=stems,
        weight=weight,
        title=unit_rows(title_counts, weight),
        body=unit_rows(counts, weight),
        needed=_shares(title_counts, weight),
        meant=_meaning_shares(named_counts, named),
        described=_meaning_shares(all_counts, words),
        verb=np.array([stems.get(verb, -1) for verb in first], dtype=np.int64),
        write=write,
        outdated=outdated,
        vectors=_vectors(all_counts, words, encoder),
        stem_vectors=encoder.vectors(shown),
    )


def _vectors(counts: sparse.csr_matrix, words: Words, encoder: Encoder) -> np.ndarray:
    """Unit vectors of texts, less what all of them have in common."""
    vectors = unit_vectors(np.asarray(counts @ word_vectors(words.vocabulary, encoder)))
    return vectors - vectors.mean(axis=0) if len(vectors) else vectors


def _meaning_shares(counts: sparse.csr_matrix, words: Words) -> sparse.csr_matrix:
    """Each meaning by its share in what sets a candidate apart from the others."""
    held = find_meanings(counts, words.vocabulary)
    often = np.asarray(held.sum(axis=0)).ravel()
    return _shares(held, np.log(len(words.starts) / (often + 0.5)).clip(COMMONEST))


def _shares(held: sparse.csr_matrix, weight: np.ndarray) -> sparse.csr_matrix:
    """The weight of what each candidate has, in rows that add up to 1."""
    weighed = held.tocsr(copy=True)
    weighed.data = weight[weighed.indices]
    total = np.asarray(weighed.sum(axis=1)).ravel()
    weighed.data /= np.repeat(np.where(total > 0, total, 1), np.diff(weighed.indptr))
    return sparse.csr_matrix(weighed, dtype=np.float32)

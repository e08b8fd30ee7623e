"""Articles and tools made ready to be compared with conversations.

Words are compared by stem, weighed by how rare they are in conversations and in the library itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from insights.analysers.weights import vocabulary
from insights.model import Article, EnablerType, Tool
from insights.text.encoding import Encoder, Words, read_words

ENDINGS = re.compile(r"(?:'s|ings?|ed|es|s|ly|ment|ments)$")
STEM = 6
JOINTS = re.compile(r"[_\-./{}]+|(?<=[a-z])(?=[A-Z])")
OUTDATED = re.compile(r"(?i)years? ago|out ?dated|no longer|last (?:reviewed|updated)|archived|old version|deprecated")


@dataclass(frozen=True)
class Library:
    """Candidates by name, with the stems of their title (or name) and of all their text as rows of unit length, and their centred vectors."""

    names: tuple[str, ...]
    stems: dict[str, int]
    weight: np.ndarray
    title: sparse.csr_matrix
    body: sparse.csr_matrix
    verb: np.ndarray
    write: np.ndarray
    outdated: np.ndarray
    vectors: np.ndarray

    def __len__(self) -> int:
        """How many candidates."""
        return len(self.names)


def stem(word: str) -> str:
    """What a word has in common with its forms, roughly.

    >>> {stem(word) for word in ("refund", "refunds", "refunded", "refunding")}
    {'refund'}
    """
    short = ENDINGS.sub("", word)
    return (short if len(short) >= 3 else word)[:STEM]


def article_library(articles: Sequence[Article], encoder: Encoder) -> Library:
    """Articles as candidates."""
    texts = [f"{article.title}\n{article.body}" for article in articles]
    outdated = np.array([bool(OUTDATED.search(text)) for text in texts], dtype=np.float64)
    return _library([article.id for article in articles], [article.title for article in articles], texts, np.zeros(len(texts)), outdated, encoder)


def tool_library(tools: Sequence[Tool], encoder: Encoder) -> Library:
    """Tools as candidates; the first word of a name is taken for its verb."""
    names = [JOINTS.sub(" ", tool.name) for tool in tools]
    texts = [f"{name}. {tool.description}" for name, tool in zip(names, tools, strict=True)]
    write = np.array([tool.type == EnablerType.WRITE for tool in tools], dtype=np.float64)
    return _library([tool.name for tool in tools], names, texts, write, np.zeros(len(texts)), encoder)


def _library(ids: list[str], titles: list[str], texts: list[str], write: np.ndarray, outdated: np.ndarray, encoder: Encoder) -> Library:
    """Candidates of either sort."""
    words = read_words(texts)
    stems: dict[str, int] = {}
    for word in words.vocabulary:
        stems.setdefault(stem(word), len(stems))
    counts = count_stems(words, stems)
    seen = np.bincount(counts.indices, minlength=len(stems))
    rare = np.log((len(ids) + 1) / (seen + 0.5)) / np.log(len(ids) + 1.5)
    weight = _background(stems) * (0.2 + np.maximum(rare, 0))
    verbs = [stem(next(iter(read_words([title]).vocabulary), "")) for title in titles]
    vectors = encoder.vectors(texts)
    return Library(
        names=tuple(ids),
        stems=stems,
        weight=weight,
        title=unit_rows(count_stems(read_words(titles), stems), weight),
        body=unit_rows(counts, weight),
        verb=np.array([stems.get(verb, -1) for verb in verbs], dtype=np.int64),
        write=write,
        outdated=outdated,
        vectors=vectors - vectors.mean(axis=0) if ids else vectors,
    )


def _background(stems: dict[str, int]) -> np.ndarray:
    """How rare a stem is in the conversations that the judges were trained on, 0 to 1."""
    known = vocabulary()
    rarest = float(known.weight.max()) if len(known) else 1.0
    weight = np.full(len(stems), rarest)
    for word, place in known.words.items():
        column = stems.get(stem(word))
        if column is not None:
            weight[column] = min(weight[column], known.weight[place])
    return np.clip((weight - 1) / (rarest - 1), 0.02, 1) if len(stems) else weight


def count_stems(words: Words, stems: dict[str, int]) -> sparse.csr_matrix:
    """Counts of known stems, shape (texts, stems)."""
    columns = np.array([stems.get(stem(word), -1) for word in words.vocabulary] or [-1])[words.ids]
    rows = words.owner[columns >= 0]
    columns = columns[columns >= 0]
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(words.starts) - 1, len(stems)))


def unit_rows(counts: sparse.csr_matrix, weight: np.ndarray) -> sparse.csr_matrix:
    """Sublinear counts times weight, rows of unit length."""
    weighed = counts.tocsr(copy=True)
    weighed.data = (1 + np.log(weighed.data)) * weight[weighed.indices]
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(norms > 0, norms, 1)) @ weighed

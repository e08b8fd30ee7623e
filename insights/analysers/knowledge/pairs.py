"""A conversation beside an article or a tool: the numbers that a ranker sees of a pair.

Words are compared by stem, weighed by how rare they are in conversations and in the library itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from insights.analysers.features import FIELDS, Reading, field_rows
from insights.analysers.weights import vocabulary
from insights.model import Article, EnablerType, Kind, Tool
from insights.text.encoding import Words, read_words

ENDINGS = re.compile(r"(?:'s|ings?|ed|es|s|ly|ment|ments)$")
STEM = 6
JOINTS = re.compile(r"[_\-./{}]+|(?<=[a-z])(?=[A-Z])")
OUTDATED = re.compile(r"(?i)years? ago|out ?dated|no longer|last (?:reviewed|updated)|archived|old version|deprecated")
KINDS = tuple(Kind)


@dataclass(frozen=True)
class Library:
    """Candidates by name, with the stems of their title (or name) and of all their text as rows of unit length."""

    names: tuple[str, ...]
    stems: dict[str, int]
    weight: np.ndarray
    title: sparse.csr_matrix
    body: sparse.csr_matrix
    verb: np.ndarray
    write: np.ndarray
    outdated: np.ndarray


def stem(word: str) -> str:
    """What a word has in common with its forms, roughly.

    >>> {stem(word) for word in ("refund", "refunds", "refunded", "refunding")}
    {'refund'}
    """
    short = ENDINGS.sub("", word)
    return (short if len(short) >= 3 else word)[:STEM]


def article_library(articles: Sequence[Article]) -> Library:
    """Articles as candidates."""
    outdated = np.array([bool(OUTDATED.search(article.body)) for article in articles], dtype=np.float64)
    nothing = np.zeros(len(articles))
    return _library(
        [article.id for article in articles],
        [article.title for article in articles],
        [f"{article.title}\n{article.body}" for article in articles],
        nothing,
        outdated,
    )


def tool_library(tools: Sequence[Tool]) -> Library:
    """Tools as candidates; the first word of a name is taken for its verb."""
    names = [JOINTS.sub(" ", tool.name) for tool in tools]
    write = np.array([tool.type == EnablerType.WRITE for tool in tools], dtype=np.float64)
    return _library(
        [tool.name for tool in tools],
        names,
        [f"{name}\n{tool.description}" for name, tool in zip(names, tools, strict=True)],
        write,
        np.zeros(len(tools)),
    )


def _library(ids: list[str], titles: list[str], texts: list[str], write: np.ndarray, outdated: np.ndarray) -> Library:
    words = read_words(texts)
    stems: dict[str, int] = {}
    for word in words.vocabulary:
        stems.setdefault(stem(word), len(stems))
    counts = _count(words, stems)
    seen = np.bincount(counts.indices, minlength=len(stems))
    rare = np.log((len(ids) + 1) / (seen + 0.5)) / np.log(len(ids) + 1.5) if ids else np.zeros(0)
    weight = _background(stems) * (0.2 + np.maximum(rare, 0))
    verbs = [stem(next(iter(read_words([title]).vocabulary), "")) for title in titles]
    return Library(
        tuple(ids),
        stems,
        weight,
        _unit(_count(read_words(titles), stems), weight),
        _unit(counts, weight),
        np.array([stems.get(verb, -1) for verb in verbs], dtype=np.int64),
        write,
        outdated,
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


def _count(words: Words, stems: dict[str, int]) -> sparse.csr_matrix:
    """Counts of known stems, shape (texts, stems)."""
    columns = np.array([stems.get(stem(word), -1) for word in words.vocabulary] or [-1])[words.ids]
    rows = words.owner[columns >= 0]
    columns = columns[columns >= 0]
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(words.starts) - 1, len(stems)))


def _unit(counts: sparse.csr_matrix, weight: np.ndarray) -> sparse.csr_matrix:
    """Sublinear counts times weight, rows of unit length."""
    weighed = counts.tocsr(copy=True)
    weighed.data = (1 + np.log(weighed.data)) * weight[weighed.indices]
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(norms > 0, norms, 1)) @ weighed


def _fields(library: Library, reading: Reading, rows: np.ndarray) -> dict[str, sparse.csr_matrix]:
    """The conversations' counts of the library's stems, for each side."""
    counts = _count(reading.turns.words, library.stems)
    return {name: (field_rows(reading.turns, FIELDS[name](reading.turns))[rows] @ counts).tocsr() for name in ("customer", "first", "support")}


def _stack(columns: list[np.ndarray], margins: int) -> np.ndarray:
    """Numbers of pairs, with the first `margins` also as distance to the best other candidate."""
    extra = []
    for column in columns[:margins]:
        ordered = np.sort(column, axis=1)
        best = ordered[:, -1:] if column.shape[1] else column
        second = ordered[:, -2:-1] if column.shape[1] > 1 else np.zeros_like(best)
        extra.append(column - np.where(column == best, second, best))
    return np.stack([*columns, *extra], axis=-1)


def article_numbers(library: Library, reading: Reading, rows: np.ndarray, p_kinds: np.ndarray) -> np.ndarray:
    """What speaks for each article, shape (conversations, articles, numbers)."""
    counts = _fields(library, reading, rows)
    unit = {name: _unit(field, library.weight) for name, field in counts.items()}
    title, body = library.title.T.tocsr(), library.body.T.tocsr()
    likeness = [
        (unit["customer"] @ title).toarray(),
        (unit["customer"] @ body).toarray(),
        (unit["support"] @ body).toarray(),
        (unit["support"] @ title).toarray(),
        (unit["first"] @ body).toarray(),
    ]
    together = np.sum(likeness, axis=0)
    shape = likeness[0].shape
    every = [np.broadcast_to(p_kinds[rows, place][:, None], shape) for place in range(len(KINDS))]
    old = np.broadcast_to(library.outdated[None, :], shape)
    size = np.full(shape, np.log1p(len(library.names)))
    return _stack([together, *likeness, *every, old, size], 4)


def tool_numbers(library: Library, reading: Reading, rows: np.ndarray, p_kinds: np.ndarray) -> np.ndarray:
    """What speaks for each tool, shape (conversations, tools, numbers)."""
    counts = _fields(library, reading, rows)
    unit = {name: _unit(field, library.weight) for name, field in counts.items()}
    title, body = library.title.T.tocsr(), library.body.T.tocsr()
    likeness = [(unit[side] @ part).toarray() for side in ("customer", "support") for part in (title, body)]
    together = np.sum(likeness, axis=0)
    shape = likeness[0].shape
    verbs = []
    for side in ("customer", "support"):
        said = (counts[side].toarray() > 0) if library.stems else np.zeros((len(rows), 1), dtype=bool)
        verbs.append((said[:, np.maximum(library.verb, 0)] & (library.verb >= 0)).astype(np.float64))
    write = np.broadcast_to(library.write[None, :], shape)
    informational, personalised, action, human = (p_kinds[rows, place][:, None] for place in range(len(KINDS)))
    done, looked = (reading.numbers[name][rows][:, None] for name in ("done_ever", "lookup_ever"))
    fits = [
        write * action,
        (1 - write) * personalised,
        (1 - write) * action,
        write * personalised,
        write * done,
        (1 - write) * looked,
        write * informational,
        (1 - write) * informational,
        write * human,
    ]
    return _stack([together, *likeness, *verbs, write, *fits, together * action, together * personalised], 5)

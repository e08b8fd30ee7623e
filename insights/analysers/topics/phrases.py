"""Phrases that customers use: runs of one to four words, determiners left out, with who uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from insights.analysers.topics.stopwords import GERMAN_MARKS, INNER, SKIPPED, STOP

TOKEN = re.compile(r"\[[^\]]{1,30}\]|https?://\S+|\S+@\S+\.\S+|[@#]\w+|[^\W\d_]+(?:[’'\-][^\W\d_]+)*|\w+|[^\w\s]")
PLACEHOLDER = re.compile(r"^(?:\[|https?:|[@#]|\S+@)")
NOT = re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|could|would|should)n['’]?t\b|\b(?:can['’]?t|cannot|won['’]?t)\b", re.IGNORECASE)
LONGEST = 4
MOST_CHARACTERS = 400
BREAK, STOPPED, INNER_WORD, CONTENT = 0, 1, 2, 3


@dataclass(frozen=True)
class Phrases:
    """`texts[i]` as it should be shown, its words, which text (row) uses which phrase (column), and the words that are names of people or places."""

    texts: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    proper: frozenset[str]
    used: sparse.csr_matrix

    @property
    def length(self) -> np.ndarray:
        """Words per phrase."""
        return np.array([len(key) for key in self.keys])


def read_phrases(texts: Sequence[str], at_least: int = 2) -> Phrases:
    """Every phrase in `at_least` of the texts that begins and ends with a word of substance.

    >>> read_phrases(["Please cancel my order", "how to cancel the order?"]).texts
    ('cancel', 'order', 'cancel order')
    """
    words, owner, spelling = _words(texts)
    shown, proper = _shown(spelling)
    vocabulary = sorted(set(words))
    place = {word: i for i, word in enumerate(vocabulary)}
    kind = np.array([_kind(word) for word in vocabulary], dtype=np.int64)
    word = np.array([place[w] for w in words], dtype=np.int64)
    code = np.arange(len(word))
    found: list[tuple[tuple[str, ...], np.ndarray]] = []
    phrase, parts = word.copy(), [(i,) for i in range(len(vocabulary))]
    alive = kind[word] == CONTENT if len(word) else np.zeros(0, dtype=bool)
    for length in range(1, LONGEST + 1):
        ends = alive.copy()
        at = code[ends] + length - 1
        ends[ends] = kind[word[at]] == CONTENT
        for number, users in _frequent(phrase[ends], owner[ends], at_least):
            found.append((tuple(vocabulary[i] for i in parts[number]), users))
        phrase, parts, alive = _longer(phrase, parts, alive, word, kind, owner, length)
    keys = tuple(key for key, _ in found)
    rows = np.concatenate([users for _, users in found]) if found else np.zeros(0, dtype=np.int64)
    columns = np.repeat(np.arange(len(found)), [len(users) for _, users in found])
    used = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(texts), len(found)))
    return Phrases(tuple(" ".join(shown.get(w, w) for w in key) for key in keys), keys, proper, used)


def _words(texts: Sequence[str]) -> tuple[list[str], np.ndarray, dict[str, dict[str, int]]]:
    """Lower-cased words with '.' where a phrase must end, the text of each, and how each is spelt inside sentences."""
    words: list[str] = []
    owner: list[int] = []
    spelling: dict[str, dict[str, int]] = {}
    for row, text in enumerate(texts):
        inside = False
        tokens = TOKEN.findall(NOT.sub(r"\1 not", text[:MOST_CHARACTERS]))
        loud = text.isupper()
        for at, token in enumerate(tokens):
            low = token.lower().replace("’", "'")
            real = token[0].isalpha() and not _has_digit(token) and not _is_code(token, tokens[at + 1 : at + 2])
            if real and inside and not loud:
                forms = spelling.setdefault(low, {})
                forms[token] = forms.get(token, 0) + 1
            inside = real
            if low not in SKIPPED:
                words.append(low if real else ".")
                owner.append(row)
    return words, np.array(owner, dtype=np.int64), spelling


def _has_digit(token: str) -> bool:
    return any(letter.isdigit() for letter in token)


def _is_code(token: str, following: list[str]) -> bool:
    """The letters of an order number ("CW 4711") name nothing."""
    return token.isupper() and len(token) <= 4 and any(_has_digit(after) or after in "-#" for after in following)


def _shown(spelling: dict[str, dict[str, int]]) -> tuple[dict[str, str], frozenset[str]]:
    """The spelling most used of every word; and the words nearly always spelt with a capital, unless nouns are."""
    shown = {low: max(sorted(forms), key=lambda form: forms[form]) for low, forms in spelling.items()}
    german = sum(sum(spelling.get(mark, {}).values()) for mark in GERMAN_MARKS)
    if german > 0.02 * sum(sum(forms.values()) for forms in spelling.values()):
        return shown, frozenset()
    capitals = {low: sum(count for form, count in forms.items() if form.istitle()) for low, forms in spelling.items()}
    return shown, frozenset(low for low, forms in spelling.items() if capitals[low] >= 0.8 * sum(forms.values()))


def _kind(word: str) -> int:
    if word == "." or PLACEHOLDER.match(word):
        return BREAK
    if word in INNER:
        return INNER_WORD
    return STOPPED if word in STOP or len(word) < 2 else CONTENT


def _frequent(phrase: np.ndarray, owner: np.ndarray, at_least: int) -> list[tuple[int, np.ndarray]]:
    """Phrases in enough texts, with those texts."""
    if len(phrase) == 0:
        return []
    both = np.unique(np.stack([phrase, owner], axis=1), axis=0)
    numbers, first, counts = np.unique(both[:, 0], return_index=True, return_counts=True)
    return [(int(n), both[f : f + c, 1]) for n, f, c in zip(numbers, first, counts, strict=True) if c >= at_least]


def _longer(
    phrase: np.ndarray, parts: list[tuple[int, ...]], alive: np.ndarray, word: np.ndarray, kind: np.ndarray, owner: np.ndarray, length: int
) -> tuple[np.ndarray, list[tuple[int, ...]], np.ndarray]:
    """One word more where the next word belongs to the same text and may stand inside a phrase."""
    at = np.flatnonzero(alive)
    at = at[at + length < len(word)]
    at = at[(owner[at + length] == owner[at]) & (kind[word[at + length]] >= INNER_WORD)]
    code = phrase[at] * (len(kind) + 1) + word[at + length]
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    longer_parts = [(*parts[phrase[at[f]]], int(word[at[f] + length])) for f in first]
    longer, living = np.zeros_like(phrase), np.zeros_like(alive)
    longer[at], living[at] = which, True
    return longer, longer_parts, living

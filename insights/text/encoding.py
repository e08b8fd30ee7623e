"""From texts to words and static vectors: the only place that knows the encoder's files.

Every text is read once, as lower-cased words over one vocabulary, so that all that follows is sparse algebra. A text's vector is the mean of the
static vectors of its pieces; no network is asked, no weights are downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np
from safetensors import safe_open
from scipy import sparse
from tokenizers import Tokenizer

END_OF_TEXT = "\x1e"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|\?+|!+|[\u2600-\u27bf\U0001f300-\U0001faff]|\x1e")
NUMBER = "#"
LONGEST_TEXT = 20_000
CHUNK = 8_192
BEGINNING = "\u2581"
"""How the first piece of a word begins, in the tokenizer's vocabulary."""
TOGETHER = 64
"""Words that are tokenised at once: calling for each costs more than its pieces."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts as words: the words of text `i` are `vocabulary[ids[starts[i]:starts[i + 1]]]`."""

    vocabulary: tuple[str, ...]
    ids: np.ndarray
    starts: np.ndarray

    @property
    def owner(self) -> np.ndarray:
        """The text that each word belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def read_words(texts: Sequence[str]) -> Words:
    """Split texts into lower-cased words; every word with a digit in it becomes `#`.

    >>> words = read_words(["Hi there!!", "", "Order 66, don't hi"])
    >>> [words.vocabulary[i] for i in words.ids]
    ['hi', 'there', '!!', 'order', '#', "don't", 'hi']
    >>> words.starts.tolist()
    [0, 3, 3, 7]
    """
    joined = "".join(text.replace(END_OF_TEXT, " ") + END_OF_TEXT for text in texts).lower().replace("’", "'")
    known, found = numbered([END_OF_TEXT, *WORD.findall(joined)])
    found = found[1:]
    merged: dict[str, int] = {}
    merge = np.array([merged.setdefault(_without_digits(word), len(merged)) for word in known], dtype=np.int64)
    ends = np.flatnonzero(found == 0)
    starts = np.concatenate([[0], ends - np.arange(len(ends))])
    return Words(tuple(merged), merge[found[found != 0]], starts)


def numbered(words: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Every distinct word in the order of its first use, and the place of each word among them."""
    known = list(dict.fromkeys(words))
    place = dict(zip(known, range(len(known)), strict=True))
    return known, np.fromiter(map(place.__getitem__, words), dtype=np.int64, count=len(words))


def distinct_words(text: str) -> set[str]:
    """The words of one text as `read_words` has them, each once."""
    return {_without_digits(word) for word in WORD.findall(text.replace(END_OF_TEXT, " ").lower().replace("’", "'"))}


def _without_digits(word: str) -> str:
    """Numbers say that there is a number, not which."""
    return NUMBER if not word.isalpha() and any(letter.isdigit() for letter in word) else word


class Encoder:
    """Static word-piece vectors, 256 dimensions, English first. Costs one load per process."""

    def __init__(self, tokenizer: Tokenizer, table: np.ndarray) -> None:
        """Keep the tokenizer and the vector of each of its pieces."""
        self._tokenizer = tokenizer
        self._table = table
        self._begins = np.zeros(len(table), dtype=bool)
        self._begins[[place for piece, place in tokenizer.get_vocab().items() if piece.startswith(BEGINNING)]] = True

    @classmethod
    def load(cls) -> Encoder:
        """The built-in encoder, from the files of its package, loaded once per process."""
        return _load()

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors as float32, shape (texts, dimensions); a text without a piece gets zeros."""
        parts = [self._chunk(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), dtype=np.float32)

    def _chunk(self, texts: Sequence[str]) -> np.ndarray:
        """Pieces never cross a space, so each distinct word is tokenised once and its pieces' vectors are added up."""
        words = [text[:LONGEST_TEXT].split() for text in texts]
        known, ids = numbered([*chain.from_iterable(words)])
        starts = np.concatenate([[0], np.cumsum([len(row) for row in words])])
        counts = sparse.csr_matrix((np.ones(len(ids), dtype=np.float32), ids, starts), shape=(len(texts), len(known)))
        sums = np.asarray(counts @ self._sums(known), dtype=np.float32)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return sums / np.where(norms > 0, norms, 1)

    def _sums(self, words: list[str]) -> np.ndarray:
        """The sum of the vectors of each word's pieces; a word in which a piece may look like a beginning is tokenised alone."""
        odd = np.array([BEGINNING in word or "<" in word for word in words], dtype=bool)
        order = np.argsort(odd, kind="stable")
        plain = [words[place] for place in order[: len(words) - odd.sum()]]
        texts = [" ".join(plain[start : start + TOGETHER]) for start in range(0, len(plain), TOGETHER)]
        alone = [words[place] for place in order[len(plain) :]]
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts + alone, add_special_tokens=False)]
        ids = np.fromiter(chain.from_iterable(pieces), dtype=np.int64)
        first = np.cumsum([0, *map(len, pieces)])[len(texts) :]
        starts = np.concatenate([np.flatnonzero(self._begins[ids[: first[0]]]), first])
        selector = sparse.csr_matrix((np.ones(len(ids), dtype=np.float32), ids, starts), shape=(len(words), len(self._table)))
        sums = np.asarray(selector @ self._table, dtype=np.float32)
        return sums[np.argsort(order)]


@lru_cache(maxsize=1)
def _load() -> Encoder:
    """Straight from the files of the package: importing it takes longer than reading them."""
    package = find_spec("wordllama")
    assert package is not None and package.origin is not None, "the encoder is installed with the app"
    folder = Path(package.origin).parent
    tokenizer = Tokenizer.from_file(str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json"))
    with safe_open(folder / "weights" / "l2_supercat_256.safetensors", framework="np") as weights:
        return Encoder(tokenizer, weights.get_tensor("embedding.weight").astype(np.float32))

"""How real a set of conversations looks: texts that are nearly the same, how the vocabulary grows, and how long people write."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d+")
ROWS = 256


@dataclass(frozen=True, slots=True)
class Lengths:
    """The 5th, 25th, 50th, 75th and 95th percentile, and the shares of very short and very long ones."""

    quantiles: tuple[float, float, float, float, float]
    very_short: float
    very_long: float

    @property
    def spread(self) -> float:
        """How many times the upper quarter is longer than the lower."""
        return self.quantiles[3] / self.quantiles[1]


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and with numbers folded.

    >>> words_of("Order 48-21033, it's late")
    ['order', '0', '0', 'it', 's', 'late']
    """
    return WORD.findall(NUMBER.sub("0", text.lower()))


def near_duplicates(texts: Sequence[str], alike: float = 0.8) -> float:
    """Share of texts whose runs of three words have a Jaccard similarity of at least `alike` with those of any other text.

    >>> near_duplicates(["where is my parcel 12", "where is my parcel 34", "how do I pay with a card"])
    0.6666666666666666
    """
    known: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for text in texts:
        found = words_of(text)
        runs = {" ".join(found[place : place + 3]) for place in range(max(1, len(found) - 2))}
        columns += [known.setdefault(run, len(known)) for run in sorted(runs)]
        starts.append(len(columns))
    shape = (len(texts), max(1, len(known)))
    table = sparse.csr_matrix((np.ones(len(columns), dtype=np.int32), columns, starts), shape=shape)
    sizes = np.diff(starts)
    turned = table.T.tocsc()
    found_alike = np.zeros(len(texts), dtype=bool)
    for start in range(0, len(texts), ROWS):
        both = (table[start : start + ROWS] @ turned).tocoo()
        rows = both.row + start
        similar = both.data >= alike * (sizes[rows] + sizes[both.col] - both.data)
        found_alike[rows[similar & (rows != both.col)]] = True
    return float(found_alike.mean()) if len(texts) else 0.0


def vocabulary(texts: Iterable[str], at: Sequence[int] = (5_000, 10_000, 20_000, 50_000), seed: int = 1) -> dict[int, int]:
    """How many different words the first so many words hold, texts shuffled; only for sizes that there are words for."""
    shuffled = list(texts)
    random.Random(seed).shuffle(shuffled)
    known: set[str] = set()
    counts: dict[int, int] = {}
    read = 0
    for text in shuffled:
        for word in words_of(text):
            known.add(word)
            read += 1
            if read in at:
                counts[read] = len(known)
    return counts


def lengths(counts: Sequence[int], short: int, long: int) -> Lengths:
    """Quantiles of counts, and the shares of those of at most `short` and at least `long`."""
    values = np.asarray(counts)
    quantiles = tuple(float(value) for value in np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95)))
    return Lengths(quantiles, float((values <= short).mean()), float((values >= long).mean()))  # pyright: ignore[reportArgumentType]


def most_common(texts: Iterable[str], number: int = 20) -> list[tuple[str, int]]:
    """The texts that occur most often, whole."""
    return [pair for pair in Counter(texts).most_common(number) if pair[1] > 1]

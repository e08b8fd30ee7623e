"""How a turn sounds, from a small lexicon of ours (`data/sentiment.toml`): valence of words, negation, emphasis.

Blind to sarcasm by nature; the judges weigh it against what happened.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import numpy as np

from insights.text.encoding import Words

LEXICON = Path(__file__).parent / "data" / "sentiment.toml"
REACH = 3
TURNED = -0.6
BOOSTED = 1.4
SOFTENER = 6.0


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, float], frozenset[str], frozenset[str]]:
    """Valence per word, negations, boosters."""
    read = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    valence: dict[str, float] = {}
    for value, words in read["valence"].items():
        for word in words:
            valence.setdefault(word, float(value))
    return valence, frozenset(read["negations"]), frozenset(read["boosters"])


def measure_sentiment(words: Words) -> np.ndarray:
    """Sentiment of each text, -1 to 1; 0 where no word of the lexicon occurs."""
    valence, negations, boosters = _lexicon()
    vocabulary = words.vocabulary
    value = np.array([valence.get(word, 0.0) for word in vocabulary] or [0.0])[words.ids]
    turning = np.array([word in negations for word in vocabulary] or [False])[words.ids]
    boosting = np.array([word in boosters for word in vocabulary] or [False])[words.ids]
    shouting = np.array([word.startswith("!") for word in vocabulary] or [False])[words.ids]
    owner = words.owner
    negated = np.zeros(len(value), dtype=bool)
    for distance in range(1, REACH + 1):
        negated[distance:] |= turning[:-distance] & (owner[distance:] == owner[:-distance])
    boosted = np.zeros(len(value), dtype=bool)
    boosted[1:] = boosting[:-1] & (owner[1:] == owner[:-1])
    value = value * np.where(negated & ~turning, TURNED, 1.0) * np.where(boosted, BOOSTED, 1.0)
    texts = len(words.starts) - 1
    total = np.bincount(owner, weights=value, minlength=texts)
    emphasis = 1 + 0.15 * np.minimum(np.bincount(owner, weights=shouting, minlength=texts), 3)
    total = total * emphasis
    return total / np.sqrt(total * total + SOFTENER)

"""Where texts are compared: the vectors of what is meant, beside those of the words used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insights.analysers.topics.lexicon import Lexicon, learn, unit
from insights.text.glossary import ENGLISH, in_english, language_of

LEXICAL_WEIGHT = 0.7
ENOUGH_OF_A_LANGUAGE = 20
"""So many texts in other languages than English, and their own mean counts as much as that of all."""


@dataclass(frozen=True)
class Space:
    """Static vectors around the mean of texts in English (first row of `mean`) and in other languages (second), beside the lexical ones.

    What a language has in common is no topic, so it is taken off: off the static vectors by the mean, off the lexical ones by `shift`.
    """

    mean: np.ndarray
    lexicon: Lexicon
    shift: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[str], vectors: np.ndarray, seed: int) -> Space:
        """The space of these texts, with what they say learnt."""
        glossed, foreign = in_english(texts), _foreign(texts)
        lexicon, lexical = learn(glossed, seed)
        mean = _means(vectors.astype(np.float64), foreign) if len(texts) > 1 else np.zeros((2, vectors.shape[1]))
        english, other = _means(lexical, foreign)
        return cls(mean, lexicon, other - english)

    def place(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row per text, length 1, or zeros for a text that has neither side."""
        foreign = _foreign(texts)
        moved = unit(vectors.astype(np.float64) - self.mean[foreign.astype(np.int64)])
        moved[~vectors.any(axis=1)] = 0
        lexical = self.lexicon.vectors(in_english(texts))
        shifted = foreign & lexical.any(axis=1)
        lexical[shifted] = unit(lexical[shifted] - self.shift)
        return unit(np.hstack([moved, LEXICAL_WEIGHT * lexical]))


def _foreign(texts: Sequence[str]) -> np.ndarray:
    return np.array([language_of(text) != ENGLISH for text in texts], dtype=bool)


def _means(rows: np.ndarray, foreign: np.ndarray) -> np.ndarray:
    """Mean of the rows in English and of the others, each drawn towards the mean of all where there are few."""
    whole = rows.mean(axis=0)
    parts = [(rows[which].sum(axis=0) + ENOUGH_OF_A_LANGUAGE * whole) / (which.sum() + ENOUGH_OF_A_LANGUAGE) for which in (~foreign, foreign)]
    return np.stack(parts)

"""Which articles answer a conversation, which tools it needs, and where an article is missing.

An article or a tool is scored against a conversation by what the customer asks and what support answers and does; calibrated thresholds make
"none" an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.special import expit

from insights.analysers.features import Reading
from insights.analysers.knowledge.pairs import Library, article_library, article_numbers, tool_library, tool_numbers
from insights.model import Article, Kind, Tool
from insights.text.encoding import Encoder

DATA = Path(__file__).parents[1] / "data" / "knowledge.npz"
MOST_ARTICLES, MOST_TOOLS = 3, 5
CHUNK = 2_000
INFORMATIONAL = tuple(Kind).index(Kind.INFORMATIONAL)


@dataclass(frozen=True, slots=True)
class Matches:
    """Per conversation: ids of articles that answer it, whether one is missing, names of tools needed."""

    articles: list[list[str]]
    article_gap: np.ndarray
    tools: list[list[str]]

    @classmethod
    def nothing(cls, kinds: np.ndarray) -> Matches:
        """Without a knowledge base nothing answers, and every informational request shows a gap."""
        return cls([[] for _ in kinds], kinds[:, INFORMATIONAL].copy(), [[] for _ in kinds])


@dataclass(frozen=True, slots=True)
class Ranker:
    """A fitted logistic judge of pairs."""

    weight: np.ndarray
    intercept: float
    centre: np.ndarray
    spread: np.ndarray
    threshold: float

    def probabilities(self, numbers: np.ndarray) -> np.ndarray:
        """Probability that the pair belongs together, shape (conversations, candidates)."""
        return expit(((numbers - self.centre) / self.spread * self.weight).sum(axis=-1) + self.intercept)


@dataclass(frozen=True)
class Knowledge:
    """A company's articles and tools, made ready for matching."""

    articles: Library
    tools: Library

    @classmethod
    def of(cls, articles: Sequence[Article], tools: Sequence[Tool], encoder: Encoder) -> Knowledge:
        """Read the articles and the tools once."""
        return cls(article_library(articles), tool_library(tools))

    def match(self, reading: Reading, encoder: Encoder, p_kinds: np.ndarray, kinds: np.ndarray) -> Matches:
        """Articles and tools for every conversation that asks for something."""
        article_ranker, tool_ranker, gap = rankers()
        articles: list[list[str]] = []
        tools: list[list[str]] = []
        best = np.zeros(len(kinds))
        for start in range(0, len(kinds), CHUNK):
            rows = np.arange(start, min(start + CHUNK, len(kinds)))
            asked = kinds[rows].max(axis=1).astype(np.float64)
            chances = article_ranker.probabilities(article_numbers(self.articles, reading, rows, p_kinds)) * asked[:, np.newaxis]
            articles += _above(chances, article_ranker.threshold, self.articles.names, MOST_ARTICLES)
            best[rows] = chances.max(axis=1, initial=0.0)
            chances = tool_ranker.probabilities(tool_numbers(self.tools, reading, rows, p_kinds)) * asked[:, np.newaxis]
            tools += _above(chances, tool_ranker.threshold, self.tools.names, MOST_TOOLS)
        return Matches(articles, kinds[:, INFORMATIONAL] & (best < gap), tools)


def _above(chances: np.ndarray, threshold: float, names: tuple[str, ...], most: int) -> list[list[str]]:
    """Names above the threshold, best first."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, :most]
    return [[names[place] for place in places if row[place] >= threshold] for row, places in zip(chances, order, strict=True)]


@lru_cache(maxsize=1)
def rankers() -> tuple[Ranker, Ranker, float]:
    """The committed judges of articles and of tools, and below which probability of its best article a question has a gap."""
    with np.load(DATA, allow_pickle=False) as stored:
        return _ranker(stored, "article"), _ranker(stored, "tool"), float(stored["gap"])


def _ranker(stored: Mapping[str, np.ndarray], name: str) -> Ranker:
    """One ranker from the numbers that carry its name."""
    return Ranker(
        weight=stored[f"{name}_weight"],
        intercept=float(stored[f"{name}_intercept"]),
        centre=stored[f"{name}_centre"],
        spread=stored[f"{name}_spread"],
        threshold=float(stored[f"{name}_threshold"]),
    )

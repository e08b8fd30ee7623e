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
from insights.analysers.knowledge.library import Library, article_library, tool_library
from insights.analysers.knowledge.pairs import Asked, article_numbers, ask, company_numbers, gap_numbers, tool_numbers
from insights.model import Article, Kind, Tool
from insights.text.encoding import Encoder

DATA = Path(__file__).parents[1] / "data" / "knowledge.npz"
MOST_ARTICLES, MOST_TOOLS = 3, 5
PAIRS = 100_000
"""Conversations times candidates compared at once, to bound memory."""
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
    """A fitted logistic judge of pairs, or of conversations."""

    weight: np.ndarray
    intercept: float
    centre: np.ndarray
    spread: np.ndarray
    threshold: float

    def probabilities(self, numbers: np.ndarray) -> np.ndarray:
        """Probability that it is so, one for each row of numbers."""
        return expit(((numbers - self.centre) / self.spread * self.weight).sum(axis=-1) + self.intercept)


@dataclass(frozen=True)
class Knowledge:
    """A company's articles and tools, made ready for matching."""

    articles: Library
    tools: Library

    @classmethod
    def of(cls, articles: Sequence[Article], tools: Sequence[Tool], encoder: Encoder) -> Knowledge:
        """Read the articles and the tools once."""
        return cls(article_library(articles, encoder), tool_library(tools, encoder))

    def match(self, reading: Reading, encoder: Encoder, p_kinds: np.ndarray, kinds: np.ndarray) -> Matches:
        """Articles and tools for every conversation that asks for something."""
        asking = np.flatnonzero(kinds.max(axis=1, initial=False))
        matches = Matches([[] for _ in kinds], np.zeros(len(kinds), dtype=bool), [[] for _ in kinds])
        size = max(1, PAIRS // max(len(self.articles), len(self.tools), 1))
        for start in range(0, len(asking), size):
            asked = ask(reading, asking[start : start + size], p_kinds, encoder)
            articles = (
                rankers()["article"].probabilities(article_numbers(self.articles, asked)) if len(self.articles) else np.zeros((len(asked.rows), 0))
            )
            missing = rankers()["gap"].probabilities(gap_numbers(asked, articles)) >= rankers()["gap"].threshold
            matches.article_gap[asked.rows] = missing & kinds[asked.rows, INFORMATIONAL]
            for row, names in zip(asked.rows, _above(articles, rankers()["article"].threshold, self.articles.names, MOST_ARTICLES), strict=True):
                matches.articles[row] = names
            for row, names in zip(asked.rows, self._tools(asked), strict=True):
                matches.tools[row] = names
        return matches

    def _tools(self, asked: Asked) -> list[list[str]]:
        """The tools of each conversation, judged alone and then beside each other."""
        if not len(self.tools):
            return [[] for _ in asked.rows]
        alone = rankers()["tool"].probabilities(tool_numbers(self.tools, asked))
        return _above(
            rankers()["tools"].probabilities(company_numbers(self.tools, alone)), rankers()["tools"].threshold, self.tools.names, MOST_TOOLS
        )


def _above(chances: np.ndarray, threshold: float, names: tuple[str, ...], most: int) -> list[list[str]]:
    """Names above the threshold, best first."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, :most]
    return [[names[place] for place in places if row[place] >= threshold] for row, places in zip(chances, order, strict=True)]


@lru_cache(maxsize=1)
def rankers() -> dict[str, Ranker]:
    """The committed judges: of articles, of a tool alone, of tools beside each other, of gaps."""
    with np.load(DATA, allow_pickle=False) as stored:
        return {name: _ranker(stored, name) for name in ("article", "tool", "tools", "gap")}


def _ranker(stored: Mapping[str, np.ndarray], name: str) -> Ranker:
    """One ranker from the numbers that carry its name."""
    return Ranker(
        weight=stored[f"{name}_weight"],
        intercept=float(stored[f"{name}_intercept"]),
        centre=stored[f"{name}_centre"],
        spread=stored[f"{name}_spread"],
        threshold=float(stored[f"{name}_threshold"]),
    )

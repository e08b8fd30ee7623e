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
from insights.analysers.knowledge.pairs import Asked, article_numbers, ask, company_numbers, gap_numbers, kind_numbers, tool_numbers
from insights.model import Article, Kind, Tool
from insights.text.encoding import Encoder

DATA = Path(__file__).parents[1] / "data" / "knowledge.npz"
MOST_ARTICLES, MOST_TOOLS = 3, 5
PAIRS = 100_000
"""Conversations times candidates compared at once, to bound memory."""
REFINED = tuple(kind.value for kind in Kind if kind != Kind.HUMAN)
"""Kinds that follow from what fits; they stand before the one that does not."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Per conversation: ids of articles that answer it, whether one is missing if it is informational, names of tools needed, chances of its kinds.

    `threshold` says from where on a kind is there.
    """

    articles: list[list[str]]
    missing: np.ndarray
    tools: list[list[str]]
    kinds: np.ndarray
    threshold: np.ndarray

    @classmethod
    def nothing(cls, kinds: np.ndarray, threshold: np.ndarray) -> Matches:
        """Without a knowledge base nothing answers, and every informational request shows a gap."""
        return cls([[] for _ in kinds], np.ones(len(kinds), dtype=bool), [[] for _ in kinds], kinds.copy(), threshold.copy())


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

    @property
    def complete(self) -> bool:
        """Whether there is something of every sort, so that what fits tells which kind of work it is."""
        return bool(len(self.articles) and (self.tools.write > 0).any() and (self.tools.write == 0).any())

    def match(self, reading: Reading, encoder: Encoder, kinds: np.ndarray, threshold: np.ndarray, asked: np.ndarray) -> Matches:
        """Articles, tools and kinds for every conversation that asks for something; `kinds` are the chances by the text alone."""
        matches = Matches.nothing(kinds, threshold)
        rows = np.flatnonzero(asked)
        size = max(1, PAIRS // max(len(self.articles), len(self.tools), 1))
        for start in range(0, len(rows), size):
            self._fill(matches, ask(reading, rows[start : start + size], kinds, encoder))
        if self.complete:
            matches.threshold[: len(REFINED)] = [rankers()[name].threshold for name in REFINED]
        return matches

    def _fill(self, matches: Matches, asked: Asked) -> None:
        """Match some conversations."""
        judges, nothing = rankers(), np.zeros((len(asked.rows), 0))
        articles = judges["article"].probabilities(article_numbers(self.articles, asked)) if len(self.articles) else nothing
        alone = judges["tool"].probabilities(tool_numbers(self.tools, asked)) if len(self.tools) else nothing
        tools = judges["tools"].probabilities(company_numbers(self.tools, alone)) if len(self.tools) else nothing
        matches.missing[asked.rows] = judges["gap"].probabilities(gap_numbers(asked, articles)) >= judges["gap"].threshold
        if self.complete:
            numbers = kind_numbers(asked.kinds, articles, alone, self.tools.write)
            matches.kinds[asked.rows, : len(REFINED)] = np.column_stack([judges[name].probabilities(numbers) for name in REFINED])
        for row, names in zip(asked.rows, _above(articles, judges["article"].threshold, self.articles.names, MOST_ARTICLES), strict=True):
            matches.articles[row] = names
        for row, names in zip(asked.rows, _above(tools, judges["tools"].threshold, self.tools.names, MOST_TOOLS), strict=True):
            matches.tools[row] = names


def _above(chances: np.ndarray, threshold: float, names: tuple[str, ...], most: int) -> list[list[str]]:
    """Names above the threshold, best first."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, :most]
    return [[names[place] for place in places if row[place] >= threshold] for row, places in zip(chances, order, strict=True)]


@lru_cache(maxsize=1)
def rankers() -> dict[str, Ranker]:
    """The committed judges: of articles, of a tool alone, of tools beside each other, of gaps, and of kinds beside what fits."""
    with np.load(DATA, allow_pickle=False) as stored:
        return {name: _ranker(stored, name) for name in ("article", "tool", "tools", "gap", *REFINED)}


def _ranker(stored: Mapping[str, np.ndarray], name: str) -> Ranker:
    """One ranker from the numbers that carry its name."""
    return Ranker(
        weight=stored[f"{name}_weight"],
        intercept=float(stored[f"{name}_intercept"]),
        centre=stored[f"{name}_centre"],
        spread=stored[f"{name}_spread"],
        threshold=float(stored[f"{name}_threshold"]),
    )

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
from insights.analysers.knowledge.likeness import MOST_COMPARED, Asked, Lookup, ask
from insights.analysers.knowledge.pairs import Pairs, article_pairs, company_numbers, gap_numbers, kind_numbers, tool_pairs
from insights.analysers.knowledge.spoken import listen
from insights.model import Article, Kind, Tool
from insights.text.encoding import Encoder

DATA = Path(__file__).parents[1] / "data" / "knowledge.npz"
MOST_ARTICLES, MOST_TOOLS = 3, 5
PAIRS = 100_000
"""Conversations times candidates compared at once, to bound memory."""
FEW = 128
"""Conversations compared at once with a large library."""
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
        weight = self.weight / self.spread
        return expit(numbers @ weight + (self.intercept - self.centre @ weight))


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
        spoken = listen(reading, encoder)
        lookups = Lookup.of(self.articles, spoken), Lookup.of(self.tools, spoken)
        rows = np.flatnonzero(asked)
        for start in range(0, len(rows), self._at_once):
            self._fill(matches, ask(reading, rows[start : start + self._at_once], kinds, spoken), lookups)
        if self.complete:
            matches.threshold[: len(REFINED)] = [rankers()[name].threshold for name in REFINED]
        return matches

    @property
    def _at_once(self) -> int:
        """How many conversations are compared at once, to bound memory."""
        most = max(len(self.articles), len(self.tools), 1)
        return PAIRS // most if most <= MOST_COMPARED else FEW

    def _fill(self, matches: Matches, asked: Asked, lookups: tuple[Lookup, Lookup]) -> None:
        """Match some conversations."""
        judges = rankers()
        answers, calls = article_pairs(self.articles, lookups[0], asked), tool_pairs(self.tools, lookups[1], asked)
        articles, alone = judges["article"].probabilities(answers.numbers), judges["tool"].probabilities(calls.numbers)
        tools = judges["tools"].probabilities(company_numbers(calls, alone))
        matches.missing[asked.rows] = judges["gap"].probabilities(gap_numbers(asked, articles)) >= judges["gap"].threshold
        if self.complete:
            numbers = kind_numbers(asked.kinds, articles, alone, calls.write)
            matches.kinds[asked.rows, : len(REFINED)] = np.column_stack([judges[name].probabilities(numbers) for name in REFINED])
        found = _above(articles, judges["article"].threshold, answers, MOST_ARTICLES), _above(tools, judges["tools"].threshold, calls, MOST_TOOLS)
        for row, ids, names in zip(asked.rows, *found, strict=True):
            matches.articles[row], matches.tools[row] = ids, names


def _above(chances: np.ndarray, threshold: float, pairs: Pairs, most: int) -> list[list[str]]:
    """Names above the threshold, best first."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, :most]
    return [
        [pairs.library.names[places[at]] for at in best if row[at] >= threshold]
        for row, places, best in zip(chances, pairs.places, order, strict=True)
    ]


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

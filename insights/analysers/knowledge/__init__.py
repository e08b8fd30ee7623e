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
from insights.analysers.knowledge.states import Answer, Nearest, Said, State, judge_answer
from insights.model import Article, Kind, Tool
from insights.text.encoding import Encoder

DATA = Path(__file__).parents[1] / "data" / "knowledge.npz"
MOST_ARTICLES, MOST_TOOLS = 3, 5
PAIRS = 100_000
"""Conversations times candidates compared at once, to bound memory."""
NEAR = 0.05
"""From which chance on the best article is the one that a question is about."""
PARTLY = 0.35
"""From which chance on it answers a part of what went without an answer."""
UNSURE = 0.001
FEW = 32
"""Conversations compared at once with a large library."""
REFINED = tuple(kind.value for kind in Kind if kind != Kind.HUMAN)
"""Kinds that follow from what fits; they stand before the one that does not."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Per conversation: ids of articles that answer it, how well if it is informational, names of tools needed, chances of its kinds.

    `threshold` says from where on a kind is there.
    """

    articles: list[list[str]]
    answers: list[Answer]
    tools: list[list[str]]
    kinds: np.ndarray
    threshold: np.ndarray

    def answer_columns(self, informational: np.ndarray) -> dict[str, list]:
        """The columns of `LABELS_WORK` on articles, empty where nothing is asked that is the same for everybody."""
        answers = [answer if there else None for answer, there in zip(self.answers, informational, strict=True)]
        return {
            "article_gap": [answer is not None and answer.state is not State.ANSWERED for answer in answers],
            "article_state": [None if answer is None else str(answer.state) for answer in answers],
            "article_nearest": [None if answer is None else answer.article for answer in answers],
            "article_turn": [None if answer is None else answer.turn for answer in answers],
        }

    @classmethod
    def nothing(cls, kinds: np.ndarray, threshold: np.ndarray) -> Matches:
        """Without a knowledge base nothing answers, and every informational request shows a gap."""
        return cls([[] for _ in kinds], [Answer(State.MISSING)] * len(kinds), [[] for _ in kinds], kinds.copy(), threshold.copy())


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
        if not (len(self.articles) or len(self.tools)):
            # There is nothing to compare; what agents added is still told.
            for row in np.flatnonzero(asked & _may_inform(kinds, threshold)).tolist():
                matches.answers[row] = judge_answer(Said.of(reading, row), None, gap=True)
            return matches
        spoken = listen(reading, encoder)
        lookups = Lookup.of(self.articles, spoken), Lookup.of(self.tools, spoken)
        if self.complete:
            matches.threshold[: len(REFINED)] = [rankers()[name].threshold for name in REFINED]
        rows = np.flatnonzero(asked)
        for start in range(0, len(rows), self._at_once):
            self._fill(matches, ask(reading, rows[start : start + self._at_once], kinds, spoken), lookups)
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
        if self.complete:
            numbers = kind_numbers(asked.kinds, articles, alone, calls.write)
            matches.kinds[asked.rows, : len(REFINED)] = np.column_stack([judges[name].probabilities(numbers) for name in REFINED])
        found = _above(articles, judges["article"].threshold, answers, MOST_ARTICLES), _above(tools, judges["tools"].threshold, calls, MOST_TOOLS)
        for row, ids, names in zip(asked.rows, *found, strict=True):
            matches.articles[row], matches.tools[row] = ids, names
        self._answer(matches, asked, answers, articles)

    def _answer(self, matches: Matches, asked: Asked, pairs: Pairs, chances: np.ndarray) -> None:
        """How well the question is answered, of conversations that may be informational; what answers is listed."""
        gap, threshold = rankers()["gap"], rankers()["article"].threshold
        gaps = gap.probabilities(gap_numbers(asked, chances)) >= gap.threshold
        for at in np.flatnonzero(_may_inform(matches.kinds[asked.rows], matches.threshold)):
            row = int(asked.rows[at])
            nearest = None
            if len(self.articles) and (chance := float(chances[at].max())) >= NEAR:
                place = int(pairs.places[at, int(chances[at].argmax())])
                dated = bool(self.articles.outdated[place])
                nearest = Nearest(self.articles.names[place], self.articles.texts[place], dated, listed=chance >= threshold, sure=chance >= PARTLY)
            answer = judge_answer(Said.of(asked.reading, row), nearest, gap=bool(gaps[at]))
            matches.answers[row] = answer
            if answer.state is State.ANSWERED and nearest is not None:
                matches.articles[row] = matches.articles[row] or [nearest.name]


def _may_inform(kinds: np.ndarray, threshold: np.ndarray) -> np.ndarray:
    """Which conversations may be informational, by the chances of their kinds."""
    likely = kinds >= threshold - UNSURE
    return likely[:, 0] | ~likely.any(axis=1)


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

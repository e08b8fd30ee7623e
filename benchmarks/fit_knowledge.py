"""Fit the rankers of articles and tools on the pairs of the corpus; called by `benchmarks/fit.py`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.labelled import Labelled
from insights.analysers.features import Reading
from insights.analysers.knowledge.pairs import Library, article_library, article_numbers, tool_library, tool_numbers
from insights.model import Kind

STRENGTH = 1.0
FOLDS = 6


def pairs_of(labelled: Labelled, reading: Reading, kinds: np.ndarray, field: str, build: Callable[..., Library], count: Callable[..., np.ndarray]):
    """Numbers, truth and conversation of every pair of a conversation that asks for something with its company's articles or tools."""
    numbers, truth, owner = [], [], []
    for company in dict.fromkeys(labelled.company):
        library = build(getattr(labelled, field)[company])
        rows = np.array([row for row in np.flatnonzero(labelled.company == company) if labelled.gold[row]["kinds"]])
        block = count(library, reading, rows, kinds)
        numbers.append(block.reshape(-1, block.shape[-1]))
        truth += [name in labelled.gold[row][field] for row in rows for name in library.names]
        owner += [row for row in rows for _ in library.names]
    return np.concatenate(numbers), np.array(truth), np.array(owner)


def fit_ranker(numbers: np.ndarray, truth: np.ndarray, groups: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """A logistic ranker with the threshold of the best micro-F1, and the probabilities for companies left out."""
    centre, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    scaled = (numbers - centre) / spread

    def make() -> LogisticRegression:
        return LogisticRegression(C=STRENGTH, max_iter=2000)

    left_out = np.zeros(len(truth))
    for train, test in GroupKFold(n_splits=FOLDS).split(scaled, groups=groups):
        left_out[test] = make().fit(scaled[train], truth[train]).predict_proba(scaled[test])[:, 1]
    model = make().fit(scaled, truth)
    steps = np.arange(0.1, 0.8, 0.01)
    scores = [2 * (truth & (left_out >= step)).sum() / (truth.sum() + (left_out >= step).sum()) for step in steps]
    threshold = steps[int(np.argmax(scores))]
    print("micro-F1 on companies left out:", round(max(scores), 3), "threshold", round(float(threshold), 2))
    return {"weight": model.coef_[0], "intercept": model.intercept_[0], "centre": centre, "spread": spread, "threshold": threshold}, left_out


def best_gap(labelled: Labelled, kinds: np.ndarray, left_out: np.ndarray, owner: np.ndarray) -> float:
    """Below which probability of its best article an informational question shows a gap: the best F1."""
    best = np.zeros(len(labelled.gold))
    np.maximum.at(best, owner, left_out)
    asked = kinds[:, tuple(Kind).index(Kind.INFORMATIONAL)] >= 0.4
    gap = np.array([bool(line["article_gap"]) for line in labelled.gold])
    steps = np.arange(0.05, 0.9, 0.01)
    scores = [2 * (gap & asked & (best < step)).sum() / (gap.sum() + (asked & (best < step)).sum()) for step in steps]
    print("gap F1 on companies left out:", round(max(scores), 3), "below", round(float(steps[int(np.argmax(scores))]), 2))
    return float(steps[int(np.argmax(scores))])


def fit_knowledge(labelled: Labelled, reading: Reading, kinds: np.ndarray, path: Path) -> None:
    """Fit both rankers and write them."""
    written: dict[str, np.ndarray] = {}
    for name, field, build, count in (("article", "articles", article_library, article_numbers), ("tool", "tools", tool_library, tool_numbers)):
        numbers, truth, owner = pairs_of(labelled, reading, kinds, field, build, count)
        ranker, left_out = fit_ranker(numbers, truth, labelled.company[owner])
        written |= {f"{name}_{part}": np.asarray(value, dtype=np.float64) for part, value in ranker.items()}
        if name == "article":
            written["gap"] = np.asarray(best_gap(labelled, kinds, left_out, owner))
    np.savez_compressed(path, **written)

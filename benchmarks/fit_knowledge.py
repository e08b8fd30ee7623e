"""Fit the rankers of articles and tools on the pairs of the corpus; called by `benchmarks/fit.py`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.labelled import Labelled
from insights.analysers.features import Reading
from insights.analysers.knowledge import REFINED
from insights.analysers.knowledge.library import article_library, tool_library
from insights.analysers.knowledge.likeness import Asked, Lookup, ask
from insights.analysers.knowledge.pairs import Pairs, article_pairs, company_numbers, gap_numbers, kind_numbers, tool_pairs
from insights.analysers.knowledge.spoken import listen
from insights.model import Kind
from insights.text.encoding import Encoder

STRENGTH, KIND_STRENGTH = 0.03, 0.03
FOLDS = 6
AS_GOOD = 0.005


class Companies:
    """The conversations of each company that ask for something, beside what their company has."""

    def __init__(self, labelled: Labelled, reading: Reading, kinds: np.ndarray) -> None:
        """Compare articles, tools and conversations, company by company."""
        encoder = Encoder.load()
        spoken = listen(reading, encoder)
        self.labelled, self.asked = labelled, []
        self.articles: list[Pairs] = []
        self.tools: list[Pairs] = []
        for company in dict.fromkeys(labelled.company):
            rows = np.array([row for row in np.flatnonzero(labelled.company == company) if labelled.gold[row]["kinds"]])
            asked = ask(reading, rows, kinds, spoken)
            articles, tools = article_library(labelled.articles[company], encoder), tool_library(labelled.tools[company], encoder)
            self.asked.append(asked)
            self.articles.append(article_pairs(articles, Lookup.of(articles, spoken), asked))
            self.tools.append(tool_pairs(tools, Lookup.of(tools, spoken), asked))

    def truth(self, compared: list[Pairs], field: str) -> list[np.ndarray]:
        """Which pairs belong together, one array per company."""
        return [
            np.array(
                [
                    [pairs.library.names[place] in self.labelled.gold[row][field] for place in places]
                    for row, places in zip(asked.rows, pairs.places, strict=True)
                ]
            )
            for pairs, asked in zip(compared, self.asked, strict=True)
        ]


def fit_blocks(
    blocks: list[np.ndarray], truth: list[np.ndarray], choose: Callable, strength: float = STRENGTH
) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """A logistic judge over blocks, one per company, and its probabilities for companies left out."""
    numbers = np.concatenate([block.reshape(-1, block.shape[-1]) for block in blocks])
    wanted = np.concatenate([block.ravel() for block in truth])
    company = np.repeat(np.arange(len(truth)), [block.size for block in truth])
    centre, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    scaled = (numbers - centre) / spread
    left_out = np.zeros(len(wanted))
    for train, test in GroupKFold(n_splits=FOLDS).split(scaled, groups=company):
        left_out[test] = LogisticRegression(C=strength, max_iter=2000).fit(scaled[train], wanted[train]).predict_proba(scaled[test])[:, 1]
    model = LogisticRegression(C=strength, max_iter=2000).fit(scaled, wanted)
    ends = np.cumsum([block.size for block in truth])[:-1]
    chances = [part.reshape(block.shape) for part, block in zip(np.split(left_out, ends), truth, strict=True)]
    return {
        "weight": model.coef_[0],
        "intercept": model.intercept_[0],
        "centre": centre,
        "spread": spread,
        "threshold": choose(chances, truth),
    }, chances


def micro_f1(chances: list[np.ndarray], truth: list[np.ndarray], step: float) -> float:
    """F1 over all pairs."""
    hit = sum(int((wanted & (chance >= step)).sum()) for chance, wanted in zip(chances, truth, strict=True))
    return 2 * hit / (sum(int(wanted.sum()) for wanted in truth) + sum(int((chance >= step).sum()) for chance in chances))


def hits(chances: list[np.ndarray], truth: list[np.ndarray], step: float) -> float:
    """Share of the conversations with an answer that get one."""
    found = [((wanted & (chance >= step)).any(axis=1))[wanted.any(axis=1)] for chance, wanted in zip(chances, truth, strict=True)]
    return float(np.concatenate(found).mean())


def best_f1(chances: list[np.ndarray], truth: list[np.ndarray]) -> float:
    """The threshold with the best F1."""
    steps = np.arange(0.1, 0.8, 0.01)
    best = max(steps, key=lambda step: micro_f1(chances, truth, step))
    print("companies left out: F1", round(micro_f1(chances, truth, best), 3), "from", round(float(best), 2))
    return float(best)


def generous_f1(chances: list[np.ndarray], truth: list[np.ndarray]) -> float:
    """The lowest threshold whose F1 is as good as the best: what is not found is on no bill, what is found too much is seen there."""
    steps = np.arange(0.1, 0.8, 0.01)
    scores = [micro_f1(chances, truth, step) for step in steps]
    chosen = int(np.argmax(np.array(scores) >= max(scores) - AS_GOOD))
    print("companies left out: F1", round(scores[chosen], 3), "from", round(float(steps[chosen]), 2))
    return float(steps[chosen])


def best_answers(chances: list[np.ndarray], truth: list[np.ndarray]) -> float:
    """The threshold with the best sum of F1 and hits: a missed answer costs more than one too many in a list."""
    steps = np.arange(0.1, 0.8, 0.01)
    best = max(steps, key=lambda step: micro_f1(chances, truth, step) + hits(chances, truth, step))
    print(
        "companies left out: F1",
        round(micro_f1(chances, truth, best), 3),
        "hits",
        round(hits(chances, truth, best), 3),
        "from",
        round(float(best), 2),
    )
    return float(best)


def gap_block(asked: Asked, chances: np.ndarray, gold: tuple[dict, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Numbers and truth of missing articles, only where the question is informational."""
    informational = np.array([Kind.INFORMATIONAL in gold[row]["kinds"] for row in asked.rows], dtype=bool)
    return gap_numbers(asked, chances)[informational], np.array([bool(gold[row]["article_gap"]) for row in asked.rows])[informational]


def kind_block(asked: Asked, pairs: Pairs, answers: np.ndarray, alone: np.ndarray) -> np.ndarray:
    """Numbers of the kinds, thrice: with all articles and tools, and with either half of them, because a company's lists may have holes."""
    parts, write = [], pairs.library.write
    for first, step in ((0, 1), (0, 2), (1, 2)):
        tools = np.sort(np.concatenate([np.flatnonzero(write == sort)[first::step] for sort in (0, 1)]))
        parts.append(kind_numbers(asked.kinds, answers[:, first::step], alone[:, tools], pairs.write[:, tools]))
    return np.concatenate(parts)


def fit_knowledge(labelled: Labelled, reading: Reading, kinds: np.ndarray, path: Path) -> None:
    """Fit all rankers and write them."""
    companies = Companies(labelled, reading, kinds)
    fitted: dict[str, dict[str, np.ndarray]] = {}
    truth = companies.truth(companies.articles, "articles")
    fitted["article"], answers = fit_blocks([pairs.numbers for pairs in companies.articles], truth, best_answers)
    truth = companies.truth(companies.tools, "tools")
    fitted["tool"], alone = fit_blocks([pairs.numbers for pairs in companies.tools], truth, best_f1)
    fitted["tools"], _ = fit_blocks([company_numbers(*each) for each in zip(companies.tools, alone, strict=True)], truth, generous_f1)
    gaps = [gap_block(asked, chances, labelled.gold) for asked, chances in zip(companies.asked, answers, strict=True)]
    fitted["gap"], _ = fit_blocks([numbers for numbers, _ in gaps], [wanted for _, wanted in gaps], best_f1)
    numbers = [kind_block(*block) for block in zip(companies.asked, companies.tools, answers, alone, strict=True)]
    for name in REFINED:
        wanted = [np.tile([name in labelled.gold[row]["kinds"] for row in asked.rows], 3) for asked in companies.asked]
        fitted[name], _ = fit_blocks(numbers, wanted, best_f1, KIND_STRENGTH)
    np.savez_compressed(
        path, **{f"{name}_{part}": np.asarray(value, dtype=np.float64) for name, ranker in fitted.items() for part, value in ranker.items()}
    )

"""Does a question show that its article is missing? `python -m benchmarks.gaps [COMPANY ...]`, on the demo companies.

A fifth of the articles is deleted, by chance with a fixed seed, and all conversations are matched again. Needed is a deleted article by the
conversations whose question it alone answers. Precision is of those that are newly flagged; recall is of those that needed a deleted article.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np

from benchmarks.labelled import as_stored, batch_of
from insights.analysers.knowledge import Knowledge
from insights.analysers.work import judge_work
from insights.model import Article, Kind, Tool
from insights.pipeline.knowledge import read_articles, read_tools
from insights.text.batch import Batch
from insights.text.encoding import Encoder
from sample_data.company import FOLDER
from sample_data.generate import companies, generate

DELETED = 0.2
ROUNDS = 5
MOST = 1_200


def flagged(batch: Batch, articles: Sequence[Article], tools: Sequence[Tool]) -> np.ndarray:
    """Which conversations are said to lack an article."""
    found = judge_work(batch, Encoder.load(), Knowledge.of(articles, tools, Encoder.load()))
    return found.column("article_gap").to_numpy(zero_copy_only=False).astype(bool)


def measure(company: str) -> str:
    """A row of the table."""
    made = generate(company)
    chosen = np.sort(np.random.default_rng(0).permutation(len(made))[:MOST])
    batch, gold = batch_of(as_stored(made[row].conversation for row in chosen)), [made[row].gold for row in chosen]
    articles, tools = read_articles(FOLDER / company / "articles.jsonl"), read_tools(FOLDER / company / "tools.jsonl")
    before = flagged(batch, articles, tools)
    hit = said = wanted = known = 0
    for seed in range(ROUNDS):
        order = np.random.default_rng(seed).permutation(len(articles))
        kept = np.sort(order[round(DELETED * len(articles)) :])
        left = {articles[place].id for place in kept}
        needed = np.array([Kind.INFORMATIONAL in one.kinds and bool(one.articles) and not left & set(one.articles) for one in gold])
        after = flagged(batch, [articles[place] for place in kept], tools)
        new = after & ~before
        hit, said = hit + int((new & needed).sum()), said + int(new.sum())
        known, wanted = known + int((after & needed).sum()), wanted + int(needed.sum())
    return f"| {company} | {wanted} | {hit / max(said, 1):.2f} | {known / max(wanted, 1):.2f} |"


def main(names: Sequence[str]) -> None:
    """Print a line per company."""
    print("| company | conversations that needed a deleted article | precision of new flags | recall |\n| --- | --- | --- | --- |")
    for name in names or companies():
        print(measure(name), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Do labels that learn get better? `python -m benchmarks.learning [--seeds N] [COMPANY ...]`, about two minutes.

On each demo company somebody says what is true of 20, 50 or 100 conversations: of a blind sample, drawn as the page draws it, or corrections only of
what is wrong. Agreement is then measured on all other conversations, before and after, over several seeds: how far the labels agree (of kinds: the
share of the four that are told alike), in how many seeds something was learnt, the mean gain in points, the worst and the best. Nothing is fitted on
the truth but what these answers say of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from insights.model import Resolution
from insights.pipeline.demo.packing import pack
from insights.pipeline.lessons import judged
from insights.pipeline.progress import Reporter
from insights.planning.agreement import sample
from insights.planning.labels import LABELS, NOTHING, RESOLUTION, Label
from insights.planning.learning import learn_label
from sample_data.company import FOLDER
from sample_data.generate import companies, generate

SIZES = (20, 50, 100)
SEEDS = 10
NOISE = "random"


@dataclass(frozen=True, slots=True)
class Case:
    """A label of a company: what was judged, and what is true."""

    label: Label
    judged: pd.DataFrame
    values: np.ndarray
    truth: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Where judge and truth both have a label."""
        return (self.label.said(self.judged) != NOTHING) & (self.truth != NOTHING)


def cases(company: str) -> Iterator[Case]:
    """Both labels of a demo company."""
    store = pack(FOLDER / company, Reporter())
    table = judged(store.result["labels_work"], store.result["labels_experience"])
    gold = {made.gold.conversation_id: made.gold for made in generate(company)}
    for label in LABELS:
        values = np.empty(len(table), dtype=object)
        values[:] = [gold[key].resolution if label is RESOLUTION else list(gold[key].kinds) for key in table["conversation_id"]]
        yield Case(label, table, values, np.array([label.code(value) for value in values]))


def answered(case: Case, how: str, size: int, seed: int) -> tuple[np.ndarray, pd.DataFrame]:
    """Rows that somebody says something of, and what they say: the truth, or (`NOISE`) any other resolution than the judge's."""
    said, chance = case.label.said(case.judged), np.random.default_rng(seed)
    if how == "check":
        scored = case.judged[case.known & case.judged["rating"].notna().to_numpy()]
        rows = pd.Index(case.judged["conversation_id"]).get_indexer(sample(scored[["conversation_id", "rating"]], size, seed=seed))
    else:
        rows = chance.permutation(np.flatnonzero(case.known & ((case.truth != said) | (how == NOISE))))[:size]
    values = list(case.values[rows])
    if how == NOISE:
        values = [chance.choice([each for each in Resolution if list(Resolution).index(each) != said[row]]) for row in rows]
    how = "dispute" if how == NOISE else how
    ids = case.judged["conversation_id"].to_numpy()[rows]
    return rows, pd.DataFrame({"conversation_id": ids, "label": case.label.name, "value": values, "how": how})


def gain(case: Case, how: str, size: int, seed: int) -> float | None:
    """Points of agreement gained on conversations that nobody answered; None where nothing was learnt."""
    rows, answers = answered(case, how, size, seed)
    found = learn_label(case.label, case.judged, answers)
    if found.lesson is None:
        return None
    left = case.known.copy()
    left[rows] = False
    was, is_ = (
        case.label.alike(codes, case.truth)[left].mean() for codes in (case.label.said(case.judged), case.label.now(case.judged, found.lesson))
    )
    return 100 * float(is_ - was)


def main(names: Sequence[str], seeds: int) -> None:
    """Print the table."""
    print("| company | label | answers | before | learnt in | gain | worst | best |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    for company in names or companies():
        for case in cases(company):
            before = case.label.alike(case.label.said(case.judged), case.truth)[case.known].mean()
            ways = {"blind": "check", "corrections": "dispute"} | ({"random corrections": NOISE} if case.label is RESOLUTION else {})
            for name, how in ways.items():
                for size in SIZES:
                    gains = [gain(case, how, size, seed) for seed in range(seeds)]
                    points = [each or 0.0 for each in gains]
                    learnt = f"{seeds - gains.count(None)} of {seeds}"
                    print(
                        f"| {company} | {case.label.name} | {size} {name} | {100 * before:.1f} % | {learnt} | "
                        f"{np.mean(points):+.2f} | {min(points):+.2f} | {max(points):+.2f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description="Whether labels that learn get better.")
    parser.add_argument("companies", nargs="*", metavar="COMPANY", help="demo companies; all of them without one")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many samples of answers")
    asked = parser.parse_args()
    main(asked.companies, asked.seeds)

"""The figures of `insights.analysers.validation`, measured again and ready to paste: `python -m benchmarks.validated EXAM --public FOLDER`.

Intervals are over conversations, by 300 samples with replacement. STAR is also judged by a judge that is fitted here without a conversation of it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score

from benchmarks.fit_experience import fit_judge, goal_reached
from benchmarks.judges import RESOLVED, by_company, expected, labels
from benchmarks.labelled import HERE, as_stored, batch_of, folders, public, read
from insights.analysers.deeds import with_all_deeds
from insights.analysers.features import read_batch
from insights.analysers.validation import fingerprint
from insights.analysers.weights import vocabulary
from insights.model import Kind
from insights.text.encoding import Encoder

ROUNDS = 300
Row = tuple[str, str, str, str, int, Callable[[np.ndarray], float]]
SENTIMENTS = ("negative", "neutral", "positive")


def bounds(measure: Callable[[np.ndarray], float], size: int) -> tuple[float, float, float]:
    """The figure and its 95 % interval."""
    draw, values = np.random.default_rng(0), []
    for _ in range(ROUNDS):
        try:
            values.append(measure(draw.integers(0, size, size)))
        except ValueError:
            continue
    low, high = np.nanquantile(values, [0.025, 0.975])
    return measure(np.arange(size)), float(low), float(high)


def by_kind(gold: list[set], found: list[set], kind: str) -> Callable[[np.ndarray], float]:
    """F1 of one kind."""
    wanted, given = (np.array([kind in each for each in sets]) for sets in (gold, found))
    return lambda rows: f1_score(wanted[rows], given[rows], zero_division=0)


def of_sets(gold: list[set], found: list[set]) -> Callable[[np.ndarray], float]:
    """F1 over all members of sets."""
    hit, total = (np.array([measure(a, b) for a, b in zip(gold, found, strict=True)]) for measure in (lambda a, b: len(a & b), _both))
    return lambda rows: 2 * hit[rows].sum() / max(total[rows].sum(), 1)


def _both(a: set, b: set) -> int:
    """How many there are in both sets together."""
    return len(a) + len(b)


def work_rows(gold: list[dict], found: list[dict]) -> Iterator[Row]:
    """The exam's figures of the judge of work."""
    size = len(gold)
    kinds = [set(line["kinds"]) for line in gold], [set(line["kinds"]) for line in found]
    each = {kind.value: by_kind(*kinds, kind.value) for kind in Kind}
    yield "WORK", "kinds of work", "mean F1 of four kinds", "EXAM", size, lambda rows: float(np.mean([one(rows) for one in each.values()]))
    for kind, measure in each.items():
        yield "WORK", f"kind: {kind}", "F1", "EXAM", size, measure
    none = [{"none"} if not one else set() for one in kinds[0]], [{"none"} if not one else set() for one in kinds[1]]
    yield "WORK", "no request", "F1", "EXAM", size, by_kind(*none, "none")
    right = np.array([a["human_cause"] == b["human_cause"] for a, b in zip(gold, found, strict=True) if a["human_cause"]])
    yield "WORK", "why a person is needed", "share right", "EXAM", len(right), lambda rows: float(right[rows].mean())
    hit = np.array([bool(set(a["articles"]) & set(b["articles"])) for a, b in zip(gold, found, strict=True) if a["articles"]])
    yield "WORK", "article that answers", "share found", "EXAM", len(hit), lambda rows: float(hit[rows].mean())
    gaps = [{"gap"} if a["article_gap"] else set() for a in gold], [{"gap"} if b["article_gap"] else set() for b in found]
    yield "WORK", "article missing", "F1", "EXAM", size, by_kind(*gaps, "gap")
    yield "WORK", "tools needed", "F1", "EXAM", size, of_sets([set(a["tools"]) for a in gold], [set(b["tools"]) for b in found])


def experience_rows(gold: list[dict], found: list[dict], reasons: list[dict]) -> Iterator[Row]:
    """The exam's figures of the judge of experience."""
    ended = np.array([(a["resolution"] in RESOLVED, b["resolution"] in RESOLVED) for a, b in zip(gold, found, strict=True) if a["resolution"]])
    rated = np.array([(a["rating"], b["rating"]) for a, b in zip(gold, found, strict=True) if a["rating"] and b["rating"]])
    given: dict[str, set] = {}
    for line in reasons:
        given.setdefault(line["conversation_id"], set()).add(line["reason"])
    named = of_sets([{one["reason"] for one in a["reasons"]} for a in gold], [given.get(a["conversation_id"], set()) for a in gold])
    yield "EXPERIENCE", "resolved or not", "mean F1 of yes and no", "EXAM", len(ended), lambda rows: f1_score(*ended[rows].T, average="macro")
    kappa = "quadratic-weighted kappa"
    yield "EXPERIENCE", "rating", kappa, "EXAM", len(rated), lambda rows: float(cohen_kappa_score(*rated[rows].T, weights="quadratic"))
    yield "EXPERIENCE", "rating", "share within 1", "EXAM", len(rated), lambda rows: float((abs(np.diff(rated[rows])) <= 1).mean())
    yield "EXPERIENCE", "reasons", "F1", "EXAM", len(gold), named


def ranked(question: str, data: str, truth: list, said: np.ndarray) -> Row:
    """Rank correlation."""
    true = np.array(truth, dtype=float)
    return "EXPERIENCE", question, "rank correlation", data, len(true), lambda rows: float(spearmanr(true[rows], said[rows])[0])


def transfer_rows(folder: Path) -> Iterator[Row]:
    """What the judges say of conversations from elsewhere."""
    chosen = [one for one in public(folder / "star") if goal_reached(one) is not None]
    truth = np.array([bool(goal_reached(one)) for one in chosen])
    corpus, talks = read(folders(HERE / "corpus")), batch_of(as_stored(chosen))
    reading = with_all_deeds(read_batch(corpus.batch, vocabulary()))
    alone = fit_judge(corpus, reading, tuple(reading.numbers), {})[0]
    unseen = alone.probabilities(with_all_deeds(read_batch(talks, vocabulary())))[:, alone.column("resolved")]
    shipped = np.array([0.5 if line["p_resolved"] is None else line["p_resolved"] for line in labels(chosen)[1]])
    area = "area under the ROC curve"
    yield "EXPERIENCE", "resolved or not", area, "STAR_UNSEEN", len(truth), lambda rows: float(roc_auc_score(truth[rows], unseen[rows]))
    yield "EXPERIENCE", "resolved or not", area, "STAR", len(truth), lambda rows: float(roc_auc_score(truth[rows], shipped[rows]))
    chosen = [one for one in public(folder / "uss") if one["gold"]["satisfaction"] is not None]
    yield ranked("rating", "USS", [one["gold"]["satisfaction"] for one in chosen], expected(labels(chosen)[1]))
    posts = public(folder / "airline_sentiment")
    felt = [SENTIMENTS.index(json.loads(one["gold"]["extra"])["sentiment"]) for one in posts]
    yield ranked("rating", "AIRLINE", felt, expected(labels(posts)[1]))
    chosen = [
        one for one in public(folder / "sgd") if one["gold"]["need"] in ("action", "lookup", "account_lookup", "public_lookup", "informational")
    ]
    pairs = np.array([(one["gold"]["need"] == "action", Kind.ACTION in line["kinds"]) for one, line in zip(chosen, labels(chosen)[0], strict=True)])
    yield "WORK", "action or look-up", "mean F1 of yes and no", "SGD", len(pairs), lambda rows: f1_score(*pairs[rows].T, average="macro")


def main() -> None:
    """Print the rows in their order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exam", type=Path, help="folder of labelled conversations that nothing was fitted on")
    parser.add_argument("--public", type=Path, help="folder with the public data sets")
    asked = parser.parse_args()
    gold, found, reasons = by_company(read(folders(asked.exam)), asked.exam, Encoder.load())
    print(f'WEIGHTS = "{fingerprint()}"')
    rows = [*work_rows(gold, found), *experience_rows(gold, found, reasons)]
    for judge, question, measure, data, size, function in [*rows, *(transfer_rows(asked.public) if asked.public else ())]:
        value, low, high = (round(float(each), 3) for each in bounds(function, size))
        print(f'    Validation({judge}, "{question}", "{measure}", {data}, {size:_}, {value}, {low}, {high}),', flush=True)


if __name__ == "__main__":
    main()

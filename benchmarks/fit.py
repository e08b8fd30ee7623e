"""Fit the local judges on `benchmarks/corpus` and write their weights: `python benchmarks/fit.py`, about two minutes, the same result every time.

Calibration and thresholds come from predictions for companies that were left out. The exam is never read here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.fit_knowledge import fit_knowledge
from benchmarks.labelled import HERE, Labelled, folders, read
from benchmarks.thresholds import best_f1, best_macro_f1, calibrate, even, fit_cuts, report_rating
from insights.analysers import weights as stored
from insights.analysers.features import FIELDS, Reading, Vocabulary, read_batch, word_pairs
from insights.analysers.rules import PREFIX, rules
from insights.analysers.signals import signals
from insights.analysers.turns import Turns, read_turns
from insights.analysers.weights import DATA, Linear, save_linear, save_vocabulary, standardise
from insights.analysers.work import kind_chances
from insights.model import HumanCause, Kind, Reason, Resolution

VERSION = 1
FOLDS = 6
DENSE_SCALE = 0.05
STRENGTH, WORK_STRENGTH, CAUTIOUS_STRENGTH = 5.0, 20.0, 2.0
RIDGE = 2.0
MIN_WORDS, MIN_PAIRS = 2, 3
# Spam mostly stays unanswered, but so do requests: whether there is a request must not be read from whether somebody replied.
PRESENCE = (
    *("no_support", "agent", "bot", "one_exchange", "first_wait", "longest_wait", "customer_last", "support_last", "unanswered", "unhappy_last"),
    *("handed_over", "turns", "support_words", "customer_turns"),
)
CUSTOMER_FIELDS = ("customer", "first", "last_customer")
CUSTOMER_NUMBERS = (
    *(signal.name for signal in signals() if signal.side == "customer"),
    *("customer_words", "customer_turns", "last_words", "sentiment_start", "sentiment_mean"),
)
RESOLVED = (Resolution.CONFIRMED, Resolution.ASSUMED)


def build_vocabulary(turns: Turns) -> Vocabulary:
    """Words of two conversations or more, pairs of three or more, weighed by how rare they are."""
    words, conversations = turns.words, len(turns.batch)
    seen = np.unique(np.stack([words.ids, turns.owner[words.owner]]), axis=1)[0]
    frequency = np.bincount(seen, minlength=len(words.vocabulary))
    kept = np.flatnonzero(frequency >= MIN_WORDS)
    known = {words.vocabulary[word]: place for place, word in enumerate(kept)}
    _, pairs, owner = word_pairs(words, known)
    keys, counts = np.unique(np.unique(np.stack([pairs, turns.owner[owner]]), axis=1)[0], return_counts=True)
    often = counts >= MIN_PAIRS
    total = np.concatenate([frequency[kept], counts[often]])
    return Vocabulary(known, keys[often], (np.log((1 + conversations) / (1 + total)) + 1).astype(np.float32))


class Fitter:
    """The features of the corpus and the folds by company."""

    def __init__(self, labelled: Labelled, reading: Reading) -> None:
        """Put the views side by side."""
        dense = reading.dense
        self.names = list(reading.numbers)
        ruled = np.array([name.startswith(PREFIX) for name in self.names])
        self.centre, self.spread = np.where(ruled, 0, dense.mean(axis=0)), np.where(ruled, 1, dense.std(axis=0) + 1e-6)
        scaled = standardise(dense, self.centre, self.spread)
        self.ruled = {rule.output: (rule, scaled[:, self.names.index(rule.name)]) for rule in rules()}
        self.features = sparse.hstack([*reading.fields, sparse.csr_matrix(np.where(ruled, 0, scaled) * DENSE_SCALE)]).tocsr()
        self.views = {"request": self._only(reading, FIELDS, PRESENCE), "request_alone": self._only(reading, CUSTOMER_FIELDS, None)}
        self.width = reading.fields[0].shape[1]
        self.folds = list(GroupKFold(n_splits=FOLDS).split(labelled.company, groups=labelled.company))

    def _only(self, reading: Reading, fields: Iterable[str], without: tuple[str, ...] | None) -> sparse.csr_matrix:
        """The features of some fields, and of the numbers but some, or of the customer's own numbers."""
        kept = [name not in without if without is not None else name.startswith(CUSTOMER_NUMBERS) for name in reading.numbers]
        mask = np.concatenate([*(np.full(reading.fields[0].shape[1], field in fields) for field in FIELDS), kept])
        return (self.features @ sparse.diags(mask.astype(np.float64))).tocsr()

    def fit(self, make, target: np.ndarray, features: sparse.csr_matrix) -> tuple[np.ndarray, float, np.ndarray]:
        """Weights and intercept on all known targets, and the raw score of every conversation by a judge that has not seen its company."""
        known = ~np.isnan(target)
        left_out = np.zeros(len(target))
        for rest, test in self.folds:
            train = rest[known[rest]]
            left_out[test] = score(make().fit(features[train], target[train]), features[test])
        model = make().fit(features[known], target[known])
        return np.ravel(model.coef_), float(np.ravel(model.intercept_)[0]), left_out

    def linear(self, judge: str, outputs: dict[str, tuple]) -> tuple[Linear, dict[str, np.ndarray]]:
        """Judges for all outputs, calibrated on left-out companies, and those left-out probabilities."""
        columns, intercepts, calibrations, thresholds, left_out = [], [], [], [], {}
        for name, (make, target, choose) in outputs.items():
            weight, intercept, raw = self.fit(make, target, self.views.get(name, self.features))
            if name in self.ruled:
                rule, said = self.ruled[name]
                say = rule.say * raw[~np.isnan(target)].std()
                raw = raw + say * said
                weight[self.width * len(FIELDS) + self.names.index(rule.name)] = say / DENSE_SCALE
            slope, offset = calibrate(raw, target) if choose is not None else (1.0, 0.0)
            left_out[name] = 1 / (1 + np.exp(-(raw * slope + offset))) if choose is not None else raw
            columns.append(weight)
            intercepts.append(intercept)
            calibrations.append((slope, offset))
            thresholds.append(choose(left_out[name], target) if choose is not None else 0.0)
        stacked = np.stack(columns, axis=1)
        split = self.width * len(FIELDS)
        slopes, offsets = np.array(calibrations).T
        linear = Linear(
            judge=judge,
            outputs=tuple(outputs),
            lexical=stacked[:split].reshape(len(FIELDS), self.width, -1),
            dense=stacked[split:] * DENSE_SCALE,
            intercept=np.array(intercepts),
            centre=self.centre,
            spread=self.spread,
            slope=slopes,
            offset=offsets,
            threshold=np.array(thresholds),
        )
        return linear, left_out


def score(model, features) -> np.ndarray:
    """Raw score of either kind of model."""
    return model.decision_function(features) if hasattr(model, "decision_function") else model.predict(features)


def logistic() -> LogisticRegression:
    """A yes-or-no judge."""
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)


def trusting() -> LogisticRegression:
    """A yes-or-no judge that trusts words more, for what is asked in many ways."""
    return LogisticRegression(C=WORK_STRENGTH, solver="liblinear", random_state=0)


def cautious() -> LogisticRegression:
    """A yes-or-no judge that trusts words less, for what has to hold in other trades."""
    return LogisticRegression(C=CAUTIOUS_STRENGTH, solver="liblinear", random_state=0)


def evenly() -> LogisticRegression:
    """A yes-or-no judge that takes the rare as seriously as the frequent."""
    return LogisticRegression(C=WORK_STRENGTH, solver="liblinear", random_state=0, class_weight="balanced")


def ridge() -> Ridge:
    """A judge of an amount."""
    return Ridge(alpha=RIDGE, solver="sparse_cg", random_state=0, tol=1e-6)


def work_outputs(gold: tuple[dict, ...]) -> dict[str, tuple]:
    """Kinds, whether there is a request, and each cause why a person is needed."""
    outputs = {kind.value: (trusting, np.array([float(kind in line["kinds"]) for line in gold]), best_f1) for kind in Kind}
    none = np.array([float(not line["kinds"]) for line in gold])
    for name in ("request", "request_alone"):
        outputs[name] = (trusting, 1 - none, lambda probability, target: 1 - best_f1(1 - probability, 1 - target))
    for cause in HumanCause:
        target = np.array([float(line["human_cause"] == cause) for line in gold])
        outputs[cause.value] = (evenly, target, even)
    return outputs


def experience_outputs(gold: tuple[dict, ...]) -> dict[str, tuple]:
    """Resolution as three questions, rating as an amount, reasons one by one."""
    resolution = [line["resolution"] for line in gold]
    resolved = np.array([np.nan if name is None else float(name in RESOLVED) for name in resolution])
    confirmed = np.array([float(name == Resolution.CONFIRMED) if name in RESOLVED else np.nan for name in resolution])
    pending = np.array([np.nan if name is None or name in RESOLVED else float(name == Resolution.PENDING) for name in resolution])
    rating = np.array([np.nan if line["rating"] is None else float(line["rating"]) for line in gold])
    outputs = {
        "resolved": (cautious, resolved, best_macro_f1),
        "confirmed": (logistic, confirmed, even),
        "pending": (logistic, pending, even),
        "rating": (ridge, rating, None),
    }
    for reason in Reason:
        target = np.array([float(any(given["reason"] == reason for given in line["reasons"])) if line["rating"] else np.nan for line in gold])
        outputs[reason.value] = (logistic, target, best_f1)
    return outputs


def main() -> None:
    """Fit everything and write it beside the analysers."""
    labelled = read(folders(HERE / "corpus"))
    known = build_vocabulary(read_turns(labelled.batch))
    DATA.mkdir(exist_ok=True)
    save_vocabulary(known, DATA / "vocabulary.npz")
    stored.vocabulary.cache_clear()
    reading = read_batch(labelled.batch, known)
    fitter = Fitter(labelled, reading)
    outputs = work_outputs(labelled.gold)
    work, chances = fitter.linear(f"local-work {VERSION}", outputs)
    kinds = kind_chances(np.stack([chances[name] for name in work.outputs], axis=1), work)
    work.threshold[work.column(Kind.HUMAN)] = best_f1(kinds[:, -1], outputs[Kind.HUMAN][1])
    save_linear(work, DATA / "work.npz")
    outputs = experience_outputs(labelled.gold)
    experience, left_out = fitter.linear(f"local-experience {VERSION}", outputs)
    save_linear(experience, DATA / "experience.npz")
    cuts, noise = fit_cuts(left_out["rating"], outputs["rating"][1])
    np.savez_compressed(DATA / "rating.npz", cuts=cuts, noise=np.array(noise))
    report_rating(left_out["rating"], outputs["rating"][1], cuts)
    fit_knowledge(labelled, reading, kinds, DATA / "knowledge.npz")


if __name__ == "__main__":
    main()

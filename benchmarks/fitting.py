"""How a linear judge is fitted: features side by side, folds by company, calibration and thresholds on the companies left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold

from benchmarks.labelled import Labelled
from benchmarks.thresholds import calibrate
from insights.analysers.features import FIELDS, Reading
from insights.analysers.rules import PREFIX, rules
from insights.analysers.signals import signals
from insights.analysers.weights import Linear, standardise

FOLDS = 6
DENSE_SCALE = 0.05
STRENGTH, WORK_STRENGTH, CAUTIOUS_STRENGTH = 5.0, 20.0, 2.0
RIDGE = 2.0
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


@dataclass(frozen=True, slots=True)
class Fused:
    """Judges fitted apart, of everything, of the words alone and of the dense numbers alone, added up on one scale with these weights.

    Fitted together, the words of the training companies explain away what the numbers say; fitted apart, neither knows what the other has said.
    """

    together: tuple[Callable[[], LogisticRegression | Ridge], float]
    words: tuple[Callable[[], LogisticRegression | Ridge], float]
    numbers: tuple[Callable[[], LogisticRegression | Ridge], float]


@dataclass(frozen=True, slots=True)
class Beside:
    """Conversations from elsewhere from which the numbers of one output learn too: their name, those numbers, the truth, how much each counts."""

    name: str
    numbers: np.ndarray
    target: np.ndarray
    weight: float


class Fitter:
    """The features of the corpus and the folds by company."""

    def __init__(self, labelled: Labelled, reading: Reading, names: Iterable[str], beside: Mapping[str, Beside] | None = None) -> None:
        """Put the words and the dense numbers of these names side by side."""
        self.names, self.beside = tuple(names), beside or {}
        dense = reading.columns(self.names)
        self.free = ~np.array([name.startswith(PREFIX) for name in self.names])
        ruled = ~self.free
        self.centre, self.spread = np.where(ruled, 0, dense.mean(axis=0)), np.where(ruled, 1, dense.std(axis=0) + 1e-6)
        scaled = standardise(dense, self.centre, self.spread)
        self.ruled = {rule.output: (rule, scaled[:, self.names.index(rule.name)]) for rule in rules() if rule.name in self.names}
        self.features = sparse.hstack([*reading.fields, sparse.csr_matrix(np.where(ruled, 0, scaled) * DENSE_SCALE)]).tocsr()
        self.views = {"request": self._only(reading, FIELDS, PRESENCE), "request_alone": self._only(reading, CUSTOMER_FIELDS, None)}
        self.width = reading.fields[0].shape[1]
        self.folds = list(GroupKFold(n_splits=FOLDS).split(labelled.company, groups=labelled.company))

    def _only(self, reading: Reading, fields: Iterable[str], without: tuple[str, ...] | None) -> sparse.csr_matrix:
        """The features of some fields, and of the numbers but some, or of the customer's own numbers."""
        kept = [name not in without if without is not None else name.startswith(CUSTOMER_NUMBERS) for name in self.names]
        mask = np.concatenate([*(np.full(reading.fields[0].shape[1], field in fields) for field in FIELDS), kept])
        return (self.features @ sparse.diags(mask.astype(np.float64))).tocsr()

    def fit(self, make: Callable, target: np.ndarray, features: sparse.csr_matrix) -> tuple[np.ndarray, float, np.ndarray]:
        """Weights and intercept on all known targets, and the raw score of every conversation by a judge that has not seen its company."""
        known = ~np.isnan(target)
        left_out = np.zeros(len(target))
        for rest, test in self.folds:
            train = rest[known[rest]]
            left_out[test] = score(make().fit(features[train], target[train]), features[test])
        model = make().fit(features[known], target[known])
        return np.ravel(model.coef_), float(np.ravel(model.intercept_)[0]), left_out

    def fuse(self, name: str, fused: Fused, target: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
        """The same for judges fitted apart; the scale of each is that of its scores for companies left out."""
        split, known = self.width * len(FIELDS), ~np.isnan(target)
        parts = (
            (fused.together[1], slice(None), *self.fit(fused.together[0], target, self.features)),
            (fused.words[1], slice(0, split), *self.fit(fused.words[0], target, self.features[:, :split])),
            (fused.numbers[1], slice(split, None), *self.fit_numbers(name, fused.numbers[0], target)),
        )
        weight, intercept, left_out = np.zeros(self.features.shape[1]), 0.0, np.zeros(len(target))
        for share, place, columns, start, raw in parts:
            scale = share / raw[known].std()
            weight[place] += columns * scale
            intercept += start * scale
            left_out += raw * scale
        return weight, intercept, left_out

    def fit_numbers(self, name: str, make: Callable, target: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
        """The same for the dense numbers alone, learnt from conversations from elsewhere too where there are any."""
        numbers = self.features[:, self.width * len(FIELDS) :].toarray() / DENSE_SCALE
        known, left_out = ~np.isnan(target), np.zeros(len(target))
        beside = self.beside.get(name)

        def learn(rows: np.ndarray) -> LogisticRegression | Ridge:
            if beside is None:
                return make().fit(numbers[rows], target[rows])
            there = np.where(self.free, standardise(beside.numbers, self.centre, self.spread), 0)
            weight = np.concatenate([np.ones(len(rows)), np.full(len(there), beside.weight)])
            return make().fit(np.concatenate([numbers[rows], there]), np.concatenate([target[rows], beside.target]), sample_weight=weight)

        for rest, test in self.folds:
            left_out[test] = score(learn(rest[known[rest]]), numbers[test])
        model = learn(np.flatnonzero(known))
        return np.ravel(model.coef_) / DENSE_SCALE, float(np.ravel(model.intercept_)[0]), left_out

    def linear(self, judge: str, outputs: dict[str, tuple]) -> tuple[Linear, dict[str, np.ndarray]]:
        """Judges for all outputs, calibrated on left-out companies, and those left-out probabilities."""
        columns, intercepts, calibrations, thresholds, left_out = [], [], [], [], {}
        for name, (make, target, choose) in outputs.items():
            if isinstance(make, Fused):
                weight, intercept, raw = self.fuse(name, make, target)
            else:
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
            numbers=self.names,
            fitted_on=tuple(sorted({"corpus", *(beside.name for name, beside in self.beside.items() if name in outputs)})),
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

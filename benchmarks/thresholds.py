"""From raw scores of judges that have not seen the company to probabilities, thresholds and cuts; used by `benchmarks/fit.py`."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, f1_score


def calibrate(raw: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make probabilities of raw scores."""
    known = ~np.isnan(target)
    model = LogisticRegression(C=1e3).fit(raw[known, None], target[known])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def best_f1(probability: np.ndarray, target: np.ndarray) -> float:
    """The threshold with the best F1 of the positive class, smoothed over its neighbours."""
    known = ~np.isnan(target)
    wanted, given = target[known] > 0.5, probability[known]
    steps = np.arange(0.05, 0.9, 0.01)
    scores = [2 * (wanted & (given >= step)).sum() / max(1, wanted.sum() + (given >= step).sum()) for step in steps]
    return float(steps[np.argmax(np.convolve(np.pad(scores, 3, mode="edge"), np.ones(7) / 7, mode="valid"))])


def best_macro_f1(probability: np.ndarray, target: np.ndarray) -> float:
    """The middle of the thresholds whose mean of the F1 of yes and of no is within a point of the best: the best alone is an accident."""
    known = ~np.isnan(target)
    steps = np.arange(0.3, 0.8, 0.01)
    scores = np.array([f1_score(target[known] > 0.5, probability[known] >= step, average="macro") for step in steps])
    return float(steps[scores >= scores.max() - 0.01].mean())


def as_often(probability: np.ndarray, target: np.ndarray) -> float:
    """The threshold that says yes as often as it is true: shares of many conversations are shown, and the best F1 would overstate them."""
    known = ~np.isnan(target)
    return float(np.quantile(probability[known], 1 - target[known].mean()))


def even(probability: np.ndarray, target: np.ndarray) -> float:
    """Half, for what is decided by which of two is likelier."""
    return 0.5


def fit_cuts(score: np.ndarray, rating: np.ndarray) -> tuple[np.ndarray, float]:
    """Cuts between the ratings and the noise that make the ratings likeliest; see `insights.analysers.experience.rate`."""
    known = ~np.isnan(rating)
    score, rating = score[known], rating[known].astype(int)

    def loss(numbers: np.ndarray) -> float:
        cuts = np.concatenate([[-np.inf], numbers[0] + np.concatenate([[0], np.cumsum(np.exp(numbers[1:4]))]), [np.inf]])
        noise = np.exp(numbers[4])
        chance = norm.cdf((cuts[rating] - score) / noise) - norm.cdf((cuts[rating - 1] - score) / noise)
        return float(-np.log(np.maximum(chance, 1e-9)).mean())

    found = minimize(
        loss, np.array([2.0, -0.5, -0.5, 0.0, -0.3]), method="Nelder-Mead", options={"maxiter": 4000, "maxfev": 4000, "xatol": 1e-5, "fatol": 1e-7}
    ).x
    return found[0] + np.concatenate([[0], np.cumsum(np.exp(found[1:4]))]), float(np.exp(found[4]))


def even_cuts(score: np.ndarray, rating: np.ndarray) -> np.ndarray:
    """Cuts that give every rating as often as it is true; the likeliest rating of each would give the frequent ones too often."""
    known = ~np.isnan(rating)
    return np.quantile(score[known], [float((rating[known] <= step).mean()) for step in (1, 2, 3, 4)])


def common_f1(chances: np.ndarray, targets: np.ndarray) -> float:
    """The one threshold for all outputs with the best F1 over all pairs; both have the shape (conversations, outputs)."""
    known = ~np.isnan(targets).any(axis=1)
    wanted, given = targets[known] > 0.5, chances[known]
    steps = np.arange(0.15, 0.6, 0.01)
    scores = [2 * (wanted & (given >= step)).sum() / max(1, wanted.sum() + (given >= step).sum()) for step in steps]
    return float(steps[np.argmax(np.convolve(np.pad(scores, 3, mode="edge"), np.ones(7) / 7, mode="valid"))])


def report_rating(score: np.ndarray, rating: np.ndarray, cuts: np.ndarray) -> None:
    """Agreement on left-out companies."""
    known = ~np.isnan(rating)
    said = 1 + (score[known, None] > cuts).sum(axis=1)
    print("rating kappa by cuts, companies left out:", round(cohen_kappa_score(rating[known].astype(int), said, weights="quadratic"), 3))

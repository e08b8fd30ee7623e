"""How far people's answers move the chances that a judge gives to one yes-or-no question: one shift of their log-odds, held back by the judge.

The order of conversations stays, only the limit between no and yes moves. The shift is the most likely one (logistic regression with the judge's
log-odds as its offset), given that most shifts are small; it counts only where it gives better answers on those that it was not learnt from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

LIKELY = 0.98
"""No judge is surer than this, whatever chance it states: one answer must not outweigh all others."""
SPREAD = 1.0
"""The standard deviation of shifts before anybody answered, in log-odds."""
FOLDS = 5
CLEAR_ANSWERS, CLEAR_LOSS = 1.0, 1.64
"""How many standard errors make a gain clear. Answers say less than chances, so less is asked of them."""
ROUNDS = 30
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of some conversations: the judge's chance of yes, what it said, what is true, and for how many each stands."""

    chance: np.ndarray
    said: np.ndarray
    truth: np.ndarray
    weight: np.ndarray

    def part(self, rows: np.ndarray) -> Asked:
        """Some of the conversations."""
        return Asked(self.chance[rows], self.said[rows], self.truth[rows], self.weight[rows])


@dataclass(frozen=True, slots=True)
class Rule:
    """A shift of the log-odds, and the chance from which on the answer is now yes: only what lies between the usual limit and this one changes."""

    shift: float
    limit: float

    def answers(self, chance: np.ndarray, said: np.ndarray) -> np.ndarray:
        """Yes or no now; what has no chance stays as it was said."""
        if self.shift > 0:
            return said | (chance >= self.limit)
        return said & ~(chance < self.limit) if self.shift < 0 else said


def usual_limit(chance: np.ndarray, said: np.ndarray) -> float:
    """The chance that parts the judge's yes from its no best: as many lie above it as it said yes to."""
    known = ~np.isnan(chance)
    values, many = np.sort(chance[known]), int(said[known].sum())
    if not many:
        return LIKELY
    if many == len(values):
        return 1 - LIKELY
    return float(np.clip((values[-many - 1] + values[-many]) / 2, 1 - LIKELY, LIKELY))


def offset(chance: np.ndarray) -> np.ndarray:
    """The log-odds of chances."""
    return logit(np.clip(chance, 1 - LIKELY, LIKELY))


def moved(chance: np.ndarray, shift: float) -> np.ndarray:
    """Chances after a shift of their log-odds."""
    return chance / (chance + (1 - chance) * np.exp(-shift))


def fitted(asked: Asked) -> float:
    """The most likely shift, by Newton's method; the likelihood and what speaks for staying are both concave."""
    odds, shift = offset(asked.chance), 0.0
    for _ in range(ROUNDS):
        yes = expit(odds + shift)
        step = (float((asked.weight * (asked.truth - yes)).sum()) - shift / SPREAD**2) / (
            float((asked.weight * yes * (1 - yes)).sum()) + 1 / SPREAD**2
        )
        shift += float(np.clip(step, -1, 1))
        if abs(step) < 1e-9:
            break
    return shift


def rule(asked: Asked, limit: float) -> Rule:
    """What is learnt from answers, whether it helps or not."""
    shift = round(fitted(asked), DIGITS)
    return Rule(shift, round(float(expit(logit(limit) - shift)), DIGITS))


def folds(asked: Asked) -> np.ndarray:
    """The fold of each conversation: every fold holds what the judge got right and wrong, sure and unsure, in the same shares."""
    order = np.lexsort((np.arange(len(asked.chance)), np.round(asked.chance, DIGITS), asked.said == asked.truth))
    made = np.empty(len(order), dtype=np.int64)
    made[order] = np.arange(len(order)) % FOLDS
    return made


def losses(asked: Asked, shift: float) -> np.ndarray:
    """The log-loss of each shifted chance."""
    yes = expit(offset(asked.chance) + shift)
    return -asked.weight * np.log(np.where(asked.truth, yes, 1 - yes))


def proven(asked: Asked, limit: float) -> Rule | None:
    """What is learnt from answers where it helps on those that it was not learnt from; None where it does not.

    It helps when the log-loss falls and more answers turn right than wrong, and one of the two is clear.
    """
    fold, saved, gained = folds(asked), np.zeros(len(asked.chance)), np.zeros(len(asked.chance))
    for each in range(FOLDS):
        out = asked.part(fold == each)
        learnt = rule(asked.part(fold != each), limit)
        saved[fold == each] = losses(out, 0.0) - losses(out, learnt.shift)
        now = learnt.answers(out.chance, out.said)
        gained[fold == each] = out.weight * ((now == out.truth).astype(float) - (out.said == out.truth).astype(float))
    clear = errors_of(gained) > CLEAR_ANSWERS or errors_of(saved) > CLEAR_LOSS
    return rule(asked, limit) if clear and gained.sum() > 0 and saved.sum() > 0 else None


def errors_of(gains: np.ndarray) -> float:
    """How many standard errors a sum of gains lies above nought."""
    return float(gains.sum() / max(np.sqrt((gains**2).sum()), 1e-12))

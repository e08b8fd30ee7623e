"""Do the standing topics still fit what comes in? Measured on what came after they were found, beside what they were found on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import norm

from insights.analysers.topics.taxonomy import Taxonomy, has_words

FEWEST = 50
"""Conversations since then below which nothing is said."""
FAR = 0.05
"""The share of what the topics were found on that counts as far from its topic: the same distance is asked of what came later."""
SOME, MUCH = 0.05, 0.15
"""Points of share by which more conversations must lie far or in Other, surely, for some drift and for much."""


class Verdict(StrEnum):
    """How well the topics still fit."""

    TOO_FEW = "too_few"
    FITS = "fits"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Drift:
    """Shares (0 to 1) of conversations that are far from every topic, before and since these were found, with a 95 % interval of the difference."""

    verdict: Verdict
    since: int
    far_before: float
    far_since: float
    low: float
    high: float


def drift(taxonomy: Taxonomy, texts: Sequence[str], vectors: np.ndarray, later: np.ndarray) -> Drift:
    """How far requests that came later (`later`, one truth value per row) lie from the topics, beside the others."""
    asked = np.array([has_words(text) for text in texts], dtype=bool)
    since, before = asked & later, asked & ~later
    if taxonomy.space is None or taxonomy.rule is None or since.sum() < FEWEST or before.sum() < FEWEST:
        return Drift(Verdict.TOO_FEW, int(since.sum()), 0.0, 0.0, 0.0, 0.0)
    likeness = np.full(len(texts), -1.0)
    rows = np.flatnonzero(asked)
    placed = taxonomy.space.place([texts[i] for i in rows.tolist()], vectors[rows])
    likeness[rows] = np.round((placed @ taxonomy.rule.centres.T).max(axis=1), 6)
    border = max(float(np.quantile(likeness[before], FAR)), taxonomy.rule.nearest)
    shares = [float((likeness[part] < border).mean()) for part in (before, since)]
    error = float(norm.ppf(0.975)) * sum(share * (1 - share) / part.sum() for share, part in zip(shares, (before, since), strict=True)) ** 0.5
    low, high = shares[1] - shares[0] - error, shares[1] - shares[0] + error
    verdict = Verdict.MUCH if low > MUCH else Verdict.SOME if low > SOME else Verdict.FITS
    return Drift(verdict, int(since.sum()), *(round(float(each), 4) for each in (*shares, low, high)))

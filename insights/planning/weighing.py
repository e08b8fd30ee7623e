"""In which order to do things: expected gain per effort, each counted after those above it, so that no conversation is promised twice.

Gain is points of automation rate plus points of CX score. While ordering, half of what an enabler opens together with others is credited to it, so
that the first of a pair is not worth nothing; what is *stated* is only what it really unlocks at its place.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insights.planning.candidates import BIT, REMOVES, Candidate
from insights.planning.labelled import Labelled

EFFORT_WEIGHT = {"S": 1.0, "M": 2.5, "L": 5.0}
"""About a day, half a week, a week of one person's work."""
TOGETHER = 0.5
PARTLY = 0.5
LOW_RATING = 4
FALLBACK_LIFT = 0.8


@dataclass(frozen=True, slots=True)
class Gain:
    """What one candidate brings at its place: conversations unlocked and low ratings turned, as expected numbers with their variances."""

    candidate: Candidate
    unlocked: float
    unlocked_variance: float
    opened_later: int
    turned: float
    turned_variance: float


class Promises:
    """What is not promised yet. Holds, per conversation, what it still misses, its chance, and how much of its low rating is left to turn."""

    def __init__(self, labels: Labelled, missing: np.ndarray, potential: np.ndarray) -> None:
        """Start with nothing promised."""
        frame = labels.frame
        self.left = missing.copy()
        self.chance = np.where(frame["automated"].to_numpy() | ~frame["eligible"].to_numpy(), 0.0, potential)
        self.low = np.where(frame["rating"].to_numpy() < LOW_RATING, 1.0, 0.0)
        self.mask = np.zeros(len(frame), dtype=np.int64)
        negative = labels.reasons[labels.reasons["sign"] < 0]
        for reason, bit in BIT.items():
            self.mask[negative.loc[negative["reason"] == reason, "row"].to_numpy()] |= bit
        self.lift = usual_lift(frame["rating"].to_numpy(), self.mask)

    def gain(self, candidate: Candidate) -> tuple[Gain, float]:
        """What a candidate would bring now, and what it would open together with others."""
        rows = candidate.rows
        left, chance = self.left[rows], self.chance[rows]
        opens = (left == 0) if candidate.coverage else (left == 1) if candidate.place is not None else np.zeros(len(rows), dtype=bool)
        waits = (left > 1) if candidate.place is not None else np.zeros(len(rows), dtype=bool)
        turning = self.turning(candidate)
        gain = Gain(
            candidate,
            float(chance[opens].sum()),
            float((chance[opens] * (1 - chance[opens])).sum()),
            int(waits.sum()),
            float(turning.sum()),
            float((turning * (1 - turning)).sum()),
        )
        return gain, float((chance[waits] / left[waits]).sum())

    def turning(self, candidate: Candidate) -> np.ndarray:
        """P(a low rating turns) of each conversation of a candidate."""
        removed = sum(BIT[reason] for reason in REMOVES[candidate.type])
        mask = self.mask[candidate.rows]
        gone, all_reasons = np.bitwise_count(mask & removed), np.bitwise_count(mask)
        part = np.where(gone == all_reasons, 1.0, PARTLY * gone / np.maximum(all_reasons, 1)) * (gone > 0)
        if candidate.place is not None:
            part = part * self.chance[candidate.rows] / np.maximum(self.left[candidate.rows], 1)
        elif candidate.coverage:
            part = part * self.chance[candidate.rows]
        return self.low[candidate.rows] * part * self.lift

    def keep(self, candidate: Candidate) -> None:
        """Promise a candidate: what it brings is not there for the next ones."""
        self.low[candidate.rows] -= self.turning(candidate)
        if candidate.coverage:
            self.chance[candidate.rows[self.left[candidate.rows] == 0]] = 0.0
        elif candidate.place is not None:
            self.chance[candidate.rows[self.left[candidate.rows] == 1]] = 0.0
            self.left[candidate.rows] -= 1


def usual_lift(rating: np.ndarray, mask: np.ndarray) -> float:
    """How often a conversation without a negative reason is rated 4 or 5 here; a stated 0.8 where fewer than 20 are known."""
    clean = rating[(mask == 0) & ~np.isnan(rating)]
    return float((clean >= LOW_RATING).mean()) if len(clean) >= 20 else FALLBACK_LIFT


def ordered(candidates: Sequence[Candidate], promises: Promises, eligible: int, scored: int) -> list[Gain]:
    """The candidates from the most gain per effort to the least, with what each brings at its place."""
    open_now, chosen = list(candidates), []
    while open_now:
        weighed = [(promises.gain(each), each) for each in open_now]
        worth = [
            ((gain.unlocked + TOGETHER * later) / max(eligible, 1) + gain.turned / max(scored, 1)) / EFFORT_WEIGHT[each.effort]
            for (gain, later), each in weighed
        ]
        best = int(np.argmax(worth))
        chosen.append(weighed[best][0][0])
        promises.keep(open_now.pop(best))
    return chosen

"""In which order to do things: expected gain per effort, each counted after those above it, so that no conversation is promised twice.

Gain is points of automation rate plus points of CX score. While ordering, two enablers that open conversations only together are also weighed as a
pair, with the effort of both, so that a write API is not left behind because its read API is missing too; of what needs three or more, half is
credited to each. What is *stated* is only what an enabler really unlocks at its place.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from insights.planning.candidates import BIT, REMOVES, Candidate
from insights.planning.enablers import Enablers
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

    def __init__(self, labels: Labelled, found: Enablers, potential: np.ndarray) -> None:
        """Start with nothing promised."""
        frame = labels.frame
        lacking = found.needed[~found.bill["exists"].to_numpy(dtype=bool)[found.needed["place"].to_numpy()]]
        row, place = lacking["row"].to_numpy(), lacking["place"].to_numpy()
        self.enablers = len(found.bill)
        self.left = np.bincount(row, minlength=len(frame))
        # Two places are known by their sum and the sum of their squares, which stay right while enablers are promised one by one.
        self.places = np.bincount(row, weights=place, minlength=len(frame))
        self.squares = np.bincount(row, weights=place.astype(float) ** 2, minlength=len(frame))
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
        many = waits & (left > 2)
        turning = self.turning(candidate)
        gain = Gain(
            candidate,
            float(chance[opens].sum()),
            float((chance[opens] * (1 - chance[opens])).sum()),
            int(waits.sum()),
            float(turning.sum()),
            float((turning * (1 - turning)).sum()),
        )
        return gain, float((chance[many] / left[many]).sum())

    def pairs(self) -> dict[tuple[int, int], float]:
        """What two enablers would open together and neither alone: expected conversations by their places in the bill, the lower one first."""
        rows = np.flatnonzero((self.left == 2) & (self.chance > 0))
        apart = np.sqrt(np.maximum(2 * self.squares[rows] - self.places[rows] ** 2, 0.0))
        lower = np.rint((self.places[rows] - apart) / 2).astype(np.int64)
        higher = np.rint((self.places[rows] + apart) / 2).astype(np.int64)
        codes, code = np.unique(lower * self.enablers + higher, return_inverse=True)
        sums = np.bincount(code, weights=self.chance[rows], minlength=len(codes))
        return {divmod(int(each), self.enablers): float(total) for each, total in zip(codes, sums, strict=True)}

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
            self.places[candidate.rows] -= candidate.place
            self.squares[candidate.rows] -= candidate.place**2


def usual_lift(rating: np.ndarray, mask: np.ndarray) -> float:
    """How often a conversation without a negative reason is rated 4 or 5 here; a stated 0.8 where fewer than 20 are known."""
    clean = rating[(mask == 0) & ~np.isnan(rating)]
    return float((clean >= LOW_RATING).mean()) if len(clean) >= 20 else FALLBACK_LIFT


def ordered(candidates: Sequence[Candidate], promises: Promises, eligible: int, scored: int) -> list[Gain]:
    """The candidates from the most gain per effort to the least, with what each brings at its place."""
    open_now, chosen = list(candidates), []
    while open_now:
        weighed = [promises.gain(each) for each in open_now]
        worth = [(gain.unlocked + TOGETHER * later) / max(eligible, 1) + gain.turned / max(scored, 1) for gain, later in weighed]
        best = next_one(open_now, worth, {pair: total / max(eligible, 1) for pair, total in promises.pairs().items()})
        chosen.append(weighed[best][0])
        promises.keep(open_now.pop(best))
    return chosen


def next_one(candidates: Sequence[Candidate], worth: Sequence[float], pairs: Mapping[tuple[int, int], float]) -> int:
    """The place of the candidate to take: the one with the most worth per effort, or the better half of a pair that beats it."""
    efforts = [EFFORT_WEIGHT[each.effort] for each in candidates]
    alone = [value / effort for value, effort in zip(worth, efforts, strict=True)]
    best = int(np.argmax(alone))
    most, where = alone[best], {each.place: number for number, each in enumerate(candidates) if each.place is not None}
    for pair, together in pairs.items():
        if not all(place in where for place in pair):
            continue
        one, other = (where[place] for place in pair)
        both = (worth[one] + worth[other] + together) / (efforts[one] + efforts[other])
        if both > most:
            most, best = both, min(one, other, key=lambda number: (-alone[number], efforts[number], number))
    return best

"""In which order to build, for any part of a workspace and any efforts: from the need sets of `insights.metrics.automation_questions`.

Each next one brings the most points per effort after those before it. Two that open conversations only together are also weighed as a pair.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from insights.planning.judging import JUDGE
from insights.planning.potential import Rate, rates
from insights.planning.uncertainty import Z90, deviation
from insights.planning.weighing import EFFORT_WEIGHT, TOGETHER

COLUMNS = ("enabler_id", "order", "gain_points", "gain_low", "gain_high", "conversations")


def building_order(need_sets: pd.DataFrame, effort: Mapping[str, str]) -> pd.DataFrame:
    """The missing enablers in order: `enabler_id order gain_points gain_low gain_high conversations`, the gain counted after those above.

    Args:
        need_sets: The answer to `need_sets`; of what it misses, only the keys of `effort` can be built.
        effort: S, M or L by the id of the enabler.
    """
    open_now = need_sets[~need_sets["automated"].astype(bool) & (need_sets["missing"].map(len) > 0)]
    sets, rows = Sets(open_now, effort, int(need_sets["conversations"].sum()), rates(need_sets)), []
    while not sets.built.all():
        chosen = sets.next_one()
        rows.append((sets.ids[chosen], len(rows) + 1, *sets.gain(chosen), int(sets.size[sets.needs[:, chosen]].sum())))
        sets.build(chosen)
    return pd.DataFrame(rows, columns=list(COLUMNS))


class Sets:
    """Need sets as a matrix: which of the enablers each one still misses, and what it would bring."""

    def __init__(self, open_now: pd.DataFrame, effort: Mapping[str, str], eligible: int, found: Mapping[str, Rate]) -> None:
        """Read the need sets of conversations that are not automated."""
        self.ids, self.eligible, self.found = sorted(effort), max(eligible, 1), found
        self.weights = np.array([EFFORT_WEIGHT[effort[each]] for each in self.ids], dtype=float)
        self.built = np.zeros(len(self.ids), dtype=bool)
        place = {each: number for number, each in enumerate(self.ids)}
        self.needs = np.zeros((len(open_now), len(self.ids)), dtype=bool)
        for number, missing in enumerate(open_now["missing"].tolist()):
            self.needs[number, [place[each] for each in missing if each in place]] = True
        self.left = open_now["missing"].map(len).to_numpy(dtype=np.int64)
        self.expected = open_now["p_potential"].to_numpy(dtype=float)
        self.size = open_now["conversations"].to_numpy(dtype=np.int64)
        self.names, self.classes = np.unique(open_now["work_class"].to_numpy(dtype=object), return_inverse=True)

    def next_one(self) -> int:
        """The place of the enabler to build next: the one with the most worth per effort, or the better half of a pair that beats it."""
        missing = self.needs & ~self.built
        waiting = np.where(self.left > 2, self.expected / np.maximum(self.left, 1), 0.0)
        worth = (np.where(self.left == 1, self.expected, 0.0) + TOGETHER * waiting) @ missing.astype(float)
        alone = np.where(self.built, -1.0, worth / self.weights)
        best = int(alone.argmax())
        most = alone[best]
        for one, other, together in self.pairs(missing):
            both = (worth[one] + worth[other] + together) / (self.weights[one] + self.weights[other])
            if both > most:
                most, best = both, min(one, other, key=lambda place: (-alone[place], self.weights[place], place))
        return best

    def pairs(self, missing: np.ndarray) -> list[tuple[int, int, float]]:
        """Two enablers that open conversations only together, with how many they are expected to."""
        rows = np.flatnonzero((self.left == 2) & (missing.sum(axis=1) == 2))
        places = np.argwhere(missing[rows])[:, 1].reshape(-1, 2)
        codes, code = np.unique(places[:, 0] * len(self.ids) + places[:, 1], return_inverse=True)
        sums = np.bincount(code, weights=self.expected[rows], minlength=len(codes))
        return [(*divmod(int(each), len(self.ids)), float(total)) for each, total in zip(codes, sums, strict=True)]

    def gain(self, chosen: int) -> tuple[float, float, float]:
        """Points of automation rate that it brings now, with their 90 % interval."""
        rows = np.flatnonzero(self.needs[:, chosen] & (self.left == 1))
        sums = np.bincount(self.classes[rows], weights=self.expected[rows], minlength=len(self.names)) / self.eligible
        shares = {name: float(share) for name, share in zip(self.names, sums, strict=True) if share}
        value = sum(shares.values())
        half = Z90 * deviation(shares, self.found, self.eligible, judged=JUDGE.needs * value)
        return 100 * value, 100 * max(value - half, 0.0), 100 * (value + half)

    def build(self, chosen: int) -> None:
        """Take it as built."""
        self.built[chosen] = True
        self.left = self.left - self.needs[:, chosen]

"""What stands out in a topic: the negative reason that its low ratings name more often than those of all other topics.

A difference of two shares with the interval of Agresti and Caffo (2000), at 95 % over all pairs of a topic and a reason that were looked at together
(Bonferroni), so that a long table does not make chance look like a cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import pandas as pd

FEWEST = 20
"""Low ratings in a topic, and outside it, below which nothing is said."""
ERROR = 0.05


@dataclass(frozen=True, slots=True)
class StandsOut:
    """A topic's reason: `named` of its `low` low ratings name it; `share` here and `elsewhere`, 0 to 1; `lower` and `upper` of their difference."""

    group_id: str
    group: str
    reason: str
    named: int
    low: int
    share: float
    elsewhere: float
    lower: float
    upper: float


def standing_out(cells: pd.DataFrame) -> list[StandsOut]:
    """What stands out in each topic where something does, in the order of how many low ratings it adds.

    Args:
        cells: The answer to `low_reasons`.
    """
    enough = cells[(cells["low"] >= FEWEST) & (cells["total"] - cells["low"] >= FEWEST)]
    z = NormalDist().inv_cdf(1 - ERROR / 2 / max(len(enough), 1))
    everywhere = cells.groupby("reason")["named"].sum()
    most: dict[str, StandsOut] = {}
    for row in enough.itertuples():
        one = _compared(row, int(everywhere[row.reason]), z)  # type: ignore[arg-type]
        before = most.get(one.group_id)
        if one.lower > 0 and (before is None or one.share - one.elsewhere > before.share - before.elsewhere):
            most[one.group_id] = one
    return sorted(most.values(), key=lambda each: (-each.low * (each.share - each.elsewhere), each.group_id))


def _compared(row: object, named: int, z: float) -> StandsOut:
    """A topic's reason against the same reason everywhere else."""
    group_id, group, reason, here, low, total = (getattr(row, name) for name in ("group_id", "group", "reason", "named", "low", "total"))
    there, others = named - here, total - low
    one, other = (here + 1) / (low + 2), (there + 1) / (others + 2)
    half = z * (one * (1 - one) / (low + 2) + other * (1 - other) / (others + 2)) ** 0.5
    middle = one - other
    return StandsOut(str(group_id), str(group), str(reason), int(here), int(low), here / low, there / others, middle - half, middle + half)

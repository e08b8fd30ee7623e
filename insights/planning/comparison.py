"""Sides compared fairly: teams, channels, bot and people handle different topics, so each is compared with the others on the same mix of topics.

Direct standardisation (as epidemiology adjusts death rates for age): the score of a side on each subtopic, averaged with the shares that the
subtopics have in all conversations. Subtopics in which a side or the others have too few ratings are put together per topic; what still has too few
cannot be compared and is left out on both sides, which `compared` says.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

FEWEST = 5
"""Ratings of a side, and of the others, that a stratum needs."""
FEWEST_OF_A_SIDE = 30
LEAST_COMPARED = 0.5
"""A side of whose ratings less than this can be compared gets no adjusted score."""
Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Compared:
    """One side beside all others. Shares 0 to 1, None where not known.

    `difference` is side less others at the same mix of topics, with its 95 % interval; `compared` is the part of the side's ratings in topics that
    the others handle too.
    """

    side: str
    scored: int
    score: float
    others: float | None
    compared: float
    adjusted: float | None
    adjusted_others: float | None
    difference: float | None
    low: float | None
    high: float | None

    @property
    def raw_difference(self) -> float | None:
        """Side less others as they are."""
        return None if self.others is None else self.score - self.others


def compare(cells: pd.DataFrame) -> tuple[Compared, ...]:
    """Every side of `cells` (side topic_id leaf scored high) against all others, the largest first."""
    sides = cells.groupby("side", sort=True)["scored"].sum().sort_values(ascending=False, kind="stable")
    return tuple(compared(cells, str(side)) for side in sides.index)


def compared(cells: pd.DataFrame, side: str) -> Compared:
    """One side against all others."""
    mine = cells["side"] == side
    scored, rest = int(cells.loc[mine, "scored"].sum()), int(cells.loc[~mine, "scored"].sum())
    score = float(cells.loc[mine, "high"].sum()) / max(scored, 1)
    others = float(cells.loc[~mine, "high"].sum()) / rest if rest else None
    both = strata(cells, mine)
    share = float(both["scored"].sum()) / max(scored, 1)
    if min(scored, rest) < FEWEST_OF_A_SIDE or share < LEAST_COMPARED:
        return Compared(side, scored, score, others, share, None, None, None, None, None)
    weight = (both["scored"] + both["scored_others"]).to_numpy(dtype=float)
    weight = weight / weight.sum()
    rates = [(both[f"high{end}"] / both[f"scored{end}"]).to_numpy(dtype=float) for end in ("", "_others")]
    adjusted, adjusted_others = (float(weight @ rate) for rate in rates)
    variance = sum(float(weight**2 @ chance(both[f"high{end}"], both[f"scored{end}"])) for end in ("", "_others"))
    difference, half = adjusted - adjusted_others, Z95 * variance**0.5
    return Compared(side, scored, score, others, share, adjusted, adjusted_others, difference, difference - half, difference + half)


def strata(cells: pd.DataFrame, mine: pd.Series) -> pd.DataFrame:
    """Subtopics, and what is left of topics, in which both sides have enough ratings: `scored high scored_others high_others`."""
    kept, left = [], cells.assign(mine=mine.to_numpy())
    for level in ("leaf", "topic_id"):
        totals = left.groupby([level, "mine"], sort=True)[["scored", "high"]].sum().unstack("mine", fill_value=0)
        here, there = (totals.reindex(columns=[(name, whose) for name in ("scored", "high")], fill_value=0) for whose in (True, False))
        both = pd.DataFrame(np.hstack([here, there]), index=totals.index, columns=["scored", "high", "scored_others", "high_others"])
        enough = both[both[["scored", "scored_others"]].min(axis=1) >= FEWEST]
        kept.append(enough)
        left = left[~left[level].isin(enough.index)]
    return pd.concat(kept, ignore_index=True)


def chance(high: pd.Series, scored: pd.Series) -> np.ndarray:
    """Variance of each share by chance; half a rating either way keeps "all of five" from looking certain."""
    rate = (high.to_numpy(dtype=float) + 0.5) / (scored.to_numpy(dtype=float) + 1)
    return rate * (1 - rate) / scored.to_numpy(dtype=float)

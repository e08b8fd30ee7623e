"""Why a CX score changed between two periods: more of other topics (mix), or topics that went better or worse, and for which reasons.

The change is split as Kitagawa (1955) splits the difference of two rates: what other shares of the topics alone would have changed, and what other
scores within them did; both taken at the mean of the two periods, so that nothing is left over. What happened within the topics is split once more by
the reasons of low ratings. So mix + topics = mix + reasons = the whole change.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from insights.planning.comparison import Z95, chance

FEWEST = 30
"""Ratings that each period needs."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the change in points of the CX score, with its 95 % interval."""

    name: str
    points: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        """Whether chance alone does not explain it."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Change:
    """The whole change and its pieces, the largest first. `topics` are named by topic id, `reasons` by reason or `unnamed`."""

    before: float
    now: float
    total: Piece
    mix: Piece
    topics: tuple[Piece, ...]
    reasons: tuple[Piece, ...]


def change(before: pd.DataFrame, now: pd.DataFrame, reasons_before: pd.DataFrame, reasons_now: pd.DataFrame) -> Change | None:
    """Split the change from one period to the next, or None where either has too few ratings.

    Args:
        before: By topic (`topic_id scored high`), the earlier period.
        now: The same for the later period.
        reasons_before: Low ratings by topic and reason (`topic_id reason low`); those of a topic add up to `scored - high`.
        reasons_now: The same for the later period.
    """
    cells = [each.set_index("topic_id")[["scored", "high"]] for each in (before, now)]
    topics = cells[0].index.union(cells[1].index)
    cells = [each.reindex(topics, fill_value=0).astype(float) for each in cells]
    sizes = [float(each["scored"].sum()) for each in cells]
    if min(sizes) < FEWEST:
        return None
    shares = [(each["scored"] / size).to_numpy() for each, size in zip(cells, sizes, strict=True)]
    rates = [(each["high"] / each["scored"]).to_numpy() for each in cells]
    # A topic that is missing in one period went neither better nor worse: it counts as mix.
    rates = [np.nan_to_num(np.where(np.isnan(one), other, one)) for one, other in zip(rates, reversed(rates), strict=True)]
    spread = [np.where(each["scored"] > 0, chance(each["high"], each["scored"].clip(lower=1)), 0.0) for each in cells]
    share, rate = (shares[0] + shares[1]) / 2, (rates[0] + rates[1]) / 2
    own = share * (rates[1] - rates[0])
    mix = float((shares[1] - shares[0]) @ rate)
    mixing = sum((float(each @ rate**2) - float(each @ rate) ** 2) / size for each, size in zip(shares, sizes, strict=True))
    scores = [float(one @ other) for one, other in zip(shares, rates, strict=True)]
    total = sum(score * (1 - score) / size for score, size in zip(scores, sizes, strict=True))
    pieces = [piece(str(topic), *both) for topic, *both in zip(topics, own, share**2 * (spread[0] + spread[1]), strict=True)]
    return Change(
        100 * scores[0],
        100 * scores[1],
        piece("total", scores[1] - scores[0], total),
        piece("mix", mix, mixing),
        ordered(pieces),
        ordered(by_reason(cells, share, topics, (reasons_before, reasons_now))),
    )


def by_reason(cells: list[pd.DataFrame], share: np.ndarray, topics: pd.Index, reasons: tuple[pd.DataFrame, pd.DataFrame]) -> list[Piece]:
    """What more or fewer low ratings of each reason did to the score within the topics that both periods have."""
    names = sorted(set(reasons[0]["reason"]) | set(reasons[1]["reason"]))
    lows = [
        each.pivot_table(index="topic_id", columns="reason", values="low", aggfunc="sum").reindex(index=topics, columns=names) for each in reasons
    ]
    lows = [np.nan_to_num(each.to_numpy(dtype=float)) for each in lows]
    there = np.logical_and(*(each["scored"].to_numpy() > 0 for each in cells))
    sizes = [each["scored"].to_numpy().clip(min=1)[:, None] for each in cells]
    rates = [low / size for low, size in zip(lows, sizes, strict=True)]
    spread = [(rate * (1 - rate)).clip(min=0) / size for rate, size in zip(rates, sizes, strict=True)]
    weight = np.where(there, share, 0.0)[:, None]
    points = -(weight * (rates[1] - rates[0])).sum(axis=0)
    variance = (weight**2 * (spread[0] + spread[1])).sum(axis=0)
    return [piece(name, *both) for name, *both in zip(names, points, variance, strict=True)]


def piece(name: str, share: float, variance: float) -> Piece:
    """A part of the change, from a share to points."""
    points, half = 100 * float(share), 100 * Z95 * float(variance) ** 0.5
    return Piece(name, points, points - half, points + half)


def ordered(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The largest first, whichever way it goes."""
    return tuple(sorted(pieces, key=lambda each: (-abs(each.points), each.name)))

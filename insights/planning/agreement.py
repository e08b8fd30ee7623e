"""How well our ratings agree with people's: a sample to rate blind, and exact, within 1 and weighted kappa with their intervals.

The sample takes every rating of ours equally often, since rare ones say most; each answer then counts for as many conversations as it stands for.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np
import pandas as pd

RATINGS = np.arange(1, 6)
FEWEST = 20
ROUNDS = 1_000
SEED = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of agreement with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `count` conversations that both rated: shares 0 to 1, kappa up to 1, and `bias`, our mean rating less theirs."""

    count: int
    exact: Measure
    within_one: Measure
    kappa: Measure
    bias: Measure


def sample(scored: pd.DataFrame, size: int, *, seed: int, without: Collection[str] = ()) -> list[str]:
    """Ids of `size` conversations to rate blind, every rating of ours as often as there are enough, in an order that tells nothing.

    Args:
        scored: `conversation_id rating` of all scored conversations.
        size: How many.
        seed: Another seed, another sample; the same one gives the same, however the rows are ordered.
        without: Conversations that were rated before.
    """
    left = scored[~scored["conversation_id"].isin(set(without))]
    keys = {key: mixed(key, seed) for key in left["conversation_id"]}
    strata = [sorted(part["conversation_id"], key=keys.__getitem__) for _, part in left.groupby("rating", sort=True)]
    turns = chain.from_iterable(zip_longest(*strata))
    chosen = [key for key in turns if key is not None][:size]
    return sorted(chosen, key=lambda key: mixed(key, seed + 1))


def mixed(key: str, seed: int) -> bytes:
    """A number that has nothing to do with the conversation."""
    return hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=8).digest()


def weights(said: pd.DataFrame, scored: pd.DataFrame) -> np.ndarray:
    """For how many scored conversations each answer stands: those with the same rating of ours, shared out evenly."""
    all_rated, answered = (frame["rating"].value_counts() for frame in (scored, said))
    return (said["rating"].map(all_rated) / said["rating"].map(answered)).to_numpy(dtype=float)


def agreement(ours: np.ndarray, theirs: np.ndarray, weight: np.ndarray | None = None) -> Agreement | None:
    """How two rows of ratings 1 to 5 agree, or None below 20; intervals from 1,000 bootstrap rounds with a fixed seed."""
    count = len(ours)
    if count < FEWEST:
        return None
    weight = np.ones(count) if weight is None else weight
    cell = (ours.astype(np.int64) - 1) * 5 + theirs.astype(np.int64) - 1
    drawn = np.random.default_rng(SEED).integers(0, count, (ROUNDS, count))
    tables = np.stack([np.bincount(cell[rows], weight[rows], 25) for rows in drawn]).reshape(-1, 5, 5)
    whole = np.bincount(cell, weight, 25).reshape(1, 5, 5)
    values, rounds = measures(whole), measures(tables)
    return Agreement(count, *(Measure(float(value[0]), *interval(each)) for value, each in zip(values, rounds, strict=True)))


def interval(values: np.ndarray) -> tuple[float, float]:
    """Where 95 % of the rounds lie."""
    low, high = np.quantile(values[~np.isnan(values)], (0.025, 0.975)) if not np.isnan(values).all() else (np.nan, np.nan)
    return float(low), float(high)


def measures(tables: np.ndarray) -> tuple[np.ndarray, ...]:
    """Exact, within 1, quadratic-weighted kappa and bias of tables of counts, shape (tables, ours, theirs); kappa as Cohen (1968) defines it."""
    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    apart = np.abs(RATINGS[:, None] - RATINGS[None, :])
    ours, theirs = shares.sum(axis=2), shares.sum(axis=1)
    seen = (shares * apart**2).sum(axis=(1, 2))
    expected = np.einsum("ti,tj,ij->t", ours, theirs, apart**2)
    kappa = 1 - np.divide(seen, expected, out=np.full(len(seen), np.nan), where=expected > 0)
    return (shares * (apart == 0)).sum(axis=(1, 2)), (shares * (apart <= 1)).sum(axis=(1, 2)), kappa, ours @ RATINGS - theirs @ RATINGS

"""How well resolutions and kinds of work agree with people's: the share that is the same, and kappa, with their intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from insights.planning.agreement import FEWEST, ROUNDS, SEED, Measure, interval


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """Of `count` conversations that both labelled: the share that is the same, and kappa as Cohen (1960) defines it."""

    count: int
    same: Measure
    kappa: Measure


def label_agreement(ours: np.ndarray, theirs: np.ndarray, weight: np.ndarray | None = None) -> LabelAgreement | None:
    """How two rows of labels agree, whatever stands for them, or None below 20; intervals from 1,000 bootstrap rounds with a fixed seed."""
    count = len(ours)
    if count < FEWEST:
        return None
    values, places = np.unique(np.concatenate([ours, theirs]), return_inverse=True)
    size = len(values)
    cell = places[:count] * size + places[count:]
    weight = np.ones(count) if weight is None else weight
    drawn = np.random.default_rng(SEED).integers(0, count, (ROUNDS, count))
    tables = np.stack([np.bincount(cell[rows], weight[rows], size**2) for rows in (np.arange(count), *drawn)]).reshape(-1, size, size)
    same, kappa = measures(tables)
    return LabelAgreement(count, *(Measure(float(each[0]), *interval(each[1:])) for each in (same, kappa)))


def measures(tables: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share on the diagonal and kappa of tables of counts; no kappa where both say one thing only."""
    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    same = np.einsum("tii->t", shares)
    chance = np.einsum("ti,ti->t", shares.sum(axis=2), shares.sum(axis=1))
    return same, np.divide(same - chance, 1 - chance, out=np.full(len(same), np.nan), where=chance < 1)

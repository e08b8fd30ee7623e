"""Fitted weights: linear judges over the lexical and the dense view, as numbers in `data/*.npz` (no pickle), made by `benchmarks/fit.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.special import expit

from insights.analysers.features import FIELDS, Reading, Vocabulary

DATA = Path(__file__).parent / "data"
CORPUS = ("corpus",)


@dataclass(frozen=True, slots=True)
class Linear:
    """Several linear judges on the same view. A raw score times `slope` plus `offset` is a calibrated log-odds.

    `lexical` has the shape (fields, vocabulary, outputs), `dense` (numbers, outputs). `numbers` names the dense numbers it was fitted on, so that
    more of them can be made for another judge; `fitted_on` names the sets of conversations that it learnt from.
    """

    judge: str
    outputs: tuple[str, ...]
    numbers: tuple[str, ...]
    fitted_on: tuple[str, ...]
    lexical: np.ndarray
    dense: np.ndarray
    intercept: np.ndarray
    centre: np.ndarray
    spread: np.ndarray
    slope: np.ndarray
    offset: np.ndarray
    threshold: np.ndarray

    def column(self, output: str) -> int:
        """Place of an output."""
        return self.outputs.index(output)

    def scores(self, reading: Reading) -> np.ndarray:
        """Raw scores, shape (conversations, outputs)."""
        # Sparse products go row by row, so a row's result does not depend on its neighbours as it may with BLAS.
        total = sparse.csr_matrix(standardise(reading.columns(self.numbers), self.centre, self.spread)) @ self.dense
        for field, weight in zip(reading.fields, self.lexical, strict=True):
            total = total + field @ weight
        return total + self.intercept

    def probabilities(self, reading: Reading) -> np.ndarray:
        """Calibrated probabilities, shape (conversations, outputs)."""
        return self.calibrated(self.scores(reading))

    def calibrated(self, scores: np.ndarray) -> np.ndarray:
        """Probabilities that go with raw scores."""
        return expit(scores.astype(np.float64) * self.slope + self.offset)

    def turn_scores(self, reading: Reading, outputs: Sequence[str]) -> np.ndarray:
        """How much the words of each turn speak for each output, shape (turns, outputs)."""
        columns = [self.column(output) for output in outputs]
        words = reading.turn_words
        total = np.zeros((len(reading.turns), len(columns)))
        for choose, weight in zip(FIELDS.values(), self.lexical, strict=True):
            rows = np.flatnonzero(choose(reading.heard))
            total[rows] += words[rows] @ weight[:, columns]
        return total


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where one rating ends and the next begins on the score's scale.

    `likely` and `noise`, how far off the score usually is, give probabilities; `stated` gives every rating as often as it is true, so that the share
    of good ones is right, which the likeliest rating of each conversation would overstate.
    """

    likely: np.ndarray
    noise: float
    stated: np.ndarray


def save_cuts(cuts: Cuts, path: Path) -> None:
    """Write the cuts."""
    np.savez_compressed(path, likely=cuts.likely, noise=np.array(cuts.noise), stated=cuts.stated)


def standardise(dense: np.ndarray, centre: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Dense numbers on one scale; far outliers are pulled in."""
    return np.clip((dense - centre) / spread, -4, 4)


def save_linear(linear: Linear, path: Path) -> None:
    """Write weights as small as they need to be."""
    half = {"lexical": linear.lexical.astype(np.float16)}
    rest = {name: getattr(linear, name).astype(np.float32) for name in ("dense", "intercept", "centre", "spread", "slope", "offset", "threshold")}
    names = {name: np.array(getattr(linear, name)) for name in ("outputs", "numbers", "fitted_on")}
    np.savez_compressed(path, judge=np.array(linear.judge), **names, **half, **rest)


def read_linear(path: Path) -> Linear:
    """Read weights back."""
    with np.load(path, allow_pickle=False) as stored:
        fitted = {
            name: stored[name].astype(np.float32) for name in ("lexical", "dense", "intercept", "centre", "spread", "slope", "offset", "threshold")
        }
        given = {"fitted_on": CORPUS} | {key: stored[key] for key in ("outputs", "numbers", "fitted_on") if key in stored.files}
        names = {key: tuple(str(name) for name in value) for key, value in given.items()}
        return Linear(judge=str(stored["judge"]), **names, **fitted)


def save_vocabulary(vocabulary: Vocabulary, path: Path) -> None:
    """Write the words as one UTF-8 text."""
    text = "\n".join(vocabulary.words).encode()
    np.savez_compressed(path, words=np.frombuffer(text, dtype=np.uint8), pairs=vocabulary.pairs, weight=vocabulary.weight.astype(np.float32))


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a vocabulary back."""
    with np.load(path, allow_pickle=False) as stored:
        words = stored["words"].tobytes().decode().split("\n")
        return Vocabulary({word: place for place, word in enumerate(words)}, stored["pairs"], stored["weight"])


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the committed judges."""
    return read_vocabulary(DATA / "vocabulary.npz")


@lru_cache(maxsize=1)
def work_weights() -> Linear:
    """The committed judge of the kind of work."""
    return read_linear(DATA / "work.npz")


@lru_cache(maxsize=1)
def experience_weights() -> Linear:
    """The committed judge of resolution, rating and reasons."""
    return read_linear(DATA / "experience.npz")


@lru_cache(maxsize=1)
def rating_cuts() -> Cuts:
    """The committed cuts between ratings."""
    with np.load(DATA / "rating.npz", allow_pickle=False) as stored:
        return Cuts(stored["likely"].astype(np.float64), float(stored["noise"]), stored["stated"].astype(np.float64))

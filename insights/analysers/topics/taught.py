"""What a teacher taught: a linear map from the built-in vectors to the teacher's, and the space of topics that were found with it.

The map is kept with the taxonomy, so that every text is placed at the speed of the built-in vectors and without the teacher.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np

from insights.analysers.topics.space import Space

FOLDS = 4
STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Strengths of the ridge that are tried."""
TEACHER_WEIGHT = 1.0
"""How much the teacher's side counts beside the built-in vectors, both around their mean."""
LONGEST = 256

Encode = Callable[[Sequence[str]], np.ndarray]


class Teacher(Protocol):
    """What is asked of a teacher: its name, and unit vectors of texts, zeros for those without words."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def encode(self, texts: Sequence[str]) -> np.ndarray: ...  # noqa: D102


@dataclass(frozen=True)
class Map:
    """From built-in vectors to a teacher's. `given_back` is the share of the teacher's variance that it tells of texts that it was not fitted to."""

    weights: np.ndarray
    bias: np.ndarray
    given_back: float

    @classmethod
    def fit(cls, features: np.ndarray, taught: np.ndarray, seed: int = 0) -> Map:
        """Ridge regression, as strong as serves best on parts that were left out."""
        inputs, wanted = features.astype(np.float64), taught.astype(np.float64)
        fold = np.random.default_rng(seed).permutation(len(inputs)) % FOLDS
        errors = np.sum([_errors(inputs, wanted, fold == left_out) for left_out in range(FOLDS)], axis=0)
        best = int(np.argmin(np.round(errors, 9)))
        middle, target = inputs.mean(axis=0), wanted.mean(axis=0)
        spread = float(((wanted - target) ** 2).sum())
        weights = _ridge(inputs - middle, wanted - target, STRENGTHS[best : best + 1])[0]
        told = 1 - float(errors[best]) / spread if spread > 0 else 0.0
        return cls(weights.astype(np.float32), (target - middle @ weights).astype(np.float32), round(told, 4))

    def apply(self, features: np.ndarray) -> np.ndarray:
        """Vectors in the teacher's space, float32; a row of zeros stays one."""
        mapped = features.astype(np.float32) @ self.weights + self.bias
        return np.where(features.any(axis=1, keepdims=True), mapped, 0).astype(np.float32)


@dataclass(frozen=True)
class TaughtSpace(Space):
    """A space of built-in vectors beside what the map makes of them; texts come with the built-in ones alone."""

    map: Map
    teacher: str

    @classmethod
    def around(cls, space: Space, mapping: Map, teacher: str) -> TaughtSpace:
        """The space that was found for widened vectors, with the way into it."""
        return cls(**{one.name: getattr(space, one.name) for one in fields(Space)}, map=mapping, teacher=teacher)

    def place(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row per text, as in any space."""
        return super().place(texts, widened(vectors, self.map))


def taught_vectors(texts: Sequence[str], vectors: np.ndarray, own: np.ndarray, encode: Encode, seed: int = 0) -> tuple[np.ndarray, Map]:
    """Vectors with the teacher's side of texts that it reads, and the map that makes this side of any other.

    `own` are the built-in vectors of the texts alone, which are all that the teacher reads. What `vectors` know besides (an answer of support) goes
    through the map, for built-in vectors add up; what the map does not tell of a text that was read is added.
    """
    read = encode([text[:LONGEST] for text in texts])
    mapping = Map.fit(own, read, seed)
    wide = widened(vectors, mapping)
    wide[:, vectors.shape[1] :] += TEACHER_WEIGHT * (read - mapping.apply(own))
    return wide, mapping


def widened(vectors: np.ndarray, mapping: Map) -> np.ndarray:
    """Built-in vectors beside the teacher's."""
    return np.hstack([vectors, TEACHER_WEIGHT * mapping.apply(vectors)]).astype(np.float32)


def _errors(inputs: np.ndarray, wanted: np.ndarray, left_out: np.ndarray) -> np.ndarray:
    """Squared error on the part left out, for every strength."""
    middle, target = inputs[~left_out].mean(axis=0), wanted[~left_out].mean(axis=0)
    fitted = _ridge(inputs[~left_out] - middle, wanted[~left_out] - target, STRENGTHS)
    return np.array([float((((inputs[left_out] - middle) @ weights - (wanted[left_out] - target)) ** 2).sum()) for weights in fitted])


def _ridge(inputs: np.ndarray, wanted: np.ndarray, strengths: Sequence[float]) -> list[np.ndarray]:
    """Weights for every strength, from one decomposition."""
    values, directions = np.linalg.eigh(inputs.T @ inputs)
    turned = directions.T @ (inputs.T @ wanted)
    return [directions @ (turned / (np.maximum(values, 0.0)[:, None] + strength)) for strength in strengths]

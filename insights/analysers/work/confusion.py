"""How the committed judge of the kind of work errs, as measured on companies that it had not seen; written by `benchmarks/work_confusion.py`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from insights.analysers.weights import DATA

FILE = DATA / "work_confusion.toml"


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Conversations whose chance of a kind was about the same: the mean of that chance, the share that truly has the kind, and how many they are."""

    chance: float
    share: float
    conversations: int


@dataclass(frozen=True, slots=True)
class KindErrors:
    """How one kind is missed and mistaken.

    `share` is its true share, `precision` the part of those called so that are, `recall` the part of those that are and were called so, `missed` the
    part of the others that are as well; `truly` holds P(kind is true | this kind was said) for every kind in the order of `Kind`.
    """

    kind: str
    share: float
    precision: float
    recall: float
    missed: float
    truly: tuple[float, ...]
    calibration_error: float
    bins: tuple[CalibrationBin, ...]


@dataclass(frozen=True, slots=True)
class Confusion:
    """The errors of a judge over the conversations of the training companies; of `no_request`, and how often a cause is right where one is due."""

    judge: str
    companies: int
    conversations: int
    no_request_precision: float
    no_request_recall: float
    cause_right: float
    kinds: tuple[KindErrors, ...]


@lru_cache(maxsize=1)
def work_confusion() -> Confusion:
    """The errors of the committed judge, without a company's articles and tools."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    kinds = tuple(
        KindErrors(**{**row, "truly": tuple(row["truly"]), "bins": tuple(CalibrationBin(*each) for each in row["bins"])}) for row in read.pop("kind")
    )
    return Confusion(**read, kinds=kinds)

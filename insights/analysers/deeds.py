"""What somebody asked for and what support did about it, found per turn by patterns: it tells the kind of work in trades that no judge has seen.

The patterns stand in `data/deeds.toml`, in the languages of the training corpus.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from insights.analysers.turns import Turns

if TYPE_CHECKING:
    from insights.analysers.features import Reading

PATTERNS = Path(__file__).parent / "data" / "deeds.toml"
BEFORE, AFTER = r"(?:^|[^\pL\pN])", r"(?:$|[^\pL\pN])"
PREFIX = "deed_"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a turn of a side (customer, support) does, or how it speaks (a trait), and how it is recognised, in RE2's syntax."""

    name: str
    side: str
    trait: bool
    pattern: str

    @property
    def number(self) -> str:
        """The name of its number among the dense numbers of a conversation."""
        return PREFIX + self.name


@dataclass(frozen=True, slots=True)
class Deeds:
    """Which turn holds which deed, shape (turns, deeds)."""

    turns: Turns
    found: np.ndarray

    def of(self, name: str) -> np.ndarray:
        """Turns that hold this deed."""
        return self.found[:, [deed.name for deed in deeds()].index(name)]

    def numbers(self) -> dict[str, np.ndarray]:
        """Per conversation whether it holds each deed."""
        return {deed.number: np.minimum(self.turns.count(given), 1) for deed, given in zip(deeds(), self.found.T, strict=True)}

    def names(self) -> list[tuple[str, ...]]:
        """The names of the deeds of each turn, without traits."""
        names: list[tuple[str, ...]] = [()] * len(self.turns)
        kept = [place for place, deed in enumerate(deeds()) if not deed.trait]
        for row in np.flatnonzero(self.found[:, kept].any(axis=1)):
            names[row] = tuple(deeds()[place].name for place in kept if self.found[row, place])
        return names

    def steps(self, side: str) -> list[list[tuple[int, str]]]:
        """Per conversation what a side did, in order: (turn number, deed), a deed that goes on in the side's next turn told once."""
        mine = [place for place, deed in enumerate(deeds()) if deed.side == side and not deed.trait]
        steps: list[list[tuple[int, str]]] = [[] for _ in range(len(self.turns.batch))]
        before = -1, frozenset[str]()
        for row in np.flatnonzero(self.found[:, mine].any(axis=1)):
            owner, number = int(self.turns.owner[row]), int(self.turns.number[row])
            done = [deeds()[place].name for place in mine if self.found[row, place]]
            known = before[1] if before[0] == owner else frozenset()
            steps[owner] += [(number, name) for name in done if name not in known]
            before = owner, frozenset(done)
        return steps


@lru_cache(maxsize=1)
def deeds() -> tuple[Deed, ...]:
    """Every deed, in the order of its file."""
    read = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))["deed"]
    return tuple(Deed(row["name"], row["side"], row.get("trait", False), _pattern(row)) for row in read)


def read_deeds(reading: Reading) -> Deeds:
    """The deeds of every turn."""
    return Deeds(reading.turns, reading.deeds)


def deeds_among(reading: Reading, chosen: np.ndarray) -> Deeds:
    """The deeds of these turns only."""
    return Deeds(reading.turns, reading.deeds & chosen[:, None])


def with_deeds(reading: Reading, done: Deeds) -> Reading:
    """The reading with the deeds among its numbers."""
    return replace(reading, numbers={**reading.numbers, **done.numbers()})


def with_all_deeds(reading: Reading) -> Reading:
    """The reading with the deeds of every turn among its numbers."""
    return with_deeds(reading, read_deeds(reading))


def _pattern(row: Mapping[str, list[str]]) -> str:
    """Whole words, beginnings of words and what is matched as it stands, as one pattern."""
    words = [f"(?:{'|'.join(row['words'])}){AFTER}"] if "words" in row else []
    starts = [f"{BEFORE}(?:{'|'.join([*words, *row.get('stems', [])])})"] if words or "stems" in row else []
    return "|".join([*starts, *([str(row["pattern"])] if "pattern" in row else [])])

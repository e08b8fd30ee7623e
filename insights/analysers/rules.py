"""What signals say on their own, by weights set by hand: steadier than a fitted judge in conversations unlike those it was fitted on.

A short conversation shows few signals, so a rule counts the more, the more often the customer wrote.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

RULES = Path(__file__).parent / "data" / "rules.toml"
SHORT, LONG = 2, 6
PREFIX = "rule_"


@dataclass(frozen=True, slots=True)
class Rule:
    """A weighted sum of dense numbers that answers `output` of a judge, how much it counts beside that judge, its mean and its deviation."""

    output: str
    say: float
    usual: float
    spread: float
    numbers: tuple[tuple[str, float], ...]

    @property
    def name(self) -> str:
        """The name of the rule's own number."""
        return PREFIX + self.output

    def score(self, numbers: Mapping[str, np.ndarray]) -> np.ndarray:
        """The sum, in deviations from what is usual."""
        total = np.sum([weight * numbers[name] for name, weight in self.numbers], axis=0)
        return (total - self.usual) / self.spread


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of its file."""
    read = tomllib.loads(RULES.read_text(encoding="utf-8"))
    return tuple(Rule(output, row["say"], row["usual"], row["spread"], tuple(row["numbers"].items())) for output, row in read.items())


def apply_rules(numbers: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """One number per rule: its score, fading in with the customer's turns."""
    weight = np.clip((np.rint(np.expm1(numbers["customer_turns"])) - SHORT) / (LONG - SHORT), 0, 1)
    return {rule.name: rule.score(numbers) * weight for rule in rules()}

"""Signals with a meaning, found per turn by patterns: what carries over to companies and domains that a judge has never seen.

The patterns stand in `data/signals.toml`, in the languages of the training corpus (en, de, es, fr, it, nl, pt).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from insights.analysers.turns import Turns

PATTERNS = Path(__file__).parent / "data" / "signals.toml"
WHOLE_WORDS = r"(?:^|[^\pL\pN])(?:{})(?:$|[^\pL\pN])"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something a turn can say: its name, who says it (customer, support, system) and how it is recognised, in RE2's syntax.

    What is `late` counts only once support has replied.
    """

    name: str
    side: str
    pattern: str
    late: bool


@lru_cache(maxsize=1)
def signals() -> tuple[Signal, ...]:
    """Every signal, in the order of its file."""
    read = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))["signal"]
    return tuple(
        Signal(row["name"], row["side"], row.get("pattern") or WHOLE_WORDS.format("|".join(row["words"])), row.get("late", False)) for row in read
    )


def find_signals(turns: Turns) -> np.ndarray:
    """Which turn gives which signal, shape (turns, signals)."""
    return turns.find([(signal.side, signal.pattern) for signal in signals()])

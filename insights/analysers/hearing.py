"""What is heard in each turn: signals, sentiment, and whether it says anything beyond ceremony.

"Is there anything else?", the answer to it, and the goodbyes come after the outcome: what decided stands before them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from insights.analysers.sentiment import measure_sentiment
from insights.analysers.signals import find_signals, signals
from insights.analysers.turns import Turns

CEREMONY_WORDS, FAREWELL_WORDS = 16, 8
COMPLAINTS = ("not_solved", "repeat", "annoyed", "ask_person", "give_up", "ask_how", "ask_act", "ask_mine")


@dataclass(frozen=True, slots=True)
class Heard:
    """Turns with their signals, shape (turns, signals), their sentiment, and which are more than ceremony."""

    turns: Turns
    found: np.ndarray
    sentiment: np.ndarray
    core: np.ndarray

    def signal(self, name: str) -> np.ndarray:
        """Turns that give this signal."""
        return signal_column(self.found, name)

    @property
    def customer(self) -> np.ndarray:
        """Turns of the customer that are more than ceremony."""
        return self.turns.customer & self.core

    @property
    def support(self) -> np.ndarray:
        """Turns of support that are more than ceremony."""
        return self.turns.support & self.core


def hear(turns: Turns) -> Heard:
    """Listen to every turn once."""
    found = find_signals(turns)
    return Heard(turns, found, measure_sentiment(turns.words), _core(turns, found))


def signal_column(found: np.ndarray, name: str) -> np.ndarray:
    """The column of a signal."""
    return found[:, [signal.name for signal in signals()].index(name)]


def _core(turns: Turns, found: np.ndarray) -> np.ndarray:
    """Turns that are more than ceremony."""
    length = np.diff(turns.words.starts)
    polite = signal_column(found, "anything_else") | signal_column(found, "goodbye")
    content = signal_column(found, "done") | signal_column(found, "refusal") | signal_column(found, "promise") | signal_column(found, "lookup")
    ceremony = polite & ~content & (length <= CEREMONY_WORDS)
    asked = np.concatenate([[False], signal_column(found, "anything_else")[:-1]]) if len(turns) else np.zeros(0, dtype=bool)
    same = np.concatenate([[False], turns.owner[1:] == turns.owner[:-1]]) if len(turns) else np.zeros(0, dtype=bool)
    complains = np.any([signal_column(found, name) for name in COMPLAINTS], axis=0)
    answer = turns.customer & asked & same & ~complains & (length <= FAREWELL_WORDS)
    return ~(ceremony | answer)

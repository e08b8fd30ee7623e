"""What goes into a plan and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class PlanInput:
    """The tables of `insights.tables` that a plan is made from. `articles` and `tools` may be empty: then everything counts as missing.

    `efforts` are sizes that somebody stated, by enabler or action; `rejected` are actions with how many conversations bring them back.
    """

    conversations: pa.Table
    messages: pa.Table
    topics: pa.Table
    labels_topic: pa.Table
    labels_work: pa.Table
    labels_experience: pa.Table
    reasons: pa.Table
    articles: pa.Table
    tools: pa.Table
    efforts: Mapping[str, str] = field(default_factory=dict)
    rejected: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The tables ENABLERS, PREDICTIONS, ACTIONS and EVIDENCE of `insights.tables`."""

    enablers: pa.Table
    predictions: pa.Table
    actions: pa.Table
    evidence: pa.Table


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder. Shares of eligible conversations, 0 to 1; `gain` is what the step adds, `total` where it ends."""

    name: str
    label: str
    gain: float
    total: float
    low: float
    high: float
    conversations: int
    exists: int
    missing: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """From today to the potential: rungs `today articles read write people`, `today` and `potential` as shares, 90 % interval of the potential."""

    today: float
    potential: float
    low: float
    high: float
    eligible: int
    rungs: tuple[Rung, ...]

    @property
    def headroom(self) -> float:
        """Potential less today, in points."""
        return 100 * (self.potential - self.today)


@dataclass(frozen=True, slots=True)
class Money:
    """What the saving is reckoned with: the user's own inputs, and what is assumed until they give them."""

    minutes: float = 7.5
    cost_per_hour: float = 28.0
    price: float = 0.90


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The rate when some enablers are built: a share with its 90 % interval, and what it means a month."""

    rate: float
    low: float
    high: float
    unlocked_per_month: float
    hours_per_month: float
    saving_per_month: float

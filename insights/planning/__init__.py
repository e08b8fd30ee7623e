"""From labels to plans: what to build, what it would bring, what to do next."""

from __future__ import annotations

from insights.planning.plan import plan
from insights.planning.records import Ladder, Money, Plan, PlanInput, Rung, WhatIf

__all__ = ["Ladder", "Money", "Plan", "PlanInput", "Rung", "WhatIf", "plan"]

"""The ladder: from what is automated today, over articles, read APIs, write APIs and procedures, to what stays with people.

Computed from the strata of `insights.metrics.automation_questions`, so that it follows the filters. A conversation stands on the rung of the most
that it needs. What people may turn out not to be needed for is counted on the rung of its other kinds of work.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import pandas as pd

from insights.planning.potential import rates
from insights.planning.records import Ladder, Rung
from insights.planning.uncertainty import common_error, deviation, interval

STEPS = (
    ("today", "Today"),
    ("article", "+ Articles"),
    ("read", "+ Read APIs"),
    ("write", "+ Write APIs and procedures"),
)
PEOPLE = ("people", "Left to people")
PEOPLES_RUNG = 4


def ladder(strata: pd.DataFrame, bill: pd.DataFrame | None = None) -> Ladder:
    """The ladder of one part of a workspace; `bill` (enabler_id type exists, and needed if it was asked per part) counts the enablers of a rung."""
    found = rates(strata)
    steps = strata["rung"].astype(int).to_numpy().clip(0, PEOPLES_RUNG)
    places = [0 if automated else step_of(int(rung), str(name)) for rung, name, automated in
              zip(steps, strata["work_class"], strata["automated"], strict=True)]  # fmt: skip
    part = strata.assign(step=places, expected=strata["p_potential"].astype(float))
    eligible = int(part["conversations"].sum())
    automated = int(part.loc[part["step"] == 0, "conversations"].sum())
    potential = (automated + float(part.loc[part["step"] > 0, "expected"].sum())) / max(eligible, 1)
    common = common_error(strata, potential) / max(potential, 1e-9)
    rungs, shares, total = [], {}, 0.0
    for place, (name, label) in enumerate(STEPS):
        here = part[part["step"] == place]
        gain = automated / eligible if place == 0 and eligible else float(here["expected"].sum()) / max(eligible, 1)
        total += gain
        if place:
            for work_class, expected in zip(here["work_class"], here["expected"], strict=True):
                shares[work_class] = shares.get(work_class, 0.0) + expected / eligible
        low, high = bounds(automated, shares, total, eligible, found, common)
        rungs.append(
            Rung(
                name,
                label,
                gain,
                total,
                low,
                high,
                int(here.loc[(here["rung"].astype(int) < PEOPLES_RUNG) | (place == 0), "conversations"].sum()),
                *counted(bill, name),
            )
        )
    left = int(strata.loc[(steps == PEOPLES_RUNG) & ~strata["automated"].astype(bool), "conversations"].sum())
    top = rungs[-1]
    rungs.append(Rung(*PEOPLE, 1 - total if eligible else 0.0, 1.0, 1 - top.high if eligible else 0.0, 1 - top.low if eligible else 0.0, left, 0, 0))
    return Ladder(rungs[0].total, total, top.low, top.high, eligible, tuple(rungs))


def bounds(automated: int, shares: dict[str, float], total: float, eligible: int, found: dict, common: float) -> tuple[float, float]:
    """The 90 % interval of a rung's end: what is automated is a fact but for chance, the steps add their uncertainty.

    `common` is what does not average out, as a part of the potential.
    """
    if not eligible:
        return 0.0, 1.0
    today = automated / eligible
    chance = today * (1 - today) / eligible
    spread = (deviation(shares, found, eligible, judged=common * total) ** 2 + chance) ** 0.5 if shares else chance**0.5
    return interval(total, spread)


def step_of(rung: int, work_class: str) -> int:
    """The rung that a conversation's expected part belongs to, with people's rung resolved by the other kinds of work."""
    if rung < PEOPLES_RUNG:
        return max(rung, 1)
    kinds = set(work_class.split("+"))
    if kinds & {"action"}:
        return 3
    return 2 if kinds & {"personalised"} else 1 if kinds & {"informational"} else 3


def counted(bill: pd.DataFrame | None, kind: str) -> tuple[int, int]:
    """How many enablers of a type exist and are missing, of those that this part needs."""
    if bill is None or kind not in {"article", "read", "write"}:
        return 0, 0
    here = bill[bill["type"] == kind]
    if "needed" in here:
        here = here[here["needed"] > 0]
    there = int(here["exists"].sum())
    return there, len(here) - there

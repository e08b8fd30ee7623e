"""P(an AI agent resolves a conversation, given what it needs), from stated priors and the workspace's own experience.

1. Each kind of work has a prior: a rate, and how many observed conversations it is worth. The reasons stand beside the numbers.
2. A conversation of several kinds is as hard as its hardest kind, and a little harder for each one more.
3. Conversations that a bot answered with everything it needed in place update the priors: first what the other kinds show (a good or a poor bot),
   then what the kind itself shows, then each topic within it. Each counts half, since which conversations reach a bot is no accident; however many
   a topic has, it is one topic; and those of topics in which the bot never resolved one count nothing, since it is not set up there.
4. A conversation in which a bot already failed counts for less than one that it never saw: together with those of its topic that the bot resolved
   they make the rate, or what is known to have gone well would be counted twice.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from insights.model import Kind
from insights.planning.judging import JUDGE

EVIDENCE_WEIGHT = 0.5
POOLED_WEIGHT = 10.0
TOPIC_WORTH = 60.0
"""How many conversations a kind's rate is worth in each of its topics: topics of one kind differ by about 6 points (one standard deviation)."""
PER_FURTHER_KIND = 0.96
RESIDUAL = 0.05
"""P(resolved) while something needed is missing: a few customers find their own way."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is assumed of a kind of work before the workspace shows anything."""

    kind: Kind
    rate: float
    worth: float
    reason: str


PRIORS = (
    Prior(
        Kind.INFORMATIONAL,
        0.75,
        30,
        "Questions whose answer stands in an article are what AI agents do best: vendors state 65 to 80 % over all conversations of customers with "
        "good help centres, users report 45 to 55 % where articles are thin. With the article in place we assume 75 %.",
    ),
    Prior(
        Kind.PERSONALISED,
        0.70,
        30,
        "A look-up by API is reliable once the customer is identified; some customers fail at that, or dislike the answer. We assume 70 %, between "
        "answers and actions.",
    ),
    Prior(
        Kind.ACTION,
        0.60,
        30,
        "Doing something by API under rules: published results of language-model agents on the public τ-bench tasks run from under 50 % (GPT-4o, "
        "2024) to 56 to 66 % on its airline tasks (leaderboard, 2025), and higher on retail. We assume 60 %.",
    ),
    Prior(
        Kind.HUMAN,
        0.05,
        60,
        "By definition a person's judgement is needed. 5 % is left for customers who accept an explanation.",
    ),
)
RATE = {prior.kind: prior for prior in PRIORS}
HARDEST_FIRST = (Kind.HUMAN, Kind.ACTION, Kind.PERSONALISED, Kind.INFORMATIONAL)


@dataclass(frozen=True, slots=True)
class Rate:
    """P(resolved) of a combination of kinds with everything in place, and its standard deviation."""

    mean: float
    deviation: float


def prior_of(work_class: str) -> tuple[float, float]:
    """Rate and worth of a combination of kinds.

    >>> prior_of("informational+action")
    (0.576, 30)
    """
    kinds = set(work_class.split("+")) - {""}
    if not kinds:
        return 0.0, 1.0
    prior = RATE[next(kind for kind in HARDEST_FIRST if kind in kinds)]
    further = 0 if prior.kind is Kind.HUMAN else len(kinds) - 1
    return prior.rate * PER_FURTHER_KIND**further, prior.worth


def rates(evidence: pd.DataFrame) -> dict[str, Rate]:
    """The rate of each `work_class` after `tried` conversations of which the bot resolved `reached`."""
    seen = dict(zip(evidence["work_class"].tolist(), zip(evidence["tried"].tolist(), evidence["reached"].tolist(), strict=True), strict=True))
    expected = {name: EVIDENCE_WEIGHT * tried * prior_of(name)[0] for name, (tried, _) in seen.items()}
    observed = {name: EVIDENCE_WEIGHT * reached for name, (_, reached) in seen.items()}
    found = {}
    for name, (tried, reached) in seen.items():
        # What the other kinds showed; its own evidence comes after, and counts once.
        others = sum(observed.values()) - observed[name], sum(expected.values()) - expected[name]
        factor = (others[0] + POOLED_WEIGHT) / (others[1] + POOLED_WEIGHT)
        found[name] = posterior(name, factor, tried, reached)
    return found


def posterior(work_class: str, factor: float, tried: int, reached: int) -> Rate:
    """Beta-Binomial update of one combination of kinds, whose prior is moved by what the other kinds showed (`factor`)."""
    rate, worth = prior_of(work_class)
    start = min(max(rate * factor, 0.3 * rate), 0.95)
    weight = worth + EVIDENCE_WEIGHT * tried
    mean = (start * worth + EVIDENCE_WEIGHT * reached) / weight
    return Rate(mean, float(np.sqrt(mean * (1 - mean) / (weight + 1))))


def over_topics(evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence per kind from that of its topics (`topic_id work_class tried reached`): however much one topic shows, it is one topic.

    >>> over_topics(pd.DataFrame({"topic_id": ["t1"], "work_class": ["action"], "tried": [1000], "reached": [500]})).round().values.tolist()
    [['action', 107.0, 54.0]]
    """
    seen = TOPIC_WORTH / (TOPIC_WORTH + EVIDENCE_WEIGHT * evidence["tried"])
    told = evidence.assign(tried=evidence["tried"] * seen, reached=evidence["reached"] * seen)
    return told.groupby("work_class", as_index=False, sort=True)[["tried", "reached"]].sum()


def topic_rates(evidence: pd.DataFrame, found: Mapping[str, Rate]) -> dict[tuple[str, str], Rate]:
    """The rate of each kind within a topic: the kind's own, moved by what a bot reached there (`topic_id work_class tried reached`)."""
    columns = ("topic_id", "work_class", "tried", "reached")
    lines = zip(*(evidence[name].tolist() for name in columns), strict=True)
    return {(topic, name): departed(known(name, found), tried, reached) for topic, name, tried, reached in lines}


def departed(kind: Rate, tried: float, reached: float) -> Rate:
    """The rate of a kind in one topic. What is unsure of the kind stays unsure as far as the topic shows nothing of its own.

    >>> departed(Rate(0.6, 0.0), 0, 0).mean, round(departed(Rate(0.6, 0.0), 120, 24).mean, 2)
    (0.6, 0.4)
    """
    weight = TOPIC_WORTH + EVIDENCE_WEIGHT * tried
    mean = (kind.mean * TOPIC_WORTH + EVIDENCE_WEIGHT * reached) / weight
    own = mean * (1 - mean) / (weight + 1)
    return Rate(mean, float(np.sqrt(own + (kind.deviation * TOPIC_WORTH / weight) ** 2)))


def known(work_class: str, found: Mapping[str, Rate]) -> Rate:
    """The rate of a combination of kinds, or its prior where the workspace has none of it."""
    if work_class in found:
        return found[work_class]
    rate, worth = prior_of(work_class)
    return Rate(rate, float(np.sqrt(rate * (1 - rate) / (worth + 1))))


def without_human(work_class: str) -> str:
    """The combination of kinds that is left if no person were needed after all; a request of unknown kind counts as an action."""
    kinds = [kind for kind in work_class.split("+") if kind and kind != Kind.HUMAN]
    return "+".join(kinds) or str(Kind.ACTION)


def resolution_odds(
    work_class: pd.Series,
    p_human: pd.Series,
    found: Mapping[str, Rate],
    *,
    topic_id: pd.Series | None = None,
    local: Mapping[tuple[str, str], Rate] = MappingProxyType({}),
) -> np.ndarray:
    """P(resolved with all enablers) of each conversation: a mixture of "no person needed" and "a person needed" by the judge's probability.

    The judge's probability is kept within what its measured error allows, on the side of its own verdict. `local` holds the rates of topics that
    have their own.
    """
    classes, code = np.unique(work_class.to_numpy(dtype=object), return_inverse=True)
    topics, place = np.unique(np.full(len(code), "") if topic_id is None else topic_id.to_numpy(dtype=object), return_inverse=True)
    rest = [without_human(name) for name in classes]
    alone = np.array([[local.get((topic, name)) or known(name, found) for name in rest] for topic in topics], dtype=object)
    means = np.array([[rate.mean for rate in row] for row in alone], dtype=float).reshape(len(topics), len(classes))[place, code]
    human = np.array([Kind.HUMAN in name.split("+") for name in classes], dtype=bool)[code]
    chance = p_human.to_numpy(dtype=float)
    needed = np.where(human, chance.clip(0.5, 1 - JUDGE.human_floor), chance.clip(JUDGE.human_floor, JUDGE.human_ceiling))
    return (1 - needed) * means + needed * known(str(Kind.HUMAN), found).mean


def after_failures(odds: np.ndarray, topic_id: pd.Series, tried: np.ndarray, automated: np.ndarray) -> np.ndarray:
    """The odds with what a bot resolved as 1, and what it `tried` without success so much lower that both together keep the rate of their topic."""
    topics, place = np.unique(topic_id.to_numpy(dtype=object), return_inverse=True)
    failed = tried & ~automated

    def summed(chosen: np.ndarray) -> np.ndarray:
        return np.bincount(place[chosen], weights=odds[chosen], minlength=len(topics))

    done = np.bincount(place[automated], minlength=len(topics))
    left = np.clip(summed(tried | automated) - done, 0.0, None) / np.maximum(summed(failed), 1e-9)
    return np.where(automated, 1.0, np.where(failed, odds * np.minimum(left, 1.0)[place], odds))

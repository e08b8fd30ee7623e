"""How wrong the judge of work may be, as measured on companies that it had not seen. Everything that another judge changes stands in JUDGE.

Errors repeat: conversations that ask the same thing are misjudged in the same way. So the error of a share has a part that a whole workspace has in
common, one per topic, one per subtopic, and one per conversation; only the later ones average out. `benchmarks/coverage.py corpus` measures them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from insights.model import Kind


@dataclass(frozen=True, slots=True)
class KindError:
    """Of conversations called this kind, the share that is (`right`); of the others, the share that is as well (`missed`)."""

    kind: Kind
    right: float
    missed: float


@dataclass(frozen=True, slots=True)
class JudgeError:
    """Standard deviations of the error of P(resolved), as parts of 1, and the measured confusion that they come from."""

    workspace: float
    topic: float
    subtopic: float
    conversation: float
    human_floor: float
    human_ceiling: float
    needs: float
    kinds: tuple[KindError, ...]
    source: str


JUDGE = JudgeError(
    workspace=0.027,
    topic=0.035,
    subtopic=0.049,
    conversation=0.155,
    human_floor=0.02,
    human_ceiling=0.15,
    needs=0.25,
    kinds=(
        KindError(Kind.INFORMATIONAL, 0.80, 0.10),
        KindError(Kind.PERSONALISED, 0.58, 0.11),
        KindError(Kind.ACTION, 0.70, 0.13),
        KindError(Kind.HUMAN, 0.75, 0.07),
    ),
    source="Measured on the 2,114 requests of our 83 made-up companies, each judged without having seen its company, as the difference between the "
    "chance that goes with the true kinds of work and the one that goes with the kinds as judged.",
)


def judge_deviation(topics_alike: float, subtopics_alike: float, conversations: int) -> float:
    """Standard deviation of the judge's error of an average over conversations.

    Args:
        topics_alike: Sum of the squared shares of their topics: 1 for a single topic.
        subtopics_alike: The same of their subtopics.
        conversations: How many there are.
    """
    if not conversations:
        return 0.0
    parts = (
        JUDGE.workspace**2,
        JUDGE.topic**2 * topics_alike,
        JUDGE.subtopic**2 * subtopics_alike,
        JUDGE.conversation**2 / conversations,
    )
    return math.sqrt(sum(parts))

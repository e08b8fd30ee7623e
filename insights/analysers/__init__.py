"""From text to labels: one file or folder per question, each a pure function of a batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from insights.analysers.experience import judge_experience, label_experience
from insights.analysers.features import read_batch
from insights.analysers.knowledge import Knowledge
from insights.analysers.weights import vocabulary
from insights.analysers.work import judge_work, label_work
from insights.tables import LABELS_EXPERIENCE, LABELS_WORK, REASONS, Table
from insights.text.batch import Batch
from insights.text.encoding import Encoder


@dataclass(frozen=True, slots=True)
class Analyser:
    """A question that is asked of every conversation: the tables that it fills, the first with one row per conversation."""

    name: str
    fills: tuple[Table, ...]
    help: str
    run: Callable[[Batch, Encoder, Knowledge | None], tuple[pa.Table, ...]]


ANALYSERS = (
    Analyser("work", (LABELS_WORK,), "What would it have taken to help?", lambda batch, encoder, knowledge: (judge_work(batch, encoder, knowledge),)),
    Analyser(
        "experience", (LABELS_EXPERIENCE, REASONS), "How did it end, and how did it feel?", lambda batch, encoder, _: judge_experience(batch, encoder)
    ),
)


def judge(batch: Batch, encoder: Encoder, knowledge: Knowledge | None) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Work, experience and reasons of a batch that is read only once."""
    reading = read_batch(batch, vocabulary())
    return (label_work(reading, encoder, knowledge), *label_experience(reading))

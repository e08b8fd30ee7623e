"""What is judged of conversations batch by batch: work, experience, and one vector per request. Pure, like the analysis that goes on from here.

Batches are judged one after the other, or by a few processes at once. Those import this module, so it stays light.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import pyarrow as pa

from insights.analysers.experience import label_experience
from insights.analysers.features import read_batch
from insights.analysers.knowledge import Knowledge
from insights.analysers.topics import request_text, request_vectors
from insights.analysers.weights import vocabulary
from insights.analysers.work import label_work
from insights.model import Article, Tool
from insights.pipeline.batching import batches
from insights.pipeline.pool import cores, each
from insights.store.schema import rows, shaped
from insights.tables import LABELS_EXPERIENCE, LABELS_WORK, REASONS, Table
from insights.text.batch import Batch
from insights.text.encoding import Encoder

ALONE = 4_000
"""Up to so many conversations are judged in this process: starting others would take longer."""
MOST_WORKERS = 2

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one batch gave, or all of them together; the experience is that before anybody came back."""

    texts: list[str]
    vectors: np.ndarray
    work: pa.Table
    experience: pa.Table
    reasons: pa.Table
    seconds: dict[str, float]


class Watch:
    """Adds up the seconds of named stages."""

    def __init__(self) -> None:
        """Start."""
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        """What passed since the last lap belongs to `stage`."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now


@lru_cache(maxsize=1)
def library(articles: tuple[Article, ...], tools: tuple[Tool, ...]) -> Knowledge:
    """A company's knowledge, read once per process."""
    return Knowledge.of(articles, tools, Encoder.load())


def judge(batch: Batch, *, articles: Sequence[Article], tools: Sequence[Tool]) -> Judged:
    """Everything about a batch that needs no other batch."""
    watch = Watch()
    encoder = Encoder.load()
    texts = request_text(batch)
    vectors = request_vectors(batch, texts, encoder.vectors)
    watch.lap("requests")
    reading = read_batch(batch, vocabulary())
    watch.lap("features")
    work = label_work(reading, encoder, library(tuple(articles), tuple(tools)))
    watch.lap("work")
    experience, reasons = label_experience(reading)
    watch.lap("experience")
    return Judged(texts, vectors, work, experience, reasons, watch.seconds)


def judge_all(
    conversations: pa.Table, messages: pa.Table, articles: Sequence[Article], tools: Sequence[Tool], *, progress: Progress, workers: int | None = None
) -> Judged:
    """Every batch, one after the other or by a few processes at once, as one."""
    watch, parts = Watch(), list[Judged]()
    wanted = workers or (1 if conversations.num_rows <= ALONE else min(MOST_WORKERS, cores()))
    for one in each(partial(judge, articles=articles, tools=tools), batches(conversations, messages), workers=wanted):
        parts.append(one)
        done = sum(len(part.texts) for part in parts)
        progress(0.75 * done / conversations.num_rows, f"Read {done:,} of {conversations.num_rows:,} conversations")
    watch.lap("judging")
    return Judged(
        [text for part in parts for text in part.texts],
        np.concatenate([part.vectors for part in parts]) if parts else np.zeros((0, Encoder.load().dimensions), np.float32),
        _together(LABELS_WORK, [part.work for part in parts]),
        _together(LABELS_EXPERIENCE, [part.experience for part in parts]),
        _together(REASONS, [part.reasons for part in parts]),
        _stages(watch, parts),
    )


def _together(table: Table, parts: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables([shaped(table, part) for part in parts]).combine_chunks() if parts else rows(table, [])


def _stages(watch: Watch, judged: Sequence[Judged]) -> dict[str, float]:
    """Seconds per stage; those of the judges are added up over the processes, `judging` is what the clock said."""
    names = sorted({name for part in judged for name in part.seconds})
    inside = {name: sum(part.seconds[name] for part in judged) for name in names}
    return {name: round(value, 3) for name, value in (inside | watch.seconds).items()}

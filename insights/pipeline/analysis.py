"""From conversations to every table of the snapshot. Pure: nothing is read from or written to the disk but the judges' own files.

Batches of conversations are judged one after the other, or by a few processes at once; what is kept of a batch is its labels and one vector per
request. The taxonomy is discovered on a sample and every conversation is then placed in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import pyarrow as pa

from insights.analysers.experience import label_experience, recontacts
from insights.analysers.features import read_batch
from insights.analysers.knowledge import Knowledge
from insights.analysers.topics import Taxonomy, assign, discover, request_text, request_vectors
from insights.analysers.weights import vocabulary
from insights.analysers.work import label_work
from insights.model import Article, Resolution, Tool
from insights.pipeline.batching import batches
from insights.pipeline.editing import plan_input
from insights.pipeline.pool import cores, each
from insights.planning import plan
from insights.store.control import Event
from insights.store.schema import rows, shaped
from insights.tables import ARTICLES, LABELS_EXPERIENCE, LABELS_TOPIC, LABELS_WORK, REASONS, TOOLS, TOPICS, Table
from insights.text.batch import Batch
from insights.text.encoding import Encoder

ALONE = 4_000
"""Up to so many conversations are judged in this process: starting others would take longer."""
MOST_WORKERS = 2
CAME_BACK = 0.2
"""A customer who comes back about the same topic within a week says more than the words did."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """The tables of the snapshot but `meta`, the taxonomy to keep, the seconds of each stage and the judges' versions."""

    tables: dict[str, pa.Table]
    taxonomy: Taxonomy
    seconds: dict[str, float]
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one batch gave."""

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


def analyse(
    conversations: pa.Table,
    messages: pa.Table,
    articles: Sequence[Article],
    tools: Sequence[Tool],
    *,
    progress: Progress,
    workers: int | None = None,
    taxonomy: Taxonomy | None = None,
    events: Sequence[Event] = (),
) -> Result:
    """Judge, find or reuse the topics, plan. The plan counts what the user corrected; the labels stay as they were judged."""
    watch, total = Watch(), max(conversations.num_rows, 1)
    wanted = workers or (1 if total <= ALONE else min(MOST_WORKERS, cores()))
    judged: list[Judged] = []
    for one in each(partial(judge, articles=articles, tools=tools), batches(conversations, messages), workers=wanted):
        judged.append(one)
        done = sum(len(part.texts) for part in judged)
        progress(0.75 * done / total, f"Read {done:,} of {conversations.num_rows:,} conversations")
    watch.lap("judging")
    progress(0.77, "Finding what they write about")
    ids = conversations["conversation_id"].to_pylist()
    texts = [text for part in judged for text in part.texts]
    vectors = np.concatenate([part.vectors for part in judged]) if judged else np.zeros((0, Encoder.load().dimensions), np.float32)
    found = taxonomy or discover(ids, texts, vectors, encode=Encoder.load().vectors, seed=0)
    placed = assign(found, texts, vectors)
    labels_topic = shaped(LABELS_TOPIC, placed.add_column(0, "conversation_id", conversations["conversation_id"]))
    watch.lap("topics")
    tables = _judged_tables(conversations, messages, labels_topic, judged) | {
        "articles": rows(ARTICLES, [{name: getattr(article, name) for name in ARTICLES.names} for article in articles]),
        "tools": rows(TOOLS, [{name: getattr(tool, name) for name in TOOLS.names} for tool in tools]),
        "topics": shaped(TOPICS, found.topics),
    }
    progress(0.88, "Working out what to do next")
    made = plan(plan_input(tables, events))
    tables |= {"enablers": made.enablers, "predictions": made.predictions, "actions": made.actions, "evidence": made.evidence}
    watch.lap("planning")
    progress(0.95, "Writing the result")
    return Result(tables, found, _stages(watch, judged), _versions(tables))


def _judged_tables(conversations: pa.Table, messages: pa.Table, labels_topic: pa.Table, judged: Sequence[Judged]) -> dict[str, pa.Table]:
    """What was said, and every label."""
    experience = _together(LABELS_EXPERIENCE, [part.experience for part in judged])
    return {
        "conversations": conversations,
        "messages": messages,
        "labels_topic": labels_topic,
        "labels_work": _together(LABELS_WORK, [part.work for part in judged]),
        "labels_experience": _came_back(conversations, labels_topic, experience),
        "reasons": _together(REASONS, [part.reasons for part in judged]),
    }


def _together(table: Table, parts: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables([shaped(table, part) for part in parts]).combine_chunks() if parts else rows(table, [])


def _came_back(conversations: pa.Table, labels_topic: pa.Table, experience: pa.Table) -> pa.Table:
    """Answers that were assumed to help and did not, for the customer asked again."""
    again = recontacts(conversations, labels_topic["topic_id"].to_pylist(), experience["resolution"].to_pylist())
    resolution = np.array(experience["resolution"].to_pylist(), dtype=object)
    lowered = np.array(again, dtype=bool) & (resolution == Resolution.ASSUMED.value)
    if not lowered.any():
        return experience
    resolution[lowered] = Resolution.UNRESOLVED.value
    chance = np.array(experience["p_resolved"].to_pylist(), dtype=object)
    chance[lowered] = CAME_BACK
    sure = np.array(experience["resolution_confidence"].to_pylist(), dtype=object)
    sure[lowered] = 1 - CAME_BACK
    for name, values in (("resolution", resolution), ("p_resolved", chance), ("resolution_confidence", sure)):
        place = experience.schema.get_field_index(name)
        experience = experience.set_column(place, name, pa.array(values.tolist(), experience.schema.field(name).type))
    return experience


def _stages(watch: Watch, judged: Sequence[Judged]) -> dict[str, float]:
    """Seconds per stage; those of the judges are added up over the processes, `judging` is what the clock said."""
    names = sorted({name for part in judged for name in part.seconds})
    inside = {name: sum(part.seconds[name] for part in judged) for name in names}
    return {name: round(value, 3) for name, value in (inside | watch.seconds).items()}


def _versions(tables: dict[str, pa.Table]) -> dict[str, str]:
    """The judges that made the labels."""
    found = {}
    for name, column in (("labels_topic", "topic_judge"), ("labels_work", "work_judge"), ("labels_experience", "experience_judge")):
        said = tables[name][column].unique().to_pylist()
        found[name.removeprefix("labels_")] = ", ".join(sorted(str(one) for one in said if one))
    return found

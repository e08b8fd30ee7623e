"""From conversations to every table of the snapshot. Pure: nothing is read from or written to the disk but the judges' own files.

Batches of conversations are judged one after the other, or by a few processes at once; what is kept of a batch is its labels and one vector per
request. The taxonomy is discovered on a sample and every conversation is then placed in it, as people edited it.
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
from insights.analysers.topics.curation import Correction, Curation, curated
from insights.analysers.topics.lesson import discover_taught
from insights.analysers.topics.taught import Teacher
from insights.analysers.weights import vocabulary
from insights.analysers.work import label_work
from insights.model import Article, Resolution, Tool
from insights.pipeline.batching import batches
from insights.pipeline.editing import curations, plan_input
from insights.pipeline.pool import cores, each
from insights.planning import plan
from insights.store.control import Event
from insights.store.schema import rows, shaped
from insights.tables import ARTICLES, LABELS_EXPERIENCE, LABELS_TOPIC, LABELS_WORK, REASONS, TOOLS, TOPICS, Table
from insights.text.batch import Batch
from insights.text.encoding import Encoder
from insights.text.glossary import in_english

ALONE = 4_000
"""Up to so many conversations are judged in this process: starting others would take longer."""
MOST_WORKERS = 2
CAME_BACK = 0.2
"""A customer who comes back about the same topic within a week says more than the words did."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """The tables of the snapshot but `meta`, the taxonomy with every edit, the seconds of each stage, the judges' versions.

    `learnt` is how many conversations are in another topic because others were corrected.
    """

    tables: dict[str, pa.Table]
    taxonomy: Taxonomy
    seconds: dict[str, float]
    versions: dict[str, str]
    learnt: int


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


def find_topics(conversations: pa.Table, judged: Judged, teacher: Teacher | None = None) -> Taxonomy:
    """The topics of these conversations, as a teacher tells them apart if there is one."""
    ids, encode = conversations["conversation_id"].to_pylist(), Encoder.load().vectors
    if teacher is None:
        return discover(ids, judged.texts, judged.vectors, encode=encode, seed=0)
    return discover_taught(ids, judged.texts, judged.vectors, encode=encode, teacher=teacher, seed=0)


def recalling(judged: Judged) -> Callable[[Sequence[str]], np.ndarray]:
    """The vectors of texts; a request lies where its conversation lies, with its answer."""
    first = {text: row for row, text in reversed(list(enumerate(judged.texts)))}

    def encode(texts: Sequence[str]) -> np.ndarray:
        vectors = Encoder.load().vectors(in_english(texts)).astype(np.float32)
        for place, text in enumerate(texts):
            if text in first:
                vectors[place] = judged.vectors[first[text]]
        return vectors

    return encode


def analyse(
    conversations: pa.Table,
    messages: pa.Table,
    articles: Sequence[Article],
    tools: Sequence[Tool],
    *,
    progress: Progress,
    workers: int | None = None,
) -> Result:
    """Judge, find the topics, plan."""
    judged = judge_all(conversations, messages, articles, tools, progress=progress, workers=workers)
    progress(0.77, "Finding what they write about")
    found = find_topics(conversations, judged)
    return conclude(conversations, messages, articles, tools, judged, found, progress=progress)


def conclude(
    conversations: pa.Table,
    messages: pa.Table,
    articles: Sequence[Article],
    tools: Sequence[Tool],
    judged: Judged,
    found: Taxonomy,
    *,
    progress: Progress,
    events: Sequence[Event] = (),
) -> Result:
    """Place every conversation and plan. The plan counts what the user corrected; the labels stay as they were judged."""
    watch = Watch()
    progress(0.8, "Putting conversations into topics")
    ids = conversations["conversation_id"].to_pylist()
    made = curations(found.topics, events, dict(zip(ids, judged.texts, strict=True)))
    edited, labels, learnt = _placed(found, made, judged)
    labels_topic = shaped(LABELS_TOPIC, labels.add_column(0, "conversation_id", conversations["conversation_id"]))
    watch.lap("topics")
    tables = {
        "conversations": conversations,
        "messages": messages,
        "labels_topic": labels_topic,
        "labels_work": judged.work,
        "labels_experience": _came_back(conversations, labels_topic, judged.experience),
        "reasons": judged.reasons,
        "articles": rows(ARTICLES, [{name: getattr(article, name) for name in ARTICLES.names} for article in articles]),
        "tools": rows(TOOLS, [{name: getattr(tool, name) for name in TOOLS.names} for tool in tools]),
        "topics": shaped(TOPICS, edited.topics),
    }
    progress(0.88, "Working out what to do next")
    planned = plan(plan_input(tables, events))
    tables |= {"enablers": planned.enablers, "predictions": planned.predictions, "actions": planned.actions, "evidence": planned.evidence}
    watch.lap("planning")
    progress(0.95, "Writing the result")
    seconds = judged.seconds | {name: round(value, 3) for name, value in watch.seconds.items()}
    return Result(tables, edited, seconds, _versions(tables), learnt)


def _placed(found: Taxonomy, made: Sequence[Curation], judged: Judged) -> tuple[Taxonomy, pa.Table, int]:
    """The taxonomy as it was curated, topic and subtopic of every conversation in it, and how many moved because others were corrected."""
    encode = recalling(judged)
    edited, said = curated(found, made, encode), {one.text for one in made if isinstance(one, Correction)}
    labels = assign(edited, judged.texts, judged.vectors)
    if not said:
        return edited, labels, 0
    untaught = curated(found, [one for one in made if not isinstance(one, Correction)], encode)
    before = assign(untaught, judged.texts, judged.vectors)
    pairs = [zip(table["topic_id"].to_pylist(), table["subtopic_id"].to_pylist(), strict=True) for table in (before, labels)]
    return edited, labels, sum(was != now and text not in said for was, now, text in zip(*pairs, judged.texts, strict=True))


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

"""From conversations to every table of the snapshot. Pure: nothing is read from or written to the disk but the judges' own files.

Of a batch that was judged its labels and one vector per request are kept. The taxonomy is discovered on a sample and every conversation is then
placed in it, as people edited it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from insights.analysers.experience import recontacts
from insights.analysers.topics import Taxonomy, assign, discover
from insights.analysers.topics.curation import Correction, Curation, curated
from insights.analysers.topics.lesson import discover_taught
from insights.analysers.topics.taught import Teacher
from insights.model import Article, Resolution, Tool
from insights.pipeline.editing import curations, plan_input
from insights.pipeline.judging import Judged, Progress, Watch, judge_all
from insights.pipeline.lessons import lessons_of
from insights.planning import plan
from insights.planning.learning import Learnt
from insights.store.control import Event
from insights.store.schema import rows, shaped
from insights.store.taught import learning_on
from insights.tables import ARTICLES, LABELS_TOPIC, TOOLS, TOPICS
from insights.text.encoding import Encoder
from insights.text.glossary import in_english

CAME_BACK = 0.2
"""A customer who comes back about the same topic within a week says more than the words did."""


@dataclass(frozen=True, slots=True)
class Result:
    """The tables of the snapshot but `meta`, the taxonomy with every edit, the seconds of each stage, the judges' versions.

    `learnt` is how many conversations are in another topic because others were corrected, `lessons` what answers taught of the other labels.
    """

    tables: dict[str, pa.Table]
    taxonomy: Taxonomy
    seconds: dict[str, float]
    versions: dict[str, str]
    learnt: int
    lessons: tuple[Learnt, ...] = ()


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
    lessons = lessons_of(tables["labels_work"], tables["labels_experience"], events) if learning_on(events) else ()
    planned = plan(plan_input(tables, events, lessons))
    tables |= {"enablers": planned.enablers, "predictions": planned.predictions, "actions": planned.actions, "evidence": planned.evidence}
    watch.lap("planning")
    progress(0.95, "Writing the result")
    seconds = judged.seconds | {name: round(value, 3) for name, value in watch.seconds.items()}
    return Result(tables, edited, seconds, _versions(tables), learnt, lessons)


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


def _versions(tables: dict[str, pa.Table]) -> dict[str, str]:
    """The judges that made the labels."""
    found = {}
    for name, column in (("labels_topic", "topic_judge"), ("labels_work", "work_judge"), ("labels_experience", "experience_judge")):
        said = tables[name][column].unique().to_pylist()
        found[name.removeprefix("labels_")] = ", ".join(sorted(str(one) for one in said if one))
    return found

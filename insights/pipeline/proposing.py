"""The job `propose`: works out what could be made of the topics, and leaves it for somebody to decide. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from insights.analysers.topics import Taxonomy, assign
from insights.analysers.topics import proposals as proposed
from insights.analysers.topics.curation import curated
from insights.analysers.topics.proposals import Proposed, Requests
from insights.analysers.topics.succession import Diff, difference, succeed
from insights.errors import UnusableSetting
from insights.pipeline import proposal
from insights.pipeline.analysis import find_topics, recalling
from insights.pipeline.editing import curations, named, placed_now
from insights.pipeline.judging import Progress
from insights.pipeline.rebuild import Material, material
from insights.pipeline.taxonomies import Origin
from insights.pipeline.teaching import teacher_of
from insights.store import truth
from insights.store.control import Control, Event
from insights.store.home import workspace_folder
from insights.store.overlay import live
from insights.store.publication import checksum
from insights.store.queue import Job
from insights.store.topics import Topics, edited_topics

Pair = tuple[str, str | None]


@dataclass(frozen=True)
class Situation:
    """How things stand: the topics with every edit, and where each conversation is, as judged and as it is counted."""

    one: Material
    taxonomy: Taxonomy
    labels: pa.Table
    topics: Topics
    now: list[Pair]

    @cached_property
    def ids(self) -> list[str]:
        """The conversations."""
        return self.one.conversations["conversation_id"].to_pylist()

    @cached_property
    def requests(self) -> Requests:
        """The conversations where they are counted."""
        judged = self.one.judged
        return Requests(self.ids, judged.texts, judged.vectors, [topic for topic, _ in self.now], [part for _, part in self.now])


def situation(one: Material, found: Taxonomy, events: Sequence[Event]) -> Situation:
    """These conversations in a taxonomy with these edits of it."""
    requests = dict(zip(one.conversations["conversation_id"].to_pylist(), one.judged.texts, strict=True))
    taxonomy = curated(found, curations(found.topics, events, requests), recalling(one.judged))
    labels = assign(taxonomy, one.judged.texts, one.judged.vectors).add_column(0, "conversation_id", one.conversations["conversation_id"])
    topics = edited_topics(named(taxonomy.topics), events)
    return Situation(one, taxonomy, labels, topics, placed_now(labels, topics, events))


def run_proposal(home: Path, control: Control, job: Job, progress: Progress) -> None:
    """Answer one question: the payload says its kind and what it is about."""
    folder = workspace_folder(home, job.workspace)
    kind, topic_id = job.payload["kind"], job.payload.get("topic_id")
    path, shown = proposal.path_of(folder, kind, topic_id), proposal.newest(folder)
    one = material(home, control, job.workspace, progress=progress) if shown else None
    if one is None:
        raise UnusableSetting("There is nothing analysed yet.", hint="Import conversations first.")
    here = situation(one, one.standing.taxonomy, one.events)
    progress(0.85, "Working out a proposal")
    said = {
        "kind": kind,
        "asked": job.payload,
        "snapshot": shown,
        "imports": truth.accepted(one.events),
        "parts": [],
        "diff": None,
        "kept": [],
        "origin": {},
    }
    if kind == "rediscovery":
        said |= rediscovery(here, folder)
    else:
        said["parts"] = [asdict(part) for part in parts_of(kind, job.payload, here)]
    progress(0.99, "Writing the proposal")
    proposal.save(path, said)


def parts_of(kind: str, asked: Mapping, here: Situation) -> tuple[Proposed, ...]:
    """Topics that could be."""
    encode = recalling(here.one.judged)
    if kind == "split":
        if asked["topic_id"] not in {row[0] for row in here.topics.rows()}:
            raise UnusableSetting("This topic is not there any more.", hint="Reload the page to see how things stand.")
        return proposed.split(here.taxonomy, asked["topic_id"], here.requests, encode)
    if kind == "other":
        return proposed.from_other(here.taxonomy, here.requests, encode)
    text = dict(zip(here.ids, here.one.judged.texts, strict=True))
    chosen = [text[each] for each in asked["conversations"] if each in text]
    return (proposed.own(here.taxonomy, asked["name"], asked["sentence"], chosen, here.requests, encode),)


def rediscovery(here: Situation, folder: Path) -> dict[str, object]:
    """Topics found anew on all there is, with the ids and names of those that stay; what that changes; and what is kept by its examples."""
    one = here.one
    found = find_topics(one.conversations, one.judged, teacher_of(folder, one.events))
    placed = assign(found, one.judged.texts, one.judged.vectors)
    found = succeed(here.taxonomy, found, pairs_of(here.labels), pairs_of(placed))
    bare = situation(one, found, replayed(one.events, ()))
    kept = kept_of(here, bare)
    after = situation(one, found, replayed(one.events, kept))
    path = proposal.path_of(folder, "rediscovery").with_suffix(".npz")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(".rediscovery.part")
    found.to_npz(part)
    part.replace(path)
    origin = asdict(Origin.of(one.conversations)) | {"sha256": checksum(path)}
    return {"diff": asdict(changed(here, after)), "kept": kept, "origin": origin}


def replayed(events: Iterable[Event], kept: Sequence[Mapping]) -> list[Event]:
    """The events as they will be once the topics are replaced: those before say nothing any more of what is kept."""
    past = [replace(event, undone=True) if event.what == "taxonomy_replaced" else event for event in events]
    if not kept:
        return past
    first = past[0]
    return [replace(first, what="taxonomy_replaced", payload={"version": "", "kept": list(kept)}, undone=False), *past]


def pairs_of(labels: pa.Table) -> list[Pair]:
    """Topic and subtopic of every conversation."""
    return list(zip(labels["topic_id"].to_pylist(), labels["subtopic_id"].to_pylist(), strict=True))


def kept_of(here: Situation, bare: Situation) -> list[dict[str, object]]:
    """Pinned topics and parts of divided ones that would be lost, as topics that are known by their examples."""
    parts = {part["topic_id"] for event in live(here.one.events, "topic_split") for part in event.payload["parts"]}
    there = set(bare.topics.names)
    return [
        _kept(here, topic_id, parent, there)
        for topic_id, parent, _ in here.topics.rows()
        if topic_id in here.topics.pinned | parts and topic_id not in there
    ]


def _kept(here: Situation, topic_id: str, parent: str | None, there: set[str]) -> dict[str, object]:
    """A topic as an event says it."""
    row = next(row for row in here.taxonomy.topics.to_pylist() if row["topic_id"] == topic_id)
    rows = np.array([place for place, pair in enumerate(here.now) if topic_id in pair], dtype=np.int64)
    examples = proposed.typical_texts(here.taxonomy, here.requests, rows)
    return row | {"parent_id": parent if parent in there else None, "examples": list(examples)}


def changed(before: Situation, after: Situation) -> Diff:
    """What becomes of the topics, by the names and places that they have now."""
    was, becomes = ({topic_id: name for topic_id, parent, name in each.topics.rows() if parent is None} for each in (before, after))
    return difference(was, becomes, [topic for topic, _ in before.now], [topic for topic, _ in after.now])

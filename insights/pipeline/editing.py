"""What the user corrected, put into the tables that the plan is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from insights.analysers.topics.curation import Correction, Curation, Own, Split
from insights.pipeline.lessons import relabelled
from insights.planning.learning import Learnt
from insights.planning.records import PlanInput
from insights.store.actions import rejections, stated_efforts
from insights.store.control import Event
from insights.store.overlay import corrected_rows, live, rating_scale
from insights.store.schema import rows
from insights.store.topics import Replay, Topics, edited_topics
from insights.tables import TOPICS

PLANNED = ("conversations", "messages", "labels_work", "labels_experience", "reasons", "articles", "tools")


def plan_input(tables: Mapping[str, pa.Table], events: Sequence[Event], lessons: Sequence[Learnt] = ()) -> PlanInput:
    """The judged tables with what was learnt, every correction and every topic edit in place, and what was decided about actions."""
    topics = edited_topics(named(tables["topics"]), events)
    said = {str(row[0]): row for row in corrected_rows(events, topics)}
    parts = {name: tables[name] for name in PLANNED}
    parts["labels_work"], parts["labels_experience"] = relabelled(parts["labels_work"], parts["labels_experience"], lessons)
    if (scale := rating_scale(events)) is not None:
        parts["labels_experience"] = _rescaled(parts["labels_experience"], scale)
    if said:
        parts["labels_experience"] = _replaced(parts["labels_experience"], said, {"rating": 1, "resolution": 2})
        parts["labels_work"] = _replaced(parts["labels_work"], said, {"kinds": 3})
    return PlanInput(
        topics=_topics(tables["topics"], topics),
        labels_topic=_labels(tables["labels_topic"], topics, said),
        efforts=stated_efforts(events),
        rejected=rejections(events),
        **parts,
    )


def named(topics: pa.Table) -> list[tuple[str, str | None, str]]:
    """Id, parent and name of every topic."""
    return [(topic["topic_id"], topic["parent_id"], topic["name"]) for topic in topics.select(["topic_id", "parent_id", "name"]).to_pylist()]


def placed_now(labels: pa.Table, topics: Topics, events: Sequence[Event]) -> list[tuple[str, str | None]]:
    """Topic and subtopic under which every conversation is counted now."""
    moved = _labels(labels, topics, {str(row[0]): row for row in corrected_rows(events, topics)})
    return list(zip(moved["topic_id"].to_pylist(), moved["subtopic_id"].to_pylist(), strict=True))


def curations(found: pa.Table, events: Sequence[Event], requests: Mapping[str, str]) -> tuple[Curation, ...]:
    """What people made of the topics that were found: their own, divided ones, and (of conversations with a request) what was corrected."""
    replay = Replay(named(found))
    made: list[Curation] = [own_of(own) for own in kept_topics(events)]
    moved: dict[str, str | None] = {}
    for event in events:
        if event.undone:
            continue
        said = event.payload
        if event.what == "topic_added":
            made.append(own_of(said))
            moved |= dict.fromkeys(said["conversations"])
        elif event.what == "topic_split":
            parts = tuple(own_of(part) for part in said["parts"])
            rest = tuple(tuple(examples) for examples in said.get("rest", ()))
            made.append(Split(said["topic_id"], parts, rest, replay.topics().within(said["topic_id"])))
        elif event.what == "label_disputed" and said["field"] == "topic":
            moved[said["conversation_id"]] = said["value"]
        replay.apply(event)
    corrected = [(requests.get(key, ""), topic) for key, topic in moved.items() if topic]
    return (*made, *(Correction(text, topic) for text, topic in corrected if text.strip()))


def kept_topics(events: Sequence[Event]) -> list[dict]:
    """Topics that the last finding of topics anew lost and that are kept by their examples; a part only while its division stands."""
    replaced = live(events, "taxonomy_replaced")
    parts = {part["topic_id"] for event in live(events, "topic_split") for part in event.payload["parts"]}
    kept = replaced[-1].payload.get("kept", ()) if replaced else ()
    return [own for own in kept if own["topic_id"] in parts or not own["topic_id"].startswith("part-")]


def own_of(said: Mapping) -> Own:
    """A topic as an event says it. What it is known by begins with its sentence."""
    texts = (said.get("sentence", ""), *said["examples"])
    words: dict[str, tuple[str, ...]] = {name: tuple(said.get(name, ())) for name in ("keywords", "typical", "odd")}
    examples = tuple(dict.fromkeys(text for text in texts if text.strip()))
    description = str(said.get("description") or said.get("sentence") or "")
    return Own(said["topic_id"], said.get("parent_id"), said["name"], examples, description, **words)


def _replaced(table: pa.Table, said: Mapping[str, tuple], places: Mapping[str, int]) -> pa.Table:
    ids = table["conversation_id"].to_pylist()
    for name, place in places.items():
        values = table[name].to_pylist()
        changed = [said[key][place] if key in said and said[key][place] is not None else value for key, value in zip(ids, values, strict=True)]
        table = _with(table, name, changed)
    return table


def _rescaled(experience: pa.Table, scale: Sequence[float]) -> pa.Table:
    """Ratings on the workspace's own scale; what was not rated stays so."""
    rated = experience["rating"].is_valid().to_numpy()
    ratings = 1 + np.searchsorted(np.array(scale), np.nan_to_num(experience["rating_expected"].to_numpy()), side="right")
    return _with(experience, "rating", [int(rating) if there else None for rating, there in zip(ratings, rated, strict=True)])


def _with(table: pa.Table, name: str, values: list) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, name, pa.array(values, table.schema.field(name).type))


def _topics(table: pa.Table, topics: Topics) -> pa.Table:
    known = {topic["topic_id"]: topic for topic in table.to_pylist()}
    kept = [known.get(topic_id, {}) | {"topic_id": topic_id, "parent_id": parent, "name": name} for topic_id, parent, name in topics.rows()]
    return rows(TOPICS, kept)


def _labels(table: pa.Table, topics: Topics, said: Mapping[str, tuple]) -> pa.Table:
    place: Callable[[str, str | None], tuple[str, str | None]] = topics.place
    pairs = list(zip(table["topic_id"].to_pylist(), table["subtopic_id"].to_pylist(), strict=True))
    for row, key in enumerate(table["conversation_id"].to_pylist() if said else ()):
        if key in said and said[key][4] is not None:
            pairs[row] = (said[key][4], said[key][5])
    placed = {pair: place(*pair) for pair in set(pairs)}
    now = [placed[pair] for pair in pairs]
    return _with(_with(table, "topic_id", [one for one, _ in now]), "subtopic_id", [one for _, one in now])

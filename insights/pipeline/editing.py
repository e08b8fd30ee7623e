"""What the user corrected, put into the tables that the plan is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa

from insights.planning.records import PlanInput
from insights.store.control import Event
from insights.store.overlay import corrected_rows
from insights.store.schema import rows
from insights.store.topics import Topics, edited_topics
from insights.tables import TOPICS

PLANNED = ("conversations", "messages", "labels_work", "labels_experience", "reasons", "articles", "tools")


def plan_input(tables: Mapping[str, pa.Table], events: Sequence[Event]) -> PlanInput:
    """The judged tables with every correction and topic edit in place."""
    judged = tables["topics"].to_pylist()
    topics = edited_topics([(topic["topic_id"], topic["parent_id"], topic["name"]) for topic in judged], events)
    said = {str(row[0]): row for row in corrected_rows(events, topics)}
    parts = {name: tables[name] for name in PLANNED}
    if said:
        parts["labels_experience"] = _replaced(parts["labels_experience"], said, {"rating": 1, "resolution": 2})
        parts["labels_work"] = _replaced(parts["labels_work"], said, {"kinds": 3})
    return PlanInput(topics=_topics(tables["topics"], topics), labels_topic=_labels(tables["labels_topic"], topics, said), **parts)


def _replaced(table: pa.Table, said: Mapping[str, tuple], places: Mapping[str, int]) -> pa.Table:
    ids = table["conversation_id"].to_pylist()
    for name, place in places.items():
        values = table[name].to_pylist()
        changed = [said[key][place] if key in said and said[key][place] is not None else value for key, value in zip(ids, values, strict=True)]
        table = _with(table, name, changed)
    return table


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

"""Edits shown at once: what the events of a workspace change in its snapshot, as small tables beside it.

The snapshot keeps what was judged; the overlay is made from all events that are not undone, so that undoing one brings the judgement back
without a rebuild. An edit that names a topic, conversation or action that is not there (any more) changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from insights.store.control import Event

OTHER = "other"
DISPUTABLE = ("rating", "resolution", "kinds", "topic")
ACTION_FIELDS = ("status", "owner", "due", "title", "reason", "comment", "effort")

TABLES = """
create table corrected (conversation_id varchar, rating integer, resolution varchar, kinds varchar[], topic_id varchar, subtopic_id varchar);
create table topic_now (topic_id varchar, parent_id varchar, name varchar);
create table place (topic_id varchar, subtopic_id varchar, now_topic_id varchar, now_subtopic_id varchar, topic varchar, subtopic varchar);
create table moved (topic_id varchar, now_topic_id varchar, topic varchar);
create table action_edit (action_id varchar, status varchar, owner varchar, due varchar, title varchar, reason varchar, comment varchar,
    effort varchar);
"""

VIEWS = """
create view analysed as
select
    wide.* exclude (topic_id, subtopic_id, rating, rating_expected, not_scored, resolution, p_resolved, kinds, eligible, automated),
    place.now_topic_id as topic_id,
    place.now_subtopic_id as subtopic_id,
    place.topic,
    place.subtopic,
    coalesce(corrected.rating, wide.rating) as rating,
    coalesce(corrected.rating, wide.rating_expected) as rating_expected,
    case when corrected.rating is null then wide.not_scored end as not_scored,
    coalesce(corrected.resolution, wide.resolution) as resolution,
    case
        when corrected.resolution is null then wide.p_resolved
        when corrected.resolution in ('confirmed', 'assumed') then 1.0
        else 0.0
    end as p_resolved,
    coalesce(corrected.kinds, wide.kinds) as kinds,
    coalesce(len(corrected.kinds) > 0, wide.eligible) as eligible,
    case
        when corrected.resolution is null then wide.automated
        else wide.handled_by = 'bot' and corrected.resolution in ('confirmed', 'assumed')
    end and coalesce(len(corrected.kinds) > 0, true) as automated,
    corrected.conversation_id is not null as disputed
from snap.main.wide
left join corrected
    on corrected.conversation_id = wide.conversation_id
left join place
    on place.topic_id is not distinct from coalesce(corrected.topic_id, wide.topic_id)
    and place.subtopic_id is not distinct from case when corrected.topic_id is null then wide.subtopic_id else corrected.subtopic_id end;

create view topics_now as
select
    topic_now.topic_id,
    topic_now.parent_id,
    topic_now.name,
    topics.* exclude (topic_id, parent_id, name)
from topic_now
left join snap.main.topics on topics.topic_id = topic_now.topic_id;

create view actions_now as
select
    actions.* exclude (title, effort, topic_id),
    moved.now_topic_id as topic_id,
    moved.topic,
    coalesce(action_edit.title, actions.title) as title,
    coalesce(action_edit.effort, actions.effort) as effort,
    coalesce(action_edit.status, 'proposed') as status,
    action_edit.owner,
    try_cast(action_edit.due as date) as due,
    action_edit.reason,
    action_edit.comment
from snap.main.actions
left join moved on moved.topic_id = actions.topic_id
left join action_edit on action_edit.action_id = actions.action_id;

create view enablers_now as
select
    enablers.* exclude (topic_id),
    moved.now_topic_id as topic_id,
    moved.topic
from snap.main.enablers
left join moved on moved.topic_id = enablers.topic_id;
"""


@dataclass(frozen=True, slots=True)
class Topics:
    """The taxonomy after the user's edits. `names` and `parents` know every topic; `into` says where the merged and set aside ones went."""

    names: Mapping[str, str]
    parents: Mapping[str, str | None]
    into: Mapping[str, str] = field(default_factory=dict)

    def now(self, topic_id: str) -> str:
        """Where a topic is counted now."""
        seen = set()
        while topic_id in self.into and topic_id not in seen:
            seen.add(topic_id)
            topic_id = self.into[topic_id]
        return topic_id

    def place(self, topic_id: str, subtopic_id: str | None) -> tuple[str, str | None]:
        """Topic and subtopic under which a conversation is counted now. A subtopic that is set aside leaves its topic."""
        deepest = self.now(subtopic_id) if subtopic_id else OTHER
        if deepest == OTHER:
            deepest = self.now(topic_id)
        parent = self.parents.get(deepest)
        if parent is None:
            return deepest, None
        above = self.now(parent)
        return (above, deepest) if above != OTHER else (OTHER, None)

    def rows(self) -> list[tuple[str, str | None, str]]:
        """Every topic that is left: id, parent, name."""
        kept = []
        for topic_id, name in self.names.items():
            if topic_id in self.into:
                continue
            parent = self.parents.get(topic_id)
            above = self.now(parent) if parent else None
            if above != OTHER:
                kept.append((topic_id, above, name))
        return kept


def live(events: Iterable[Event], what: str) -> list[Event]:
    """The events of a kind that are not undone."""
    return [event for event in events if event.what == what and not event.undone]


def edited_topics(topics: Iterable[tuple[str, str | None, str]], events: Sequence[Event]) -> Topics:
    """The taxonomy (id, parent, name) after renames, merges and what was set aside, in the order they were made."""
    names: dict[str, str] = {OTHER: "Other"}
    parents: dict[str, str | None] = {OTHER: None}
    for topic_id, parent_id, name in topics:
        names[topic_id], parents[topic_id] = name, parent_id
    into: dict[str, str] = {}
    edited = Topics(names, parents, into)
    for event in events:
        if event.undone:
            continue
        if event.what == "topic_renamed" and event.payload["topic_id"] in names:
            names[event.payload["topic_id"]] = event.payload["name"]
        elif event.what == "topic_set_aside" and event.payload["topic_id"] in names:
            _move(edited, into, [event.payload["topic_id"]], OTHER)
        elif event.what == "topics_merged" and event.payload["into"] in names:
            _move(edited, into, [topic for topic in event.payload["from"] if topic in names], event.payload["into"])
    return edited


def _move(edited: Topics, into: dict[str, str], topics: Iterable[str], target: str) -> None:
    goal = edited.now(target)
    for topic in topics:
        if topic not in (goal, OTHER) and edited.now(topic) != goal:
            into[edited.now(topic)] = goal


def corrections(events: Sequence[Event]) -> dict[str, dict[str, object]]:
    """What the user said of conversations: {conversation: {field: value}}; the last word counts."""
    said: dict[str, dict[str, object]] = {}
    for event in live(events, "label_disputed"):
        if event.payload["field"] in DISPUTABLE:
            said.setdefault(event.payload["conversation_id"], {})[event.payload["field"]] = event.payload["value"]
    return said


def action_edits(events: Sequence[Event]) -> dict[str, dict[str, object]]:
    """What the user said of actions: {action: {field: value}}; the last word counts."""
    said: dict[str, dict[str, object]] = {}
    for event in live(events, "action_changed"):
        kept = {name: event.payload[name] for name in ACTION_FIELDS if name in event.payload}
        said.setdefault(event.payload["action_id"], {}).update(kept)
    return said


def corrected_rows(events: Sequence[Event], topics: Topics) -> list[tuple[object, ...]]:
    """The rows of the table `corrected`."""
    made = []
    for conversation_id, said in corrections(events).items():
        topic = said.get("topic")
        parent = topics.parents.get(str(topic)) if topic in topics.names else None
        known = topic if topic in topics.names else None
        topic_id, subtopic_id = (parent, known) if parent else (known, None)
        made.append((conversation_id, said.get("rating"), said.get("resolution"), said.get("kinds"), topic_id, subtopic_id))
    return made


def place_rows(pairs: Iterable[tuple[str, str | None]], topics: Topics) -> list[tuple[object, ...]]:
    """The rows of the table `place`, for every pair that occurs and every topic that a correction may name."""
    possible = {*pairs, *((parent or topic, topic if parent else None) for topic, parent in topics.parents.items())}
    made = []
    for topic_id, subtopic_id in sorted(possible, key=lambda pair: (pair[0], pair[1] or "")):
        topic, subtopic = topics.place(topic_id, subtopic_id)
        made.append((topic_id, subtopic_id, topic, subtopic, topics.names.get(topic, topic), topics.names.get(subtopic) if subtopic else None))
    return made


def moved_rows(topics: Topics) -> list[tuple[object, ...]]:
    """The rows of the table `moved`: where what hangs on a topic or subtopic belongs now."""
    placed = [(topic_id, topics.place(parent or topic_id, topic_id if parent else None)[0]) for topic_id, parent in topics.parents.items()]
    return [(topic_id, now, topics.names.get(now, now)) for topic_id, now in placed]

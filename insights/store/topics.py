"""The taxonomy as people edited it: names, places and what is kept, replayed from the events in their order.

What is judged stays as it was judged; this says where it is counted. Two levels are shown whatever was moved under what: what lies deeper is
counted as what it lies in. An edit that names a topic that is not there (any more) changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from insights.store.control import Event

OTHER = "other"
ADDED = "own-"
"""How the ids of topics begin that people added."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The taxonomy after the user's edits. `names` and `parents` know every topic; `into` says where the merged and set aside ones went."""

    names: Mapping[str, str]
    parents: Mapping[str, str | None]
    into: Mapping[str, str] = field(default_factory=dict)
    pinned: frozenset[str] = frozenset()

    def now(self, topic_id: str) -> str:
        """Where a topic is counted now."""
        seen = set()
        while topic_id in self.into and topic_id not in seen:
            seen.add(topic_id)
            topic_id = self.into[topic_id]
        return topic_id

    def path(self, topic_id: str) -> tuple[str, ...]:
        """What a topic lies in, from the top down to itself; only Other when something above it was set aside."""
        found = [self.now(topic_id)]
        while parent := self.parents.get(found[0]):
            above = self.now(parent)
            if above == OTHER:
                return (OTHER,)
            if above in found:
                break
            found.insert(0, above)
        return tuple(found)

    def place(self, topic_id: str, subtopic_id: str | None) -> tuple[str, str | None]:
        """Topic and subtopic under which a conversation is counted now. A subtopic that is set aside leaves its topic."""
        deepest = self.now(subtopic_id) if subtopic_id else OTHER
        path = self.path(topic_id if deepest == OTHER else deepest)
        return path[0], path[1] if len(path) > 1 else None

    def rows(self) -> list[tuple[str, str | None, str]]:
        """Every topic that is left: id, parent, name."""
        kept = []
        for topic_id, name in self.names.items():
            path = self.path(topic_id)
            if topic_id not in self.into and path in ((topic_id,), (path[0], topic_id)):
                kept.append((topic_id, path[0] if len(path) == 2 else None, name))
        return kept

    def within(self, topic_id: str) -> tuple[str, ...]:
        """What else is counted as this topic or lies in it, but for what people added there."""
        found = (other for other in self.names if other != topic_id and not other.startswith(ADDED))
        return tuple(other for other in found if topic_id in self.path(other))


def edited_topics(topics: Iterable[tuple[str, str | None, str]], events: Sequence[Event]) -> Topics:
    """The taxonomy (id, parent, name) after all edits that are not undone."""
    replay = Replay(topics)
    for event in events:
        replay.apply(event)
    return replay.topics()


class Replay:
    """A taxonomy on which edits are made one after another."""

    def __init__(self, topics: Iterable[tuple[str, str | None, str]]) -> None:
        """As it was judged."""
        self._names: dict[str, str] = {OTHER: "Other"}
        self._parents: dict[str, str | None] = {OTHER: None}
        self._into: dict[str, str] = {}
        self._pinned: set[str] = set()
        for topic_id, parent_id, name in topics:
            self._names[topic_id], self._parents[topic_id] = name, parent_id
        self._edits = {
            "topic_renamed": self._rename,
            "topics_merged": self._merge,
            "topic_set_aside": self._set_aside,
            "topic_moved": self._move,
            "topic_pinned": self._pin,
            "topic_unpinned": self._unpin,
            "topic_added": self._add,
            "topic_split": self._split,
        }

    def topics(self) -> Topics:
        """The taxonomy after the edits so far."""
        return Topics(dict(self._names), dict(self._parents), dict(self._into), frozenset(self._pinned))

    def apply(self, event: Event) -> None:
        """Make one edit."""
        if event.what in self._edits and not event.undone:
            self._edits[event.what](event.payload)

    def _here(self) -> Topics:
        return Topics(self._names, self._parents, self._into)

    def _rename(self, said: dict) -> None:
        if said["topic_id"] in self._names:
            self._names[said["topic_id"]] = said["name"]

    def _merge(self, said: dict) -> None:
        if said["into"] in self._names:
            self._put(said["from"], said["into"])

    def _set_aside(self, said: dict) -> None:
        self._put([said["topic_id"]], OTHER)

    def _put(self, topics: Iterable[str], target: str) -> None:
        here = self._here()
        goal = here.now(target)
        for topic in topics:
            if topic in self._names and topic not in (goal, OTHER) and here.now(topic) != goal:
                # What was set aside comes back by itself: the last word counts.
                merged = topic if here.now(topic) == OTHER else here.now(topic)
                self._free(goal, merged)
                self._into[merged] = goal

    def _free(self, goal: str, merged: str) -> None:
        """A topic that takes in the one it lies in takes its place too."""
        if merged in self._here().path(goal)[:-1]:
            self._parents[goal] = self._parents.get(merged)

    def _move(self, said: dict) -> None:
        topic, parent = said["topic_id"], said["parent_id"]
        if topic not in self._names or OTHER in (topic, parent):
            return
        if parent is None:
            self._parents[topic] = None
        elif parent in self._names and topic not in self._here().path(parent):
            self._parents[topic] = parent

    def _pin(self, said: dict) -> None:
        self._pinned.add(said["topic_id"])

    def _unpin(self, said: dict) -> None:
        self._pinned.discard(said["topic_id"])

    def _add(self, said: dict) -> None:
        parent = said["parent_id"]
        above = self._here().path(parent)[0] if parent in self._names else OTHER
        self._names[said["topic_id"]], self._parents[said["topic_id"]] = said["name"], None if above == OTHER else above

    def _split(self, said: dict) -> None:
        """The parts lie in what was divided, in the place of what lay there; those of a subtopic stand in its place, beside its siblings."""
        topic = said["topic_id"]
        if topic not in self._names or topic == OTHER:
            return
        parent, inside = self._parents.get(topic), [other for other in self._here().within(topic) if other not in self._into]
        for part in said["parts"]:
            # What was judged with a later division knows these parts already; they do not lie in what was divided before.
            self._into.pop(part["topic_id"], None)
            self._names[part["topic_id"]], self._parents[part["topic_id"]] = part["name"], parent or topic
        if said.get("rest"):
            return
        made = {part["topic_id"] for part in said["parts"]}
        self._into |= {other: topic for other in inside if other not in made}
        if parent:
            self._into[topic] = parent

"""One taxonomy after another: topics that stay what they were keep their ids and names, and what changes is said.

A new topic is the heir of an old one when each holds at least half of the other's conversations. Both levels are matched, each with its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import pyarrow as pa

from insights.analysers.topics.taxonomy import OTHER, TOPICS_SCHEMA, Taxonomy

HEIR = 0.5
PART = 0.25
"""A topic took part in another when at least this share of its conversations went there."""

Pair = tuple[str, str | None]


class Change(StrEnum):
    """What becomes of a topic."""

    KEPT = "kept"
    NEW = "new"
    GONE = "gone"
    MERGED = "merged"
    DIVIDED = "divided"


@dataclass(frozen=True, slots=True)
class Line:
    """One topic in the difference: how many conversations it held and would hold, and the names that it comes from or goes to."""

    change: Change
    topic_id: str
    name: str
    before: int
    after: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """What another taxonomy would change. `stayed` of `conversations` keep their topic; lines are topics, the largest first."""

    conversations: int
    stayed: int
    lines: tuple[Line, ...]

    @property
    def stayed_share(self) -> float:
        """Share of the conversations that keep their topic."""
        return self.stayed / self.conversations if self.conversations else 1.0


def succeed(old: Taxonomy, new: Taxonomy, before: Sequence[Pair], after: Sequence[Pair]) -> Taxonomy:
    """The new taxonomy with the ids, names and descriptions of the topics that it kept. `before` and `after` place the same conversations in both."""
    heirs = heirs_of([pair[0] for pair in before], [pair[0] for pair in after])
    heirs |= heirs_of([pair[1] for pair in before], [pair[1] for pair in after])
    known = {row["topic_id"]: row for row in old.topics.to_pylist()}
    rows = []
    for row in new.topics.to_pylist():
        told = known.get(heirs.get(row["topic_id"], ""), {})
        rows.append(row | {name: told[name] for name in ("topic_id", "name") if told} | {"parent_id": heirs.get(row["parent_id"], row["parent_id"])})
    # A new name must not repeat one that was kept.
    kept = {row["name"].lower() for row in rows if row["topic_id"] in known}
    rows = [row if row["topic_id"] in known or row["name"].lower() not in kept else row | {"name": f"{row['name']} (new)"} for row in rows]
    return replace(
        new,
        topics=pa.Table.from_pylist(rows, schema=TOPICS_SCHEMA),
        leaf_topic=tuple(heirs.get(topic, topic) for topic in new.leaf_topic),
        leaf_subtopic=tuple(heirs.get(part, part) if part else None for part in new.leaf_subtopic),
    )


def heirs_of(before: Sequence[str | None], after: Sequence[str | None]) -> dict[str, str]:
    """{new: old} where each holds at least half of the other, one heir for each; `other` inherits from nobody."""
    both = Counter(pair for pair in zip(before, after, strict=True) if None not in pair and OTHER not in pair)
    sizes, later = Counter(before), Counter(after)
    found: dict[str, str] = {}
    for (was, now), count in sorted(both.items(), key=lambda item: (-item[1], str(item[0]))):
        if was is None or now is None or was in found.values() or now in found:
            continue
        if count >= HEIR * sizes[was] and count >= HEIR * later[now]:
            found[now] = was
    return found


def difference(names_before: Mapping[str, str], names_after: Mapping[str, str], before: Sequence[str], after: Sequence[str]) -> Diff:
    """What changes between two placements (topic ids) of the same conversations, once ids were carried over."""
    flows = Counter(zip(before, after, strict=True))
    sizes, later = Counter(before), Counter(after)
    lines = [_line(topic, names_before, names_after, flows, sizes, later) for topic in sorted({*sizes, *later, *names_before, *names_after})]
    stayed = sum(count for (was, now), count in flows.items() if was == now)
    ordered = sorted((line for line in lines if line.before or line.after), key=lambda line: (-max(line.before, line.after), line.topic_id))
    return Diff(len(before), stayed, tuple(ordered))


def _line(topic: str, names_before: Mapping[str, str], names_after: Mapping[str, str], flows: Counter, sizes: Counter, later: Counter) -> Line:
    name = names_after.get(topic) or names_before.get(topic, topic)
    if topic in names_before and topic in names_after:
        return Line(Change.KEPT, topic, name, sizes[topic], later[topic])
    if topic in names_after:
        sources = sorted((was for (was, now) in flows if now == topic), key=lambda was: (-flows[was, topic], was))
        come = [was for was in sources if flows[was, topic] >= PART * later[topic] or flows[was, topic] >= PART * sizes[was]]
        change = Change.DIVIDED if len(come) == 1 and flows[come[0], topic] >= HEIR * later[topic] else Change.MERGED if len(come) > 1 else Change.NEW
        return Line(change, topic, name, 0, later[topic], tuple(names_before.get(was, was) for was in come))
    goals = sorted((now for (was, now) in flows if was == topic), key=lambda now: (-flows[topic, now], now))
    went = tuple(names_after.get(now, now) for now in goals if flows[topic, now] >= PART * sizes[topic])
    return Line(Change.GONE, topic, name, sizes[topic], 0, went)

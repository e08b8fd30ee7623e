"""States the potential of a published result in the prediction record, and reads the record again."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from insights.metrics import Query
from insights.metrics.automation_questions import enabler_bill, strata
from insights.metrics.record_questions import data_end, lacking, within_reach
from insights.model import Filters
from insights.planning.ladder import ladder
from insights.planning.record import Promise, Stated, says_the_same, stated, statement
from insights.planning.topic_potential import topic_potentials
from insights.store import truth
from insights.store.control import YOU, Control, Event
from insights.store.overlay import live
from insights.store.snapshot import Shelf, Snapshot
from insights.store.topics import OTHER, edited_topics

STATED = "potential_stated"


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement of the record. `taken_back` is true when conversations that it was made from were taken back since."""

    stated: Stated
    taken_back: bool


def state(home: Path, control: Control, workspace: str, *, who: str = YOU) -> int | None:
    """Record what the newest result promises, unless that was the last thing said; the number of the event."""
    snapshot = Shelf(home, control).open(workspace)
    if snapshot is None:
        return None
    said = promised(snapshot)
    snapshot.close()
    before = live(control.events(workspace), STATED)
    if not said["eligible"] or (before and says_the_same(before[-1].payload, said)):
        return None
    return control.record(workspace, STATED, said, who)


def promised(snapshot: Snapshot) -> dict[str, object]:
    """What a result promises, as an event keeps it."""

    def ask(query: Query) -> pd.DataFrame:
        return snapshot.frame(query.sql, query.params)

    cells, reach = ask(strata(Filters(), by=("topic",))), ask(within_reach())
    topics = topic_potentials(cells).merge(reach[["topic_id", "available"]], on="topic_id")
    topics = topics.merge(cells.drop_duplicates("topic_id")[["topic_id", "topic"]], on="topic_id")
    found = ladder(cells)
    reachable = float((reach["available"] * reach["eligible"]).sum()) / max(found.eligible, 1)
    whole = Promise(found.eligible, found.today, reachable, found.potential, found.low, found.high)
    until = ask(data_end())["until"].iloc[0]
    facts = {line["key"]: json.loads(line["value"]) for line in snapshot.table("meta").to_dict("records")}
    return statement(
        whole,
        topics,
        ask(enabler_bill(Filters())),
        ask(lacking()),
        until=None if pd.isna(until) else until.to_pydatetime(),
        judges=facts.get("versions", {}),
    )


def record(events: Sequence[Event]) -> tuple[Kept, ...]:
    """Everything that was ever stated, the newest first."""
    accepted, kept = set(truth.accepted(events)), []
    for event in live(events, STATED):
        known = {each.payload["import_id"] for each in live(events, "import_accepted") if each.id < event.id}
        gone = {each.payload["import_id"] for each in live(events, "import_undone") if each.id < event.id}
        kept.append(Kept(stated(event.id, event.at, event.payload), taken_back=bool(known - gone - accepted)))
    return tuple(reversed(kept))


def places_now(one: Stated, topics: pd.DataFrame, events: Sequence[Event]) -> dict[str, str]:
    """Where each topic of a statement is counted now, after the edits since; topics that are no more are left out.

    `topics` is the table `topics_now`.
    """
    known = [(str(row["topic_id"]), row["parent_id"] if isinstance(row["parent_id"], str) else None, str(row["name"]))
             for row in topics.to_dict("records")]  # fmt: skip
    there = {topic_id for topic_id, _, _ in known} | {OTHER}
    past = [(topic.topic_id, None, topic.name) for topic in one.topics if topic.topic_id not in there]
    edited = edited_topics([*past, *known], [event for event in events if event.id > one.number])
    found = {topic.topic_id: edited.path(topic.topic_id)[0] for topic in one.topics}
    return {topic_id: now for topic_id, now in found.items() if now in there}
